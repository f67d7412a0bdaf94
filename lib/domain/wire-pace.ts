// Several seedings over one wire: one that is over leaves its share to the rest, one that waits takes it.
import { type Pace, steady, steps } from "./pace.ts";
import { meanRate, type SeedingPoint } from "./seeding-points.ts";
import type { WireMate } from "./wire-mate.ts";
import { listWords } from "./wording.ts";

/**
 * What is known of the mates now: each shares the wire from its start, and leaves it when its bytes are over. The wire's whole
 * rate stays what it is now. `own` is this seeding's rate, bytes per second.
 */
export function wirePace(own: number, mates: readonly WireMate[], now: number): Pace {
  const running = mates.flatMap(({ name, rateBytesPerSecond: rate, remainingBytes, startedAt, server }) =>
    rate !== null && rate > 0 && remainingBytes !== null && startedAt !== null
      ? [{ name, rate, left: remainingBytes, startedAt: startedAt.getTime(), server }]
      : [],
  );
  if (!(own > 0) || running.length === 0) return steady;
  const waiting = mates.filter(({ startedAt }) => startedAt === null);
  const past = joins(own, running);
  const future = leaves(own, running, waiting, now);
  const because = `the wire is shared with ${fewNames(running)}, until ${running.length === 1 ? "it is" : "they are"} over`;
  return steps([...past.borders, ...future.borders], [...past.values, 1, ...future.values], because);
}

/** "CRM, WMS and 3 more". */
export function fewNames(mates: readonly Pick<WireMate, "name">[]): string {
  const names = mates.map(({ name }) => name);
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : listWords(names);
}

/** Seen long enough on both sides of a join to compare. */
const [leastMs, windowMs] = [600_000, 1_800_000];

/** seen: when the newest of them began, the rate fell · not: it did not, so something else than the wire limits it · likely: none began while this was watched. */
export function sharingOf(points: readonly SeedingPoint[], mates: readonly WireMate[]): "seen" | "likely" | "not" {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return "likely";
  const joined = mates
    .flatMap(({ startedAt }) => startedAt?.getTime() ?? [])
    .filter((time) => time - first[0] >= leastMs && last[0] - time >= leastMs);
  if (joined.length === 0) return "likely";
  const time = Math.max(...joined);
  const before = meanRate(points, time - windowMs, time);
  const after = meanRate(points, time, time + windowMs);
  if (before === null || after === null || !(after > 0)) return "likely";
  const rateOf = (some: readonly WireMate[]) => some.reduce((sum, mate) => sum + (mate.rateBytesPerSecond ?? 0), 0);
  const whole = after + rateOf(mates);
  const expected = whole / (whole - rateOf(mates.filter(({ startedAt }) => startedAt?.getTime() === time)));
  return before / after >= 1 + (expected - 1) / 2 ? "seen" : "not";
}

interface Change {
  borders: number[];
  values: number[];
}

/** Before a mate began, its share was ours and the others'. One value before each border. */
function joins(own: number, running: readonly { rate: number; startedAt: number }[]): Change {
  const borders = [...new Set(running.map(({ startedAt }) => startedAt))].sort((a, b) => a - b);
  const whole = own + sumOf(running);
  const values = borders.map((border) => whole / (own + sumOf(running.filter(({ startedAt }) => startedAt < border))));
  return { borders, values };
}

/** One value after each border. One that waits takes the place of one of its server that is over; of unknown size, it stays. */
function leaves(
  own: number,
  running: readonly { rate: number; left: number; server: string | null }[],
  waiting: readonly Pick<WireMate, "server" | "remainingBytes">[],
  now: number,
): Change {
  const change: Change = { borders: [], values: [] };
  const rest = running.map((mate) => ({ ...mate }));
  const heirs = [...waiting];
  const whole = own + sumOf(rest);
  let faster = 1;
  let time = now;
  for (;;) {
    const gone = rest.reduce<(typeof rest)[number] | null>(
      (first, mate) => (first === null || mate.left / mate.rate < first.left / first.rate ? mate : first),
      null,
    );
    if (gone === null || !Number.isFinite(gone.left)) return change;
    const seconds = gone.left / (gone.rate * faster);
    for (const mate of rest) mate.left -= mate.rate * faster * seconds;
    time += seconds * 1000;
    rest.splice(rest.indexOf(gone), 1);
    const heir = heirs.findIndex(({ server }) => server === gone.server);
    const [next] = heir < 0 ? [] : heirs.splice(heir, 1);
    if (next !== undefined) {
      rest.push({ rate: gone.rate, left: next.remainingBytes ?? Number.POSITIVE_INFINITY, server: gone.server });
      continue;
    }
    faster = whole / (own + sumOf(rest));
    change.borders.push(time);
    change.values.push(faster);
  }
}

function sumOf(mates: readonly { rate: number }[]): number {
  return mates.reduce((sum, { rate }) => sum + rate, 0);
}
