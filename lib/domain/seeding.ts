// Where a seeding stands, from both sides, the database state and ARM; automatic_seeding drives, physical stats measure.
import type { Memory, SeedingProgress } from "./assessment.ts";
import { type Hearing, otherSide, type SqlHeard } from "./hearing.ts";
import type { Limits } from "./limits.ts";
import type { OpenSeeding } from "./log-backup.ts";
import { expectedBytesOf, forecastRemaining } from "./remaining-time.ts";
import { leadingSide } from "./roles.ts";
import type { SqlSeedingFacts } from "./sample.ts";
import { rememberSeeding } from "./seeding-memory.ts";
import { recentRate } from "./seeding-points.ts";
import { boundOf } from "./seeding-waits.ts";
import { localRows, remoteRows } from "./synchronization.ts";
import type { Side } from "./vantage.ts";

export type SeedingStage = "waiting" | "running" | "stalled" | "restarted" | "failed";

/** `stage` null: no seeding, or it is done. */
export interface SeedingReading {
  stage: SeedingStage | null;
  progress: SeedingProgress | null;
  memory: Memory["seeding"];
  /** The attempt that failed, on the side that tells it. */
  failed: { row: SqlSeedingFacts; side: Side } | null;
  attempts: Attempts;
  /** Databases whose log the copy still needs. */
  open: OpenSeeding[];
}

/** The copy as each side tells it: the latest attempt at the source, and at the destination. */
export interface Attempts {
  sourceSide: Side;
  source: SqlSeedingFacts | null;
  destination: SqlSeedingFacts | null;
}

export function readSeeding(hearing: Hearing): SeedingReading {
  const before = hearing.previous?.memory.seeding ?? null;
  const attempts = readAttempts(hearing);
  const none: SeedingReading = { stage: null, progress: null, memory: before, failed: null, attempts, open: [] };
  if (hearing.partner.facts === null && hearing.instance.facts === null) return none;
  const basic = basicStage(hearing, attempts);
  if (basic === null) return { ...none, memory: null };
  if (basic === "failed") return { ...none, stage: "failed", failed: failedAttempt(attempts) };
  const begun: SeedingReading = { ...none, stage: basic, open: openSeedings(hearing, attempts.sourceSide) };
  const counted = basic === "running" ? countedAttempt(attempts) : null;
  if (counted === null) return begun;
  const voice = hearing[counted.side];
  const memory = rememberSeeding(before, counted.row, voice);
  const stage = runningStage(hearing, memory, voice.at);
  const progress = describe(hearing, counted.row, memory, voice, stage === "stalled");
  return { ...begun, stage, progress, memory };
}

/** A managed instance also seeds its own local replicas; those rows are called Forwarder… and are not the link's copy. */
function readAttempts(hearing: Hearing): Attempts {
  const sourceSide = leadingSide(hearing) ?? "partner";
  return {
    sourceSide,
    source: latest(newestOf(hearing[sourceSide].facts?.seedings ?? [], true)),
    destination: latest(newestOf(hearing[otherSide(sourceSide)].facts?.seedings ?? [], false)),
  };
}

/** Of several databases the one still at work, else the latest begun. */
function latest(newest: SqlSeedingFacts[]): SqlSeedingFacts | null {
  return newest.find((row) => row.physical !== null) ?? newest.find((row) => !isCompleted(row)) ?? newest[0] ?? null;
}

/** The link's own attempts, the newest of each database, the latest begun first. */
function newestOf(all: SqlSeedingFacts[], isSource: boolean): SqlSeedingFacts[] {
  const rows = all.filter((row) => row.isSource === isSource && !/^forwarder$/i.test(row.physical?.roleDesc ?? ""));
  const byTime = [...rows].sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0));
  const newest = new Map<string, SqlSeedingFacts>();
  for (const row of byTime) {
    const database = row.groupDatabaseId ?? row.databaseName ?? "";
    if (!newest.has(database)) newest.set(database, row);
  }
  return [...newest.values()];
}

/** Those that run, and those whose bytes are over while the copy is still RESTORING: it catches up with log from the start on. */
function openSeedings(hearing: Hearing, sourceSide: Side): OpenSeeding[] {
  const copies = localRows(hearing[otherSide(sourceSide)].facts);
  return newestOf(hearing[sourceSide].facts?.seedings ?? [], true).flatMap((row) => {
    const copy = copies.find((one) => one.groupDatabaseId === row.groupDatabaseId);
    const isOpen =
      row.physical !== null || isWorking(row) || (isCompleted(row) && copy?.databaseStateDesc === "RESTORING");
    const { databaseName } = row;
    const startedAt = row.physical?.startedAt ?? row.startedAt;
    return isOpen && databaseName !== null && startedAt !== null ? [{ databaseName, startedAt }] : [];
  });
}

/**
 * Done is when the copy has left RESTORING and a side says it is complete or log flows. A FAILED at the destination alone
 * is no failure: it can say so of a seeding that worked, so the source and the database state outweigh it.
 */
