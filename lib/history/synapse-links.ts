// Reads Azure Synapse Links as their page shows them, each judged as it stands now: its workspace may have fallen silent since it was written.
import type { SourceState } from "../domain/assessment.ts";
import type { Limits } from "../domain/limits.ts";
import type { Plain } from "../domain/snapshot.ts";
import type { SynapseAlarm } from "../domain/synapse-alarm.ts";
import type { SynapseTransition } from "../domain/synapse-assessment.ts";
import { assessSynapseLink } from "../domain/synapse-link.ts";
import type { SynapseLinkRow, SynapseSnapshot } from "../domain/synapse-snapshot.ts";
import { compareVerdicts } from "../domain/verdict.ts";
import { plain } from "./plain.ts";
import type { History } from "./pool.ts";
import { latestSources } from "./source-health.ts";
import { type KnownSynapseLink, readSynapseLinks } from "./synapse-view.ts";

const newestTransitions = 20;

export async function latestSynapse(
  history: History,
  estate: { isDemo: boolean; limits: Limits },
  now: Date,
): Promise<SynapseSnapshot> {
  const [known, sources] = await Promise.all([
    readSynapseLinks(history.pool, null),
    latestSources(history, null, estate.limits, now),
  ]);
  const transitions = await readTransitions(
    history,
    known.map(({ no }) => no),
  );
  return {
    readAt: now.toISOString(),
    isDemo: estate.isDemo,
    links: known
      .map((link) => toRow(link, transitions.get(link.no) ?? [], estate.limits, now))
      .sort((a, b) => compareVerdicts(a.assessment.verdict, b.assessment.verdict)),
    sources: sources.filter((source) => source.kind === "synapse"),
  };
}

/** Those that someone has to look at, worst first. */
export async function latestSynapseAlarms(history: History, limits: Limits, now: Date): Promise<SynapseAlarm[]> {
  return (await readSynapseLinks(history.pool, null))
    .map((link) => toRow(link, [], limits, now))
    .flatMap(({ id, linkConnectionName, assessment: { verdict, headline, verdictSince, findings } }): SynapseAlarm[] =>
      verdict === "ok" || verdict === "progress"
        ? []
        : [{ id, name: linkConnectionName, verdict, headline, since: findings[0]?.since ?? verdictSince }],
    )
    .sort((a, b) => compareVerdicts(a.verdict, b.verdict));
}

function toRow(
  { view, previous }: KnownSynapseLink,
  transitions: Plain<SynapseTransition>[],
  limits: Limits,
  now: Date,
): SynapseLinkRow {
  const { workspaceName, linkConnectionName, observedAt, facts } = view;
  return {
    id: `${workspaceName}/${linkConnectionName}`,
    // Read only where the source is active.
    sourceId: (view.source as SourceState).id,
    workspaceName,
    linkConnectionName,
    observedAt: observedAt.toISOString(),
    facts: plain(facts),
    assessment: plain(assessSynapseLink(view, previous, limits, now)),
    transitions,
  };
}

async function readTransitions(
  history: History,
  linkNos: readonly number[],
): Promise<Map<number, Plain<SynapseTransition>[]>> {
  const { rows } = await history.pool.query<SynapseTransition & { no: number }>(
    `SELECT no, at, "from", "to", reason FROM unnest($1::int[]) AS wanted (no)
     CROSS JOIN LATERAL (SELECT * FROM synapse_transition WHERE synapse_link_no = no ORDER BY at DESC, id DESC LIMIT $2) AS newest`,
    [linkNos, newestTransitions],
  );
  const byLink = new Map<number, Plain<SynapseTransition>[]>();
  for (const { no, at, from, to, reason } of rows)
    byLink.set(no, [...(byLink.get(no) ?? []), plain({ at, from, to, reason })]);
  return byLink;
}
