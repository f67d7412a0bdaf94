// Stalls that are over: time in which nothing moved says nothing about how fast the rest will go.
import { type Pace, steady, steps } from "./pace.ts";
import type { SeedingPoint } from "./seeding-points.ts";
import { durationWords } from "./wording.ts";

/** Shorter pauses are the wire's own unrest. */
const leastMs = 300_000;
/** Of the mean rate: less is nothing. */
const still = 0.02;
/** Of the rate while it moves: an interval beside a stall with less than this was in it for a part. */
const mostOfEdge = 0.9;

/** Steady when there was no stall. */
export function stallPace(points: readonly SeedingPoint[]): Pace {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last[0] <= first[0]) return steady;
  const mean = (last[1] - first[1]) / (last[0] - first[0]);
  const rate = (index: number) => {
    const [from, to] = [points[index], points[index + 1]];
    return from && to ? (to[1] - from[1]) / (to[0] - from[0]) : null;
  };
  const stretches: { begin: number; end: number }[] = [];
  for (let index = 0; index < points.length - 1; index++) {
    if ((rate(index) as number) >= still * mean) continue;
    const open = stretches.at(-1);
    if (open?.end === index) open.end = index + 1;
    else stretches.push({ begin: index, end: index + 1 });
  }
  const timeOf = (index: number) => (points[index] as SeedingPoint)[0];
  const stalls = stretches.filter(
    ({ begin, end }) => timeOf(end) - timeOf(begin) >= leastMs && end < points.length - 1,
  );
  if (stalls.length === 0) return steady;
  const stoodMs = stalls.reduce((sum, { begin, end }) => sum + timeOf(end) - timeOf(begin), 0);
  const moving = (last[1] - first[1]) / (last[0] - first[0] - stoodMs);
  /** Old points lie minutes apart, and the stall began and ended between two of them. */
  const stoodIn = (index: number) => {
    const its = rate(index);
    if (its === null || its > mostOfEdge * moving) return 0;
    return (timeOf(index + 1) - timeOf(index)) * (1 - its / moving);
  };
  const borders = stalls.flatMap(({ begin, end }) => [
    timeOf(begin) - (begin > 0 ? stoodIn(begin - 1) : 0),
    timeOf(end) + stoodIn(end),
  ]);
  const because = `${durationWords(stoodMs / 1000)} in which nothing moved are left out`;
  return steps(borders, [1, ...stalls.flatMap(() => [0, 1])], because);
}
