// The bytes of a seeding seen so far: how points are kept, thinned and turned into a rate.

/** [ms since 1970 when it was observed, transferred bytes], oldest first. */
export type SeedingPoint = [at: number, bytes: number];

const rateWindowMs = 60_000;
/** Points lie this much closer together the younger they are: a gap of 1/32 of their age, but at least ten seconds. */
const gapPerAge = 1 / 32;
const leastGapMs = 14_000;

/** Appends a newer point and lets go of those that have become closer together than their age needs: some 100 for an hour, 300 for six days. */
export function addPoint(points: readonly SeedingPoint[], point: SeedingPoint): SeedingPoint[] {
  const last = points.at(-1);
  if (last !== undefined && point[0] <= last[0]) return [...points];
  const kept: SeedingPoint[] = [];
  const all = [...points, point];
  for (const [index, one] of all.entries()) {
    const before = kept.at(-1);
    const after = all[index + 1];
    const needed = Math.max(leastGapMs, (point[0] - one[0]) * gapPerAge);
    if (before === undefined || after === undefined || after[0] - before[0] > needed) kept.push(one);
  }
  return kept;
}

/** Bytes per second over the last minute of points (at least the last two); null with fewer than two. */
export function recentRate(points: readonly SeedingPoint[], windowMs = rateWindowMs): number | null {
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined || before === undefined) return null;
  const from = points.find(([at]) => at >= last[0] - windowMs) ?? before;
  const start = from === last ? before : from;
  const seconds = (last[0] - start[0]) / 1000;
  return seconds > 0 ? Math.max(0, (last[1] - start[1]) / seconds) : null;
}

/** Bytes per second between two times, as far as these were seen; straight between points. */
export function meanRate(points: readonly SeedingPoint[], from: number, to: number): number | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const [start, end] = [Math.max(from, first[0]), Math.min(to, last[0])];
  return end > start ? ((bytesAt(points, end) - bytesAt(points, start)) * 1000) / (end - start) : null;
}

function bytesAt(points: readonly SeedingPoint[], time: number): number {
  const index = Math.max(
    1,
    points.findIndex(([at]) => at >= time),
  );
  const [before, beforeBytes] = points[index - 1] as SeedingPoint;
  const [after, afterBytes] = points[index] as SeedingPoint;
  return beforeBytes + ((afterBytes - beforeBytes) * (time - before)) / (after - before);
}
