// Everything known about a set of links, as assessment wants to see it.
import type pg from "pg";
import type { Assessment, LinkView, Voice } from "../domain/assessment.ts";
import { reviveDates } from "../domain/revive.ts";
import type { ArmInstanceFacts, ArmLinkFacts, SqlInstanceFacts, SqlLinkFacts } from "../domain/sample.ts";
import type { Plain } from "../domain/snapshot.ts";
import type { Vantage } from "../domain/vantage.ts";
import { type Depth, type Face, faceAndDepth, type Remains } from "./assessment-parts.ts";
import { readSourceStates } from "./source-states.ts";
import { readWires } from "./wires.ts";

export interface KnownLink {
  no: number;
  view: LinkView;
  previous: Assessment | null;
}

interface LinkRecord {
  no: number;
  id: string;
  name: string;
  sourceIds: Record<Vantage, string | null>;
  cutoverAt: Date | null;
  face: Plain<Face> | null;
  depth: Plain<Depth>;
  memory: Plain<Remains>;
}

interface Said {
  observedAt: Date;
  facts: unknown;
}

/** Links that `sourceIds` speak for, now or before (or of them the one with `linkId`), with the newest word of every voice; seven statements however many links. */
export async function readLinkViews(
  client: pg.Pool | pg.PoolClient,
  sourceIds: readonly string[],
  linkId: string | null = null,
): Promise<KnownLink[]> {
  const { rows: links } = await client.query<LinkRecord>(
    `SELECT no, id, name, cutover_at AS "cutoverAt", face, depth, memory,
            json_build_object('partner', partner_source_id, 'instance', instance_source_id, 'arm', arm_source_id) AS "sourceIds"
     FROM link LEFT JOIN assessment ON assessment.link_no = no LEFT JOIN link_date ON link_date.link_no = no
     WHERE (partner_source_id = ANY($1) OR instance_source_id = ANY($1) OR arm_source_id = ANY($1))
       AND ($2::text IS NULL OR link.id = $2)
     ORDER BY no`,
    [sourceIds, linkId],
  );
  const said = await readSaid(
    client,
    links.map((link) => link.no),
  );
  const ids = [...new Set(links.flatMap((link) => Object.values(link.sourceIds).filter((id) => id !== null)))];
  const sources = await readSourceStates(client, ids);
  const instances = await readInstances(client, [...sources.keys()]);
  const wireOf = await readWires(client, links, ids, instances);
  return links.map((link) => {
    const voice = <L, I>(vantage: Vantage): Voice<L, I> => {
      const last = said.get(`${link.no}:${vantage}`);
      const source = sources.get(link.sourceIds[vantage] ?? "") ?? null;
      const instance = source && instances.get(source.id);
      return {
        source,
        observedAt: last?.observedAt ?? null,
        facts: (last?.facts ?? null) as L | null,
        instanceObservedAt: instance?.observedAt ?? null,
        instanceFacts: (instance?.facts ?? null) as I | null,
      };
    };
    return {
      no: link.no,
      view: {
        linkId: link.id,
        name: link.name,
        partner: voice<SqlLinkFacts, SqlInstanceFacts>("partner"),
        instance: voice<SqlLinkFacts, SqlInstanceFacts>("instance"),
        arm: voice<ArmLinkFacts, ArmInstanceFacts>("arm"),
        ...wireOf(link),
        cutoverAt: link.cutoverAt,
      },
      previous: link.face && reviveDates<Assessment>({ ...faceAndDepth(link.face, link.depth), ...link.memory }),
    };
  });
}

async function readSaid(client: pg.Pool | pg.PoolClient, linkNos: number[]): Promise<Map<string, Said>> {
  const { rows } = await client.query<Said & { linkNo: number; vantage: Vantage }>(
    `SELECT link_no AS "linkNo", vantage, observed_at AS "observedAt", facts FROM latest_sample WHERE link_no = ANY($1)`,
    [linkNos],
  );
  return new Map(rows.map((row) => [`${row.linkNo}:${row.vantage}`, { ...row, facts: reviveDates(row.facts) }]));
}

async function readInstances(client: pg.Pool | pg.PoolClient, sourceIds: string[]): Promise<Map<string, Said>> {
  const { rows } = await client.query<Said & { sourceId: string }>(
    `SELECT source_id AS "sourceId", observed_at AS "observedAt", facts FROM latest_instance WHERE source_id = ANY($1)`,
    [sourceIds],
  );
  return new Map(rows.map((row) => [row.sourceId, { ...row, facts: reviveDates(row.facts) }]));
}
