// Reads forecasts as they were made, and what happened to the seeding and beside it meanwhile.
import type pg from "pg";
import type { KeptForecast } from "../domain/kept-forecast.ts";
import type { Leaver, Surroundings } from "../domain/move-reason.ts";
import type { History } from "./pool.ts";

/** Longer than Azure lets a seeding run. */
const days = 8;

const columns = `made_at AS "madeAt", run_started_at AS "runStartedAt", transferred_bytes::float8 AS "transferredBytes",
  database_bytes::float8 AS "databaseBytes", p10_seconds AS "p10Seconds", p50_seconds AS "p50Seconds", p90_seconds AS "p90Seconds"`;

/** Of one run, oldest first. */
export async function readRun(client: pg.PoolClient, no: number, runStartedAt: Date): Promise<KeptForecast[]> {
  const { rows } = await client.query<KeptForecast>(
    `SELECT ${columns} FROM forecast WHERE link_no = $1 AND run_started_at = $2 ORDER BY made_at`,
    [no, runStartedAt],
  );
  return rows;
}

/** Of the present seeding, the runs it lost included; oldest first. */
export async function readForecasts(history: History, linkId: string, now: Date): Promise<KeptForecast[]> {
  const { rows } = await history.pool.query<KeptForecast>(
    `SELECT ${columns} FROM forecast JOIN link ON no = link_no
     WHERE link.id = $1 AND made_at > $2
       AND made_at > coalesce((SELECT max(finished_at) FROM forecast_score WHERE link_no = no), '-infinity')
     ORDER BY made_at`,
    [linkId, daysBefore(now)],
  );
  return rows;
}

/** What happened around a seeding meanwhile. */
export async function readSurroundings(
  history: History,
  linkId: string,
  stallSeconds: number,
  now: Date,
): Promise<Pick<Surroundings, "leavers" | "stalls">> {
  const [leavers, stalls] = await Promise.all([
    readLeavers(history, linkId, now),
    readStalls(history, linkId, stallSeconds, now),
  ]);
  return { leavers, stalls };
}

/** Seedings from the same SQL Server or to the same managed instance that ended meanwhile; a log backup and the like end one as failed. */
async function readLeavers(history: History, linkId: string, now: Date): Promise<Leaver[]> {
  const { rows } = await history.pool.query<Leaver>(
    `SELECT mate.name, coalesce(server.name, mate.partner_name) AS server, coalesce(instance.name, mate.instance_name) AS instance,
       begun_at AS "startedAt", left_at AS "leftAt", ended AS "end", wire_share AS "wireBytesPerByte"
     FROM link own JOIN link mate ON mate.no <> own.no
         AND (mate.partner_source_id = own.partner_source_id OR mate.instance_source_id = own.instance_source_id)
       LEFT JOIN source server ON server.id = mate.partner_source_id
       LEFT JOIN source instance ON instance.id = mate.instance_source_id
       CROSS JOIN LATERAL (
         SELECT run_started_at AS begun_at, finished_at AS left_at, 'finished' AS ended,
           CASE WHEN is_compressed AND database_bytes > 0 THEN transferred_bytes::float8 / database_bytes END AS wire_share
         FROM forecast_score WHERE link_no = mate.no AND finished_at > $2
         UNION ALL
         SELECT (SELECT max(run_started_at) FROM forecast WHERE link_no = mate.no AND made_at < at), at, 'failed', NULL
         FROM transition
         WHERE link_no = mate.no AND at > $2 AND subject = 'phase' AND "to" = 'seeding-failed' AND NOT is_first
       ) AS leaving
     WHERE own.id = $1 ORDER BY left_at`,
    [linkId, daysBefore(now)],
  );
  return rows;
}

/** Stalls of this link's seeding that are over; each was told `stallSeconds` after the last byte. */
async function readStalls(
  history: History,
  linkId: string,
  stallSeconds: number,
  now: Date,
): Promise<Surroundings["stalls"]> {
  const { rows } = await history.pool.query<{ at: Date; isBegin: boolean }>(
    `SELECT at, "to" = 'seeding-stalled' AS "isBegin" FROM transition JOIN link ON no = link_no
     WHERE link.id = $1 AND at > $2 AND subject = 'phase' AND 'seeding-stalled' IN ("from", "to") ORDER BY at`,
    [linkId, daysBefore(now)],
  );
  return rows.flatMap(({ at, isBegin }, index) => {
    const end = rows[index + 1];
    return isBegin && end !== undefined ? [{ from: new Date(at.getTime() - stallSeconds * 1000), to: end.at }] : [];
  });
}

function daysBefore(now: Date): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
