// How long a seeding still takes: an even chance and the band that holds 8 in 10, or the reason why nobody can say.
import type { RemainingTime } from "./assessment.ts";
import { recentRate, type SeedingPoint } from "./seeding-points.ts";

/**
 * Ratios of true to predicted remaining time, by the share of the copy that was watched: the 10 % and 90 % quantiles.
 * Fitted once as split-conformal quantiles on 522 throughput traces (shared/traces/puffer-dev.ndjson.gz, 2026-11-21):
 * they hold 80 % there, with a mean width of 0.59 of the true time. The traces are streaming sessions, so this is a
 * stress test; an estate's own finished seedings should replace it once there are enough.
 */
const ratios: readonly [watched: number, p10: number, p90: number][] = [
  [0.05, 0.719, 1.493],
  [0.1, 0.755, 1.447],
  [0.2, 0.802, 1.381],
  [0.3, 0.79, 1.344],
  [0.4, 0.805, 1.337],
  [0.5, 0.83, 1.343],
  [0.6, 0.835, 1.322],
  [0.75, 0.827, 1.333],
  [0.9, 0.827, 1.45],
];

export const leastSeenSeconds = 60;
export const leastPoints = 3;
const windowMs = 600_000;

export interface SeedingSeen {
  points: readonly SeedingPoint[];
  databaseBytes: number | null;
  isStalled: boolean;
  /** When it is asked; the age of the newest point is taken off and widens the band. */
  now: Date;
}

export type RemainingAnswer = { forecast: RemainingTime; missing: null } | { forecast: null; missing: string };

/** The rate is the mean of the whole run's and of the last ten minutes'; the band is that time times the ratios. */
export function forecastRemaining(seen: SeedingSeen): RemainingAnswer {
  const { points, databaseBytes } = seen;
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < leastPoints) return none("too few samples so far");
  const seenSeconds = (last[0] - first[0]) / 1000;
  if (seenSeconds < leastSeenSeconds) return none("seen for less than a minute so far");
  if (seen.isStalled) return none("no bytes move now");
  if (databaseBytes === null || !(databaseBytes > 0)) return none("the size of the database is not known");
  const remainingBytes = databaseBytes - last[1];
  if (remainingBytes <= 0) return none("all bytes are over; the database is being finished");
  const wholeRate = (last[1] - first[1]) / seenSeconds;
  const windowRate = recentRate(points, windowMs);
  const rate = windowRate === null ? wholeRate : (wholeRate + windowRate) / 2;
  if (!(rate > 0) || !Number.isFinite(rate)) return none("no bytes move now");
  const seconds = remainingBytes / rate;
  const watched = (last[1] - first[1]) / (last[1] - first[1] + remainingBytes);
  const [low, high] = ratiosAt(watched);
  const age = Math.max(0, (seen.now.getTime() - last[0]) / 1000);
  return {
    forecast: {
      p10Seconds: Math.max(0, seconds * low - age),
      p50Seconds: Math.max(0, seconds - age),
      // Not shortened by the age: that the copy went on meanwhile was not seen.
      p90Seconds: seconds * high,
      madeAt: seen.now,
    },
    missing: null,
  };
}

/** Linear between the fitted shares; below the first it grows wider, since less was watched than ever was fitted. */
function ratiosAt(watched: number): [low: number, high: number] {
  const first = ratios[0] as (typeof ratios)[number];
  if (watched < first[0]) {
    const less = 1 + Math.log2(first[0] / Math.max(watched, 0.0005)) / 4;
    return [first[1] / less, first[2] * less];
  }
  for (let i = 1; i < ratios.length; i += 1) {
    const [b, lowB, highB] = ratios[i] as (typeof ratios)[number];
    if (watched > b) continue;
    const [a, lowA, highA] = ratios[i - 1] as (typeof ratios)[number];
    const share = (watched - a) / (b - a);
    return [lowA + (lowB - lowA) * share, highA + (highB - highA) * share];
  }
  const last = ratios.at(-1) as (typeof ratios)[number];
  return [last[1], last[2]];
}

function none(missing: string): RemainingAnswer {
  return { forecast: null, missing };
}
