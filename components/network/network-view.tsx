"use client";

import NextLink from "next/link";
import { useRouter } from "next/navigation";
import type { ChosenPair, NetworkSnapshot } from "../../lib/domain/network-overview.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { StaleNotice } from "../live/stale-notice.tsx";
import { useLive } from "../live/use-live.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Section } from "../ui/panel.tsx";
import { Select } from "../ui/select.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { ChecksTable } from "./checks-table.tsx";
import styles from "./network.module.css";
import { networkHeadline, pairAddress, testNote } from "./network-words.ts";
import { PairTable } from "./pair-table.tsx";
import { ScriptPanel } from "./script-panel.tsx";

/** What tests of the network found between the servers of the estate, and the scripts to test a way again. */
export function NetworkView({ initial }: { initial: NetworkSnapshot }) {
  const { partnerName = null, instanceName = null } = initial.chosen ?? {};
  const live = useLive<NetworkSnapshot>(
    ["network", partnerName, instanceName].map(String),
    `/api/v1${pairAddress(partnerName, instanceName)}`,
    initial,
  );
  const { pairs, chosen, partners, instances } = live.data;
  return (
    <>
      <StaleNotice live={live} />
      <div className={styles.head}>
        <h1>{networkHeadline(pairs)}</h1>
        <p>
          Linkspan never tests by itself: it writes the scripts, somebody runs them, and it reads and keeps what their
          jobs found.
        </p>
      </div>
      {pairs.length > 0 && (
        <Section id="pairs" title="Pairs" note="Newest result by direction and port, worst first">
          <PairTable pairs={pairs} chosen={chosen} />
        </Section>
      )}
      {chosen === null ? (
        <EmptyState title="There is no pair to test" level={2}>
          The estate file names no SQL Server together with a managed instance.
        </EmptyState>
      ) : (
        <Chosen chosen={chosen} partners={partners} instances={instances} />
      )}
    </>
  );
}

function Chosen({
  chosen,
  partners,
  instances,
}: {
  chosen: Plain<ChosenPair>;
  partners: readonly string[];
  instances: readonly string[];
}) {
  const router = useRouter();
  const go = (partner: string, instance: string) => router.push(pairAddress(partner, instance), { scroll: false });
  const options = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
  return (
    <>
      <Section id="scripts" title="Test scripts" note="With the names and ports as they are now">
        <div className={styles.choice}>
          <Select
            label="SQL Server"
            options={options(partners)}
            value={chosen.partnerName}
            onChange={(name) => go(name, chosen.instanceName)}
          />
          <Select
            label="Managed instance"
            options={options(instances)}
            value={chosen.instanceName}
            onChange={(name) => go(chosen.partnerName, name)}
          />
        </div>
        {chosen.links.length > 0 && (
          <ul className={styles.links} aria-label="Links of this pair">
            {chosen.links.map((link) => (
              <li key={link.linkId}>
                <VerdictMark verdict={link.verdict} />
                <NextLink href={`/links/${encodeURIComponent(link.linkId)}`} prefetch={false}>
                  {link.name}
                </NextLink>
              </li>
            ))}
          </ul>
        )}
        <div className={styles.scripts}>
          {chosen.scripts.map((script) => (
            <ScriptPanel key={script.from} script={script} />
          ))}
        </div>
      </Section>
      <Section id="ledger" title="Ledger" note="Kept after the jobs are deleted">
        {chosen.ledger.length === 0 ? (
          <EmptyState title="No test between the two is known">
            Once a job of a script has run, its result stands here within a few minutes.
          </EmptyState>
        ) : (
          <>
            <ChecksTable
              caption={`Tests between ${chosen.partnerName} and ${chosen.instanceName}, newest first`}
              checks={chosen.ledger.map((row) => row.check)}
              texts={chosen.ledger.map((row) => row.output)}
            />
            <p className={styles.note}>{testNote}</p>
          </>
        )}
      </Section>
    </>
  );
}
