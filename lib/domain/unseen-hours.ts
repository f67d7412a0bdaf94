// Hours of the day in which a seeding was not watched yet may be slower or faster: nobody knows a wire's night by its morning.
import type { Pace } from "./pace.ts";
import type { SeedingPoint } from "./seeding-points.ts";

const hourMs = 3_600_000;
/** The coming hours are much like the last; what was learned from traces of hours holds for them. */
const nearMs = 6 * hourMs;
/** Taken, not fitted: no trace is as long as a day. */
const [slow, fast] = [0.6, 1.4];

/** Both ways it may go; none once every hour of a day was seen. */
export function unseenHours(points: readonly SeedingPoint[]): Pace[] {
  const first = points[0]?.[0] ?? 0;
  const now = points.at(-1)?.[0] ?? 0;
  if (now - first >= 24 * hourMs) return [];
  const seen = new Set<number>();
  for (let hour = Math.floor(first / hourMs); hour * hourMs < now; hour++) seen.add(hour % 24);
  const paceOf = (factor: number): Pace => ({
    at: (time) => (time >= now + nearMs && !seen.has(Math.floor(time / hourMs) % 24) ? factor : 1),
    next: (time) => (time < now + nearMs ? now + nearMs : (Math.floor(time / hourMs) + 1) * hourMs),
    because: `${24 - seen.size} hours of the day were not seen yet; there it may go slower or faster`,
  });
  return [paceOf(slow), paceOf(fast)];
}
