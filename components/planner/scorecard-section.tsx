import NextLink from "next/link";
import type { Scorecard, ScoreLine } from "../../lib/domain/scorecard.ts";
import { formatPercent, formatPercentUp } from "../../lib/format/size.ts";
import { plural } from "../estate/headline.ts";
import { Age } from "../ui/age.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Name } from "../ui/name.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { asCell, asRow, asRowGroup, asRowHead, asTable } from "../ui/table-roles.ts";
import styles from "./planner.module.css";

/** How good Linkspan's forecasts of running seedings turned out to be. */
export function ScorecardSection({ scorecard: { overall, sources, links } }: { scorecard: Scorecard }) {
  return (
    <Section
      id="scorecard"
      title="How good the forecasts were"
      note="Every forecast of a running seeding is kept and judged when the copy is over"
    >
      {overall === null ? (
        <EmptyState title="No seeding is over yet">
          Since Linkspan watches, no copy has come to its end. The first one that does is judged here.
        </EmptyState>
      ) : (
        <Panel padded={false}>
          <table className={styles.bars} {...asTable}>
            <thead>
              <tr>
                <th scope="col">Of</th>
                <th scope="col" className={styles.number}>
                  Forecasts
                </th>
                <th scope="col" className={styles.number}>
                  Half were off by less than
                </th>
                <th scope="col" className={styles.number}>
                  9 in 10 by less than
                </th>
                <th scope="col" className={styles.number}>
                  Band held the truth
                </th>
                <th scope="col" className={styles.number}>
                  Width of the band
                </th>
                <th scope="col" className={styles.number}>
                  Last over
                </th>
              </tr>
            </thead>
            <tbody {...asRowGroup}>
              <ScoreRow line={overall}>All seedings</ScoreRow>
              {sources.map((line) => (
                <ScoreRow key={`source ${line.source}`} line={line}>
                  <Name text={line.source} />
                </ScoreRow>
              ))}
              {links.map((line) => (
                <ScoreRow key={line.linkId} line={line}>
                  <NextLink href={`/links/${encodeURIComponent(line.linkId)}`}>{line.name}</NextLink>
                </ScoreRow>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </Section>
  );
}

function ScoreRow({ line, children }: { line: ScoreLine; children: React.ReactNode }) {
  return (
    <tr {...asRow}>
      <th scope="row" {...asRowHead}>
        {children}
      </th>
      <td {...asCell} className={styles.number} data-label="Forecasts">
        {line.asked} <small>of {plural(line.runs, "run")}</small>
      </td>
      <td {...asCell} className={styles.number} data-label="Half were off by less than">
        {formatPercentUp(line.medianError)}
      </td>
      <td {...asCell} className={styles.number} data-label="9 in 10 by less than">
        {formatPercentUp(line.p90Error)}
      </td>
      <td {...asCell} className={styles.number} data-label="Band held the truth">
        {formatPercent(line.coverage)} <small>8 in 10 is meant</small>
      </td>
      <td {...asCell} className={styles.number} data-label="Width of the band">
        {formatPercent(line.width)} <small>of the time left</small>
      </td>
      <td {...asCell} className={styles.number} data-label="Last over">
        <Age at={line.lastFinishedAt} suffix=" ago" />
      </td>
    </tr>
  );
}
