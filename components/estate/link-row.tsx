"use client";

import NextLink from "next/link";
import { memo } from "react";
import type { EstateRow as Row } from "../../lib/domain/snapshot.ts";
import { vantages } from "../../lib/domain/vantage.ts";
import { keepUnits, phaseWords, shortVantageWords } from "../../lib/format/words.ts";
import { Age } from "../ui/age.tsx";
import { Name } from "../ui/name.tsx";
import { Pair } from "../ui/pair.tsx";
import { asCell, asRowHead } from "../ui/table-roles.ts";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { FlowCell, PhaseNote, SparkCell } from "./link-cells.tsx";
import styles from "./link-table.module.css";
import { linkHref } from "./needs-attention.tsx";
import { certificateVerdict, databaseWords, firstSentence, pairOf, seenOnlyBy } from "./row-words.ts";

/** One link: eleven cells of two lines. Re-renders only when the reading changed something about it. */
export const LinkRowCells = memo(function LinkRowCells({
  link,
  showPartner,
  intervals,
}: {
  link: Row;
  /** The SQL Server's name stands in the row unless the group already says it. */
  showPartner: boolean;
  intervals: ReadonlyMap<string, number>;
}) {
  const oneSided = seenOnlyBy(link);
  const { label, ...pair } = pairOf(link);
  const worst = link.findings[0];
  return (
    <>
      <th {...asRowHead} scope="row" className={styles.link}>
        <span className={styles.linkIn}>
          <VerdictMark verdict={link.verdict} />
          <span>
            <NextLink href={linkHref(link.linkId)} prefetch={false} data-focus>
              <Name text={link.name} />
            </NextLink>
            <small>
              {databaseWords(link.databases)}
              {showPartner && link.partnerName !== null && (
                <>
                  {link.databases.length > 0 && " · "}
                  <Name text={link.partnerName} />
                </>
              )}
            </small>
          </span>
        </span>
      </th>
      <td {...asCell} className={styles.sides}>
        <Pair {...pair} label={label} />
        <small className={oneSided === null ? undefined : styles.unknownWords}>
          {oneSided ?? <Name text={link.instanceName ?? "not known"} />}
        </small>
      </td>
      <td {...asCell} className={styles.phase}>
        {phaseWords[link.phase]}
        <PhaseNote link={link} />
      </td>
      <td {...asCell} className={styles.flow}>
        <FlowCell link={link} />
      </td>
      <td {...asCell} className={styles.spark}>
        <SparkCell spark={link.spark} />
      </td>
      <td {...asCell} className={worst ? styles.finding : `${styles.finding} ${styles.none}`}>
        {worst ? (
          <span className={worst.verdict === "progress" ? "quiet" : undefined}>
            {keepUnits(firstSentence(worst.reason))}
          </span>
        ) : (
          <span className="sr">none</span>
        )}
      </td>
      <td {...asCell} className={styles.certificate} data-label="certificate">
        {link.certificateDays === null ? (
          <span className="faint" title="Nobody tells when a certificate expires">
            ?<span className="sr"> not known</span>
          </span>
        ) : (
          <span className={styles.days} data-verdict={certificateVerdict(link.certificateDays)}>
            {link.certificateDays < 0 ? "expired" : `${link.certificateDays} d`}
          </span>
        )}
      </td>
      {vantages.map((vantage) => (
        <td key={vantage} {...asCell} className={styles.age} data-label={shortVantageWords[vantage]}>
          {link.sourceIds[vantage] === null ? (
            <span className="faint" title="The estate names no source for this voice">
              –<span className="sr"> nobody is asked</span>
            </span>
          ) : (
            <Age at={link.observedAt[vantage]} intervalSeconds={intervals.get(link.sourceIds[vantage])} />
          )}
        </td>
      ))}
    </>
  );
});
