// What is really so with one link at one time; what both sides and ARM show is made from this.
import type { Side } from "../domain/vantage.ts";
import type { LinkSpec, StoryName } from "./scenario.ts";

export type Role = "PRIMARY" | "SECONDARY" | "RESOLVING";
export type Mode = "sync" | "async";

/** One row of sys.dm_hadr_automatic_seeding. */
export interface Attempt {
  operationId: string;
  remoteOperationId: string;
  number: number;
  startedAt: number;
  completedAt: number | null;
  currentState: "CHECK_IF_SEEDING_NEEDED" | "LIMIT_CONCURRENT_BACKUPS" | "SEEDING" | "COMPLETED" | "FAILED";
  performedSeeding: boolean;
  failure: { state: number; description: string; errorCode: number } | null;
}

/** The stream of a seeding that runs now: one row of sys.dm_hadr_physical_seeding_stats on each side. */
export interface Copying {
  attempt: Attempt;
  admittedAt: number;
  transferredBytes: number;
  databaseBytes: number;
  bytesPerSecond: number;
  isCompressed: boolean;
  diskWaitMs: number;
  networkWaitMs: number;
}

export interface LinkTruth {
  link: LinkSpec;
  at: number;
  story: StoryName;
  since: number;
  seenBy: { partner: boolean; instance: boolean; arm: boolean };
  leads: Side;
  roles: Record<Side, Role>;
  /** As each vantage has it configured. */
  modes: Record<Side | "arm", Mode>;
  disconnected: { since: number; errorNumber: number; description: string } | null;
  suspended: { since: number; reason: string } | null;
  /** Oldest first. */
  attempts: Attempt[];
  copying: Copying | null;
  /** The follower's database is restored and takes log. */
  isJoined: boolean;
  /** How far the follower's hardened log, and what it has redone of that, are behind, as time. */
  sendLagMs: number;
  redoLagMs: number;
  /** Seconds of log replayed per second while redo never rests; null: it keeps up. */
  redoSpeed: number | null;
  /** Since a forced failover the instance's log is a history of its own. */
  fork: { at: number; bytes: number } | null;
  isSplit: boolean;
  /** The destination's seeding history says FAILED although all is well. */
  hasFalseFailure: boolean;
  armState: string;
  armError: string | null;
}

export function otherSide(side: Side): Side {
  return side === "partner" ? "instance" : "partner";
}
