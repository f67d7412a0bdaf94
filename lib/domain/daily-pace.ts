// A seeding of days that is slower in the same hours of each day: a nightly throttle, or the working day of others on the wire.
import type { Pace } from "./pace.ts";
import type { SeedingPoint } from "./seeding-points.ts";
import { percentWords } from "./wording.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The slow hours go at most this fast against the others, or there is no daily rhythm to speak of. */
const mostOfFull = 0.7;
/** Rates of hours of one kind differ by less than this from their mean. */
const unrest = 0.3;
const [leastSlowHours, mostSlowHours] = [2, 16];

/** Null unless every hour of a day was seen and the slow ones stand together. Whole hours of UTC. */
export function dailyPace(points: readonly SeedingPoint[]): Pace | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last[0] - first[0] < dayMs) return null;
  const rates = hourlyRates(points);
  const slow = slowHours(rates);
  if (slow === null) return null;
  const full = meanOf(rates.filter((_, hour) => !slow.has(hour)));
  const low = meanOf(rates.filter((_, hour) => slow.has(hour)));
  if (!(full > 0) || low / full > mostOfFull) return null;
  const isCalm = rates.every((rate, hour) => {
    const mean = slow.has(hour) ? low : full;
    // Hours at a border are seen in part at either speed, as points lie up to an hour apart.
    const isBorder = slow.has((hour + 1) % 24) !== slow.has(hour) || slow.has((hour + 23) % 24) !== slow.has(hour);
    return isBorder || Math.abs(rate - mean) <= unrest * full;
  });
  if (!isCalm) return null;
  const now = slow.has(hourOf(last[0])) ? low : full;
  return {
    at: (time) => (slow.has(hourOf(time)) ? low : full) / now,
    next: (time) => (Math.floor(time / hourMs) + 1) * hourMs,
    because: `${slow.size} hours of each day go at ${percentWords(low / full)} of the rate of the others`,
  };
}

/** Bytes per ms by hour of the day; between two points bytes go over evenly. */
function hourlyRates(points: readonly SeedingPoint[]): number[] {
  const bytes = new Array<number>(24).fill(0);
  const ms = new Array<number>(24).fill(0);
  for (const [index, [to, after]] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined) continue;
    const [from, start] = before;
    for (let time = from; time < to; ) {
      const until = Math.min((Math.floor(time / hourMs) + 1) * hourMs, to);
      const hour = hourOf(time);
      bytes[hour] = (bytes[hour] as number) + ((after - start) * (until - time)) / (to - from);
      ms[hour] = (ms[hour] as number) + until - time;
      time = until;
    }
  }
  return bytes.map((sum, hour) => sum / Math.max(1, ms[hour] as number));
}

/** The hours below the middle between fastest and slowest, if they are one stretch around the clock. */
function slowHours(rates: readonly number[]): Set<number> | null {
  const sorted = [...rates].sort((a, b) => a - b);
  const middle = ((sorted[2] as number) + (sorted[21] as number)) / 2;
  const slow = new Set(rates.flatMap((rate, hour) => (rate < middle ? [hour] : [])));
  const starts = [...slow].filter((hour) => !slow.has((hour + 23) % 24));
  return starts.length === 1 && slow.size >= leastSlowHours && slow.size <= mostSlowHours ? slow : null;
}

function hourOf(time: number): number {
  return Math.floor((((time % dayMs) + dayMs) % dayMs) / hourMs);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
