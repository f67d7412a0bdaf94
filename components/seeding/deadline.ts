// Whether the forecast of a seeding makes a deadline, such as Azure's automatic cancel.
import type { LogState, RemainingTime } from "../../lib/domain/assessment.ts";
import { chanceWithin, secondsAt } from "../../lib/domain/forecast-chance.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { standingLog } from "../log/log-words.ts";

/** Times of finish (ms): the even chance in the middle of the band of 5 in 10, and that in the band of 8 in 10. */
export interface Finish {
  p10At: number;
  p25At: number;
  p50At: number;
  p75At: number;
  p90At: number;
}

export function finishTimes(forecast: Plain<RemainingTime>): Finish {
  const made = Date.parse(forecast.madeAt);
  const after = (seconds: number) => made + seconds * 1000;
  return {
    p10At: after(forecast.p10Seconds),
    p25At: after(secondsAt(forecast, 0.25)),
    p50At: after(forecast.p50Seconds),
    p75At: after(secondsAt(forecast, 0.75)),
    p90At: after(forecast.p90Seconds),
  };
}

/** Chance (0 to 0.99) that it is over before `limit` (ms); 0 once that has passed. */
export function chanceBefore(limit: number, forecast: Plain<RemainingTime>, now: number): number {
  return limit <= now ? 0 : chanceWithin(forecast, (limit - Date.parse(forecast.madeAt)) / 1000);
}

/** "87 %", at the ends "over 99 %" and "under 1 %". */
export function chanceWords(chance: number): string {
  if (chance >= 0.99) return "over 99 %";
  return chance <= 0.01 ? "under 1 %" : `${Math.round(chance * 100)} %`;
}

/** The chance of a deadline (ms) and the room to it: at the even chance, and at the far end of the band. */
export function againstDeadline(
  limit: number,
  forecast: Plain<RemainingTime> | null,
  now: number,
): { words: string; margin: string | null; verdict: Verdict } {
  if (limit <= now) return { words: "has passed, and the copy is not over", margin: null, verdict: "problem" };
  if (forecast === null) return { words: "cannot be told without a forecast", margin: null, verdict: "unknown" };
  const { p50At, p90At } = finishTimes(forecast);
  return {
    words: `${chanceWords(chanceBefore(limit, forecast, now))} likely in time`,
    margin: marginWords(limit - p50At, limit - p90At),
    verdict: limit < p50At ? "problem" : limit < p90At ? "attention" : "ok",
  };
}

/** "6 h to spare, 2 h too late at the far end". */
function marginWords(even: number, far: number): string {
  const say = (ms: number) => `${formatDuration(Math.abs(ms) / 1000)} ${ms < 0 ? "too late" : "to spare"}`;
  return even < 0 === far < 0
    ? `${say(even)}, ${formatDuration(Math.abs(far) / 1000)} at the far end`
    : `${say(even)}, ${say(far)} at the far end`;
}

/** The log that is full first, as it stands at `now` (ms); null: none fills, or nobody tells. */
export function firstFullLog(
  log: readonly Plain<LogState>[],
  now: number,
): { fullAt: string; databaseName: string } | null {
  const filling = log.flatMap((state) => {
    const { fullAt, databaseName } = standingLog(state, now);
    return fullAt === null ? [] : [{ fullAt, databaseName }];
  });
  return filling.sort((a, b) => Date.parse(a.fullAt) - Date.parse(b.fullAt))[0] ?? null;
}
