"use client";

import { formatDuration } from "../../lib/format/duration.ts";
import { formatMoment } from "../../lib/format/moment.ts";
import { timeTicks } from "../charts/ticks.ts";
import { useZone } from "../ui/clock.tsx";
import styles from "./seeding.module.css";

/** From the first attempt to the automatic cancel: what has passed, and where the forecast ends. Times are ms since 1970. */
export function DeadlineStrip({
  startedAt,
  now,
  cancelAt,
  finish,
}: {
  startedAt: number;
  now: number;
  cancelAt: number;
  finish: { p10At: number; p50At: number; p90At: number } | null;
}) {
  const zone = useZone();
  const share = (at: number) => Math.min(100, Math.max(0, ((at - startedAt) / (cancelAt - startedAt)) * 100));
  const say = (at: number) => formatMoment(new Date(at), new Date(now), zone);
  const left = cancelAt > now ? `cancelled in ${formatDuration((cancelAt - now) / 1000)}` : "the cancel is due";
  const done = finish ? `done about ${say(finish.p50At)}, ` : "";
  const label = `Of the time since ${say(startedAt)} that Azure gives a seeding; ${done}${left}, at ${say(cancelAt)}`;
  return (
    <figure className={styles.strip} aria-label={label}>
      <div className={styles.stripWords} aria-hidden="true">
        <span>started {say(startedAt)}</span>
        <span className={styles.cancel}>
          {cancelAt > now ? `cancel in ${formatDuration((cancelAt - now) / 1000)}` : "cancel due"}, {say(cancelAt)}
        </span>
      </div>
      <div className={styles.track} aria-hidden="true">
        <i className={styles.passed} style={{ width: `${share(now)}%` }} />
        {finish && (
          <>
            <i
              className={styles.likely}
              style={{
                left: `${share(finish.p10At)}%`,
                width: `max(3px, ${share(finish.p90At) - share(finish.p10At)}%)`,
              }}
            />
            <i className={styles.even} style={{ left: `${share(finish.p50At)}%` }} />
          </>
        )}
        <i className={styles.end} />
      </div>
      <div className={styles.days} aria-hidden="true">
        {timeTicks(startedAt, cancelAt, 480, zone)
          .filter((tick) => tick.isDay)
          .map((tick) => (
            <span key={tick.at} style={{ left: `${share(tick.at)}%` }}>
              {tick.label.split(" ")[0]}
            </span>
          ))}
      </div>
    </figure>
  );
}
