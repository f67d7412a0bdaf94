// What a failed seeding's failure_state says: which side it failed on, and what it had come to.
import type { SqlSeedingFacts } from "./sample.ts";

interface FailureMeaning {
  /** Goes on after "which means that ". */
  means: string;
  /** Begins with a verb; null: the error log of the side knows more. */
  step: string | null;
}

const logsOfBoth = "Test port 5022 both ways, then read the error logs of both sides";

/** By the last two digits. Source: failure_state in the documentation of sys.dm_hadr_automatic_seeding; what it comes from is ours. */
const meanings: Record<number, FailureMeaning> = {
  0: { means: "something inside the engine went wrong", step: null },
  1: { means: "somebody cancelled it", step: null },
  2: { means: "an error of SQL Server ended it; its number stands beside it", step: null },
  3: { means: "the other side refused the request", step: null },
  4: { means: "its thread was ended, as at a restart", step: null },
  5: { means: "the side that leads failed", step: null },
  6: { means: "the connection between the sides broke", step: logsOfBoth },
  7: { means: "the connection of the replica broke", step: logsOfBoth },
  8: { means: "the first check between the sides did not come through", step: logsOfBoth },
  9: { means: "the list of database files did not go over", step: logsOfBoth },
  12: { means: "the backup stream could not be set up", step: null },
  13: { means: "the backup stream could not be opened", step: null },
  15: { means: "it broke while bytes went over", step: logsOfBoth },
  16: { means: "the restore could not be prepared", step: null },
  17: { means: "the database was not found", step: null },
  21: { means: "the other side did not answer the first check in time", step: logsOfBoth },
  22: { means: "the other side did not answer the list of files in time", step: logsOfBoth },
  23: { means: "a database of that name is there already", step: "Drop or rename the database of that name" },
  24: { means: "the copy did not catch up with the log in time", step: null },
  25: { means: "the copy was not ready to restore in time", step: null },
};

export interface SeedingFailure {
  /** Seen from the attempt: where its bytes come from, where they go to; null: two digits only. */
  where: "source" | "target" | null;
  code: number;
  /** Null: a code nobody documented. */
  means: string | null;
  step: string | null;
}

/** Three digits: 1xx failed on the source, 2xx on the target, xx says what. Null: no state is told. */
export function decodeFailure({ failureState }: Pick<SqlSeedingFacts, "failureState">): SeedingFailure | null {
  if (failureState === null) return null;
  const hundred = Math.floor(failureState / 100);
  const code = failureState % 100;
  const { means = null, step = null } = meanings[code] ?? {};
  return { where: hundred === 1 ? "source" : hundred === 2 ? "target" : null, code, means, step };
}
