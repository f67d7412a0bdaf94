// Asks all due sources side by side, bounded, each with its own deadline; never throws, and no source holds back another.
import type { Failure, Outcome } from "../domain/outcome.ts";
import { LookFailure, type Source } from "./source.ts";

export interface Due {
  source: Source;
  /** How long past its due time, ms. */
  latenessMs: number;
}

export interface SweepOptions {
  clock: () => Date;
  /** At most so many sources are asked at once. */
  concurrency: number;
  /** Longest that one source may take, ms, connecting included. */
  deadlineMs: number;
  /** Outcomes that arrive within this time of each other are handed on together, ms. */
  gatherMs: number;
  /** Ends the sweep early; what is being asked then fails as a timeout. */
  signal?: AbortSignal;
}

/** Outcomes in small batches, in the order they arrive; one per due source. */
export async function* sweep(due: readonly Due[], options: SweepOptions): AsyncGenerator<Outcome[]> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  const waiting = [...due];
  const arrived: Outcome[] = [];
  let pending = due.length;
  let wake = () => {};

  const work = async () => {
    for (let next = waiting.shift(); next && !left.signal.aborted; next = waiting.shift()) {
      arrived.push(await ask(next, options, signal));
      pending--;
      wake();
    }
  };
  for (let n = 0; n < Math.min(options.concurrency, due.length); n++) void work();

  try {
    while (pending > 0 || arrived.length > 0) {
      if (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      if (pending > 0) await new Promise((resolve) => setTimeout(resolve, options.gatherMs));
      yield arrived.splice(0);
    }
  } finally {
    left.abort();
  }
}

async function ask({ source, latenessMs }: Due, options: SweepOptions, signal: AbortSignal): Promise<Outcome> {
  const askedAt = options.clock();
  const started = performance.now();
  const asked = () => ({ sourceId: source.identity.id, askedAt, durationMs: performance.now() - started, latenessMs });
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), options.deadlineMs);
  const either = AbortSignal.any([signal, deadline.signal]);
  // A source that ignores the signal is left behind at the deadline; its late answer is dropped.
  const cutOff = new Promise<never>((_, reject) => {
    const stop = () =>
      reject(
        deadline.signal.aborted
          ? new LookFailure("timeout", `no answer within ${options.deadlineMs / 1000} s`)
          : new LookFailure("timeout", "the question was called off"),
      );
    if (either.aborted) stop();
    else either.addEventListener("abort", stop, { once: true });
  });
  cutOff.catch(() => {});
  try {
    const reading = await Promise.race([cutOff, source.read(askedAt, either)]);
    return { kind: "answered", ...asked(), ...reading };
  } catch (error) {
    return { ...asked(), ...failureOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function failureOf(error: unknown): Pick<Failure, "kind" | "message" | "code" | "permission" | "retryAfterMs"> {
  if (error instanceof LookFailure) {
    const { kind, message, code, permission, retryAfterMs } = error;
    return { kind, message, code, permission, retryAfterMs };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return {
    kind: "malformed",
    message: `Linkspan could not read the answer (${name})`,
    code: null,
    permission: null,
    retryAfterMs: null,
  };
}
