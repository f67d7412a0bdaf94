"use client";

import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import type { Vantage } from "../../lib/domain/vantage.ts";
import { Age } from "../ui/age.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { type Speaker, VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { factRows } from "./fact-rows.ts";
import styles from "./facts-table.module.css";

/** Each fact with who says it, and when. Voices that should agree and do not stand on amber ground, in their own words. */
export function FactsTable({
  snapshot,
  intervals,
}: {
  snapshot: LinkSnapshot;
  intervals: Partial<Record<Vantage, number>>;
}) {
  const rows = factRows(snapshot);
  const disagreements = rows.filter((row) => row.disagrees).length;
  return (
    <Section
      id="facts"
      folds="phone"
      title="Facts"
      note={disagreements > 0 ? `${disagreements} told differently` : "Each with who says it, and when"}
    >
      <Panel padded={false}>
        <table className={styles.facts}>
          <thead>
            <tr>
              <th scope="col">Fact</th>
              <th scope="col">Value</th>
              <th scope="col">Who says</th>
              <th scope="col" className={styles.when}>
                When
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) =>
              row.voices.map((voice, index) => (
                <tr
                  key={`${row.fact}${voice.vantages[0]}`}
                  className={`${row.disagrees ? styles.disagrees : ""} ${index > 0 ? styles.follows : ""}`}
                >
                  {index === 0 && (
                    <th scope="row" rowSpan={row.voices.length}>
                      {row.disagrees && <VerdictMark verdict="attention" />}
                      {row.fact}
                      {row.disagrees && <small>They disagree</small>}
                    </th>
                  )}
                  <td>{voice.value}</td>
                  <td>
                    <span className={styles.who}>
                      {speakersOf(voice.vantages).map((speaker) => (
                        <VantageMark key={speaker} vantage={speaker} />
                      ))}
                    </span>
                  </td>
                  <td className={styles.when}>
                    <Age
                      at={voice.at}
                      intervalSeconds={row.hasOwnClock ? undefined : slowest(intervals, voice.vantages)}
                      suffix=" ago"
                    />
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Panel>
    </Section>
  );
}

function slowest(intervals: Partial<Record<Vantage, number>>, said: readonly Vantage[]): number | undefined {
  return Math.max(...said.map((vantage) => intervals[vantage] ?? 0)) || undefined;
}

/** Both sides in one sign; ARM keeps its own. */
function speakersOf(said: readonly Vantage[]): Speaker[] {
  const sides = said.filter((vantage) => vantage !== "arm");
  return [...(sides.length === 2 ? (["both"] as const) : sides), ...(said.includes("arm") ? (["arm"] as const) : [])];
}
