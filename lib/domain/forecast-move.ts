// Why the predicted finish moved: found in the forecasts that were kept, with what happened at the time.
import type { KeptForecast } from "./kept-forecast.ts";
import { type RateChange, rateChange } from "./rate-change.ts";
import type { WireMate } from "./wire-pace.ts";
import { durationWords, listWords, percentWords } from "./wording.ts";

/** One step of the predicted finish. */
export interface ForecastMove {
  /** When it had moved. */
  at: Date;
  fromFinish: Date;
  toFinish: Date;
  /** Later is above 0. */
  movedSeconds: number;
  /** When what moved it happened; null: it came little by little. */
  changedAt: Date | null;
  /** What was so then: goes on after "because", or after the time of the change. */
  because: string;
}

/** What went on around a seeding. */
export interface Surroundings {
  /** Its own two ends; null: not known. */
  server: string | null;
  instance: string | null;
  isCompressed: boolean;
  /** Other seedings beside it, and those that ended; a mate that did both while this one ran is a leaver. */
  joiners: readonly Joiner[];
  leavers: readonly Leaver[];
  /** Of its own, those that are over. */
  stalls: readonly { from: Date; to: Date }[];
}

export type Joiner = Pick<WireMate, "name" | "server" | "instance" | "startedAt">;

/** A seeding that shared a server or an instance with this one, and ended. */
export interface Leaver extends Joiner {
  leftAt: Date;
  end: "finished" | "failed";
  /** Bytes that went over per byte of the database, if it was compressed; else null. */
  wireBytesPerByte: number | null;
}

type Reason = Pick<ForecastMove, "because" | "changedAt">;

/** Against the forecast this long before. */
const spanMs = 3_600_000;
const leastSeconds = 1800;
/** Of the time that was left: less is the band's own business. */
const leastShare = 0.15;
/** Rates this much apart are another rate. */
const otherRate = 0.8;
/** What happened this close to a change of the rate has to do with it. */
const closeMs = 600_000;
/** A stall that explains at least this share of a delay is its reason. */
const stallShare = 1 / 3;

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
      : reasonOf(forecasts.slice(before, index + 1), around, movedSeconds);
    const open = moves.at(-1);
    // A forecast follows a new rate for a while: the steps of one change are one move.
    if (!isNewRun && open !== undefined && isOngoing(open, now.madeAt, movedSeconds) && !isNewer(reason, open)) {
      open.toFinish = finishOf(now);
      open.movedSeconds = (open.toFinish.getTime() - open.fromFinish.getTime()) / 1000;
      const whole = reasonOf(forecasts.slice(openFrom, index + 1), around, open.movedSeconds);
      if (isSameRun(forecasts[openFrom], now) && !isNewer(whole, open)) Object.assign(open, whole);
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
  return changedAt !== null && changedAt.getTime() - open.at.getTime() > closeMs;
}

function isSameRun(one: KeptForecast | undefined, other: KeptForecast): boolean {
  return one?.runStartedAt.getTime() === other.runStartedAt.getTime();
}

function reasonOf(span: readonly KeptForecast[], around: Surroundings, movedSeconds: number): Reason {
  const [first, last] = [span[0] as KeptForecast, span.at(-1) as KeptForecast];
  const change = changeIn(span);
  const rate = change && rateWords(change);
  const isClose = (time: Date | null) =>
    time !== null &&
    time.getTime() >= (change?.from ?? first.madeAt).getTime() - closeMs &&
    time.getTime() <= (change === null ? last.madeAt.getTime() : change.to.getTime() + closeMs);
  const known =
    movedSeconds > 0
      ? (stallReason(around, first, last, movedSeconds) ?? joinReason(around, isClose, rate))
      : (leaveReason(around, isClose, rate) ?? learnReason(around, isClose));
  if (known !== null) return known;
  if (rate !== null) return { because: rate, changedAt: change?.at ?? null };
  const because =
    last.transferredBytes !== null && last.transferredBytes === first.transferredBytes
      ? "no byte went over"
      : `the rate ${movedSeconds > 0 ? "sank" : "rose"} little by little`;
  return { because, changedAt: null };
}

