"use client";

import NextLink from "next/link";
import type { PairOverview } from "../../lib/domain/network-overview.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { Age } from "../ui/age.tsx";
import { Name } from "../ui/name.tsx";
import { Panel } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { asCell, asRow, asRowGroup, asRowHead, asTable } from "../ui/table-roles.ts";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./network.module.css";
import { newestChecks, pairAddress, portWords, wayKey } from "./network-words.ts";

type Pair = Plain<PairOverview>;

/** One pair a row with the newest result of each direction and port; the chosen one is marked. */
export function PairTable({ pairs, chosen }: { pairs: readonly Pair[]; chosen: Pair | null }) {
  return (
    <Panel padded={false}>
      <table className={styles.table} {...asTable}>
        <caption className="sr">Pairs of SQL Server and managed instance, worst first</caption>
        <thead>
          <tr>
            <th scope="col">Pair</th>
            <th scope="col">To the managed instance</th>
            <th scope="col">To the SQL Server</th>
            <th scope="col" className={styles.number}>
              Links
            </th>
          </tr>
        </thead>
        <tbody {...asRowGroup}>
          {pairs.map((pair) => {
            const isChosen = chosen?.partnerName === pair.partnerName && chosen.instanceName === pair.instanceName;
            return (
              <tr
                key={`${pair.partnerName} ${pair.instanceName}`}
                className={isChosen ? styles.chosen : undefined}
                {...asRow}
              >
                <th scope="row" {...asRowHead}>
                  <NextLink
                    href={pairAddress(pair.partnerName, pair.instanceName)}
                    aria-current={isChosen ? "true" : undefined}
                    scroll={false}
                    prefetch={false}
                  >
                    <Name text={pair.partnerName} /> and <Name text={pair.instanceName} />
                  </NextLink>
                </th>
                <td {...asCell} data-label="To the managed instance">
                  <Results pair={pair} from="partner" />
                </td>
                <td {...asCell} data-label="To the SQL Server">
                  <Results pair={pair} from="instance" />
                </td>
                <td {...asCell} data-label="Links" className={styles.number}>
                  {pair.linkCount}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

function Results({ pair, from }: { pair: Pair; from: "partner" | "instance" }) {
  const checks = newestChecks(pair.newest).filter((check) => check.from === from);
  if (checks.length === 0) return <span className="faint">not tested</span>;
  return (
    <ul className={styles.results}>
      {checks.map((check) => (
        <li key={wayKey(check)} className={styles.result}>
          <VerdictMark verdict={check.verdict} />
          <span>
            <Sentence text={`${portWords(check)}: ${check.reason}`} />{" "}
            <small>
              <Age at={check.ranAt} suffix=" ago" />
            </small>
          </span>
        </li>
      ))}
    </ul>
  );
}
