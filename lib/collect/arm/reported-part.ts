// One thing Azure tells of a managed instance, asked on a clock of its own; what it told last stays, with its age, while it stumbles.
import type { BlindFact } from "../../domain/outcome.ts";
import type { Reported } from "../../domain/sample.ts";
import { LookFailure } from "../source.ts";
import { ArmRefusal } from "./transport.ts";

/** As it comes over the wire, with the reads it took. */
export interface Told<T> {
  value: T;
  reads: number;
}

export const slowMs = 15 * 60_000;
export const fastMs = 60_000;

export class ReportedPart<T> {
  told: Reported<T> | null = null;
  blind: BlindFact | null = null;
  readonly #fact: string;
  readonly #resourceType: string;
  readonly #ask: (signal: AbortSignal) => Promise<Told<T>>;
  /** In a row. */
  #stumbles = 0;
  #isRefused = false;
  #askedMs = Number.NEGATIVE_INFINITY;
  /** Set by a stumble: when to try again. */
  #retryMs: number | null = null;

  /** `fact`: as pages name it · `resourceType`: as in the permission to read it. */
  constructor(fact: string, resourceType: string, ask: (signal: AbortSignal) => Promise<Told<T>>) {
    this.#fact = fact;
    this.#resourceType = resourceType;
    this.#ask = ask;
  }

  /** Told, refused for good, or stumbling again: nothing better is to be had by waiting a minute. */
  get isSettled(): boolean {
    return this.told !== null || this.#isRefused || this.#stumbles > 1;
  }

  isDue(nowMs: number, everyMs: number): boolean {
    return nowMs >= (this.#retryMs ?? this.#askedMs + everyMs);
  }

  /** Due at the next look; what was told stays. */
  expire(): void {
    this.#askedMs = Number.NEGATIVE_INFINITY;
    this.#retryMs = null;
  }

  /** Reads it took. Throws only when called off, and what is no LookFailure. */
  async refresh(clock: () => number, signal: AbortSignal): Promise<number> {
    this.#askedMs = clock();
    this.#retryMs = null;
    try {
      const { value, reads } = await this.#ask(signal);
      this.told = { at: new Date(Math.round(clock())), value };
      this.blind = null;
      this.#isRefused = false;
      this.#stumbles = 0;
      return reads;
    } catch (error) {
      if (!(error instanceof LookFailure)) throw error;
      this.#stumble(error, clock());
      if (signal.aborted) throw error;
      return 1;
    }
  }

  /** Links can be read without it; what is missing is said. */
  #stumble(failure: LookFailure, nowMs: number): void {
    const permission = failure.kind === "denied" ? `${this.#resourceType}/read` : null;
    const reason = permission === null ? failure.message : `the credential lacks ${permission}`;
    this.blind = { fact: this.#fact, permission, reason };
    this.#stumbles++;
    this.#isRefused = failure instanceof ArmRefusal && failure.status < 500 && failure.kind !== "throttled";
    if (this.#isRefused) this.told = null;
    else this.#retryMs = nowMs + Math.max(fastMs, failure.retryAfterMs ?? 0);
  }
}