function stallReason(
  { stalls }: Surroundings,
  { madeAt: from }: KeptForecast,
  { madeAt: until }: KeptForecast,
  movedSeconds: number,
): Reason | null {
  const stall = stalls.findLast(({ to }) => to >= from && to <= until);
  if (stall === undefined) return null;
  const stoodSeconds = (stall.to.getTime() - stall.from.getTime()) / 1000;
  if (stoodSeconds < stallShare * movedSeconds) return null;
  return {
    because: `bytes went over again; nothing had moved for ${durationWords(stoodSeconds)}`,
    changedAt: stall.to,
  };
}

/** Without another rate it counts, too: what a mate still has to send decides when it leaves its share. */
function joinReason(around: Surroundings, isClose: (time: Date | null) => boolean, rate: string | null): Reason | null {
  const joined = [...around.joiners, ...around.leavers].filter(({ startedAt }) => isClose(startedAt));
  const [first] = joined;
  if (first === undefined) return null;
  const names = listWords(joined.map(({ name }) => name));
  const because = `${names} began to copy${wireWords(around, joined)}${rate === null ? "" : ` and ${rate}`}`;
  return { because, changedAt: first.startedAt };
}

function leaveReason(
  around: Surroundings,
  isClose: (time: Date | null) => boolean,
  rate: string | null,
): Reason | null {
  const left = around.leavers.filter(({ leftAt }) => isClose(leftAt));
  const [first] = left;
  if (first === undefined || rate === null) return null;
  const same = left.filter(({ end }) => end === first.end);
  const names = listWords(same.map(({ name }) => name));
  const wire = wireWords(around, same);
  const because = `${names}${wire === "" ? "" : `,${wire},`} ${first.end} and left ${same.length > 1 ? "their" : "its"} share; ${rate}`;
  return { because, changedAt: first.leftAt };
}

/** What compression leaves is known once a compressed seeding of the same server was over. */
function learnReason(
  { server, isCompressed, leavers }: Surroundings,
  isClose: (time: Date | null) => boolean,
): Reason | null {
  const taught = leavers.find(
    (one) => isCompressed && one.wireBytesPerByte !== null && one.server === server && isClose(one.leftAt),
  );
  return taught?.wireBytesPerByte == null
    ? null
    : {
        because: `${taught.name} finished and taught what compression leaves, ${percentWords(taught.wireBytesPerByte)} of the bytes`,
        changedAt: taught.leftAt,
      };
}

/** " from the same SQL Server", " to the same managed instance"; empty where that differs. */
function wireWords(
  { server, instance }: Surroundings,
  mates: readonly Pick<WireMate, "server" | "instance">[],
): string {
  const isOneServer = mates.every((mate) => mate.server !== null && mate.server === server);
  const isOneInstance = mates.every((mate) => mate.instance !== null && mate.instance === instance);
  return `${isOneServer ? " from the same SQL Server" : ""}${isOneInstance ? " to the same managed instance" : ""}`;
}

/** Null: the rate is much the same. */
function changeIn(span: readonly KeptForecast[]): RateChange | null {
  const change = rateChange(
    span.flatMap(({ madeAt, transferredBytes: bytes }) => (bytes === null ? [] : [{ at: madeAt.getTime(), bytes }])),
  );
  return change === null || (change.ratio > otherRate && change.ratio < 1 / otherRate) ? null : change;
}

function rateWords({ ratio }: RateChange): string {
  if (ratio < 0.01) return "no byte went over any more";
  const percent = Math.round(Math.abs(1 - ratio) * 100);
  return ratio < 1 ? `the rate fell by ${percent} %` : `the rate rose by ${percent} %`;
}
