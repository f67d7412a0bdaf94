// Bandwidth shared among seedings: who goes, who waits, and how many bytes each has moved by when.
import { type Swing, swingingClock, swingingRate, whenClockShows } from "./dice.ts";
import type { WireSpec } from "./scenario.ts";

/** One seeding as the wire sees it. Times in ms UTC; `stopAt` Infinity = until done. */
export interface SeedingJob {
  id: string;
  startAt: number;
  stopAt: number;
  pauses: { from: number; to: number }[];
  bytes: number;
}

export interface SeedingRun {
  job: SeedingJob;
  /** Null: it never got its turn, or never finished. */
  admittedAt: number | null;
  finishedAt: number | null;
  bytesAt(at: number): number;
  bytesPerSecondAt(at: number): number;
}

interface Piece {
  from: number;
  bytes: number;
  perMs: number;
}

const day = 86_400_000;
const swings: Swing[] = [
  { depth: 0.08, periodMs: 47_000, phase: 1 },
  { depth: 0.12, periodMs: 660_000, phase: 2 },
  { depth: 0.08, periodMs: 11_160_000, phase: 3 },
];

/** Walks from one change to the next; between two changes every running job has a steady rate on the wire's own, swinging clock. */
export function scheduleWire(wire: WireSpec, jobs: SeedingJob[]): Map<string, SeedingRun> {
  const clock = (at: number) => (Number.isFinite(at) ? swingingClock(swings, at) : at);
  const changes = changesOf(wire, jobs).map(clock);
  const state = jobs.map((job) => ({
    job,
    start: clock(job.startAt),
    stop: clock(job.stopAt),
    pauses: job.pauses.map((pause) => ({ from: clock(pause.from), to: clock(pause.to) })),
    pieces: [] as Piece[],
    bytes: 0,
    admitted: null as number | null,
    finished: null as number | null,
  }));
  let now = changes[0] ?? 0;
  for (let step = 0; step < 5000; step += 1) {
    const open = state.filter((s) => s.finished === null && s.start <= now && now < s.stop);
    const admitted = open.filter((s) => s.admitted !== null);
    for (const s of open) {
      if (s.admitted === null && admitted.length < wire.concurrent) {
        s.admitted = now;
        admitted.push(s);
      }
    }
    const running = admitted.filter((s) => !s.pauses.some((pause) => pause.from <= now && now < pause.to));
    const perMs = bandwidth(wire, whenClockShows(swings, now)) / 1000 / Math.max(1, running.length);
    for (const s of state)
      if (s.admitted !== null) s.pieces.push({ from: now, bytes: s.bytes, perMs: running.includes(s) ? perMs : 0 });
    let next = changes.find((change) => change > now) ?? Number.POSITIVE_INFINITY;
    for (const s of running) next = Math.min(next, now + (s.job.bytes - s.bytes) / perMs);
    if (!Number.isFinite(next)) break;
    for (const s of running) {
      s.bytes += perMs * (next - now);
      // Less than a millisecond short is done: times this far from 1970 are no finer.
      if (s.job.bytes - s.bytes < perMs) {
        s.bytes = s.job.bytes;
        s.finished = next;
      }
    }
    now = next;
  }
  const when = (time: number | null) => (time === null ? null : Math.round(whenClockShows(swings, time)));
  return new Map(
    state.map((s) => {
      const pieceAt = (at: number) => {
        const time = clock(at);
        return s.pieces.findLast((piece) => piece.from <= time);
      };
      return [
        s.job.id,
        {
          job: s.job,
          admittedAt: when(s.admitted),
          finishedAt: when(s.finished),
          bytesAt: (at: number) => {
            const until = Math.min(at, s.job.stopAt);
            const piece = pieceAt(until);
            return piece
              ? Math.min(s.job.bytes, Math.floor(piece.bytes + piece.perMs * (clock(until) - piece.from)))
              : 0;
          },
          bytesPerSecondAt: (at: number) => Math.round((pieceAt(at)?.perMs ?? 0) * 1000 * swingingRate(swings, at)),
        },
      ];
    }),
  );
}

/** Every time at which a rate may change: starts, stops, pauses, and the throttle's hours. */
function changesOf(wire: WireSpec, jobs: SeedingJob[]): number[] {
  const times = new Set<number>();
  for (const job of jobs) {
    for (const at of [job.startAt, job.stopAt, ...job.pauses.flatMap((pause) => [pause.from, pause.to])]) {
      if (Number.isFinite(at)) times.add(at);
    }
  }
  if (wire.throttle && times.size > 0) {
    const first = Math.floor(Math.min(...times) / day) * day;
    const last = Math.max(...times) + 10 * day;
    for (let midnight = first; midnight < last; midnight += day) {
      times.add(midnight + wire.throttle.fromHour * 3_600_000);
      times.add(midnight + wire.throttle.toHour * 3_600_000);
    }
    for (const at of [...times]) if (at < Math.min(...jobs.map((job) => job.startAt))) times.delete(at);
  }
  return [...times].sort((a, b) => a - b);
}

function bandwidth(wire: WireSpec, at: number): number {
  if (!wire.throttle) return wire.bytesPerSecond;
  const { fromHour, toHour, factor } = wire.throttle;
  // Half a second of grace: a change mapped to the wire's clock and back may land a hair early.
  const hour = ((at + 500) % day) / 3_600_000;
  const isThrottled = fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
  return wire.bytesPerSecond * (isThrottled ? factor : 1);
}
