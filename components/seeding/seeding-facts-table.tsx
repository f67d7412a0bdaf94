"use client";

import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import type { Side, Vantage } from "../../lib/domain/vantage.ts";
import { saidAt, sqlFacts } from "../link/raw-facts.ts";
import { Age } from "../ui/age.tsx";
import { Moment } from "../ui/moment.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { asCell, asRow, asRowHead, asTable } from "../ui/table-roles.ts";
import { speakerWords, VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./seeding-facts.module.css";
import { databaseSeedings, type SeedingCell } from "./seeding-facts.ts";

const sides: readonly Side[] = ["partner", "instance"];

/** The latest attempt of each database as each side says it, running or over, and what is worth knowing of it. Nothing where no side tells one. */
export function SeedingFactsTable({
  snapshot,
  intervals,
}: {
  snapshot: LinkSnapshot;
  intervals: Partial<Record<Vantage, number>>;
}) {
  const seedings = databaseSeedings(sqlFacts(snapshot, "partner"), sqlFacts(snapshot, "instance"));
  const notes = snapshot.assessment.seedingNotes;
  if (seedings.length === 0 && notes.length === 0) return null;
  const isRunning = seedings.some((seeding) => seeding.isRunning);
  return (
    <Section
      id="seeding-facts"
      folds={isRunning ? "phone" : "always"}
      title="Seeding, as each side says it"
      note={isRunning ? "The latest attempt" : "The last attempt; sizes, rates and waits are told only while one runs"}
    >
      <Panel padded={false}>
        {notes.length > 0 && (
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note.key}>
                <VerdictMark verdict={note.verdict} />
                <p>
                  <Sentence text={note.words} />
                </p>
                <VantageMark vantage={note.vantage} />
              </li>
            ))}
          </ul>
        )}
        {seedings.map((seeding) => (
          <table key={seeding.databaseName} className={styles.facts} {...asTable}>
            <caption className={seedings.length > 1 ? styles.database : "sr"}>{seeding.databaseName}</caption>
            <thead>
              <tr {...asRow}>
                <th scope="col">Column</th>
                {sides.map((side) => (
                  <th key={side} scope="col">
                    <VantageMark vantage={side} word={`${capital(speakerWords[side])} says`} />{" "}
                    <Age at={saidAt(snapshot, side)} intervalSeconds={intervals[side]} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seeding.rows.map((row) => (
                <tr key={row.column} {...asRow}>
                  <th scope="row" {...asRowHead}>
                    <code className="mono">{row.column}</code>
                    {row.note && <small>{row.note}</small>}
                  </th>
                  {sides.map((side) => (
                    <Cell key={side} side={side} cell={row[side]} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </Panel>
    </Section>
  );
}

function Cell({ side, cell }: { side: Side; cell: SeedingCell }) {
  return (
    <td data-label={speakerWords[side]} {...asCell}>
      {cell.at !== null ? <Moment at={cell.at} /> : (cell.text ?? <span className="faint">{cell.missing}</span>)}
    </td>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
