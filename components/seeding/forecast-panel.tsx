"use client";

import type { RemainingTime } from "../../lib/domain/assessment.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatDayAndTime, formatMoment } from "../../lib/format/moment.ts";
import { keepUnits } from "../../lib/format/words.ts";
import { useZone } from "../ui/clock.tsx";
import { Panel, PanelHead } from "../ui/panel.tsx";
import { finishTimes } from "./deadline.ts";
import { CancelRow, CutoverRow, LogFullRow } from "./deadline-rows.tsx";
import { DeadlineStrip } from "./deadline-strip.tsx";
import styles from "./seeding.module.css";
import { StandingLine } from "./standing-line.tsx";
import { standingWords } from "./standing-words.ts";

/** Where it stands; how long it still takes, or why nobody can say; and whether it makes the times that count. */
export function ForecastPanel({
  snapshot,
  isAlone,
  onCutover,
}: {
  snapshot: LinkSnapshot;
  /** No chart stands beside it. */
  isAlone: boolean;
  /** The cutover date was set, moved or taken away. */
  onCutover: () => void;
}) {
  const zone = useZone();
  const { assessment, begunSeeding, cutover, turn, readAt: now } = snapshot;
  const { seeding, seedingStanding: standing } = assessment;
  const run = seeding ?? begunSeeding;
  const forecast = seeding?.forecast ?? turn?.band ?? null;
  const words = standing && standingWords[standing.state];
  const missing = seeding ? seeding.forecastMissing : (turn?.missing ?? words?.unforetold);
  const begunAt = run?.begunAt ?? null;
  const cancelAt = run?.cancelAt ? Date.parse(run.cancelAt) : null;
  return (
    <Panel className={isAlone ? styles.alone : undefined}>
      <div>
        <PanelHead title="Forecast" note={forecast && <>as of {formatMoment(forecast.madeAt, now, zone)}</>} />
        {standing && <StandingLine standing={standing} />}
        {forecast ? (
          <RemainingWords forecast={forecast} beginsAt={turn?.beginsAt ?? null} now={now} />
        ) : (
          <>
            <p className={styles.noForecast}>No forecast</p>
            {missing !== standing?.reason && (
              <p className="quiet">{missing ?? "Too little has been seen of this seeding yet."}</p>
            )}
          </>
        )}
        {cancelAt !== null && begunAt !== null && (
          <DeadlineStrip
            startedAt={Date.parse(begunAt)}
            now={Date.parse(now)}
            cancelAt={cancelAt}
            cutoverAt={cutover && Date.parse(cutover.at)}
            finish={forecast && finishTimes(forecast)}
          />
        )}
      </div>
      <div>
        <table className={styles.deadlines}>
          <caption className="sr">Deadlines</caption>
          <tbody>
            {cancelAt !== null && <CancelRow cancelAt={cancelAt} begunAt={begunAt} forecast={forecast} now={now} />}
            <CutoverRow
              linkId={snapshot.link.linkId}
              cutover={cutover}
              forecast={forecast}
              now={now}
              onKept={onCutover}
            />
            <LogFullRow log={assessment.log} forecast={forecast} now={now} />
          </tbody>
        </table>
        {seeding?.serverEstimateAt && (
          <p className={styles.smallPrint}>
            SQL Server's own estimate is {formatDayAndTime(seeding.serverEstimateAt, now, zone)}. It counts uncompressed
            bytes.
          </p>
        )}
      </div>
    </Panel>
  );
}

/** What is left, the clock times it comes to, and what was reckoned with. `beginsAt`: of one that waits. */
function RemainingWords({
  forecast,
  beginsAt,
  now,
}: {
  forecast: Plain<RemainingTime>;
  beginsAt: string | null;
  now: string;
}) {
  const zone = useZone();
  const finish = finishTimes(forecast);
  const { grounds = [] } = forecast;
  const say = (at: number) => formatMoment(new Date(at), now, zone);
  return (
    <>
      <p className={styles.hero}>
        {formatDuration(forecast.p50Seconds)} <span>left</span>
      </p>
      <p className="quiet">
        8 in 10: {forecast.p10Seconds < 1 ? "any moment" : formatDuration(forecast.p10Seconds)} to{" "}
        {formatDuration(forecast.p90Seconds)}
      </p>
      <p className={styles.when}>
        Done about <b>{formatDayAndTime(new Date(finish.p50At), now, zone)}</b>
      </p>
      <p className="quiet">
        8 in 10: {say(finish.p10At)} to {say(finish.p90At)}
      </p>
      <p className={styles.inner}>
        5 in 10: {say(finish.p25At)} to {say(finish.p75At)}
      </p>
      {beginsAt !== null && (
        <p className="quiet">
          If it begins when the next one on its SQL Server is over, about {formatMoment(beginsAt, now, zone)}.
        </p>
      )}
      {grounds.length > 0 && (
        <div className={styles.grounds}>
          <p id="grounds">What the forecast reckons with</p>
          <ul aria-labelledby="grounds">
            {grounds.map((ground) => (
              <li key={ground}>{keepUnits(ground)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
