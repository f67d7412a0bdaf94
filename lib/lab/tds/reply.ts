// What the engine yields, turned into the tokens of one answer.
import type { SqlEvent } from "../sql/result.ts";
import type { Answer } from "./packet.ts";
import { columnsToken, DONE, doneToken, envText, errorToken, infoToken, rowToken } from "./tokens.ts";

export interface Reply {
  answer: Answer;
  /** Named in errors and notices. */
  server: string;
  /** An RPC: statements end in DONEINPROC, and the procedure's own end follows. */
  isProcedure: boolean;
  /** Aborted when the client cancels or leaves. */
  signal: AbortSignal;
  dropAfterRows: number;
}

/** `error`: number of the last error, 0 for none. `isDropped`: the answer must stop here and the socket close. */
export interface Replied {
  error: number;
  isDropped: boolean;
}

/** Writes the events; for a batch also its last DONE. Stops early when aborted. Throws what the engine or an encoder throws. */
export async function replyWith(events: Iterable<SqlEvent>, reply: Reply): Promise<Replied> {
  const { answer, server, isProcedure, signal } = reply;
  let error = 0;
  let hasFailed = false;
  // A DONE is held back until it is known whether another follows.
  let held: { status: number; rowCount: number | undefined } | undefined;
  const release = (more: number) => {
    if (held) answer.add(doneToken(isProcedure ? "doneInProc" : "done", held.status | more, held.rowCount));
    held = undefined;
  };

  for (const event of events) {
    if (signal.aborted) return { error, isDropped: false };
    release(DONE.more);
    switch (event.kind) {
      case "rows": {
        const { columns, rows } = event.set;
        answer.add(columnsToken(columns));
        for (const [i, row] of rows.entries()) {
          if (i >= reply.dropAfterRows) return { error, isDropped: true };
          answer.add(rowToken(columns, row));
          if (answer.mustWait) await answer.wait(signal);
          if (signal.aborted) return { error, isDropped: false };
        }
        if (rows.length >= reply.dropAfterRows) return { error, isDropped: true };
        break;
      }
      case "message":
        answer.add(infoToken(0, event.text, server));
        break;
      case "error":
        answer.add(errorToken(event.error, server));
        error = event.error.number;
        hasFailed = true;
        break;
      case "database":
        answer.add(envText("database", event.name, ""));
        answer.add(infoToken(5701, `Changed database context to '${event.name}'.`, server));
        break;
      case "done":
        held = { status: hasFailed ? DONE.error : DONE.final, rowCount: event.rowCount };
        hasFailed = false;
    }
  }
  if (isProcedure) release(DONE.more);
  else {
    held ??= { status: hasFailed ? DONE.error : DONE.final, rowCount: undefined };
    release(DONE.final);
  }
  return { error, isDropped: false };
}
