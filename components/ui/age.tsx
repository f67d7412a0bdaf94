"use client";

import { formatAge } from "../../lib/format/duration.ts";
import styles from "./age.module.css";
import { useTicking } from "./clock.tsx";

/** Ticking "now", "8 s", "2 min" since `at` (ISO). With the source's interval it turns late past 2 and silent past 4 intervals. Null: a dash, "never". */
export function Age({
  at,
  intervalSeconds,
  suffix = "",
}: {
  at: string | null;
  intervalSeconds?: number;
  suffix?: string;
}) {
  const text = useTicking((now) => (at === null ? "" : ageText(secondsSince(at, now), suffix)));
  const freshness = useTicking((now) => (at === null ? "silent" : freshnessOf(secondsSince(at, now), intervalSeconds)));
  if (at === null)
    return (
      <span className={styles.age}>
        <span aria-hidden="true">–</span>
        <span className="sr">never</span>
      </span>
    );
  return (
    <time className={`${styles.age} ${styles[freshness]}`} dateTime={at} title={at}>
      {text}
    </time>
  );
}

/** Below a second it is now; no-break, so that a number and its unit stay together. */
function ageText(seconds: number, suffix: string): string {
  return seconds < 1 ? "now" : `${formatAge(seconds)}${suffix}`.replaceAll(" ", "\u00a0");
}

function secondsSince(at: string, now: number): number {
  return Math.max(0, (now - Date.parse(at)) / 1000);
}

/** An open page trails the history by up to one refresh; that is not the source's lateness. */
const pageLagSeconds = 5;

/** How far an answer can still be relied on: late past 2 of its source's intervals, silent past 4, as in the assessment's defaults. */
export function freshnessOf(ageSeconds: number, intervalSeconds: number | undefined): "fresh" | "late" | "silent" {
  if (intervalSeconds === undefined) return "fresh";
  const age = ageSeconds - pageLagSeconds;
  if (age <= 2 * intervalSeconds) return "fresh";
  return age <= 4 * intervalSeconds ? "late" : "silent";
}
