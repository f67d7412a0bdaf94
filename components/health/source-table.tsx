"use client";

import type { SourceHealth } from "../../lib/domain/snapshot.ts";
import { formatDuration, formatMs } from "../../lib/format/duration.ts";
import { keepUnits, sourceKindWords } from "../../lib/format/words.ts";
import { Age } from "../ui/age.tsx";
import { Moment } from "../ui/moment.tsx";
import { Name } from "../ui/name.tsx";
import { asCell, asRow, asRowHead, asTable } from "../ui/table-roles.ts";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./health.module.css";

/** One source a row: how it fares, and what asking it costs. */
export function SourceTable({ sources }: { sources: readonly SourceHealth[] }) {
  return (
    <table className={styles.table} {...asTable}>
      <caption className="sr">Sources with their last outcome and what polling costs</caption>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Last outcome</th>
          <th scope="col" className={styles.num}>
            Last answer
          </th>
          <th scope="col" className={styles.num}>
            Polls, failed
          </th>
          <th scope="col" className={styles.num}>
            Duration
          </th>
          <th scope="col" className={styles.num}>
            Lateness
          </th>
          <th scope="col" className={styles.num}>
            Cost on the server
          </th>
          <th scope="col">Polled by</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.id} {...asRow}>
            <th scope="row" {...asRowHead}>
              <span className={styles.source}>
                <VerdictMark verdict={source.verdict} />
                <span>
                  <b>
                    <Name text={source.name} />
                  </b>
                  <small>
                    {source.kind === "synapse" ? (
                      <span className="name">{sourceKindWords.synapse}</span>
                    ) : (
                      <>
                        <VantageMark
                          vantage={source.kind === "arm" ? "arm" : source.side}
                          word={source.kind === "arm" ? "ARM" : undefined}
                        />
                        {source.kind !== "arm" && <span className="name">, {sourceKindWords[source.kind]}</span>}
                      </>
                    )}
                  </small>
                </span>
              </span>
            </th>
            <td {...asCell} className={styles.outcome}>
              {source.verdict === "ok" ? <span className="quiet">answered</span> : keepUnits(source.reason)}
              <Details source={source} />
            </td>
            <td {...asCell} className={styles.num} data-label="Last answer">
              <Age at={source.lastAnsweredAt} intervalSeconds={source.intervalSeconds} />
              <small>every {keepUnits(formatDuration(source.intervalSeconds))}</small>
            </td>
            <td {...asCell} className={styles.num} data-label="Polls, failed">
              {source.polls}
              <small className={source.failures > 0 ? styles.words : undefined} data-verdict="attention">
                {source.failures} failed
              </small>
            </td>
            {isMeasured(source) ? (
              <>
                <td {...asCell} className={styles.num} data-label="Duration">
                  {sayMs(source.durationMsMedian)}
                  <small>p95 {sayMs(source.durationMsP95)}</small>
                </td>
                <td {...asCell} className={styles.num} data-label="Lateness">
                  {sayMs(source.latenessMsP95)}
                  <small>p95</small>
                </td>
              </>
            ) : (
              <td {...asCell} className={styles.num} colSpan={2} data-label="Duration and lateness">
                <span className="faint">not measured yet</span>
              </td>
            )}
            <td {...asCell} className={styles.num} data-label="Cost on the server">
              {source.polls === 0 ? (
                <span className="faint">not measured yet</span>
              ) : (
                <>
                  {source.serverMsPerMinute === null ? (
                    <span className="faint">not reported</span>
                  ) : (
                    keepUnits(`${formatMs(source.serverMsPerMinute)}/min`)
                  )}
                  <small>{tripWords(source.roundTripsPerPoll)}</small>
                </>
              )}
            </td>
            <td {...asCell} data-label="Polled by">
              {source.ownedBy === null ? <span className="faint">nobody</span> : <Name text={source.ownedBy} />}
              <small>
                {source.linkCount} {source.linkCount === 1 ? "link" : "links"}
              </small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sayMs(ms: number | null): string {
  return keepUnits(ms !== null && ms < 0.5 ? "under 1 ms" : formatMs(ms));
}

/** Without a poll in the last hour there is nothing to measure; the demo's past was written and not asked, so it took no time. */
function isMeasured({ polls, durationMsMedian }: SourceHealth): boolean {
  return polls > 0 && durationMsMedian !== null && durationMsMedian > 0;
}

/** "4 round trips", to one decimal where polls differ. */
function tripWords(trips: number | null): string {
  if (trips === null) return "round trips not known";
  const rounded = Number(trips.toFixed(1));
  return `${rounded} round ${rounded === 1 ? "trip" : "trips"}`;
}

/** Second line of an outcome: the source's own words, how often, and when it is tried again; then what weakens its word. */
function Details({ source }: { source: SourceHealth }) {
  const { lastFailure, failingSince, consecutiveFailures, backoffUntil, clockSkewMs, isTlsUnchecked } = source;
  const skew = clockSkewMs === null ? 0 : Math.abs(clockSkewMs);
  return (
    <>
      {failingSince !== null && lastFailure !== null && (
        <small>
          {consecutiveFailures} {consecutiveFailures === 1 ? "failure" : "failures"} in a row since{" "}
          <Moment at={failingSince} />
          {lastFailure.code !== null && `, last ${lastFailure.code}`}
          {backoffUntil !== null && (
            <>
              , left alone until <Moment at={backoffUntil} />
            </>
          )}
        </small>
      )}
      {isTlsUnchecked && (
        <small className={styles.words} data-verdict="attention">
          Trusts any certificate: the estate file says so, and nobody checks who answers
        </small>
      )}
      {skew >= 1000 && (
        <small>
          Its clock is {formatMs(skew)} {clockSkewMs! > 0 ? "ahead of" : "behind"} ours
        </small>
      )}
    </>
  );
}
