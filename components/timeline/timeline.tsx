"use client";

import type { Transition } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Moment } from "../ui/moment.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./timeline.module.css";
import { changeWords, letterOf } from "./timeline-words.ts";

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
  const older = transitions.slice(shown);
  return (
    <Section id="timeline" title="Timeline" note="What changed, newest first">
      {transitions.length === 0 ? (
        <EmptyState title="Nothing has changed yet">
          Linkspan writes down every change from its first look at this link on.
        </EmptyState>
      ) : (
        <Panel>
          <Changes transitions={transitions.slice(0, shown)} letters={letters} />
          {older.length > 0 && (
            <details className={styles.older}>
              <summary>{older.length} older</summary>
              <Changes transitions={older} letters={letters} />
            </details>
          )}
        </Panel>
      )}
    </Section>
  );
}

function Changes({
  transitions,
  letters,
}: {
  transitions: readonly Plain<Transition>[];
  letters: readonly { letter: string; at: number; subject: string }[];
}) {
  return (
    <ol className={styles.timeline}>
      {transitions.map((transition) => {
        const letter = letterOf(transition, letters);
        return (
          <li key={`${transition.at}${transition.subject}`}>
            <Moment at={transition.at} />
            <VerdictMark verdict={transition.verdict} />
            <div>
              <p>
                {transition.reason}
                {letter && <b className={styles.letter}>{letter}</b>}
              </p>
              <p className={styles.change}>
                {changeWords(transition)}
                <VantageMark vantage={transition.vantage} />
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
