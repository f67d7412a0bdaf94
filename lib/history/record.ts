// Writes down a batch of outcomes and what follows from it, all or nothing, in a number of statements that does not grow with the links.
import type { Assessment, LinkView, Measurement, Transition } from "../domain/assessment.ts";
import { isAnswer, type Outcome } from "../domain/outcome.ts";
import { findLinks } from "./find-links.ts";
import { readLinkViews } from "./link-view.ts";
import { recordNetworkChecks } from "./network-ledger.ts";
import { ensurePartitions } from "./partitions.ts";
import type { History } from "./pool.ts";
import { recordForecasts } from "./record-forecasts.ts";
import { recordJudgements } from "./record-judgements.ts";
import { recordPolls, type Schedule } from "./record-polls.ts";
import { recordInstances, recordSamples } from "./record-samples.ts";
import { recordSynapse, type SynapseJudge } from "./record-synapse.ts";
import { inTransaction } from "./transaction.ts";

export interface Judgement {
  /** Null: not now; what was made of the link before stands. */
  assessment: Assessment | null;
  transitions: Transition[];
  measurements: Measurement[];
}

/** Pure; called once per link that the batch concerns. */
export type Judge = (view: LinkView, previous: Assessment | null) => Judgement;

/** One rule for each kind of thing that is watched. */
export interface Judges {
  link: Judge;
  synapse: SynapseJudge;
}

export interface Recorded {
  transitions: Transition[];
}

/**
 * `outcomes`: of any time, at most one per source. Links of a source that failed are judged as well: its silence is news to them.
 * Throws what the database throws, with nothing written.
 */
export async function record(
  history: History,
  outcomes: readonly Outcome[],
  judges: Judges,
  schedule: Schedule,
  now: Date,
): Promise<Recorded> {
  if (outcomes.length === 0) return { transitions: [] };
  try {
    return await recordOnce(history, outcomes, judges, schedule, now);
  } catch (error) {
    if (!isPartitionMissing(error)) throw error;
    const times = outcomes.map((outcome) => outcome.askedAt.getTime());
    const hourMs = 3_600_000;
    await ensurePartitions(
      history,
      new Date(Math.min(...times) - hourMs),
      new Date(Math.max(...times, now.getTime()) + hourMs),
    );
    return recordOnce(history, outcomes, judges, schedule, now);
  }
}

function recordOnce(
  history: History,
  outcomes: readonly Outcome[],
  judges: Judges,
  schedule: Schedule,
  now: Date,
): Promise<Recorded> {
  const sourceIds = [...new Set(outcomes.map((outcome) => outcome.sourceId))].sort();
  const samples = outcomes.filter(isAnswer).flatMap((answer) => answer.samples);
  const linkSamples = samples.filter((sample) => sample.about === "link");
  const instanceSamples = samples.filter((sample) => sample.about === "instance");
  return inTransaction(history.pool, async (client) => {
    await recordPolls(client, outcomes, schedule);
    const linkNumbers = await findLinks(client, sourceIds, linkSamples, now);
    await recordSamples(client, linkSamples, linkNumbers);
    await recordInstances(client, instanceSamples);
    await recordNetworkChecks(client, instanceSamples, now);
    const judged = (await readLinkViews(client, sourceIds)).map(({ no, view, previous }) => ({
      no,
      previous,
      ...judges.link(view, previous),
    }));
    await recordJudgements(client, judged);
    await recordForecasts(client, judged);
    await recordSynapse(client, outcomes, judges.synapse, now);
    return { transitions: judged.flatMap(({ transitions }) => transitions) };
  });
}

/** "no partition of relation … found for row". */
function isPartitionMissing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === "23514" && /no partition/.test(message ?? "");
}
