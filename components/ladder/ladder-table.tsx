"use client";

import type { LsnReading } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { type Vantage, vantages } from "../../lib/domain/vantage.ts";
import { Age } from "../ui/age.tsx";
import { Moment } from "../ui/moment.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { speakerWords, VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./ladder.module.css";
import { isOffRail, missingWords, type Rung, rungName } from "./ladder-words.ts";
import { LsnText } from "./lsn.tsx";

/** How far the log has got, rung by rung, as each voice says it. */
export function LadderTable({
  rungs,
  observedAt,
  intervals,
}: {
  rungs: readonly Rung[];
  observedAt: Record<Vantage, string | null>;
  intervals: Partial<Record<Vantage, number>>;
}) {
  return (
    <Section
      id="ladder"
      title="LSN ladder"
      note="Exact text; compared, never subtracted. Grey words are normal: that side does not report this rung."
    >
      <Panel padded={false}>
        <table className={styles.ladder}>
          <thead>
            <tr>
              <th scope="col" colSpan={2}>
                Rung
              </th>
              {vantages.map((vantage) => (
                <th key={vantage} scope="col">
                  <VantageMark vantage={vantage} word={`${capital(speakerWords[vantage])} says`} />{" "}
                  <Age at={observedAt[vantage]} intervalSeconds={intervals[vantage]} />
                </th>
              ))}
              <th scope="col">Compared with the rung above</th>
            </tr>
          </thead>
          <tbody>
            {rungs.map((rung) => {
              const { column, means } = rungName(rung.rung);
              return (
                <tr
                  key={rung.rung}
                  className={isOffRail(rung) ? styles.off : undefined}
                  data-verdict={rung.verdict ?? "ok"}
                >
                  <td className={styles.rail} aria-hidden="true">
                    <i />
                  </td>
                  <th scope="row">
                    <b>{column}</b>
                    <small>{means}</small>
                  </th>
                  {vantages.map((vantage) => (
                    <Reading key={vantage} vantage={vantage} reading={rung[vantage]} />
                  ))}
                  <td className={styles.compared}>
                    {rung.compared && (
                      <span>
                        {isOffRail(rung) && rung.verdict && <VerdictMark verdict={rung.verdict} />}
                        {rung.compared}
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Panel>
    </Section>
  );
}

function Reading({ vantage, reading }: { vantage: Vantage; reading: Plain<LsnReading> }) {
  if (reading.lsn === null) {
    const { words, isUnknown } = missingWords(reading);
    return (
      <td data-label={capital(speakerWords[vantage])} className={styles.none}>
        <span className={isUnknown ? styles.unknown : undefined}>{words}</span>
      </td>
    );
  }
  return (
    <td data-label={capital(speakerWords[vantage])}>
      <LsnText lsn={reading.lsn} />
      {reading.at && (
        <small>
          at <Moment at={reading.at} />
        </small>
      )}
    </td>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
