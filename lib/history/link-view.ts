// Everything known about a set of links, as assessment wants to see it.
import type pg from "pg";
import type { Assessment, LinkView, Voice } from "../domain/assessment.ts";
import { reviveDates } from "../domain/revive.ts";
import type { ArmInstanceFacts, ArmLinkFacts, SqlInstanceFacts, SqlLinkFacts } from "../domain/sample.ts";
import type { Plain } from "../domain/snapshot.ts";
import type { Vantage } from "../domain/vantage.ts";
import type { WireMate } from "../domain/wire-mate.ts";
import { learnShare, type WireShare } from "../domain/wire-share.ts";
import { type Depth, type Face, faceAndDepth, type Remains } from "./assessment-parts.ts";
import { readSourceStates } from "./source-states.ts";

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

interface SeedingMate {
  sourceIds: Record<Vantage, string | null>;
  mate: Omit<WireMate, "via">;
}

interface Said {
  observedAt: Date;
  facts: unknown;
}

/** Links that `sourceIds` speak for, now or before (or of them the one with `linkId`), with the newest word of every voice; six statements however many links. */
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
  const seedings = await readSeedings(client, ids, instances);
  const wireShares = await readWireShares(client, ids);
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
        mates: seedings.flatMap((one) => besideOf(one, link)),
        wireShare: wireShares.get(link.sourceIds.partner ?? "") ?? null,
        cutoverAt: link.cutoverAt,
      },
      previous: link.face && reviveDates<Assessment>({ ...faceAndDepth(link.face, link.depth), ...link.memory }),
    };
  });
}

/** Another link's seeding from the same SQL Server, or to the same managed instance; else nothing. */
function besideOf({ sourceIds, mate }: SeedingMate, link: LinkRecord): WireMate[] {
  if (mate.linkId === link.id) return [];
  const isOfSame = (vantage: Vantage) => sourceIds[vantage] !== null && sourceIds[vantage] === link.sourceIds[vantage];
  const isOfServer = isOfSame("partner");
  const isOfInstance = isOfSame("instance") || isOfSame("arm");
  if (!isOfServer && !isOfInstance) return [];
  return [{ ...mate, via: !isOfServer ? "instance" : isOfInstance ? "both" : "server" }];
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

/** Seedings that run or wait from or to these sources, as they were last judged. */
async function readSeedings(
  client: pg.Pool | pg.PoolClient,
  ids: string[],
  instances: Map<string, Said>,
): Promise<SeedingMate[]> {
  const { rows } = await client.query<{
    id: string;
    name: string;
    sourceIds: Record<Vantage, string | null>;
    server: string | null;
    instance: string | null;
    assessedAt: Date;
    databases: string[];
    seeding: Plain<Assessment["seeding"]>;
  }>(
    `SELECT link.id, link.name,
       json_build_object('partner', partner_source_id, 'instance', instance_source_id, 'arm', arm_source_id) AS "sourceIds",
       coalesce(partner.name, partner_name) AS server, coalesce(instance.name, instance_name) AS instance,
       assessed_at AS "assessedAt", face->'databases' AS databases, face->'seeding' AS seeding
     FROM link JOIN assessment ON link_no = no
       LEFT JOIN source partner ON partner.id = partner_source_id
       LEFT JOIN source instance ON instance.id = instance_source_id
     WHERE (partner_source_id = ANY($1) OR instance_source_id = ANY($1) OR arm_source_id = ANY($1))
       AND phase IN ('seeding', 'seeding-restarted', 'waiting-to-seed')`,
    [ids],
  );
  return rows.map(({ id, name, sourceIds, server, instance, assessedAt, databases, seeding }) => {
    const facts = instances.get(sourceIds.partner ?? "")?.facts as SqlInstanceFacts | undefined;
    const sizes = (facts?.databases?.value ?? []).filter((one) => databases.includes(one.name));
    const waiting = sizes.reduce((sum, { dataBytes }) => sum + (dataBytes ?? 0), 0) || null;
    const expected = seeding === null ? null : (seeding.expectedBytes ?? seeding.databaseBytes);
    const left =
      expected === null || seeding === null || seeding.transferredBytes === null
        ? null
        : Math.max(0, expected - seeding.transferredBytes);
    return {
      sourceIds,
      mate: {
        linkId: id,
        name,
        server,
        instance,
        startedAt: seeding?.startedAt ? new Date(seeding.startedAt) : null,
        remainingBytes: seeding === null ? waiting : left,
        rateBytesPerSecond: seeding?.rateBytesPerSecond ?? null,
        toldAt: seeding === null ? assessedAt : new Date(seeding.observedAt),
      },
    };
  });
}

/** What compression made of the bytes, by SQL Server: the newest compressed seedings of each that are over. */
async function readWireShares(
  client: pg.Pool | pg.PoolClient,
  sourceIds: string[],
): Promise<Map<string, WireShare | null>> {
  const { rows } = await client.query<{ sourceId: string; shares: number[] }>(
    `SELECT partner_source_id AS "sourceId",
       (array_agg(transferred_bytes::float8 / database_bytes ORDER BY finished_at DESC))[1:30] AS shares
     FROM forecast_score JOIN link ON no = link_no
     WHERE partner_source_id = ANY($1) AND is_compressed AND database_bytes > 0 AND transferred_bytes > 0
     GROUP BY 1`,
    [sourceIds],
  );
  return new Map(rows.map(({ sourceId, shares }) => [sourceId, learnShare(shares)]));
}
