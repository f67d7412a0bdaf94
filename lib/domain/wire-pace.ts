// Several seedings over one wire: one that is over leaves its share to the rest, one that waits takes it.
import { type Pace, steady, steps } from "./pace.ts";
import { meanRate, type SeedingPoint } from "./seeding-points.ts";

/** Another seeding from the same SQL Server, or to the same managed instance. */
export interface WireMate {
  linkId: string;
  name: string;
  /** By name; null: not known. */
  server: string | null;
  instance: string | null;
  /** When its run began; null: it waits for its turn. */
  startedAt: Date | null;
  /** Null: its size is not known. */
  remainingBytes: number | null;
  rateBytesPerSecond: number | null;
}

/**
 * What is known of the mates now: each shares the wire from its start, and leaves it when its bytes are over. The wire's whole
 * rate stays what it is now. `own` is this seeding's rate, bytes per second.
 */
export function wirePace(own: number, mates: readonly WireMate[], now: number): Pace {
  const running = mates.flatMap(({ rateBytesPerSecond: rate, remainingBytes, startedAt }) =>
    rate !== null && rate > 0 && remainingBytes !== null && startedAt !== null
      ? [{ rate, left: remainingBytes, startedAt: startedAt.getTime() }]
      : [],
  );
  if (!(own > 0) || running.length === 0) return steady;
  const whole = own + running.reduce((sum, { rate }) => sum + rate, 0);
  const waiting = mates.filter(({ startedAt }) => startedAt === null).map(({ remainingBytes }) => remainingBytes);
  const past = joins(own, running);
  const future = leaves(own, running, waiting, now);
  return steps([...past.borders, ...future.borders], [...past.values, 1, ...future.values]);
}

/** Seen long enough on both sides of a join to compare. */
const [leastMs, windowMs] = [600_000, 1_800_000];

/** False where a mate began and the rate did not fall: then something else than the wire limits it. True where nothing speaks against it. */
export function sharesWire(points: readonly SeedingPoint[], mates: readonly WireMate[]): boolean {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return true;
  const joined = mates
    .flatMap(({ startedAt }) => startedAt?.getTime() ?? [])
    .filter((time) => time - first[0] >= leastMs && last[0] - time >= leastMs);
  if (joined.length === 0) return true;
  const time = Math.max(...joined);
  const before = meanRate(points, time - windowMs, time);
  const after = meanRate(points, time, time + windowMs);
  if (before === null || after === null || !(after > 0)) return true;
  const rateOf = (some: readonly WireMate[]) => some.reduce((sum, mate) => sum + (mate.rateBytesPerSecond ?? 0), 0);
  const whole = after + rateOf(mates);
  const expected = whole / (whole - rateOf(mates.filter(({ startedAt }) => startedAt?.getTime() === time)));
  return before / after >= 1 + (expected - 1) / 2;
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

/** One value after each border. A mate that waits takes the place of one that is over; of unknown size, it stays. */
function leaves(
  own: number,
  running: readonly { rate: number; left: number }[],
  waiting: readonly (number | null)[],
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
    const heir = heirs.shift();
    if (heir !== undefined) {
      rest.push({ rate: gone.rate, left: heir ?? Number.POSITIVE_INFINITY });
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
