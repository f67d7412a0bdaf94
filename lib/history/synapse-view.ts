// Everything known about Azure Synapse Links, as their assessment wants to see it.
import type pg from "pg";
import { reviveDates } from "../domain/revive.ts";
import type { SynapseAssessment, SynapseLinkView } from "../domain/synapse-assessment.ts";
import type { SynapseLinkFacts } from "../domain/synapse-sample.ts";
import { readSourceStates } from "./source-states.ts";

export interface KnownSynapseLink {
  no: number;
  view: SynapseLinkView;
  previous: SynapseAssessment | null;
}

interface Row {
  no: number;
  sourceId: string;
  workspaceName: string;
  linkConnectionName: string;
  observedAt: Date;
  facts: unknown;
  assessment: unknown;
}

/** Links that are there, of these workspaces or (null) of every workspace of the estate, by workspace and name. Two statements. */
export async function readSynapseLinks(
  client: pg.Pool | pg.PoolClient,
  sourceIds: readonly string[] | null,
): Promise<KnownSynapseLink[]> {
  const { rows } = await client.query<Row>(
    `SELECT no, source_id AS "sourceId", workspace_name AS "workspaceName", link_connection_name AS "linkConnectionName",
       observed_at AS "observedAt", facts, assessment
     FROM synapse_link
     WHERE gone_at IS NULL AND source_id IN (SELECT id FROM source WHERE is_active)
       AND ($1::text[] IS NULL OR source_id = ANY($1))
     ORDER BY lower(workspace_name), lower(link_connection_name), no`,
    [sourceIds],
  );
  if (rows.length === 0) return [];
  const sources = await readSourceStates(client, [...new Set(rows.map((row) => row.sourceId))]);
  return rows.map(({ no, sourceId, workspaceName, linkConnectionName, observedAt, facts, assessment }) => ({
    no,
    view: {
      workspaceName,
      linkConnectionName,
      source: sources.get(sourceId) ?? null,
      observedAt,
      facts: reviveDates<SynapseLinkFacts>(facts),
    },
    previous: assessment === null ? null : reviveDates<SynapseAssessment>(assessment),
  }));
}
