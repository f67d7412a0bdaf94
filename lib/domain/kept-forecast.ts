// Forecasts of a seeding as they are kept: which ones, when the copy was over, and how good they then turn out to have been.
import type { Assessment } from "./assessment.ts";
import { type Score, scoreOf } from "./forecast-score.ts";
import { recentRate } from "./seeding-points.ts";

/** What was said at one time of one run. */
export interface KeptForecast {
  madeAt: Date;
  /** Start of the run; a seeding that begins anew is another run. */
  runStartedAt: Date;
  transferredBytes: number | null;
  databaseBytes: number | null;
  p10Seconds: number;
  p50Seconds: number;
  p90Seconds: number;
}

export interface EndedRun {
  runStartedAt: Date;
  /** Between the last byte that was seen to go over and the first look without it. */
  finishedAt: Date;
  databaseBytes: number | null;
  /** All that went over; with compression less than the database. */
  transferredBytes: number | null;
  isCompressed: boolean | null;
}

/** Less is left than a forecast is asked for (shared/traces/README.md). */
const leastLeftSeconds = 60;
/** Nobody looked for longer than this when it ended: then nobody knows when. */
const mostUnseenMs = 60_000;
const mostUnseenShare = 0.05;

/** The forecast of this assessment. Null: there is none. */
export function forecastOf({ seeding, memory }: Assessment): KeptForecast | null {
  const runStartedAt = runStart(memory.seeding);
  if (seeding?.forecast == null || runStartedAt === null) return null;
  const { madeAt, p10Seconds, p50Seconds, p90Seconds } = seeding.forecast;
  const { transferredBytes, databaseBytes } = seeding;
  return { madeAt, runStartedAt, transferredBytes, databaseBytes, p10Seconds, p50Seconds, p90Seconds };
}

/** Kept no closer than this to the one before: five minutes, in a long run a hundredth of its age. */
export function leastGapMs({ madeAt, runStartedAt }: KeptForecast): number {
  return Math.max(300_000, (madeAt.getTime() - runStartedAt.getTime()) / 100);
}

/** The run that was over between two assessments, if log flows since. One that failed or was removed is not over, it is gone. */
export function endedRun(previous: Assessment | null, assessment: Assessment): EndedRun | null {
  const before = previous?.memory.seeding ?? null;
  const runStartedAt = runStart(before);
  if (runStartedAt === null || before?.movedAt == null || assessment.memory.seeding !== null) return null;
  const flows = /^(catching-up|replicating|replicating-back)$/.test(assessment.phase);
  if (!flows) return null;
  const { databaseBytes = null, isCompressed = null } = previous?.seeding ?? {};
  const unseenMs = assessment.assessedAt.getTime() - before.movedAt.getTime();
  const ranMs = before.movedAt.getTime() - runStartedAt.getTime();
  if (unseenMs > Math.max(mostUnseenMs, mostUnseenShare * ranMs)) return null;
  const seenBytes = before.points.at(-1)?.[1] ?? null;
  // What compression leaves is learned from this: the bytes that went over unseen belong to it.
  const unseenBytes = isCompressed === true ? ((recentRate(before.points) ?? 0) * unseenMs) / 2000 : 0;
  return {
    runStartedAt,
    finishedAt: new Date(before.movedAt.getTime() + unseenMs / 2),
    databaseBytes,
    transferredBytes: seenBytes === null ? null : Math.round(seenBytes + unseenBytes),
    isCompressed,
  };
}

/** Null when no forecast was made early enough to be judged. */
export function scoreRun(forecasts: readonly KeptForecast[], finishedAt: Date): Score | null {
  const scored = forecasts.flatMap(({ madeAt, p10Seconds, p50Seconds, p90Seconds }) => {
    const truth = (finishedAt.getTime() - madeAt.getTime()) / 1000;
    return truth < leastLeftSeconds
      ? []
      : [{ truth, p50: p50Seconds, band: [p10Seconds, p90Seconds] as [number, number] }];
  });
  return scored.length === 0 ? null : scoreOf(scored);
}

/** A run whose start the server does not tell began when it was first seen. */
function runStart(memory: Assessment["memory"]["seeding"]): Date | null {
  if (memory === null) return null;
  const first = memory.points[0]?.[0];
  return memory.startedAt ?? (first === undefined ? null : new Date(first));
}
