// Why the predicted finish moved: found in the forecasts that were kept, with what happened at the time.
import type { KeptForecast } from "./kept-forecast.ts";
import { type Reason, reasonOf, type Surroundings } from "./move-reason.ts";
import { durationWords } from "./wording.ts";

/** One step of the predicted finish. */
export interface ForecastMove extends Reason {
  /** When it had moved. */
  at: Date;
  fromFinish: Date;
  toFinish: Date;
  /** Later is above 0. */
  movedSeconds: number;
}

/** Against the forecast this long before. */
const spanMs = 3_600_000;
/** The reason is sought in at least so many forecasts before. */
const leastSpan = 6;
const leastSeconds = 1800;
/** Of the time that was left: less is the band's own business. */
const leastShare = 0.15;

/** Newest first; `forecasts` oldest first, of one link. */
export function movesOf(forecasts: readonly KeptForecast[], around: Surroundings): ForecastMove[] {
  const moves: ForecastMove[] = [];
  let since = 0;
  let openFrom = 0;
  for (const [index, now] of forecasts.entries()) {
    if (index === 0) continue;
    // A restart is told at once; else the forecast an hour before, or the oldest after the last move.
    const isNewRun = now.runStartedAt.getTime() !== forecasts[index - 1]?.runStartedAt.getTime();
    const before = isNewRun ? index - 1 : earlierIndex(forecasts, since, index);
    const then = forecasts[before] as KeptForecast;
    const movedSeconds = (finishOf(now).getTime() - finishOf(then).getTime()) / 1000;
    const isFar = Math.abs(movedSeconds) >= Math.max(leastSeconds, leastShare * then.p50Seconds);
    if (!isFar && !isNewRun) continue;
    since = index;
    const reason = isNewRun
      ? { because: "the copy began anew", changedAt: now.runStartedAt }
      : reasonOf(spanOf(forecasts, before, index), then.madeAt, around, movedSeconds);
    const open = moves.at(-1);
    // A forecast follows a new rate for a while: the steps of one change are one move.
    if (!isNewRun && open !== undefined && isOngoing(open, now.madeAt, movedSeconds) && !isNewer(reason, open)) {
      open.toFinish = finishOf(now);
      open.movedSeconds = (open.toFinish.getTime() - open.fromFinish.getTime()) / 1000;
      const first = forecasts[openFrom] as KeptForecast;
      if (isSameRun(first, now)) {
        const span = spanOf(forecasts, openFrom, index);
        const { because, changedAt } = reasonOf(span, first.madeAt, around, open.movedSeconds);
        Object.assign(open, { because, changedAt: changedAt && earlierOf(changedAt, open.at) });
      }
      continue;
    }
    openFrom = before;
    moves.push({ at: now.madeAt, fromFinish: finishOf(then), toFinish: finishOf(now), movedSeconds, ...reason });
  }
  return moves.reverse();
}

export function finishOf({ madeAt, p50Seconds }: Pick<KeptForecast, "madeAt" | "p50Seconds">): Date {
  return new Date(madeAt.getTime() + p50Seconds * 1000);
}

/** "3 h later", "40 min sooner". */
export function moveWords({ movedSeconds }: Pick<ForecastMove, "movedSeconds">): string {
  return `${durationWords(Math.abs(movedSeconds))} ${movedSeconds >= 0 ? "later" : "sooner"}`;
}

/** After a pause longer than the span: the one before it. */
function earlierIndex(forecasts: readonly KeptForecast[], since: number, index: number): number {
  const from = Number(forecasts[index]?.madeAt) - spanMs;
  let before = since;
  while (before < index - 1 && Number(forecasts[before]?.madeAt) < from) before++;
  return before;
}

function isOngoing(open: ForecastMove, at: Date, movedSeconds: number): boolean {
  return at.getTime() - open.at.getTime() <= spanMs && open.movedSeconds > 0 === movedSeconds > 0;
}

/** What happened after the move was seen is the reason of another. */
function isNewer({ changedAt }: Reason, open: ForecastMove): boolean {
  return changedAt !== null && changedAt > open.at;
}

/** Where forecasts lie far apart, some more from before, so that the old rate is among them. */
function spanOf(forecasts: readonly KeptForecast[], from: number, index: number): KeptForecast[] {
  const now = forecasts[index] as KeptForecast;
  return forecasts
    .slice(Math.max(0, Math.min(from, index - leastSpan)), index + 1)
    .filter((one) => isSameRun(one, now));
}

function earlierOf(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function isSameRun(one: KeptForecast, other: KeptForecast): boolean {
  return one.runStartedAt.getTime() === other.runStartedAt.getTime();
}
