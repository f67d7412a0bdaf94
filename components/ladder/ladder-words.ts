// The rungs of the ladder in the field's own words, and how a row of the table reads.
import type { LsnReading, LsnRung } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";

export type Rung = Plain<LsnRung>;

const names: Record<LsnRung["rung"], { column: string; means: string }> = {
  endOfLogLsn: { column: "end_of_log_lsn", means: "written on the primary" },
  lastSentLsn: { column: "last_sent_lsn", means: "left the primary" },
  lastReceivedLsn: { column: "last_received_lsn", means: "arrived" },
  lastHardenedLsn: { column: "last_hardened_lsn", means: "safe on disk" },
  lastRedoneLsn: { column: "last_redone_lsn", means: "replayed, can be read" },
  lastCommitLsn: { column: "last_commit_lsn", means: "last transaction" },
};

/** The column's name as SQL Server spells it, and what it means. */
export function rungName(rung: LsnRung["rung"]): { column: string; means: string } {
  return names[rung];
}

/** Off the rail: the log has not got here as it should, or nobody can tell. */
export function isOffRail(rung: Rung): boolean {
  return rung.verdict !== null && rung.verdict !== "ok" && rung.verdict !== "progress";
}

/** What stands where a voice has no number: why, or that it is not known. Never an empty cell. */
export function missingWords(reading: Plain<LsnReading>): { words: string; isUnknown: boolean } {
  if (reading.why === null) return { words: "not known", isUnknown: true };
  return { words: reading.why, isUnknown: /unknown|not known|silent/i.test(reading.why) };
}
