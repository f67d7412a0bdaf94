// A SQL Server or a managed instance over T-SQL, as a source: one batch per poll over all its links.
import type { SourceIdentity } from "../../domain/outcome.ts";
import type { Reading, Source } from "../source.ts";
import { batchOf, type Capabilities, columnsProbe, optionalColumns } from "./questions.ts";
import { readAnswer, readCapabilities, type SqlAnswer } from "./rows.ts";
import { samplesOf } from "./samples.ts";
import { type SqlAddress, SqlConnection } from "./transport.ts";

const probeEveryMs = 3_600_000;
const slowEveryMs = 60_000;

export class SqlServerSource implements Source {
  readonly identity: SourceIdentity;
  readonly #connection: SqlConnection;
  #capabilities: Capabilities = new Set();
  #probedAt = Number.NEGATIVE_INFINITY;
  #slowAt = Number.NEGATIVE_INFINITY;

  constructor(identity: SourceIdentity, address: SqlAddress) {
    this.identity = identity;
    this.#connection = new SqlConnection(address);
  }

  async read(now: Date, signal: AbortSignal): Promise<Reading> {
    // Our clock is `now` plus a stopwatch, so that nobody here asks the system for the time.
    const started = performance.now();
    const clock = () => now.getTime() + performance.now() - started;
    let roundTrips = 1;

    if (!this.#connection.isOpen) {
      await this.#connection.open(signal);
      this.#probedAt = Number.NEGATIVE_INFINITY;
      this.#slowAt = Number.NEGATIVE_INFINITY;
    }
    if (clock() - this.#probedAt >= probeEveryMs) {
      this.#capabilities = readCapabilities(await this.#connection.batch(columnsProbe.sql, signal));
      this.#probedAt = clock();
      roundTrips++;
    }

    const slowToo = clock() - this.#slowAt >= slowEveryMs;
    const { asked, sql } = batchOf(this.#capabilities, slowToo);
    const sentAt = clock();
    const recordsets = await this.#connection.batch(sql, signal);
    const observedMs = (sentAt + clock()) / 2;
    const answer = readAnswer(asked, recordsets);
    if (slowToo) this.#slowAt = sentAt;

    // The server read its clock as the batch began; half its own time later is the middle of the round trip.
    const serverMs = answer.utcNow.getTime() + answer.serverMs / 2;
    return {
      samples: samplesOf(this.identity, answer, new Date(Math.round(observedMs))),
      serverClock: { at: answer.utcNow, skewMs: Math.round(serverMs - observedMs) },
      serverMs: answer.serverMs,
      roundTrips,
      blind: blindSpots(answer, this.#capabilities),
    };
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}

function blindSpots(answer: SqlAnswer, capabilities: Capabilities): Reading["blind"] {
  const blind: Reading["blind"] = Object.keys(optionalColumns)
    .filter((column) => !capabilities.has(column))
    .map((column) => ({
      fact: `sys.${column}`,
      permission: null,
      reason: "this version of SQL Server has no such column",
    }));
  if (!answer.mayViewAnyDefinition) {
    // Catalog views come back empty, not refused, so an empty answer proves nothing.
    for (const fact of ["links", "mirroring endpoint", "certificates"]) {
      blind.push({ fact, permission: "VIEW ANY DEFINITION", reason: "this login lacks VIEW ANY DEFINITION" });
    }
  }
  return blind;
}
