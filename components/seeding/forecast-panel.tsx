"use client";

import type { SeedingProgress } from "../../lib/domain/assessment.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatDayAndTime, formatMoment } from "../../lib/format/moment.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { formatBytes, formatPercent } from "../../lib/format/size.ts";
import { useZone } from "../ui/clock.tsx";
import { Moment } from "../ui/moment.tsx";
import { Panel, PanelHead } from "../ui/panel.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { boundWords } from "./bound-words.ts";
import { againstDeadline, finishTimes } from "./deadline.ts";
import { CutoverRow, LogFullRow } from "./deadline-rows.tsx";
import { DeadlineStrip } from "./deadline-strip.tsx";
import styles from "./seeding.module.css";

/** How long it still takes, or why nobody can say; how far it is; and what it has cost so far. */
export function ForecastPanel({
  snapshot,
  seeding,
  cancelAt,
  beside,
  now,
  isMoving,
  onCutover,
}: {
  snapshot: LinkSnapshot;
  seeding: Plain<SeedingProgress>;
  /** Of the automatic cancel, ms since 1970. */
  cancelAt: number | null;
  beside: readonly string[];
  now: string;
  isMoving: boolean;
  /** The cutover date was set, moved or taken away. */
  onCutover: () => void;
}) {
  const zone = useZone();
  const { forecast } = seeding;
  const finish = forecast && finishTimes(forecast);
  const cancel = cancelAt === null ? null : againstDeadline(cancelAt, finish, Date.parse(now));
  const bound = boundWords(seeding.bound ?? null, beside);
  return (
    <Panel>
      <PanelHead title="Forecast" note={forecast && <>as of {formatMoment(forecast.madeAt, now, zone)}</>} />
      {forecast && finish ? (
        <>
          <p className={styles.hero}>
            {formatDuration(forecast.p50Seconds)} <span>left</span>
          </p>
          <p className="quiet">
            8 in 10: {formatDuration(forecast.p10Seconds)} to {formatDuration(forecast.p90Seconds)}
          </p>
          <p className={styles.when}>
            Done about <b>{formatDayAndTime(new Date(finish.p50At), now, zone)}</b>
          </p>
          <p className="quiet">
            8 in 10: {formatMoment(new Date(finish.p10At), now, zone)} to{" "}
            {formatMoment(new Date(finish.p90At), now, zone)}
          </p>
        </>
      ) : (
        <>
          <p className={styles.noForecast}>No forecast</p>
          <p className="quiet">{seeding.forecastMissing ?? "Too little has been seen of this seeding yet."}</p>
        </>
      )}
      {cancelAt !== null && seeding.begunAt && (
        <DeadlineStrip
          startedAt={Date.parse(seeding.begunAt)}
          now={Date.parse(now)}
          cancelAt={cancelAt}
          finish={finish}
        />
      )}
      <table className={styles.deadlines}>
        <caption className="sr">Progress and deadlines</caption>
        <tbody>
          {cancelAt !== null && cancel && (
            <tr>
              <th scope="row">
                <span>
                  <VerdictMark verdict={cancel.verdict} />
                  Automatic cancel
                </span>
              </th>
              <td>{formatMoment(new Date(cancelAt), now, zone)}</td>
              <td>
                {cancel.words}
                {cancel.margin && <small>{cancel.margin}</small>}
                <small>
                  {cancelAt > Date.parse(now) ? `in ${formatDuration((cancelAt - Date.parse(now)) / 1000)}` : "due"}
                  {seeding.begunAt && (
                    <>
                      , first attempt <Moment at={seeding.begunAt} />
                    </>
                  )}
                </small>
              </td>
            </tr>
          )}
          <CutoverRow
            linkId={snapshot.link.linkId}
            cutover={snapshot.cutover}
            finish={finish}
            now={now}
            onKept={onCutover}
          />
          <LogFullRow log={snapshot.assessment.log} finish={finish} now={now} />
          <tr>
            <th scope="row">Copied</th>
            <td>{formatPercent(seeding.fraction)}</td>
            <td>
              {formatBytes(seeding.transferredBytes)} of {formatBytes(seeding.databaseBytes)}
              <ProgressBar fraction={seeding.fraction} state={isMoving ? "runs" : "stopped"} />
            </td>
          </tr>
          <tr>
            <th scope="row">Rate</th>
            <td>{formatRate(seeding.rateBytesPerSecond)}</td>
            <td>
              from bytes between polls
              <small>the server reports {formatRate(seeding.reportedRateBytesPerSecond)}</small>
            </td>
          </tr>
          <tr>
            <th scope="row">Held back by</th>
            <td>{bound.short}</td>
            <td>
              {bound.shares}
              {bound.sharing && <small>{bound.sharing}</small>}
            </td>
          </tr>
          <tr>
            <th scope="row">Attempt</th>
            <td>{seeding.attempt ?? "not known"}</td>
            <td>
              {restartWords(seeding)}
              {seeding.startedAt && (
                <small>
                  this one began <Moment at={seeding.startedAt} />
                </small>
              )}
            </td>
          </tr>
        </tbody>
      </table>
      {seeding.serverEstimateAt && (
        <p className={styles.smallPrint}>
          SQL Server's own estimate is {formatDayAndTime(seeding.serverEstimateAt, now, zone)}. It counts uncompressed
          bytes.
        </p>
      )}
    </Panel>
  );
}

function restartWords({ restarts, lostBytes }: Plain<SeedingProgress>): string {
  if (restarts === 0) return "no restart seen";
  const times = restarts === 1 ? "restarted once" : `restarted ${restarts} times`;
  return `${times}, ${formatBytes(lostBytes)} copied again`;
}
