// What is kept of a seeding from poll to poll: the bytes of the run that goes, its waits, and what was lost.
import type { Memory } from "./assessment.ts";
import type { SqlHeard } from "./hearing.ts";
import type { SqlSeedingFacts } from "./sample.ts";
import { addPoint } from "./seeding-points.ts";
import { addWaits, type WaitPoint } from "./seeding-waits.ts";

/** Starts further apart are those of two runs. */
const apartMs = 600_000;

type SeedingMemory = NonNullable<Memory["seeding"]>;

/** Two voices' counts are never mixed: while the one is silent the other is listened to, and the first is gone on with when it is back. */
export function rememberSeeding(before: Memory["seeding"], row: SqlSeedingFacts, voice: SqlHeard): SeedingMemory {
  if (before === null) return { ...begin(row, voice), restarts: 0, lostBytes: 0, lostSeconds: 0, restartedAt: null };
  if (before.vantage === voice.vantage) return goOn(before, row, voice);
  const { aside = null, ...left } = before;
  const { begunAt, restarts, lostBytes, lostSeconds = 0, restartedAt } = before;
  const known = { begunAt: begunAt ?? row.startedAt, restarts, lostBytes, lostSeconds, restartedAt };
  if (aside?.vantage === voice.vantage && !hasRestarted(aside, row))
    return { ...goOn({ ...aside, ...known }, row, voice), aside: left };
  const fresh = begin(row, voice);
  const startedAt = isNear(before.startedAt, fresh.startedAt) ? before.startedAt : fresh.startedAt;
  return { ...fresh, ...known, startedAt, aside: left };
}

/** Two servers' words for the start of one run. */
function isNear(one: Date | null, other: Date | null): boolean {
  return one !== null && other !== null && Math.abs(one.getTime() - other.getTime()) < apartMs;
}

type Begun = Omit<SeedingMemory, "restarts" | "lostBytes" | "lostSeconds" | "restartedAt">;

function begin(row: SqlSeedingFacts, { vantage, at }: SqlHeard): Begun {
  const bytes = bytesOf(row);
  const wait = waitOf(row, at);
  const startedAt = row.physical?.startedAt ?? row.startedAt;
  return {
    vantage,
    operationId: row.operationId,
    attempt: row.numberOfAttempts,
    startedAt,
    points: bytes === null ? [] : [[at.getTime(), bytes]],
    waits: wait === null ? [] : [wait],
    begunAt: startedAt,
    movedAt: at,
  };
}

/** Begins anew after a restart; the bytes so far are lost then. */
function goOn(before: SeedingMemory, row: SqlSeedingFacts, voice: SqlHeard): SeedingMemory {
  const { at } = voice;
  const last = before.points.at(-1);
  if (last !== undefined && at.getTime() <= last[0]) return before;
  const fresh = begin(row, voice);
  const begunAt = before.begunAt ?? before.startedAt ?? fresh.startedAt;
  if (hasRestarted(before, row)) {
    const ranMs = last === undefined ? 0 : last[0] - (before.startedAt?.getTime() ?? last[0]);
    return {
      ...fresh,
      begunAt,
      restarts: before.restarts + 1,
      lostBytes: before.lostBytes + (last?.[1] ?? 0),
      lostSeconds: (before.lostSeconds ?? 0) + Math.max(0, ranMs / 1000),
      restartedAt: at,
    };
  }
  const bytes = bytesOf(row);
  const wait = waitOf(row, at);
  const hasMoved = bytes !== null && (last === undefined || bytes > last[1]);
  return {
    ...before,
    begunAt,
    attempt: row.numberOfAttempts ?? before.attempt,
    points: bytes === null ? before.points : addPoint(before.points, [at.getTime(), bytes]),
    waits: wait === null ? (before.waits ?? []) : addWaits(before.waits ?? [], wait),
    movedAt: hasMoved ? at : before.movedAt,
  };
}

/** Bytes fall, the attempt rises, or another operation runs. */
function hasRestarted({ operationId, attempt, points }: Omit<SeedingMemory, "aside">, row: SqlSeedingFacts): boolean {
  const [bytes, last] = [bytesOf(row), points.at(-1)];
  return (
    row.operationId !== operationId ||
    (row.numberOfAttempts !== null && attempt !== null && row.numberOfAttempts > attempt) ||
    (bytes !== null && last !== undefined && bytes < last[1])
  );
}

function bytesOf({ physical }: SqlSeedingFacts): number | null {
  return physical?.transferredSizeBytes ?? null;
}

function waitOf({ physical }: SqlSeedingFacts, at: Date): WaitPoint | null {
  const [disk, network] = [physical?.totalDiskIoWaitTimeMs ?? null, physical?.totalNetworkWaitTimeMs ?? null];
  return disk === null || network === null ? null : [at.getTime(), disk, network];
}
