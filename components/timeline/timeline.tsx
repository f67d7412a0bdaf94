"use client";

import type { Transition } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Moment } from "../ui/moment.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./timeline.module.css";
import { changeWords, foldChanges, letterOf } from "./timeline-words.ts";

/** What changed, newest first. A letter names the same event on the charts of the page. */
export function Timeline({
  transitions,
  letters,
  shown = 14,
}: {
  transitions: readonly Plain<Transition>[];
  letters: readonly { letter: string; at: number; subject: string }[];
  /** Older ones fold away. */
  shown?: number;
}) {
  const lines = foldChanges(transitions);
  const older = lines.slice(shown);
  return (
    <Section id="timeline" title="Timeline" note="What changed, newest first">
      {transitions.length === 0 ? (
        <EmptyState title="Nothing has changed yet">
          Linkspan writes down every change from its first look at this link on.
        </EmptyState>
      ) : (
        <Panel>
          <Changes lines={lines.slice(0, shown)} letters={letters} />
          {older.length > 0 && (
            <details className={styles.older}>
              <summary>{older.length} older</summary>
              <Changes lines={older} letters={letters} />
            </details>
          )}
        </Panel>
      )}
    </Section>
  );
}

function Changes({
  lines,
  letters,
}: {
  lines: readonly Plain<Transition>[][];
  letters: readonly { letter: string; at: number; subject: string }[];
}) {
  return (
    <ol className={styles.timeline}>
      {lines.map((line) => {
        const change = line[0]!;
        const letter = line.map((one) => letterOf(one, letters)).find((one) => one !== null);
        return (
          <li key={`${change.at}${change.subject}`}>
            <Moment at={change.at} />
            <VerdictMark verdict={change.verdict} />
            <div>
              <p>
                <Sentence text={change.reason} />
                {letter && <b className={styles.letter}>{letter}</b>}
              </p>
              <p className={styles.change}>
                <VantageMark vantage={change.vantage} />
                {changeWords(change)}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
