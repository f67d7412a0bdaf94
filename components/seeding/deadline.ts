// Whether the forecast of a seeding makes a deadline, such as Azure's automatic cancel.
import type { RemainingTime } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";

/** Times of finish (ms): early, even chance, late. */
export function finishTimes(forecast: Plain<RemainingTime>): { p10At: number; p50At: number; p90At: number } {
  const made = Date.parse(forecast.madeAt);
  return {
    p10At: made + forecast.p10Seconds * 1000,
    p50At: made + forecast.p50Seconds * 1000,
    p90At: made + forecast.p90Seconds * 1000,
  };
}

/** How likely the finish is before `limit`, read off the three times that are known. */
export function chanceBefore(
  limit: number,
  finish: { p10At: number; p50At: number; p90At: number },
): { words: string; verdict: Verdict } {
  if (limit >= finish.p90At + (finish.p90At - finish.p10At))
    return { words: "over 99 % likely in time", verdict: "ok" };
  if (limit >= finish.p90At) return { words: "over 9 in 10 likely in time", verdict: "ok" };
  if (limit >= finish.p50At) return { words: "more likely than not in time", verdict: "attention" };
  if (limit >= finish.p10At) return { words: "less likely than not in time", verdict: "problem" };
  return { words: "under 1 in 10 likely in time", verdict: "problem" };
}
