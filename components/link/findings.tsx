"use client";

import type { Finding } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { keepUnits } from "../../lib/format/words.ts";
import { Age } from "../ui/age.tsx";
import { Elapsed } from "../ui/elapsed.tsx";
import { findingAnchor } from "../ui/finding-anchor.ts";
import { Moment } from "../ui/moment.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./findings.module.css";

/** What is so, what follows, since when, and the first step; the evidence folds out. Worst first, as assessed. */
export function Findings({ findings }: { findings: readonly Plain<Finding>[] }) {
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" className="sr">
        Findings
      </h2>
      <ol className={styles.findings}>
        {findings.map((finding) => (
          <li
            key={finding.key}
            id={findingAnchor(finding.key)}
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
              {finding.evidence.length > 0 && <Evidence evidence={finding.evidence} />}
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
    </section>
  );
}

function Evidence({ evidence }: { evidence: Plain<Finding>["evidence"] }) {
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
              <td>
                <VantageMark vantage={fact.vantage} />
              </td>
              <td>{fact.at === null ? null : <Age at={fact.at} suffix=" ago" />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
