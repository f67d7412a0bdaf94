// Stalls that are over: time in which nothing moved says nothing about how fast the rest will go.
import { type Pace, steady, steps } from "./pace.ts";
import type { SeedingPoint } from "./seeding-points.ts";

/** Shorter pauses are the wire's own unrest. */
const leastMs = 300_000;
/** Of the mean rate: less is nothing. */
const still = 0.02;

/** Steady when there was no stall. */
export function stallPace(points: readonly SeedingPoint[]): Pace {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last[0] <= first[0]) return steady;
  const mean = (last[1] - first[1]) / (last[0] - first[0]);
  const borders: number[] = [];
  const values = [1];
  let since: number | null = null;
  for (const [index, [time, bytes]] of points.entries()) {
    const next = points[index + 1];
    const isStill = next !== undefined && (next[1] - bytes) / (next[0] - time) < still * mean;
    if (isStill) since ??= time;
    else if (since !== null) {
      if (time - since >= leastMs && next !== undefined) {
        borders.push(since, time);
        values.push(0, 1);
      }
      since = null;
    }
  }
  return borders.length === 0 ? steady : steps(borders, values);
}
