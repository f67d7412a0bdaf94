// The pipeline, top to bottom: claim what is due, ask, assess, write down.
import { nextDue } from "./collect/backoff.ts";
import { type Due, sweep } from "./collect/sweep.ts";
import { assess } from "./domain/assess.ts";
import type { LinkView } from "./domain/assessment.ts";
import { measure } from "./domain/measure.ts";
import type { Outcome } from "./domain/outcome.ts";
import { detectTransitions } from "./domain/transition.ts";
import { vantages } from "./domain/vantage.ts";
import { claimDue } from "./history/claim-due.ts";
import { type Judge, type Recorded, record } from "./history/record.ts";
import type { House } from "./house.ts";

/** Whoever ticks. `asking` holds the sources it is asking now; several of its ticks may run side by side. */
export interface Poller {
  workerId: string;
  asking: Set<string>;
  signal: AbortSignal;
  /** A batch could not be written; the sources are asked again. */
  onLost: (error: unknown, outcomes: readonly Outcome[]) => void;
}

const sweepOptions = { concurrency: 64, deadlineMs: 15_000, gatherMs: 25 };
/** What could not be written is not asked again at once. */
const pauseAfterLossMs = 5000;

/** One turn. Ends when every source it claimed was asked and written down; returns how many these were. */
export async function tick(house: House, poller: Poller): Promise<number> {
  const { estate, history, clock } = house;
  const idle = [...estate.sources.keys()].filter((id) => !poller.asking.has(id));
  const claims = await claimDue(history, poller.workerId, idle, clock());
  const due = claims.flatMap(({ sourceId, dueAt }): Due[] => {
    const source = estate.sources.get(sourceId);
    return source ? [{ source, latenessMs: Math.max(0, clock().getTime() - dueAt.getTime()) }] : [];
  });
  for (const { source } of due) poller.asking.add(source.identity.id);
  for await (const outcomes of sweep(due, { ...sweepOptions, clock, signal: poller.signal })) {
    if (poller.signal.aborted) break;
    await keep(house, poller, outcomes);
  }
  return due.length;
}

/** Assesses and writes one batch; if it cannot be written whole, each outcome alone, so that one bad answer spoils no other. */
async function keep(house: House, poller: Poller, outcomes: Outcome[]): Promise<void> {
  const rest = () => {
    for (const { sourceId } of outcomes) poller.asking.delete(sourceId);
  };
  try {
    await recordOutcomes(house, outcomes, house.clock());
    rest();
  } catch (error) {
    if (outcomes.length > 1) {
      for (const outcome of outcomes) await keep(house, poller, [outcome]);
    } else {
      poller.onLost(error, outcomes);
      setTimeout(rest, pauseAfterLossMs).unref();
    }
  }
}

/** Also the way in for history of the past: `now` is then the time of the outcomes. */
export function recordOutcomes({ estate, history }: House, outcomes: readonly Outcome[], now: Date): Promise<Recorded> {
  const judge: Judge = (view: LinkView, previous) => {
    const assessment = assess(view, previous, estate.limits, now);
    return {
      assessment,
      transitions: detectTransitions(previous, assessment),
      measurements: vantages.flatMap((vantage) => measure(view, vantage) ?? []),
    };
  };
  const schedule = (outcome: Outcome, failures: number, intervalSeconds: number) =>
    nextDue(outcome, failures, intervalSeconds, now, Math.random);
  return record(history, outcomes, judge, schedule, now);
}
