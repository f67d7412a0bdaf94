"use client";

import type { NetworkScript } from "../../lib/domain/network-script.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { Panel, PanelHead } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { asCell, asRow, asRowGroup, asRowHead, asTable } from "../ui/table-roles.ts";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./script-panel.module.css";

type Script = Plain<NetworkScript>;

/** One direction: what stands in the script and who said it, what to know before, and the parts in the order they are run. */
export function ScriptPanel({ script }: { script: Script }) {
  return (
    <Panel className={styles.script}>
      <PanelHead title={script.title} note="To copy; Linkspan runs none of it" />
      <Parameters parameters={script.parameters} caption={`Values in the script ${script.title}`} />
      <ul className={styles.notes}>
        {script.notes.map((note) => (
          <li key={note}>
            <Sentence text={note} />
          </li>
        ))}
      </ul>
      <ol className={styles.parts}>
        {script.parts.map((part, index) => (
          <li key={part.title}>
            <details>
              <summary>
                <b>{index + 1}</b> {part.title} <small>on {part.runOn}</small>
              </summary>
              <pre>{part.text}</pre>
            </details>
            <CopyText text={part.text} label={`Copy: ${part.title}, ${script.title}`} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Parameters({ parameters, caption }: { parameters: Script["parameters"]; caption: string }) {
  return (
    <table className={styles.parameters} {...asTable}>
      <caption className="sr">{caption}</caption>
      <tbody {...asRowGroup}>
        {parameters.map((one) => (
          <tr key={one.name} {...asRow}>
            <th scope="row" {...asRowHead}>
              {one.name}
            </th>
            <td {...asCell}>
              {one.value === null ? (
                <span className={styles.missing}>
                  <VerdictMark verdict="unknown" label={null} /> not known
                </span>
              ) : (
                <code className="mono">{one.value}</code>
              )}
              {one.note !== null && (
                <small className={one.isStale ? styles.stale : undefined}>
                  {one.isStale && <VerdictMark verdict="attention" size={12} label="May be stale" />}
                  <span>
                    <Sentence text={one.note} />
                  </span>
                </small>
              )}
            </td>
            <td {...asCell} className={styles.who}>
              {one.vantage !== null && <VantageMark vantage={one.vantage} />}
              {one.at !== null && <Age at={one.at} suffix=" ago" />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
