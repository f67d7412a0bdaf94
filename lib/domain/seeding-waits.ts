// What a seeding waits for: the growth of its two wait counters against the time that passed.
import type { RateBound } from "./assessment.ts";

/** [ms since 1970 when it was observed, disk wait ms, network wait ms], oldest first. */
export type WaitPoint = [at: number, diskMs: number, networkMs: number];

const windowMs = 10 * 60_000;
const apartMs = 55_000;
/** A share is told after so long a look. */
const leastMs = 60_000;
/** From half of the time on, waiting is what binds. */
const bindingShare = 0.5;

/** Adds a newer reading: about one a minute of the last ten, and always the newest. Counters that fall begin anew. */
export function addWaits(points: readonly WaitPoint[], point: WaitPoint): WaitPoint[] {
  const last = points.at(-1);
  if (last !== undefined && point[0] <= last[0]) return [...points];
  if (last !== undefined && (point[1] < last[1] || point[2] < last[2])) return [point];
  const before = points.at(-2);
  const settled = last !== undefined && before !== undefined && last[0] - before[0] < apartMs ? -1 : points.length;
  return [...points.slice(0, settled).filter((one) => point[0] - one[0] <= windowMs), point];
}

/** Null until it has been watched for a minute. The source waits for both at once at times, so the shares need not add up to less than 1. */
export function boundOf(points: readonly WaitPoint[]): RateBound | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last[0] - first[0] < leastMs) return null;
  const share = (from: number, to: number) => Math.min(1, (to - from) / (last[0] - first[0]));
  const diskShare = share(first[1], last[1]);
  const networkShare = share(first[2], last[2]);
  const most = Math.max(diskShare, networkShare);
  const by = most < bindingShare ? "neither" : networkShare >= diskShare ? "network" : "disk";
  return { by, diskShare, networkShare, seconds: (last[0] - first[0]) / 1000 };
}
