"use client";

import { keepUnits } from "../../lib/format/words.ts";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { type Check, metWords, partWords, readChecklist } from "./checklist.ts";
import styles from "./configuration.module.css";

/** What the link's setup requires: what deviates first, what nobody can judge by its reason, the rest as one calm line. */
export function ConfigurationSection({ checks }: { checks: readonly Check[] }) {
  if (checks.length === 0) {
    return (
      <Section id="configuration" title="Configuration">
        <EmptyState title="Nothing to check">No source tells of this link's setup now.</EmptyState>
      </Section>
    );
  }
  const checklist = readChecklist(checks);
  return (
    <Section
      id="configuration"
      title="Configuration"
      note="What the setup of a link requires, and who says that it is so"
    >
      <Panel padded={false}>
        {checklist.open.map(({ part, checks: open }) => (
          <div key={part} className={styles.part}>
            <h3>{partWords[part]}</h3>
            <ul>
              {open.map((check) => (
                <OpenCheck key={check.key} check={check} />
              ))}
            </ul>
          </div>
        ))}
        {checklist.unknown.length > 0 && (
          <div className={styles.part}>
            <h3>Not known</h3>
            <ul>
              {checklist.unknown.map(({ reason, step, checks: unjudged }) => (
                <li key={`${reason}${step}`} className={styles.check}>
                  <VerdictMark verdict="unknown" />
                  <div>
                    <p>
                      <Sentence text={reason} />
                    </p>
                    <details className={styles.evidence}>
                      <summary>
                        {unjudged.length === 1 ? unjudged[0]!.title : `${unjudged.length} checks cannot be judged`}
                      </summary>
                      <ul className={styles.titles}>
                        {unjudged.map((check) => (
                          <li key={check.key}>
                            {check.title}
                            <Evidence evidence={check.evidence} />
                          </li>
                        ))}
                      </ul>
                    </details>
                  </div>
                  <p className={styles.step}>{step !== null && <Sentence text={step} />}</p>
                </li>
              ))}
            </ul>
          </div>
        )}
        {checklist.metCount > 0 && (
          <details className={styles.met}>
            <summary>
              <VerdictBadge verdict="ok" word={metWords(checklist)} />
            </summary>
            {checklist.met.map(({ part, checks: met }) => (
              <div key={part}>
                <h3>{partWords[part]}</h3>
                <ul>
                  {met.map((check) => (
                    <li key={check.key}>
                      <p>
                        <b>{check.title}</b> <Sentence text={check.reason} />
                      </p>
                      <Evidence evidence={check.evidence} />
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </details>
        )}
      </Panel>
    </Section>
  );
}

/** The sentence, its evidence, and what mends it; T-SQL stands there to be read before it is copied. */
function OpenCheck({ check }: { check: Check }) {
  return (
    <li className={styles.check}>
      <VerdictMark verdict={check.verdict} />
      <div>
        <p>
          <b>{check.title}</b>
        </p>
        <p>
          <Sentence text={check.reason} />
        </p>
        <Evidence evidence={check.evidence} />
      </div>
      <div className={styles.step}>
        <p>{check.step === null ? <span className="faint">Nothing to do</span> : <Sentence text={check.step} />}</p>
        {check.script !== null && (
          <>
            <pre className={styles.script}>{check.script}</pre>
            <CopyText text={check.script} label={`Copy the T-SQL for: ${check.title}`}>
              Copy T-SQL
            </CopyText>
          </>
        )}
      </div>
    </li>
  );
}

function Evidence({ evidence }: { evidence: Check["evidence"] }) {
  if (evidence.length === 0) return null;
  return (
    <ul className={styles.facts}>
      {evidence.map(({ fact, value, vantage, at }) => (
        <li key={`${fact}${vantage}`}>
          <span>
            {fact} <b>{keepUnits(value)}</b>
          </span>
          <VantageMark vantage={vantage} />
          {at !== null && <Age at={at} suffix=" ago" />}
        </li>
      ))}
    </ul>
  );
}
