"use client";

import type { Plain } from "../../lib/domain/snapshot.ts";
import type { SynapseFinding, SynapseVantage } from "../../lib/domain/synapse-assessment.ts";
import { keepUnits } from "../../lib/format/words.ts";
import styles from "../link/findings.module.css";
import { Age } from "../ui/age.tsx";
import { Elapsed } from "../ui/elapsed.tsx";
import { Moment } from "../ui/moment.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";

const speakers: Record<SynapseVantage, string> = { synapse: "Synapse workspace", arm: "ARM", linkspan: "Linkspan" };

/** As the findings of a link; who speaks is a workspace or Azure Resource Manager, never a side. */
export function SynapseFindings({ findings }: { findings: readonly Plain<SynapseFinding>[] }) {
  if (findings.length === 0) return null;
  return (
    <ol className={styles.findings} aria-label="Findings">
      {findings.map((finding) => (
        <li key={finding.key} className={styles.finding} data-verdict={finding.verdict}>
          <VerdictMark verdict={finding.verdict} />
          <div>
            <p>
              <Sentence text={finding.reason} />
            </p>
            <p className={styles.why}>
              <Sentence text={finding.consequence} />
            </p>
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
  );
}

function Evidence({ evidence }: Pick<Plain<SynapseFinding>, "evidence">) {
  return (
    <details className={styles.evidence}>
      <summary>
        Evidence, {evidence.length} {evidence.length === 1 ? "fact" : "facts"}
      </summary>
      <table>
        <caption className="sr">Evidence</caption>
        <tbody>
          {evidence.map((fact) => (
            <tr key={fact.fact}>
              <th scope="row">{fact.fact}</th>
              <td>{keepUnits(fact.value)}</td>
              <td>{speakers[fact.vantage]}</td>
              <td>{fact.at === null ? null : <Age at={fact.at} suffix=" ago" />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
