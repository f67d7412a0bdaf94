// What made a predicted finish move: a stall that ended, who joined or left the wire, what was learned, another rate.
import type { KeptForecast } from "./kept-forecast.ts";
import { type RateChange, rateChange } from "./rate-change.ts";
import type { WireLeaver, WireMate } from "./wire-mate.ts";
import { durationWords, listWords, percentWords } from "./wording.ts";

/** What went on around a seeding. */
export interface Surroundings {
  /** Its own two ends; null: not known. */
  server: string | null;
  instance: string | null;
  isCompressed: boolean;
  /** Other seedings beside it, and those that ended; a mate that did both while this one ran is a leaver. */
  joiners: readonly Joiner[];
  leavers: readonly Omit<WireLeaver, "via">[];
  /** Of its own, those that are over. */
  stalls: readonly { from: Date; to: Date }[];
}

export type Joiner = Pick<WireMate, "name" | "server" | "instance" | "startedAt">;

export interface Reason {
  /** When what moved it happened; null: it came little by little. */
  changedAt: Date | null;
  /** What was so then: goes on after "because", or after the time of the change. */
  because: string;
}

/** Rates this much apart are another rate. */
const otherRate = 0.8;
/** What happened this close to a change of the rate has to do with it. */
const closeMs = 600_000;
/** Who began this soon after it began with it, and is no news. */
const togetherMs = 120_000;
/** A stall that explains at least this share of a delay is its reason. */
const stallShare = 1 / 3;

/** Of a move after `since`, later is above 0; `span` is of one run, oldest first, and may begin earlier. */
export function reasonOf(
  span: readonly KeptForecast[],
  since: Date,
  around: Surroundings,
  movedSeconds: number,
): Reason {
  const last = span.at(-1) as KeptForecast;
  const found = changeIn(span);
  // A rate that went the other way, or had changed before, did not do it.
  const change = found !== null && found.ratio < 1 === movedSeconds > 0 && found.to >= since ? found : null;
  const rate = change && rateWords(change);
  const isClose = (time: Date | null) =>
    time !== null &&
    time.getTime() - last.runStartedAt.getTime() > togetherMs &&
    time.getTime() >= (change?.from ?? since).getTime() - closeMs &&
    time.getTime() <= (change === null ? last.madeAt.getTime() : change.to.getTime() + closeMs);
  const known =
    movedSeconds > 0
      ? (stallReason(around, since, last.madeAt, movedSeconds) ?? joinReason(around, isClose, rate))
      : (leaveReason(around, isClose, rate) ?? learnReason(around, isClose));
  if (known !== null) return known;
  if (rate !== null) return { because: rate, changedAt: change?.at ?? null };
  return { because: driftWords(span, around, movedSeconds), changedAt: null };
}

/** Where nothing changed at once. */
function driftWords(span: readonly KeptForecast[], { joiners }: Surroundings, movedSeconds: number): string {
  const [first, last] = [span[0] as KeptForecast, span.at(-1) as KeptForecast];
  if (last.transferredBytes !== null && last.transferredBytes === first.transferredBytes) return "no byte went over";
  const middle = span[Math.floor(span.length / 2)] as KeptForecast;
  const isSlower = (rateBetween(middle, last) ?? 0) < (rateBetween(first, middle) ?? 0);
  if (isSlower === movedSeconds > 0) return `the rate ${isSlower ? "sank" : "rose"} little by little`;
  return joiners.length > 0 ? "the others beside it went otherwise than was reckoned" : "the rate swings";
}

/** Bytes per ms; null: not known. */
function rateBetween(from: KeptForecast, to: KeptForecast): number | null {
  const ms = to.madeAt.getTime() - from.madeAt.getTime();
  if (from.transferredBytes === null || to.transferredBytes === null || ms <= 0) return null;
  return (to.transferredBytes - from.transferredBytes) / ms;
}

function stallReason({ stalls }: Surroundings, from: Date, until: Date, movedSeconds: number): Reason | null {
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
  const newest = (times: readonly { startedAt: Date | null }[]) =>
    Math.max(...times.map((one) => Number(one.startedAt)));
  const close = [...around.joiners, ...around.leavers].filter(({ startedAt }) => isClose(startedAt));
  const joined = close.filter(({ startedAt }) => newest(close) - Number(startedAt) <= closeMs);
  if (joined.length === 0) return null;
  const names = listWords(joined.map(({ name }) => name));
  const because = `${names} began to copy${wireWords(around, joined)}${rate === null ? "" : ` and ${rate}`}`;
  return { because, changedAt: new Date(newest(joined)) };
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
