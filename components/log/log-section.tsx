"use client";

import type { ReactNode } from "react";
import type { LogState } from "../../lib/domain/assessment.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { formatBytes, formatPercent } from "../../lib/format/size.ts";
import { Age } from "../ui/age.tsx";
import { Moment } from "../ui/moment.tsx";
import { Name } from "../ui/name.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { asCell, asRow, asRowHead, asTable } from "../ui/table-roles.ts";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./log.module.css";
import { fullWords, intervalSeconds, reuseWords, standingLog, untoldWords } from "./log-words.ts";

/** The log of the side that leads, database by database: how full, how fast, what holds it. One line where nobody tells it. */
export function LogSection({ snapshot }: { snapshot: LinkSnapshot }) {
  const now = Date.parse(snapshot.readAt);
  const log = snapshot.assessment.log.map((one) => standingLog(one, now));
  const isTold = log.some((one) => one.usedFraction !== null);
  return (
    <Section
      id="log"
      title="Log of the side that leads"
      note={
        isTold ? "Rates from the growth between readings; what the link has not taken over cannot be cut" : undefined
      }
    >
      {!isTold && <p className="quiet">{untoldWords(snapshot)}</p>}
      {log.length > 0 && (
        <Panel padded={false}>
          <table className={styles.log} {...asTable}>
            <thead>
              <tr {...asRow}>
                <th scope="col">Database</th>
                <th scope="col">Used</th>
                <th scope="col">Written</th>
                <th scope="col">What holds it</th>
                <th scope="col">Last log backup</th>
                <th scope="col">Full</th>
                <th scope="col" className={styles.number}>
                  Who says
                </th>
              </tr>
            </thead>
            <tbody>
              {log.map((one) => (
                <LogRow key={one.databaseName} log={one} now={now} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </Section>
  );
}

function LogRow({ log, now }: { log: Plain<LogState>; now: number }) {
  return (
    <tr {...asRow}>
      <th scope="row" {...asRowHead}>
        <span>
          <VerdictMark verdict={log.verdict} />
          <Name text={log.databaseName} />
        </span>
      </th>
      <Cell label="Used">
        {log.usedFraction === null ? (
          <span className={styles.unknown}>not known</span>
        ) : (
          <>
            {formatPercent(log.usedFraction)}
            <small>
              {formatBytes(log.activeBytes)} of {formatBytes(log.totalBytes)}
            </small>
          </>
        )}
        <UsedBar fraction={log.usedFraction} verdict={log.verdict} />
      </Cell>
      <Cell label="Written">
        {log.bytesPerSecond === null ? <span className="faint">not known yet</span> : formatRate(log.bytesPerSecond)}
      </Cell>
      <Cell label="What holds it">
        {reuseWords(log)}
        {log.reuseWait && (
          <small>
            <code className="mono">{log.reuseWait}</code>
          </small>
        )}
      </Cell>
      <Cell label="Last log backup">
        {log.lastLogBackupAt ? <Moment at={log.lastLogBackupAt} /> : <span className="faint">not told</span>}
      </Cell>
      <Cell label="Full">
        {fullWords(log, now)}
        {log.fullAt && (
          <small>
            <Moment at={log.fullAt} />, if nothing is cut
          </small>
        )}
      </Cell>
      <Cell label="Who says" className={styles.number}>
        <span className={styles.said}>
          <VantageMark vantage={log.side} withWord={false} />
          <Age at={log.at} intervalSeconds={intervalSeconds} suffix=" ago" />
        </span>
      </Cell>
    </tr>
  );
}

/** What it says is one box, so that a narrow page can set the label beside it. */
function Cell({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <td data-label={label} className={className} {...asCell}>
      <div>{children}</div>
    </td>
  );
}

/** Its colour repeats the verdict beside the name; hatched where nothing is known. The number stands above it. */
function UsedBar({ fraction, verdict }: { fraction: number | null; verdict: LogState["verdict"] }) {
  return (
    <span className={styles.bar} data-verdict={verdict} aria-hidden="true">
      {fraction !== null && <i style={{ width: `${fraction * 100}%` }} />}
    </span>
  );
}
