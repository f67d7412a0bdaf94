// The pipeline, top to bottom: claim what is due, ask, assess, write down.
import { nextDue } from "./collect/backoff.ts";
import { type Due, sweep } from "./collect/sweep.ts";
import { assess } from "./domain/assess.ts";
import type { LinkView } from "./domain/assessment.ts";
import type { Limits } from "./domain/limits.ts";
import { measure } from "./domain/measure.ts";
import type { Outcome } from "./domain/outcome.ts";
import { awaitsAnswer, detectPause } from "./domain/pause.ts";
import { assessSynapseLink, synapseTransition } from "./domain/synapse-link.ts";
import { detectTransitions } from "./domain/transition.ts";
import { vantages } from "./domain/vantage.ts";
import { claimDue } from "./history/claim-due.ts";
import { type Judge, type Recorded, record } from "./history/record.ts";
import type { SynapseJudge } from "./history/record-synapse.ts";
import type { House } from "./house.ts";

/** Links whose judgement waits until each of their sources was asked again, and since when. */
export type Waiting = Map<string, Date>;

/** Whoever ticks. `asking` holds the sources it is asking now; several of its ticks may run side by side. */
export interface Poller {
  workerId: string;
  asking: Set<string>;
  waiting: Waiting;
  signal: AbortSignal;
  /** A batch could not be written; the sources are asked again. */
  onLost: (error: unknown, outcomes: readonly Outcome[]) => void;
}

const sweepOptions = { concurrency: 64, deadlineMs: 15_000, gatherMs: 25 };
/** Longer than a deadline: a source that nobody comes to ask must not keep its links from being judged for good. */
const patienceMs = 30_000;
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
    await recordOutcomes(house, outcomes, house.clock(), poller.waiting);
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

/**
 * `waiting` null is the way in for history of the past: `now` is then the time of the outcomes, and the time between two of
 * them is no pause of polling.
 */
export function recordOutcomes(
  { estate, history }: House,
  outcomes: readonly Outcome[],
  now: Date,
  waiting: Waiting | null,
): Promise<Recorded> {
  const { limits } = estate;
  const judge: Judge = (view, previous) => {
    const measurements = vantages.flatMap((vantage) => measure(view, vantage) ?? []);
    if (waiting && isTooEarly(waiting, view, limits, now)) return { assessment: null, transitions: [], measurements };
    const assessment = assess(view, previous, limits, now);
    const pause = waiting ? detectPause(previous, view, limits, now) : [];
    return { assessment, transitions: [...pause, ...detectTransitions(previous, assessment)], measurements };
  };
  const judgeSynapse: SynapseJudge = (view, previous) => {
    const assessment = assessSynapseLink(view, previous, limits, now);
    return { assessment, transition: synapseTransition(previous, assessment) };
  };
  const schedule = (outcome: Outcome, failures: number, intervalSeconds: number) =>
    nextDue(outcome, failures, intervalSeconds, now, Math.random);
  return record(history, outcomes, { link: judge, synapse: judgeSynapse }, schedule, now);
}

/** After a pause the voices come back one by one; judged by the first of them every link would turn unknown for a moment. */
function isTooEarly(waiting: Waiting, view: LinkView, limits: Limits, now: Date): boolean {
  if (!awaitsAnswer(view, limits, now)) {
    waiting.delete(view.linkId);
    return false;
  }
  const since = waiting.get(view.linkId) ?? now;
  waiting.set(view.linkId, since);
  return now.getTime() - since.getTime() < patienceMs;
}
