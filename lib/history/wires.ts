// Who shares a wire with whom: seedings that run or wait, those that ended meanwhile, and what compression made of the bytes.
import type pg from "pg";
import type { Assessment, LinkView } from "../domain/assessment.ts";
import type { SqlInstanceFacts } from "../domain/sample.ts";
import type { Plain } from "../domain/snapshot.ts";
import type { Vantage } from "../domain/vantage.ts";
import type { WireLeaver, WireMate } from "../domain/wire-mate.ts";
import { learnShare, type WireShare } from "../domain/wire-share.ts";
import type { Remains } from "./assessment-parts.ts";

type Wire = Pick<LinkView, "mates" | "leavers" | "wireShare">;

interface WiredLink {
  id: string;
  sourceIds: Record<Vantage, string | null>;
  /** Null: never assessed. */
  memory: Plain<Remains> | null;
}

/** What was told of a link's seeding, and whose it is. */
interface Told<T> {
  linkId: string;
  sourceIds: Record<Vantage, string | null>;
  told: Omit<T, "via">;
}

/** Of a link: its sources by voice, and its two ends by name. */
export const linkEnds = `json_build_object('partner', partner_source_id, 'instance', instance_source_id, 'arm', arm_source_id) AS "sourceIds",
       coalesce(partner.name, partner_name) AS server, coalesce(instance.name, instance_name) AS instance`;
/** The sources that `linkEnds` names. */
export const linkEndSources = `LEFT JOIN source partner ON partner.id = partner_source_id
       LEFT JOIN source instance ON instance.id = instance_source_id`;
const isOfSources = "partner_source_id = ANY($1) OR instance_source_id = ANY($1) OR arm_source_id = ANY($1)";

/** Two statements, three while one of the links seeds. `ids`: all sources of the links; `instances`: their newest words. */
export async function readWires(
  client: pg.Pool | pg.PoolClient,
  links: readonly WiredLink[],
  ids: string[],
  instances: Map<string, { facts: unknown }>,
): Promise<(link: WiredLink) => Wire> {
  const mates = await readSeedings(client, ids, instances);
  const shares = await readWireShares(client, ids);
  const begun = links.flatMap((link) => begunAt(link) ?? []);
  const leavers = begun.length === 0 ? [] : await readLeavers(client, ids, new Date(Math.min(...begun)));
  return (link) => {
    const begunHere = begunAt(link);
    return {
      mates: mates.flatMap((one) => besideOf(one, link)),
      leavers: leavers
        .flatMap((one) => besideOf(one, link))
        .filter(({ leftAt }) => begunHere !== null && leftAt.getTime() > begunHere),
      wireShare: shares.get(link.sourceIds.partner ?? "") ?? null,
    };
  };
}

/** Of the first attempt of the seeding that goes, ms since 1970; null: there is none. */
function begunAt({ memory }: WiredLink): number | null {
  const seeding = memory?.memory.seeding ?? null;
  const begun = seeding?.begunAt ?? seeding?.startedAt ?? null;
  return begun === null ? null : Date.parse(begun);
}

/** From the same SQL Server as another link's, or to the same managed instance; else nothing. */
function besideOf<T extends { via: WireMate["via"] }>(
  { linkId, sourceIds, told }: Told<T>,
  link: WiredLink,
): (Omit<T, "via"> & Pick<T, "via">)[] {
  if (linkId === link.id) return [];
  const isOfSame = (vantage: Vantage) => sourceIds[vantage] !== null && sourceIds[vantage] === link.sourceIds[vantage];
  const isOfServer = isOfSame("partner");
  const isOfInstance = isOfSame("instance") || isOfSame("arm");
  if (!isOfServer && !isOfInstance) return [];
  return [{ ...told, via: !isOfServer ? "instance" : isOfInstance ? "both" : "server" }];
}

/** Seedings that run or wait from or to these sources, as they were last judged. */
async function readSeedings(
  client: pg.Pool | pg.PoolClient,
  ids: string[],
  instances: Map<string, { facts: unknown }>,
): Promise<Told<WireMate>[]> {
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
       ${linkEnds},
       assessed_at AS "assessedAt", face->'databases' AS databases, face->'seeding' AS seeding
     FROM link JOIN assessment ON link_no = no
       ${linkEndSources}
     WHERE (${isOfSources})
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
      linkId: id,
      sourceIds,
      told: {
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

/** Seedings that ended since: finished, or failed as a log backup and the like make them. */
async function readLeavers(client: pg.Pool | pg.PoolClient, ids: string[], since: Date): Promise<Told<WireLeaver>[]> {
  const { rows } = await client.query<
    { linkId: string; sourceIds: Record<Vantage, string | null> } & Omit<WireLeaver, "via">
  >(
    `SELECT link.id AS "linkId", link.name,
       ${linkEnds},
       begun_at AS "startedAt", left_at AS "leftAt", ended AS "end", wire_share AS "wireBytesPerByte"
     FROM link
       ${linkEndSources}
       CROSS JOIN LATERAL (
         SELECT run_started_at AS begun_at, finished_at AS left_at, 'finished' AS ended,
           CASE WHEN is_compressed AND database_bytes > 0 THEN transferred_bytes::float8 / database_bytes END AS wire_share
         FROM forecast_score WHERE link_no = link.no AND finished_at > $2
         UNION ALL
         SELECT (SELECT max(run_started_at) FROM forecast WHERE link_no = link.no AND made_at < at), at, 'failed', NULL
         FROM transition
         WHERE link_no = link.no AND at > $2 AND subject = 'phase' AND "to" = 'seeding-failed' AND NOT is_first
       ) AS leaving
     WHERE ${isOfSources}
     ORDER BY left_at`,
    [ids, since],
  );
  return rows.map(({ linkId, sourceIds, ...told }) => ({ linkId, sourceIds, told }));
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
