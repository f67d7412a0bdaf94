// Whether the forecast of a seeding makes a deadline, such as Azure's automatic cancel.
import type { RemainingTime } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { formatDuration } from "../../lib/format/duration.ts";

/** Times of finish (ms): early, even chance, late. */
export interface Finish {
  p10At: number;
  p50At: number;
  p90At: number;
}

export function finishTimes(forecast: Plain<RemainingTime>): Finish {
  const made = Date.parse(forecast.madeAt);
  return {
    p10At: made + forecast.p10Seconds * 1000,
    p50At: made + forecast.p50Seconds * 1000,
    p90At: made + forecast.p90Seconds * 1000,
  };
}

/** How likely the finish is before `limit`, read off the three times that are known. */
export function chanceBefore(limit: number, finish: Finish): { words: string; verdict: Verdict } {
  if (limit >= finish.p90At + (finish.p90At - finish.p10At))
    return { words: "over 99 % likely in time", verdict: "ok" };
  if (limit >= finish.p90At) return { words: "over 9 in 10 likely in time", verdict: "ok" };
  if (limit >= finish.p50At) return { words: "more likely than not in time", verdict: "attention" };
  if (limit >= finish.p10At) return { words: "less likely than not in time", verdict: "problem" };
  return { words: "under 1 in 10 likely in time", verdict: "problem" };
}

/** The chance of a deadline (ms) and the room to it: at the even chance, and at the far end of the band. */
export function againstDeadline(
  limit: number,
  finish: Finish | null,
  now: number,
): { words: string; margin: string | null; verdict: Verdict } {
  if (limit <= now) return { words: "has passed, and the copy is not over", margin: null, verdict: "problem" };
  if (finish === null) return { words: "cannot be told without a forecast", margin: null, verdict: "unknown" };
  return { ...chanceBefore(limit, finish), margin: marginWords(limit, finish) };
}

/** "6 h to spare, 2 h too late at the far end". */
function marginWords(limit: number, { p50At, p90At }: Finish): string {
  const [even, far] = [limit - p50At, limit - p90At];
  const say = (ms: number) => `${formatDuration(Math.abs(ms) / 1000)} ${ms < 0 ? "too late" : "to spare"}`;
  return even < 0 === far < 0
    ? `${say(even)}, ${formatDuration(Math.abs(far) / 1000)} at the far end`
    : `${say(even)}, ${say(far)} at the far end`;
}
