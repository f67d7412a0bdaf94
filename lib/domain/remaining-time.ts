// How long a seeding still takes: an even chance and the band that holds 8 in 10, or the reason why nobody can say.
import type { RemainingTime } from "./assessment.ts";
import { featuresOf, type RunShape, shapeOf } from "./forecast-features.ts";
import fitted from "./forecast-model.json" with { type: "json" };
import { evaluate, type ForecastModel } from "./forecast-trees.ts";
import { onClockOf, type Pace, realMs } from "./pace.ts";
import { readPaces } from "./seeding-pace.ts";
import type { SeedingPoint } from "./seeding-points.ts";
import type { WireLeaver, WireMate } from "./wire-mate.ts";
import { type ShareBand, shareAfter, uncompressed, untaught, type WireShare } from "./wire-share.ts";
import { ageWords, durationWords, percentWords } from "./wording.ts";

export const leastSeenSeconds = 60;
export const leastPoints = 3;
/** Rates of two runs further apart than this are two different wires. */
const mostApart = 1.5;
/** Unrest up to which only the mean counts, and from which on only what was learned. */
const [quiet, restless] = [0.06, 0.1];
const [mostLately, latelySeconds] = [0.4, 3600];
/** From the one on the trees count less, from the other on no more. */
const [farFromSeconds, farToSeconds] = [8 * 3600, 24 * 3600];
/** An older count is told as such. */
const oldSeconds = 120;

export interface SeedingSeen {
  points: readonly SeedingPoint[];
  databaseBytes: number | null;
  /** The stream is compressed: fewer bytes than the database has go over. */
  isCompressed?: boolean;
  /** How many, as earlier seedings of the same server taught; null: none did. */
  wireShare?: WireShare | null;
  isStalled: boolean;
  /** Runs of the same seeding that were lost: what they moved, and in how long. */
  earlier?: { bytes: number; seconds: number };
  /** Other seedings from the same server or to the same instance, and those that ended meanwhile. */
  mates?: readonly WireMate[];
  leavers?: readonly WireLeaver[];
  /** When it is asked; the age of the newest point is taken off and widens the band. */
  now: Date;
}

export type RemainingAnswer = { forecast: RemainingTime; missing: null } | { forecast: null; missing: string };

/** The plain forecast (bytes left at the mean of the whole run's and of the last ten minutes' rate), corrected by what runs of this shape did next. */
export function forecastRemaining(seen: SeedingSeen, model: ForecastModel = fitted): RemainingAnswer {
  const { points, databaseBytes } = seen;
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < leastPoints) return none("too few samples so far");
  if ((last[0] - first[0]) / 1000 < leastSeenSeconds) return none("seen for less than a minute so far");
  if (seen.isStalled) return none("no bytes move now");
  const share = expectedShare({ ...seen, transferredBytes: last[1] });
  if (databaseBytes === null || share === null) return none("the size of the database is not known");
  if (last[1] >= databaseBytes) return none("all bytes that were expected are over");
  const { likeliest: pace, ahead, instead, grounds } = readPaces(points, seen.mates ?? [], seen.leavers ?? []);
  const runs = [runOn([pace, ...ahead], seen), ...instead.map((other) => runOn([other], seen))].flat();
  const bandsOf = (wireShare: number) =>
    runs.flatMap((run) => bandsAt(run, Math.max(0, databaseBytes * wireShare - last[1]), model));
  const even = bandsOf(share.middle);
  const [likeliest] = even;
  if (likeliest === undefined) return none("no bytes move now");
  // How far compression goes is not known for sure: it may be done much sooner. Without it all three are one.
  const isSure = share.low === share.high;
  const low = Math.min(...(isSure ? even : bandsOf(share.low)).map((band) => band[0]));
  const high = Math.max(...(isSure ? even : bandsOf(share.high)).map((band) => band[2]));
  if (!Number.isFinite(high)) return none("at this pace it would not end");
  const age = Math.max(0, (seen.now.getTime() - last[0]) / 1000);
  return {
    forecast: {
      p10Seconds: Math.max(0, low - age),
      p50Seconds: Math.max(0, likeliest[1] - age),
      // Not shortened by the age: that the copy went on meanwhile was not seen.
      p90Seconds: high,
      madeAt: seen.now,
      grounds: [...grounds, ...groundsOf(seen, runs[0]?.factor ?? 1, age)],
    },
    missing: null,
  };
}

/** What else was reckoned with. */
function groundsOf({ earlier, isCompressed, wireShare }: SeedingSeen, factor: number, age: number): string[] {
  return [
    ...(factor !== 1 && earlier ? [`${durationWords(earlier.seconds)} of runs that were lost count for the rate`] : []),
    ...(!isCompressed
      ? []
      : wireShare
        ? [`compressed seedings of this server needed ${percentWords(wireShare.middle)} of their bytes`]
        : ["how far compression goes is not known: between all bytes and a quarter of them may go over"]),
    ...(age >= oldSeconds ? [`the last count is ${ageWords(age)} old`] : []),
  ];
}

/** Bytes that are to go over; null: the size of the database is not known. */
export function expectedBytesOf(seen: Sized): number | null {
  const share = expectedShare(seen);
  return share && (seen.databaseBytes as number) * share.middle;
}

type Sized = Pick<SeedingSeen, "databaseBytes" | "isCompressed" | "wireShare"> & { transferredBytes: number };

