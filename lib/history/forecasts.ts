// Reads forecasts as they were made, and what happened to the seeding and beside it meanwhile.
import type pg from "pg";
import type { KeptForecast } from "../domain/kept-forecast.ts";
import type { Surroundings } from "../domain/move-reason.ts";
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

/** Stalls of this link's seeding that are over; each was told `stallSeconds` after the last byte. */
export async function readStalls(
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
