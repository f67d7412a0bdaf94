"use client";

import type { SourceHealth } from "../../lib/domain/snapshot.ts";
import { vantageOf } from "../../lib/domain/vantage.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { keepUnits, sourceKindWords } from "../../lib/format/words.ts";
import { plural } from "../estate/headline.ts";
import { Age } from "../ui/age.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./facts-table.module.css";

/** Who is asked about this link, and how that goes. */
export function SourcesTable({ sources }: { sources: readonly SourceHealth[] }) {
  return (
    <Section id="sources" folds="phone" title="Sources" note="Who is asked about this link">
      <Panel padded={false}>
        <table className={styles.facts}>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">How it goes</th>
              <th scope="col">Speaks for</th>
              <th scope="col" className={styles.when}>
                Answered
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr key={source.id}>
                <th scope="row">
                  <VerdictMark verdict={source.verdict} />
                  {source.name}
                  <small>
                    {sourceKindWords[source.kind]}, every{" "}
                    {formatDuration(source.intervalSeconds).replaceAll(" ", "\u00a0")}
                  </small>
                </th>
                <td>
                  {source.verdict === "ok" ? <span className="quiet">Answers.</span> : keepUnits(source.reason)}
                  {source.isTlsUnchecked && " Its TLS certificate is not checked."}
                  {source.blind.length > 0 && ` ${plural(source.blind.length, "fact")} not seen.`}
                </td>
                <td>
                  <VantageMark vantage={vantageOf(source)} />
                </td>
                <td className={styles.when}>
                  <Age at={source.lastAnsweredAt} intervalSeconds={source.intervalSeconds} suffix=" ago" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </Section>
  );
}
