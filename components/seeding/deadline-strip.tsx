"use client";

import { formatDuration } from "../../lib/format/duration.ts";
import { formatMoment } from "../../lib/format/moment.ts";
import { timeTicks } from "../charts/ticks.ts";
import { useZone } from "../ui/clock.tsx";
import type { Finish } from "./deadline.ts";
import styles from "./seeding.module.css";

/** From the first attempt to the automatic cancel: what has passed, where the forecast ends, and the date that people set. Times are ms since 1970. */
export function DeadlineStrip({
  startedAt,
  now,
  cancelAt,
  cutoverAt,
  finish,
}: {
  startedAt: number;
  now: number;
  cancelAt: number;
  /** Drawn if it lies within; null: nobody set one. */
  cutoverAt: number | null;
  finish: Finish | null;
}) {
  const zone = useZone();
  const share = (at: number) => Math.min(100, Math.max(0, ((at - startedAt) / (cancelAt - startedAt)) * 100));
  const say = (at: number) => formatMoment(new Date(at), new Date(now), zone);
  const left = cancelAt > now ? `cancelled in ${formatDuration((cancelAt - now) / 1000)}` : "the cancel is due";
  const done = finish ? `done about ${say(finish.p50At)}, ` : "";
  const planned = cutoverAt !== null && cutoverAt >= startedAt && cutoverAt <= cancelAt ? cutoverAt : null;
  const cutover = planned === null ? "" : `cutover ${say(planned)}, `;
  const label = `Of the time since ${say(startedAt)} that Azure gives a seeding; ${done}${cutover}${left}, at ${say(cancelAt)}`;
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
            <Band look={styles.likely} from={share(finish.p10At)} to={share(finish.p90At)} />
            <Band look={styles.likelier} from={share(finish.p25At)} to={share(finish.p75At)} />
            <i className={styles.even} style={{ left: `${share(finish.p50At)}%` }} />
          </>
        )}
        <i className={styles.end} />
        {planned !== null && <i className={styles.planned} style={{ left: `${share(planned)}%` }} />}
      </div>
      {planned !== null && (
        // A row of its own, so that it never lies on another word; its own share of its width keeps it inside.
        <div className={styles.plannedWords} aria-hidden="true">
          <span style={{ left: `${share(planned)}%`, transform: `translateX(-${share(planned)}%)` }}>
            cutover {say(planned)}
          </span>
        </div>
      )}
      <div className={styles.days} aria-hidden="true">
        {timeTicks(startedAt, cancelAt, 480, zone)
          .filter((tick) => tick.isDay && share(tick.at) < 98)
          .map((tick) => (
            <span key={tick.at} style={{ left: `${share(tick.at)}%` }}>
              {tick.label.split(" ")[0]}
            </span>
          ))}
      </div>
    </figure>
  );
}

function Band({ look, from, to }: { look: string | undefined; from: number; to: number }) {
  return <i className={look} style={{ left: `${from}%`, width: `max(3px, ${to - from}%)` }} />;
}
