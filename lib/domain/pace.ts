// Known reasons for going faster or slower, as a clock of its own: on it the run is steady, and the forecast is made there.
import type { SeedingPoint } from "./seeding-points.ts";

/** How fast a seeding goes at a time against now: 1 = as now, 0.3 = three tenths of it, 0 = not at all. Piecewise constant. */
export interface Pace {
  /** ms since 1970. */
  at(time: number): number;
  /** The next time after `time` at which it may change; infinite if it stays. */
  next(time: number): number;
  /** The reason, for people. */
  because?: string;
}

export const steady: Pace = { at: () => 1, next: () => Number.POSITIVE_INFINITY };

/** Several reasons at once. */
export function together(paces: readonly Pace[]): Pace {
  if (paces.length === 0) return steady;
  return {
    at: (time) => paces.reduce((product, pace) => product * pace.at(time), 1),
    next: (time) => Math.min(...paces.map((pace) => pace.next(time))),
  };
}

/** A reason that holds between borders; `values` has one more than `borders`, which rise. */
export function steps(borders: readonly number[], values: readonly number[], because: string): Pace {
  const index = (time: number) => {
    let count = 0;
    while (count < borders.length && (borders[count] as number) <= time) count++;
    return count;
  };
  return {
    at: (time) => values[index(time)] ?? 1,
    next: (time) => borders[index(time)] ?? Number.POSITIVE_INFINITY,
    because,
  };
}

/** The points with their times on the clock of the pace, which stands at real time at the newest. */
export function onClockOf(pace: Pace, points: readonly SeedingPoint[]): SeedingPoint[] {
  const clocked: SeedingPoint[] = [];
  let behind = 0;
  for (let index = points.length - 1; index >= 0; index--) {
    const [time, bytes] = points[index] as SeedingPoint;
    const after = points[index + 1];
    if (after !== undefined) behind += between(pace, time, after[0]);
    clocked.unshift([(points.at(-1) as SeedingPoint)[0] - behind, bytes]);
  }
  return clocked;
}

/** Real ms from `from` until so many ms have passed on the clock of the pace; infinite when it stands still for good. */
export function realMs(pace: Pace, from: number, clockMs: number): number {
  let time = from;
  let left = clockMs;
  // Longer than Azure lets a seeding run by far; what stands still until then stands still.
  const end = from + 400 * 86_400_000;
  while (left > 0 && time < end) {
    const value = pace.at(time);
    const until = Math.min(pace.next(time), end);
    if (value > 0 && left <= value * (until - time)) return time + left / value - from;
    left -= value * (until - time);
    time = until;
  }
  return left > 0 ? Number.POSITIVE_INFINITY : time - from;
}

function between(pace: Pace, from: number, to: number): number {
  let time = from;
  let clock = 0;
  while (time < to) {
    const until = Math.min(pace.next(time), to);
    clock += pace.at(time) * (until - time);
    time = until;
  }
  return clock;
}