/** Per byte of the database, as far as it went over already without an end. */
function expectedShare({ databaseBytes, isCompressed, wireShare, transferredBytes }: Sized): ShareBand | null {
  if (databaseBytes === null || !(databaseBytes > 0)) return null;
  if (!isCompressed) return uncompressed;
  return shareAfter(wireShare ?? untaught, transferredBytes / databaseBytes);
}

/** A wire whose earlier run went at much the same rate is known for longer than this run; at another rate it says nothing. */
function earlierFactor({ bytes, seconds, meanRate }: RunShape, earlier: SeedingSeen["earlier"]): number {
  if (earlier === undefined || !(earlier.seconds > 0) || !(earlier.bytes > 0)) return 1;
  const ratio = earlier.bytes / earlier.seconds / meanRate;
  if (ratio > mostApart || ratio < 1 / mostApart) return 1;
  return meanRate / ((bytes + earlier.bytes) / (seconds + earlier.seconds));
}

/** A run on the clock of paces that are one so far: there it is steady. */
interface PacedRun {
  paces: Pace[];
  shape: RunShape;
  /** Of its newest point. */
  at: number;
  /** By how much an earlier run makes it longer. */
  factor: number;
}

/** Nothing where nothing moves. */
function runOn(paces: Pace[], { points, earlier }: SeedingSeen): PacedRun[] {
  const shape = shapeOf(onClockOf(paces[0] as Pace, points));
  const [at] = points.at(-1) ?? [0];
  return shape === null || !(shape.baseRate > 0) ? [] : [{ paces, shape, at, factor: earlierFactor(shape, earlier) }];
}

/** Real seconds, by pace. */
function bandsAt({ paces, shape, at, factor }: PacedRun, remainingBytes: number, model: ForecastModel): Band[] {
  const onClock = remainingBytes === 0 ? [0, 0, 0] : steadyBand(shape, remainingBytes, model);
  return paces.map((pace) => onClock.map((seconds) => realMs(pace, at, seconds * factor * 1000) / 1000) as Band);
}

type Band = [low: number, middle: number, high: number];

/** The least share of the run's bytes that is looked at, as a power of the square root of two. */
const leastNode = -20;
/** A sixteenth of the bytes never takes longer than all of them, so no node further below can hold the band up. */
const nodesBelow = 8;

/**
 * Trees may say "sooner" for a little more; a person planning by it would not understand. So the band is read at fixed
 * amounts (each √2 times the one before), never falls from one to the next, and lies straight between two of them.
 */
function steadyBand(shape: RunShape, remainingBytes: number, model: ForecastModel): Band {
  const place = Math.max(leastNode, 2 * Math.log2(remainingBytes / shape.bytes));
  const below = Math.floor(place);
  const bytesAt = (node: number) => shape.bytes * 2 ** (node / 2);
  let lower: Band = [0, 0, 0];
  for (let node = Math.max(leastNode, below - nodesBelow); node <= below; node++)
    lower = atLeast(lower, bandAt(shape, bytesAt(node), model));
  const upper = atLeast(lower, bandAt(shape, bytesAt(below + 1), model));
  const share = (remainingBytes - bytesAt(below)) / (bytesAt(below + 1) - bytesAt(below));
  // Less than the least amount: in proportion to it.
  if (share < 0) return lower.map((value) => (value * remainingBytes) / bytesAt(below)) as Band;
  return lower.map((value, i) => value + ((upper[i] as number) - value) * share) as Band;
}

function bandAt(shape: RunShape, remainingBytes: number, model: ForecastModel): Band {
  const plain = remainingBytes / shape.baseRate;
  const features = featuresOf(shape, remainingBytes);
  // The trees learned from restless wires; on a quiet one the mean of the run is nearer.
  const trust = Math.min(1, Math.max(0, (shape.unrest - quiet) / (restless - quiet)));
  const learned = Math.log(plain) + evaluate(model.middle, features);
  const middle = Math.exp(trust * learned + (1 - trust) * Math.log(remainingBytes / quietRate(shape, plain)));
  const low = plain * Math.exp(evaluate(model.low, features) - model.widen);
  const high = plain * Math.exp(evaluate(model.high, features) + model.widen);
  return farBand([Math.min(low, middle), middle, Math.max(high, middle)], shape, remainingBytes);
}

/**
 * The trees know hours, not days. For the days ahead ten minutes say nothing: the run's mean and that of a quarter of the time
 * ahead count instead, and the band holds both readings.
 */
function farBand([low, middle, high]: Band, { meanRate, window }: RunShape, remainingBytes: number): Band {
  const aheadSeconds = remainingBytes / meanRate;
  const far = Math.min(1, Math.log(aheadSeconds / farFromSeconds) / Math.log(farToSeconds / farFromSeconds));
  if (!(far > 0)) return [low, middle, high];
  const level = (meanRate * (1 + Math.exp(window(aheadSeconds / 4)))) / 2;
  const ratio = (remainingBytes / level / middle) ** far;
  return [low * Math.min(1, ratio), middle * ratio, high * Math.max(1, ratio)];
}

/** The mean of the run, and for the next hour a part of how the last ten minutes differ from it: slow swings stay that long. */
function quietRate({ meanRate, baseRate }: RunShape, aheadSeconds: number): number {
  const lately = 2 * (baseRate - meanRate);
  return meanRate + mostLately * Math.exp(-aheadSeconds / latelySeconds) * lately;
}

function atLeast(floor: Band, band: Band): Band {
  return band.map((value, i) => Math.max(value, floor[i] as number)) as Band;
}

function none(missing: string): RemainingAnswer {
  return { forecast: null, missing };
}
