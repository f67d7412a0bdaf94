// Writes down what the Synapse workspaces of a batch said of their links, and what is made of it.
import type pg from "pg";
import { isAnswer, type Outcome } from "../domain/outcome.ts";
import type { SynapseAssessment, SynapseLinkView, SynapseTransition } from "../domain/synapse-assessment.ts";
import type { SynapseSample } from "../domain/synapse-sample.ts";
import { readSynapseLinks } from "./synapse-view.ts";
import { keepable } from "./text.ts";

export interface SynapseJudgement {
  assessment: SynapseAssessment;
  /** Null: the verdict stays what it was. */
  transition: SynapseTransition | null;
}

/** Pure; called once per link of the workspaces that the batch concerns. */
export type SynapseJudge = (view: SynapseLinkView, previous: SynapseAssessment | null) => SynapseJudgement;

/** Links of a workspace that failed are judged as well: its silence is news to them. Without a workspace in the batch nothing is asked of the database. */
export async function recordSynapse(
  client: pg.PoolClient,
  outcomes: readonly Outcome[],
  judge: SynapseJudge,
  now: Date,
): Promise<void> {
  const asked = outcomes.filter(({ sourceId }) => sourceId.startsWith("synapse:"));
  if (asked.length === 0) return;
  const answers = asked.filter(isAnswer);
  const samples = answers.flatMap((answer) => answer.samples).filter((sample) => sample.about === "synapse");
  await recordFacts(client, samples, now);
  await client.query(
    `UPDATE synapse_link SET gone_at = $3 FROM unnest($1::text[], $2::timestamptz[]) AS answer (source_id, asked_at)
     WHERE synapse_link.source_id = answer.source_id AND gone_at IS NULL AND observed_at < asked_at`,
    [answers.map(({ sourceId }) => sourceId), answers.map(({ askedAt }) => askedAt), now],
  );
  const links = await readSynapseLinks(
    client,
    asked.map(({ sourceId }) => sourceId),
  );
  const judged = links.map(({ no, view, previous }) => ({ no, ...judge(view, previous) }));
  await client.query(
    `UPDATE synapse_link SET verdict = new.verdict, assessment = new.assessment
     FROM unnest($1::int[], $2::text[], $3::json[]) AS new (no, verdict, assessment) WHERE synapse_link.no = new.no`,
    [
      judged.map(({ no }) => no),
      judged.map(({ assessment }) => assessment.verdict),
      judged.map(({ assessment }) => JSON.stringify(assessment)),
    ],
  );
  await recordTransitions(client, judged);
}

/** One row per link and workspace; an older sample never replaces a newer one, and a link that comes back is there again. */
async function recordFacts(client: pg.PoolClient, samples: readonly SynapseSample[], now: Date): Promise<void> {
  const newest = new Map(samples.map((sample) => [`${sample.sourceId}/${sample.facts.linkConnectionName}`, sample]));
  const rows = [...newest.values()];
  await client.query(
    `INSERT INTO synapse_link AS known (source_id, workspace_name, link_connection_name, first_seen_at, observed_at, facts)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::json[])
     ON CONFLICT (source_id, link_connection_name) DO UPDATE SET
       workspace_name = excluded.workspace_name, observed_at = excluded.observed_at, facts = excluded.facts, gone_at = NULL
     WHERE known.observed_at <= excluded.observed_at`,
    [
      rows.map((row) => row.sourceId),
      rows.map((row) => keepable(row.facts.workspaceName)),
      rows.map((row) => keepable(row.facts.linkConnectionName)),
      rows.map(() => now),
      rows.map((row) => row.observedAt),
      rows.map((row) => JSON.stringify(row.facts)),
    ],
  );
}

async function recordTransitions(
  client: pg.PoolClient,
  judged: readonly { no: number; transition: SynapseTransition | null }[],
): Promise<void> {
  const rows = judged.flatMap(({ no, transition }) => (transition === null ? [] : { no, ...transition }));
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO synapse_transition (synapse_link_no, at, "from", "to", reason)
     SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])`,
    [
      rows.map((row) => row.no),
      rows.map((row) => row.at),
      rows.map((row) => row.from),
      rows.map((row) => row.to),
      rows.map((row) => keepable(row.reason)),
    ],
  );
}
