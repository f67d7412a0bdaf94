// What a source is: something that can be asked now, and answers with samples or says why we could not look.
import type { Answer, FailureKind, SourceIdentity } from "../domain/outcome.ts";
import type { Sample } from "../domain/sample.ts";

export interface Source {
  identity: SourceIdentity;
  /** `now` is our clock as the question leaves. Throws LookFailure; stops soon after `signal` aborts. */
  read(now: Date, signal: AbortSignal): Promise<Reading>;
  close(): Promise<void>;
}

/** An answer before the sweep has timed it. */
export interface Reading {
  samples: Sample[];
  serverClock: Answer["serverClock"];
  serverMs: number | null;
  roundTrips: number;
  blind: Answer["blind"];
}

/** We could not look. The message is for people: what happened and what to do, to go on after "SQL01 does not answer:"; it never holds a secret. */
export class LookFailure extends Error {
  readonly kind: FailureKind;
  /** The source's own number or word. */
  readonly code: string | null;
  /** What would let us look. */
  readonly permission: string | null;
  readonly retryAfterMs: number | null;

  constructor(
    kind: FailureKind,
    message: string,
    more: { code?: string | null; permission?: string | null; retryAfterMs?: number | null } = {},
  ) {
    super(message);
    this.name = "LookFailure";
    this.kind = kind;
    this.code = more.code ?? null;
    this.permission = more.permission ?? null;
    this.retryAfterMs = more.retryAfterMs ?? null;
  }
}
