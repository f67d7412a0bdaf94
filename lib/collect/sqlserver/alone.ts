// What is asked beside the batch of a poll: together in one round trip, one by one once that was refused; what is refused rests and is said.
import type { BlindFact } from "../../domain/outcome.ts";
import { LookFailure } from "../source.ts";
import { aloneBatch, aloneOf, type Capabilities, type Clock, type Question } from "./questions.ts";
import { type Answers, aloneMs, readAlone, type Told, tellAll } from "./rows.ts";
import type { SqlConnection } from "./transport.ts";

/** The poll has its answer by then, and must not lose it to a slow question. */
const limitMs = 6000;
const hourMs = 3_600_000;
/** A lock or a deadlock in the way: the next turn may find it gone. */
const transientNumbers = new Set(["1205", "1222"]);

interface Resting {
  /** Null: a feature that is not there leaves nothing to be blind to. */
  blind: BlindFact | null;
  until: number;
  /** What ended the connection would end the next one too. */
  outlivesConnection: boolean;
}

export interface Turn {
  due: Clock;
  capabilities: Capabilities;
  isManagedInstance: boolean;
  utcOffsetMinutes: number;
  /** Tables that this login may not read, by the server's own word. */
  forbidden: readonly string[];
  signal: AbortSignal;
  clock(): number;
}

export class AloneQuestions {
  readonly #connection: SqlConnection;
  readonly #resting = new Map<string, Resting>();
  #forbidden: BlindFact[] = [];
  #isOneByOne = false;

  constructor(connection: SqlConnection) {
    this.#connection = connection;
  }

  /** To be called after each columns probe: what was refused may be granted by now. */
  forget(now: number): void {
    for (const [name, { outlivesConnection, until }] of this.#resting) {
      if (!outlivesConnection || until <= now) this.#resting.delete(name);
    }
  }

  get blind(): BlindFact[] {
    return [...this.#forbidden, ...[...this.#resting.values()].flatMap(({ blind }) => blind ?? [])];
  }

  /** What was told before with what is told now; never fails for a question's sake. */
  async ask(told: Told, turn: Turn): Promise<{ told: Told; roundTrips: number; serverMs: number }> {
    const isForbidden = ({ reads = [] }: Question) => reads.some((table) => turn.forbidden.includes(table));
    this.#forbidden = aloneOf(turn.capabilities, "quarter", turn.isManagedInstance)
      .filter(isForbidden)
      .map(lacksPermission);
    const asked = aloneOf(turn.capabilities, turn.due, turn.isManagedInstance).filter(
      (question) => !isForbidden(question) && (this.#resting.get(question.name)?.until ?? 0) <= turn.clock(),
    );
    if (asked.length === 0) return { told, roundTrips: 0, serverMs: 0 };
    let roundTrips = 0;
    let serverMs = 0;
    let so = told;
    const put = (some: readonly Question[]) => {
      roundTrips++;
      return this.#send(some, turn, (answers, at) => {
        so = this.#hear(so, some, answers, at, turn);
        serverMs += aloneMs(answers);
      });
    };
    if (!this.#isOneByOne) {
      const failure = await put(asked);
      if (failure === null) return { told: so, roundTrips, serverMs };
      this.#isOneByOne = true;
    }
    for (const question of asked) {
      if (!this.#connection.isOpen) return { told: so, roundTrips, serverMs };
      const failure = await put([question]);
      if (failure !== null) this.#rest(question, failure, turn.clock());
    }
    this.#isOneByOne = false;
    return { told: so, roundTrips, serverMs };
  }

  /** Why there is no answer; null if there is. */
  async #send(
    asked: readonly Question[],
    turn: Turn,
    hear: (answers: Answers, at: Date) => void,
  ): Promise<LookFailure | null> {
    const sentAt = turn.clock();
    try {
      const signal = AbortSignal.any([turn.signal, AbortSignal.timeout(limitMs)]);
      const recordsets = await this.#connection.batch(aloneBatch(asked, turn.capabilities), signal);
      hear(readAlone(recordsets), new Date(Math.round((sentAt + turn.clock()) / 2)));
      return null;
    } catch (error) {
      if (turn.signal.aborted || !(error instanceof LookFailure)) throw error;
      return error;
    }
  }

  #hear(told: Told, asked: readonly Question[], answers: Answers, at: Date, turn: Turn): Told {
    let so = told;
    for (const question of asked) {
      const rows = answers.get(question.name) ?? [];
      try {
        so = tellAll(so, new Map([[question.name, rows]]), turn.utcOffsetMinutes, at);
        this.#resting.delete(question.name);
      } catch (error) {
        if (!(error instanceof LookFailure)) throw error;
        this.#rest(question, error, turn.clock());
      }
    }
    return so;
  }

  #rest(question: Question, failure: LookFailure, now: number): void {
    const isSilent = !this.#connection.isOpen;
    const isTransient = transientNumbers.has(failure.code ?? "");
    this.#resting.set(question.name, {
      blind: blindOf(question, failure),
      until: isSilent ? now + hourMs : isTransient ? now : Number.POSITIVE_INFINITY,
      outlivesConnection: isSilent,
    });
  }
}

function blindOf(question: Question, failure: LookFailure): BlindFact | null {
  if (failure.kind === "denied") return lacksPermission(question);
  return question.isFeature ? null : { fact: question.fact, permission: null, reason: failure.message };
}

function lacksPermission({ fact, permission }: Question): BlindFact {
  return { fact, permission, reason: `this login lacks ${permission}` };
}
