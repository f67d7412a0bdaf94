// For tests: outcomes judged by the product's own rules and written down.
import { assess } from "../domain/assess.ts";
import { defaultLimits } from "../domain/limits.ts";
import { measure } from "../domain/measure.ts";
import type { Outcome } from "../domain/outcome.ts";
import { assessSynapseLink, synapseTransition } from "../domain/synapse-link.ts";
import { detectTransitions } from "../domain/transition.ts";
import { vantages } from "../domain/vantage.ts";
import type { History } from "./pool.ts";
import { type Judge, type Recorded, record } from "./record.ts";
import type { SynapseJudge } from "./record-synapse.ts";

export function judgeAt(now: Date): Judge {
  return (view, previous) => {
    const assessment = assess(view, previous, defaultLimits, now);
    return {
      assessment,
      transitions: detectTransitions(previous, assessment),
      measurements: vantages.flatMap((vantage) => measure(view, vantage) ?? []),
    };
  };
}

export function judgeSynapseAt(now: Date): SynapseJudge {
  return (view, previous) => {
    const assessment = assessSynapseLink(view, previous, defaultLimits, now);
    return { assessment, transition: synapseTransition(previous, assessment) };
  };
}

/** As a tick would, at the time of the outcomes; due again after one interval. */
export function recordJudged(
  history: History,
  outcomes: Outcome[],
  now: Date,
  judge: Judge = judgeAt(now),
): Promise<Recorded> {
  return record(
    history,
    outcomes,
    { link: judge, synapse: judgeSynapseAt(now) },
    (outcome, _, interval) => new Date(outcome.askedAt.getTime() + interval * 1000),
    now,
  );
}
