// The bytes of a seeding seen so far: how points are kept, thinned and turned into a rate.

/** [ms since 1970 when it was observed, transferred bytes], oldest first. */
export type SeedingPoint = [at: number, bytes: number];

const mostPoints = 120;
const recentMs = 600_000;
const rateWindowMs = 60_000;

/** Appends a newer point; when there are too many, every second one goes, first among the older ones. First and last stay. */
export function addPoint(points: readonly SeedingPoint[], point: SeedingPoint): SeedingPoint[] {
  const last = points.at(-1);
  if (last !== undefined && point[0] <= last[0]) return [...points];
  const all = [...points, point];
  if (all.length <= mostPoints) return all;
  const split = all.findIndex(([at]) => at >= point[0] - recentMs);
  const older = all.slice(0, split);
  // With polls closer than ten seconds the recent ones alone are too many: then they give way as well.
  return older.length >= mostPoints / 4
    ? [...everySecond(older), ...all.slice(split)]
    : [...everySecond(all.slice(0, -1)), point];
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

function everySecond(points: SeedingPoint[]): SeedingPoint[] {
  return points.filter((_, index) => index % 2 === 0);
}