function basicStage(hearing: Hearing, { sourceSide, source, destination }: Attempts): SeedingStage | null {
  const isStreaming = source?.physical != null || destination?.physical != null;
  const copySide = otherSide(sourceSide);
  const copyRows = localRows(hearing[copySide].facts);
  const flows = [...copyRows, ...remoteRows(hearing[sourceSide].facts)];
  const isFlowing =
    flows.length > 0 && flows.every((row) => /^SYNCHRONIZ(ING|ED)$/.test(row.synchronizationStateDesc ?? ""));
  const isRestoring = copyRows.some((row) => row.databaseStateDesc === "RESTORING");
  if (isRestoring) {
    if (isStreaming) return "running";
    if (isFailed(source)) return "failed";
    if (isCompleted(source) || isWorking(source) || isWorking(destination)) return "running";
    // What ran goes on as far as anyone knows while the source is silent.
    if (hearing[sourceSide].facts === null && hearing.previous?.memory.seeding) return "running";
    return isFailed(destination) && source === null ? "failed" : "waiting";
  }
  if (isFlowing && !isStreaming) return null;
  if (isStreaming) return "running";
  if (isFailed(source)) return copyRows.length > 0 ? null : "failed";
  if (isCompleted(source)) return null;
  if (isFailed(destination) && source === null) return copyRows.length > 0 ? null : "failed";
  if (isWorking(source) || isWorking(destination)) return "running";
  if (source !== null || destination !== null) return isCompleted(destination) ? null : "waiting";
  return copyRows.length === 0 && armSeeds(hearing) ? "waiting" : null;
}

function failedAttempt({ sourceSide, source, destination }: Attempts): SeedingReading["failed"] {
  if (isFailed(source)) return { row: source as SqlSeedingFacts, side: sourceSide };
  return destination === null ? null : { row: destination, side: otherSide(sourceSide) };
}

/** The source's own count; the destination's only where the source is not heard. */
function countedAttempt({ sourceSide, source, destination }: Attempts): { row: SqlSeedingFacts; side: Side } | null {
  // A source whose attempt just ended is heard: the destination's older word must not pass for another count of the same run.
  if (source !== null) return source.physical ? { row: source, side: sourceSide } : null;
  return destination?.physical ? { row: destination, side: otherSide(sourceSide) } : null;
}

function runningStage(hearing: Hearing, memory: NonNullable<Memory["seeding"]>, at: Date): SeedingStage {
  const stillMs = memory.movedAt === null ? 0 : at.getTime() - memory.movedAt.getTime();
  if (stillMs >= hearing.limits.stallSeconds * 1000) return "stalled";
  const sinceMs = memory.restartedAt === null ? Number.POSITIVE_INFINITY : at.getTime() - memory.restartedAt.getTime();
  return sinceMs < hearing.limits.restartShownSeconds * 1000 ? "restarted" : "running";
}

function describe(
  hearing: Hearing,
  row: SqlSeedingFacts,
  memory: NonNullable<Memory["seeding"]>,
  voice: SqlHeard,
  isStalled: boolean,
): SeedingProgress {
  const physical = row.physical;
  const transferredBytes = physical?.transferredSizeBytes ?? null;
  const databaseBytes = physical?.databaseSizeBytes ?? null;
  const isSized = databaseBytes !== null && databaseBytes > 0;
  const { points, lostBytes, lostSeconds = 0 } = memory;
  const earlier = { bytes: lostBytes, seconds: lostSeconds };
  const { wireShare, now, limits } = hearing;
  // What a mate told long ago is nothing to reckon with.
  const mates = hearing.mates.filter(({ toldAt }) => now.getTime() - toldAt.getTime() <= limits.stallSeconds * 1000);
  const isCompressed = physical?.isCompressionEnabled ?? null;
  const answer = forecastRemaining({
    points,
    databaseBytes,
    isCompressed: isCompressed === true,
    wireShare,
    isStalled,
    earlier,
    mates,
    leavers: hearing.leavers,
    now,
  });
  return {
    databaseName: row.databaseName,
    transferredBytes,
    databaseBytes,
    fraction: transferredBytes === null || !isSized ? null : Math.min(1, Math.max(0, transferredBytes / databaseBytes)),
    rateBytesPerSecond: isStalled ? 0 : recentRate(memory.points),
    reportedRateBytesPerSecond: physical?.transferRateBytesPerSecond ?? null,
    serverEstimateAt: physical?.estimatedCompletionAt ?? null,
    attempt: memory.attempt,
    restarts: memory.restarts,
    lostBytes: memory.lostBytes,
    startedAt: memory.startedAt,
    movedAt: memory.movedAt,
    observedAt: voice.at,
    forecast: answer.forecast,
    forecastMissing: answer.missing,
    begunAt: memory.begunAt,
    cancelAt: cancelTime(memory, hearing.limits),
    isCompressed,
    bound: boundOf(memory.waits),
    expectedBytes: expectedBytesOf({
      databaseBytes,
      isCompressed: isCompressed === true,
      wireShare,
      transferredBytes: transferredBytes ?? 0,
    }),
  };
}

/** Azure counts from the making of the link; the first attempt that was seen is the nearest to it. */
export function cancelTime(memory: Memory["seeding"], limits: Limits): Date | null {
  const begunAt = memory?.begunAt ?? null;
  return begunAt && new Date(begunAt.getTime() + limits.seedingCancelSeconds * 1000);
}

export function isFailed(row: SqlSeedingFacts | null): boolean {
  return /^FAILED/i.test(row?.currentState ?? "");
}

export function isCompleted(row: SqlSeedingFacts | null): boolean {
  return /^COMPLETED/i.test(row?.currentState ?? "");
}

/** The list of states is open: what is neither an end nor a known waiting is taken as work. */
function isWorking(row: SqlSeedingFacts | null): boolean {
  const state = row?.currentState ?? "";
  return state !== "" && !/^(FAILED|COMPLETED|PENDING|CHECK_IF_SEEDING_NEEDED|LIMIT_CONCURRENT_BACKUPS)/i.test(state);
}

export function armSeeds(hearing: Hearing): boolean {
  return hearing.arm.facts?.databases.some((row) => /seed|creatinglink/i.test(row.replicaState ?? "")) ?? false;
}
