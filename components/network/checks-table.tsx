"use client";

import { Age } from "../ui/age.tsx";
import { Moment } from "../ui/moment.tsx";
import { Name } from "../ui/name.tsx";
import { Panel } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { asCell, asRow, asRowGroup, asRowHead, asTable } from "../ui/table-roles.ts";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./network.module.css";
import { type Check, portWords, wayKey } from "./network-words.ts";

/** Tests, one a row: what was reached from where, and what that proves. `texts` are the jobs' own words, by row. */
export function ChecksTable({
  caption,
  checks,
  texts = [],
}: {
  caption: string;
  checks: readonly Check[];
  texts?: readonly (string | null)[];
}) {
  return (
    <Panel padded={false}>
      <table className={styles.table} {...asTable}>
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Result</th>
            <th scope="col">Tested from</th>
            <th scope="col">Port</th>
            <th scope="col">Aimed at</th>
            <th scope="col">Address that answered</th>
            <th scope="col" className={styles.number}>
              Ran
            </th>
          </tr>
        </thead>
        <tbody {...asRowGroup}>
          {checks.map((check, index) => (
            <tr key={wayKey(check)} {...asRow}>
              <th scope="row" {...asRowHead}>
                <span className={styles.result}>
                  <VerdictMark verdict={check.verdict} />
                  <span>
                    <Sentence text={check.reason} />
                    {texts[index] && (
                      <details className={styles.output}>
                        <summary>Text of the job</summary>
                        <pre>{texts[index]}</pre>
                      </details>
                    )}
                  </span>
                </span>
              </th>
              <td {...asCell} data-label="Tested from">
                <VantageMark vantage={check.from} />
              </td>
              <td {...asCell} data-label="Port">
                {portWords(check)}
              </td>
              <td {...asCell} data-label="Aimed at">
                {check.target === null ? <span className="faint">not told</span> : <Name text={check.target} />}
              </td>
              <td {...asCell} data-label="Address that answered">
                {check.remoteAddress ?? <span className="faint">not told</span>}
              </td>
              <td {...asCell} data-label="Ran" className={styles.number}>
                <Moment at={check.ranAt} />
                <small>
                  <Age at={check.ranAt} suffix=" ago" />
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
