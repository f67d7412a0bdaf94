// Why the log of a database cannot be cut now: sys.databases.log_reuse_wait_desc in words, and what helps.

export interface LogReuse {
  /** Goes on after "Log of Orders is 75 % used: ". */
  words: string;
  /** It stays so until somebody or something acts, so that the log fills meanwhile. */
  isHeld: boolean;
  step: string;
}

const find = "Find out what holds the log, and whether it may grow";

/** Source: the list of log_reuse_wait_desc in the documentation of sys.databases; what holds on for moments only is not held. */
const known: Record<string, LogReuse> = {
  NOTHING: { words: "nothing holds it", isHeld: false, step: "Give the log more room" },
  CHECKPOINT: { words: "it waits for a checkpoint", isHeld: false, step: "Give the log more room" },
  LOG_BACKUP: { words: "it waits for a log backup", isHeld: true, step: "Take a log backup" },
  AVAILABILITY_REPLICA: {
    words: "the link holds it",
    isHeld: true,
    step: "Find what keeps log from going over, and give the log more room meanwhile",
  },
  ACTIVE_TRANSACTION: {
    words: "an open transaction holds it",
    isHeld: true,
    step: "Find the oldest open transaction and let it end",
  },
  ACTIVE_BACKUP_OR_RESTORE: {
    words: "a running backup holds it",
    isHeld: true,
    step: "Let the running backup end",
  },
  REPLICATION: {
    words: "replication, change data capture or a change feed has not read it",
    isHeld: true,
    step: "Look at the log reader of replication, change data capture or Synapse Link",
  },
  DATABASE_MIRRORING: { words: "database mirroring holds it", isHeld: true, step: find },
  DATABASE_SNAPSHOT_CREATION: { words: "a snapshot is being made", isHeld: false, step: find },
  LOG_SCAN: { words: "it is being read", isHeld: false, step: find },
  OLDEST_PAGE: { words: "pages wait to be written", isHeld: false, step: find },
  XTP_CHECKPOINT: { words: "it waits for a checkpoint of In-Memory OLTP", isHeld: false, step: "Run CHECKPOINT" },
  SLOG_SCAN: { words: "it is being read", isHeld: false, step: find },
};

/** The list is open: another value is told as it came, and taken as holding. Null: nobody told it. */
export function logReuse(wait: string | null): LogReuse | null {
  if (!wait) return null;
  return known[wait.toUpperCase()] ?? { words: `${wait} holds it`, isHeld: true, step: find };
}
