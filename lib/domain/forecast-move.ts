// Why the predicted finish moved: found in the forecasts that were kept, with what happened at the time.
import type { KeptForecast } from "./kept-forecast.ts";
import type { WireMate } from "./wire-pace.ts";
import { durationWords } from "./wording.ts";

/** One step of the predicted finish. */
export interface ForecastMove {
  /** When it had moved. */
  at: Date;
  fromFinish: Date;
  toFinish: Date;
  /** Later is above 0. */
  movedSeconds: number;
  /** What was so then: goes on after "because". */
  because: string;
}

/** Another seeding on the same wire, and when it began. */
export type Joiner = Pick<WireMate, "name" | "startedAt">;

/** Against the forecast this long before. */
const spanMs = 3_600_000;
const leastSeconds = 1800;
/** Of the time that was left: less is the band's own business. */
const leastShare = 0.15;
/** Rates this much apart are another rate. */
const otherRate = 0.8;

/** Newest first; `forecasts` oldest first, of one link. */
export function movesOf(forecasts: readonly KeptForecast[], joiners: readonly Joiner[]): ForecastMove[] {
  const moves: ForecastMove[] = [];
  let since = 0;
  let openFrom = 0;
  for (const [index, now] of forecasts.entries()) {
    // A restart is told at once; else the forecast an hour before, or the oldest after the last move.
    const isNewRun = index > 0 && now.runStartedAt.getTime() !== forecasts[index - 1]?.runStartedAt.getTime();
    let before = isNewRun ? index - 1 : since;
    while (!isNewRun && before < index && now.madeAt.getTime() - Number(forecasts[before]?.madeAt) > spanMs) before++;
    const then = forecasts[before] as KeptForecast;
    const movedSeconds = (finishOf(now).getTime() - finishOf(then).getTime()) / 1000;
    const isFar = Math.abs(movedSeconds) >= Math.max(leastSeconds, leastShare * then.p50Seconds);
    if (!isFar && !isNewRun) continue;
    since = index;
    const open = moves.at(-1);
    // A forecast follows a new rate for a while: the steps of one change are one move.
    if (!isNewRun && open !== undefined && isOngoing(open, now.madeAt, movedSeconds)) {
      open.toFinish = finishOf(now);
      open.movedSeconds = (open.toFinish.getTime() - open.fromFinish.getTime()) / 1000;
      open.because = reasonOf(forecasts.slice(openFrom, index + 1), joiners, open.movedSeconds);
      continue;
    }
    openFrom = before;
    moves.push({
      at: now.madeAt,
      fromFinish: finishOf(then),
      toFinish: finishOf(now),
      movedSeconds,
      because: isNewRun ? "the copy began anew" : reasonOf(forecasts.slice(before, index + 1), joiners, movedSeconds),
    });
  }
  return moves.reverse();
}

function isOngoing(open: ForecastMove, at: Date, movedSeconds: number): boolean {
  return at.getTime() - open.at.getTime() <= spanMs && open.movedSeconds > 0 === movedSeconds > 0;
}

export function finishOf({ madeAt, p50Seconds }: Pick<KeptForecast, "madeAt" | "p50Seconds">): Date {
  return new Date(madeAt.getTime() + p50Seconds * 1000);
}

/** "3 h later", "40 min sooner". */
export function moveWords({ movedSeconds }: Pick<ForecastMove, "movedSeconds">): string {
  return `${durationWords(Math.abs(movedSeconds))} ${movedSeconds >= 0 ? "later" : "sooner"}`;
}

function reasonOf(span: readonly KeptForecast[], joiners: readonly Joiner[], movedSeconds: number): string {
  const [first, last] = [span[0] as KeptForecast, span.at(-1) as KeptForecast];
  const quarter = Math.max(1, Math.floor(span.length / 4));
  const before = rateOf(first, span[quarter] as KeptForecast);
  const after = rateOf(span[span.length - 1 - quarter] as KeptForecast, last);
  const joiner = joiners.find(
    ({ startedAt }) =>
      startedAt !== null && startedAt >= new Date(first.madeAt.getTime() - 600_000) && startedAt <= last.madeAt,
  );
  const rate = rateWords(before, after, first, last);
  if (joiner !== undefined && movedSeconds > 0)
    return `${joiner.name} began on the same wire${rate === null ? "" : ` and ${rate}`}`;
  return rate ?? (movedSeconds > 0 ? "the rate sank little by little" : "the rate rose little by little");
}

function rateWords(
  before: number | null,
  after: number | null,
  first: KeptForecast,
  last: KeptForecast,
): string | null {
  if (last.transferredBytes !== null && last.transferredBytes === first.transferredBytes) return "no byte went over";
  if (before === null || after === null || !(before > 0)) return null;
  const ratio = after / before;
  if (ratio > otherRate && ratio < 1 / otherRate) return null;
  const percent = Math.round(Math.abs(1 - ratio) * 100);
  return ratio < 1 ? `the rate fell by ${percent} %` : `the rate rose by ${percent} %`;
}

function rateOf(from: KeptForecast, to: KeptForecast): number | null {
  const seconds = (to.madeAt.getTime() - from.madeAt.getTime()) / 1000;
  if (from.transferredBytes === null || to.transferredBytes === null || !(seconds > 0)) return null;
  return (to.transferredBytes - from.transferredBytes) / seconds;
}
