// A SQL Server or a managed instance over T-SQL, as a source: one batch per poll over all its links, one more a minute beside it.
import type { SourceIdentity } from "../../domain/outcome.ts";
import type { Reading, Source } from "../source.ts";
import { AloneQuestions } from "./alone.ts";
import {
  batchOf,
  type Capabilities,
  type Clock,
  columnsProbe,
  hiddenGroups,
  optionalColumns,
  permissions,
  questions,
  whyUnaskable,
} from "./questions.ts";
import { readAnswer, readCapabilities, type SqlAnswer, type Told, tellAll } from "./rows.ts";
import { samplesOf } from "./samples.ts";
import { type SqlAddress, SqlConnection } from "./transport.ts";

const probeEveryMs = 3_600_000;
const everyMs = { minute: 60_000, quarter: 900_000 };
const never = Number.NEGATIVE_INFINITY;

export class SqlServerSource implements Source {
  readonly identity: SourceIdentity;
  readonly #connection: SqlConnection;
  readonly #alone: AloneQuestions;
  #capabilities: Capabilities = new Set();
  #told: Told = {};
  /** Kept over a reconnect, so that no poll misses the databases of such a link. */
  #hasHiddenGroups = false;
  #probedAt = never;
  #minuteAt = never;
  #quarterAt = never;

  constructor(identity: SourceIdentity, address: SqlAddress) {
    this.identity = identity;
    this.#connection = new SqlConnection(address);
    this.#alone = new AloneQuestions(this.#connection);
  }

  async read(now: Date, signal: AbortSignal): Promise<Reading> {
    // Our clock is `now` plus a stopwatch, so that nobody here asks the system for the time.
    const started = performance.now();
    const clock = () => now.getTime() + performance.now() - started;
    let roundTrips = 1;
    let besideMs = 0;

    if (!this.#connection.isOpen) {
      await this.#connection.open(signal);
      // It may be another version by now, or another server.
      this.#told = {};
      this.#probedAt = this.#minuteAt = this.#quarterAt = never;
    }
    if (clock() - this.#probedAt >= probeEveryMs) {
      this.#capabilities = readCapabilities(await this.#connection.batch(columnsProbe.sql, signal));
      this.#probedAt = clock();
      this.#alone.forget(this.#probedAt);
      roundTrips++;
    }

    const due = this.#due(clock());
    let look = await this.#look(due, signal, clock);
    if (due !== "poll") this.#minuteAt = look.sentAt;
    if (due === "quarter") this.#quarterAt = look.sentAt;

    if (due !== "poll") {
      const { isManagedInstance, utcOffsetMinutes } = look.answer;
      const capabilities = this.#capabilities;
      const forbidden = this.#told["table-permissions"]?.value ?? [];
      const turn = { due, capabilities, isManagedInstance, utcOffsetMinutes, forbidden, signal, clock };
      const beside = await this.#alone.ask(this.#told, turn);
      this.#told = beside.told;
      roundTrips += beside.roundTrips;
      besideMs = beside.serverMs;
      const hasHidden = (this.#told["per-database-groups"]?.value.length ?? 0) > 0;
      if (hasHidden && !this.#hasHiddenGroups) {
        this.#hasHiddenGroups = true;
        look = await this.#look("poll", signal, clock);
        roundTrips++;
      }
    }

    const { answer, observedMs } = look;
    // The server read its clock as the batch began; half its own time later is the middle of the round trip.
    const serverMs = answer.utcNow.getTime() + answer.serverMs / 2;
    return {
      samples: samplesOf(this.identity, answer, this.#told, new Date(Math.round(observedMs)), due !== "poll"),
      serverClock: { at: answer.utcNow, skewMs: Math.round(serverMs - observedMs) },
      serverMs: answer.serverMs + besideMs,
      roundTrips,
      blind: [...blindSpots(answer, this.#capabilities), ...this.#alone.blind],
    };
  }

  /** One batch, and what it told. */
  async #look(
    due: Clock,
    signal: AbortSignal,
    clock: () => number,
  ): Promise<{ answer: SqlAnswer; sentAt: number; observedMs: number }> {
    const capabilities = this.#hasHiddenGroups ? new Set([...this.#capabilities, hiddenGroups]) : this.#capabilities;
    const { asked, sql } = batchOf(capabilities, due);
    const sentAt = clock();
    const recordsets = await this.#connection.batch(sql, signal);
    const observedMs = (sentAt + clock()) / 2;
    const answer = readAnswer(asked, recordsets);
    this.#told = tellAll(this.#told, answer.answers, answer.utcOffsetMinutes, new Date(Math.round(observedMs)));
    return { answer, sentAt, observedMs };
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #due(now: number): Clock {
    if (now - this.#quarterAt >= everyMs.quarter) return "quarter";
    return now - this.#minuteAt >= everyMs.minute ? "minute" : "poll";
  }
}

/** What this version does not have, and what this login may not see. */
function blindSpots(answer: SqlAnswer, capabilities: Capabilities): Reading["blind"] {
  const blind: Reading["blind"] = Object.keys(optionalColumns)
    .filter((column) => !capabilities.has(column))
    .map((column) => ({
      fact: `sys.${column}`,
      permission: null,
      reason: "this version of SQL Server has no such column",
    }));
  const here = answer.isManagedInstance ? "managed instance" : "SQL Server";
  for (const question of questions.filter(({ onlyOn = here }) => onlyOn === here)) {
    const { fact, permission } = question;
    const missing = whyUnaskable(question, capabilities);
    if (missing !== null && !question.isFeature) blind.push({ fact, permission: null, reason: missing });
    // Catalog views come back empty, not refused, so an empty answer proves nothing.
    if (!answer.mayViewAnyDefinition && permission.includes(permissions.definition)) {
      blind.push({ fact, permission: permissions.definition, reason: `this login lacks ${permissions.definition}` });
    }
  }
  return blind;
}
