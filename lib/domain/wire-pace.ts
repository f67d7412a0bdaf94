// Several seedings over one wire: one that is over leaves its share to the rest, one that waits takes it.
import { type Pace, steady, steps } from "./pace.ts";
import { meanRate, type SeedingPoint } from "./seeding-points.ts";
import type { WireLeaver, WireMate } from "./wire-mate.ts";
import { listWords } from "./wording.ts";

/** Times as ms since 1970; `rate` in bytes per second. */
interface Runner {
  startedAt: number;
  leftAt: number;
  rate: number;
}

/**
 * Each has a part of the wire from its start until its bytes are over. The wire's whole rate stays what it is now, and one that
 * left had as much of it as this one has. `own` is this seeding's rate, bytes per second.
 */
export function wirePace(
  own: number,
  mates: readonly WireMate[],
  now: number,
  leavers: readonly WireLeaver[] = [],
): Pace {
  const running = mates.flatMap(({ name, rateBytesPerSecond: rate, remainingBytes, startedAt, server }) =>
    rate !== null && rate > 0 && remainingBytes !== null && startedAt !== null
      ? [{ name, rate, left: remainingBytes, startedAt: startedAt.getTime(), server }]
      : [],
  );
  if (!(own > 0) || (running.length === 0 && leavers.length === 0)) return steady;
  const waiting = mates.filter(({ startedAt }) => startedAt === null);
  const before = past(own, [
    ...running.map(({ rate, startedAt }) => ({ rate, startedAt, leftAt: Number.POSITIVE_INFINITY })),
    ...leavers.map(stayOf).map(({ startedAt, leftAt }) => ({ startedAt, leftAt: Math.min(leftAt, now), rate: own })),
  ]);
  const after = leaves(own, running, waiting, now);
  return steps(
    [...before.borders, ...after.borders],
    [...before.values, 1, ...after.values],
    sharedWords(running, leavers),
  );
}

function sharedWords(running: readonly Pick<WireMate, "name">[], leavers: readonly WireLeaver[]): string {
  const were = `${fewNames(leavers)} had a part of the wire until ${leavers.length === 1 ? "its" : "their"} end`;
  if (running.length === 0) return were;
  const are = `the wire is shared with ${fewNames(running)}, until ${running.length === 1 ? "it is" : "they are"} over`;
  return leavers.length === 0 ? are : `${are}; ${were}`;
}

function stayOf({ startedAt, leftAt }: Pick<WireLeaver, "startedAt" | "leftAt">): Omit<Runner, "rate"> {
  return { startedAt: startedAt?.getTime() ?? Number.NEGATIVE_INFINITY, leftAt: leftAt.getTime() };
}

/** "CRM, WMS and 3 more". */
export function fewNames(mates: readonly Pick<WireMate, "name">[]): string {
  const names = mates.map(({ name }) => name);
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : listWords(names);
}

/** Seen long enough on both sides of a change to compare. */
const [leastMs, windowMs] = [600_000, 1_800_000];
/** A wire swings by itself: a change that would make less than this of the rate shows nothing. */
const leastEffect = 1.15;
/** Of the effect that it should have (as a logarithm): less is none. */
const leastShare = 1 / 3;

/**
 * seen: when the last of them began or ended, the rate fell or rose as it should · not: it did not, so something else than the
 * wire limits it · likely: nothing of the kind was watched.
 */
export function sharingOf(
  points: readonly SeedingPoint[],
  mates: readonly WireMate[],
  leavers: readonly WireLeaver[] = [],
): "seen" | "likely" | "not" {
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  const stays = [
    ...mates.flatMap(({ startedAt }) =>
      startedAt === null ? [] : [{ startedAt: startedAt.getTime(), leftAt: Number.POSITIVE_INFINITY }],
    ),
    ...leavers.map(stayOf),
  ];
  const changes = [...new Set(stays.flatMap(({ startedAt, leftAt }) => [startedAt, leftAt]))]
    .filter((time) => time > first && time < last)
    .sort((a, b) => a - b);
  const runningIn = (from: number, to: number) =>
    1 + stays.filter(({ startedAt, leftAt }) => startedAt < to && leftAt > from).length;
  for (let index = changes.length - 1; index >= 0; index--) {
    const time = changes[index] as number;
    const from = Math.max(changes[index - 1] ?? first, time - windowMs);
    const to = Math.min(changes[index + 1] ?? last, time + windowMs);
    if (time - from < leastMs || to - time < leastMs) continue;
    const should = Math.log(runningIn(from, time) / runningIn(time, to));
    if (Math.abs(should) < Math.log(leastEffect)) continue;
    const [before, after] = [meanRate(points, from, time), meanRate(points, time, to)];
    if (before === null || after === null || !(before > 0 && after > 0)) continue;
    return Math.log(after / before) / should >= leastShare ? "seen" : "not";
  }
  return "likely";
}

interface Change {
  borders: number[];
  values: number[];
}

/** The own share against that of now. One value before each border. */
function past(own: number, runners: readonly Runner[]): Change {
  const borders = [...new Set(runners.flatMap(({ startedAt, leftAt }) => [startedAt, leftAt]))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const sharedIn = (before: number) =>
    own + sumOf(runners.filter(({ startedAt, leftAt }) => startedAt < before && leftAt >= before));
  const now = own + sumOf(runners.filter(({ leftAt }) => leftAt === Number.POSITIVE_INFINITY));
  return { borders, values: borders.map((border) => now / sharedIn(border)) };
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
