// Why data movement is suspended: suspend_reason_desc in words, and what to do about each.

export interface SuspendReason {
  /** A sentence without its end mark. */
  means: string;
  /** Begins with a verb; {side} is where it is suspended. */
  step: string;
}

const resume = "then resume data movement on {side}";

/** Source: suspend_reason in the documentation of sys.dm_hadr_database_replica_states. */
const known: Record<string, SuspendReason> = {
  SUSPEND_FROM_USER: {
    means: "Somebody suspended it by hand",
    step: `Ask who did it, ${resume}`,
  },
  SUSPEND_FROM_PARTNER: {
    means: "It was suspended after a forced failover, so that nothing is overwritten",
    step: "Save what is only on {side}, then resume data movement there",
  },
  SUSPEND_FROM_REDO: {
    means: "An error came up during redo",
    step: `Read the error log of {side} for the redo error, mend it, ${resume}`,
  },
  SUSPEND_FROM_APPLY: {
    means: "Log could not be written to its file",
    step: `Check the disk and the log file on {side}, ${resume}`,
  },
  SUSPEND_FROM_CAPTURE: {
    means: "Log could not be read on the side that leads",
    step: `Read the error log of the side that leads and check its log file, ${resume}`,
  },
  SUSPEND_FROM_RESTART: {
    means: "It was suspended before the database restarted",
    step: `Read the error log of {side}, ${resume}`,
  },
  SUSPEND_FROM_UNDO: {
    means: "An error came up during undo, after a failover",
    step: `Read the error log of {side} for the undo error, mend it, ${resume}`,
  },
  SUSPEND_FROM_REVALIDATION: {
    means: "On reconnecting, the logs of the two sides did not match",
    step: "Read the error logs of both sides; the link may have to be made again",
  },
  SUSPEND_FROM_XRF_UPDATE: {
    means: "The two sides found no point in the log that they share",
    step: "Read the error logs of both sides; the link may have to be made again",
  },
};

/** Null for a reason that is not told or not documented. */
export function suspendReason(desc: string | null): SuspendReason | null {
  return known[desc?.toUpperCase() ?? ""] ?? null;
}
