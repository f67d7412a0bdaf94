// What came of asking one source once: an answer with samples, or a failure to look. Both are observations and are stored.
import type { Sample } from "./sample.ts";
import type { Side, SourceKind } from "./vantage.ts";

/** Why we could not look. `denied`: login or permission refused · `malformed`: it answered something we cannot read · `throttled`: asked to come back later. */
export type FailureKind = "timeout" | "unreachable" | "denied" | "malformed" | "throttled";

/** A source as the pipeline knows it. `id` is stable: "sql:SQLHAM01", "mi:mi-erp-weu", "arm:mi-erp-weu", "synapse:syn-dwh-weu". */
export interface SourceIdentity {
  id: string;
  kind: SourceKind;
  side: Side;
  /** Name in the estate: of the SQL Server or the managed instance. */
  name: string;
  intervalSeconds: number;
  /** Trusts any certificate: said in the estate file, shown on the page. */
  isTlsUnchecked: boolean;
}

interface Asked {
  sourceId: string;
  /** Our clock, when the question left. */
  askedAt: Date;
  /** Whole wall time of the poll, connecting included. */
  durationMs: number;
  /** How late the poll began against its due time. */
  latenessMs: number;
}

export interface Answer extends Asked {
  kind: "answered";
  samples: Sample[];
  /** The server's own UTC clock, read in the same batch, and how far it is ahead of ours (round trip halved). Absent for ARM without a Date header. */
  serverClock: { at: Date; skewMs: number } | null;
  /** Time the server itself spent, if it says so. */
  serverMs: number | null;
  roundTrips: number;
  /** Facts this source could not tell, each with the reason. */
  blind: BlindFact[];
}

/** Something a source could not tell, and why: never to be taken for "there is none". */
export interface BlindFact {
  /** "certificates", "sys.availability_replicas.seeding_mode_desc" … */
  fact: string;
  /** What would let it be seen: "VIEW ANY DEFINITION", "SELECT on msdb.dbo.backupset"; null: no permission helps. */
  permission: string | null;
  /** Ends a sentence that begins with the fact: "this login lacks VIEW ANY DEFINITION", "SQL Server 2016 has no such column". */
  reason: string;
}

export interface Failure extends Asked {
  kind: FailureKind;
  /** For people: what happened and what to do. Goes on after "SQL01 does not answer:", so without the name; never holds a secret. */
  message: string;
  /** The source's own words and number, as they came. */
  code: string | null;
  /** Of `denied`, what would let us look: "VIEW SERVER STATE"; null: no permission is known to help. */
  permission: string | null;
  /** When the source itself asked us to wait. */
  retryAfterMs: number | null;
}

export type Outcome = Answer | Failure;

export function isAnswer(outcome: Outcome): outcome is Answer {
  return outcome.kind === "answered";
}
