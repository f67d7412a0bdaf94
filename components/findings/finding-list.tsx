"use client";

import type { ReactNode } from "react";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { keepUnits } from "../../lib/format/words.ts";
import { Age } from "../ui/age.tsx";
import { Elapsed } from "../ui/elapsed.tsx";
import { findingAnchor } from "../ui/finding-anchor.ts";
import { Moment } from "../ui/moment.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./findings.module.css";

/** A finding of a link or of a Synapse Link; they differ only in who may speak. */
interface Found<V> {
  key: string;
  verdict: Verdict;
  reason: string;
  consequence: string;
  step: string | null;
  evidence: readonly { fact: string; value: string; vantage: V; at: string | null }[];
  since: string;
}

/** What is so, what follows, since when, and the first step; the evidence folds out. Worst first, as assessed. */
export function FindingList<V extends string>({
  findings,
  label,
  speaker,
  hasAnchors = false,
}: {
  findings: readonly Found<V>[];
  /** Where no heading names the list. */
  label?: string;
  /** Who said a piece of evidence. */
  speaker: (vantage: V) => ReactNode;
  /** Each can be led to by its key; only where one list stands on a page. */
  hasAnchors?: boolean;
}) {
  return (
    <ol className={styles.findings} aria-label={label}>
      {findings.map((finding) => (
        <li
          key={finding.key}
          id={hasAnchors ? findingAnchor(finding.key) : undefined}
          className={styles.finding}
          data-verdict={finding.verdict}
        >
          <VerdictMark verdict={finding.verdict} />
          <div>
            <p>
              <Sentence text={finding.reason} />
            </p>
            {finding.consequence && (
              <p className={styles.why}>
                <Sentence text={finding.consequence} />
              </p>
            )}
            {finding.evidence.length > 0 && <Evidence evidence={finding.evidence} speaker={speaker} />}
          </div>
          <p className={styles.since}>
            <b>
              <Elapsed since={finding.since} />
            </b>
            <span>
              since <Moment at={finding.since} />
            </span>
          </p>
          <p className={styles.step}>
            {finding.step === null ? <span className="faint">Nothing to do</span> : <Sentence text={finding.step} />}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Evidence<V extends string>({
  evidence,
  speaker,
}: Pick<Found<V>, "evidence"> & { speaker: (vantage: V) => ReactNode }) {
  return (
    <details className={styles.evidence}>
      <summary>
        Evidence, {evidence.length} {evidence.length === 1 ? "fact" : "facts"}
      </summary>
      <table>
        <caption className="sr">Evidence</caption>
        <tbody>
          {evidence.map((fact) => (
            <tr key={`${fact.fact}${fact.vantage}`}>
              <th scope="row">{fact.fact}</th>
              <td>{keepUnits(fact.value)}</td>
              <td>{speaker(fact.vantage)}</td>
              <td>{fact.at === null ? null : <Age at={fact.at} suffix=" ago" />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
