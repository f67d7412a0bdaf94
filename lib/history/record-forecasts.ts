// Keeps what was forecast of each seeding, and judges it when the seeding is over.
import type pg from "pg";
import type { Assessment } from "../domain/assessment.ts";
import { endedRun, forecastOf, leastGapMs, scoreRun } from "../domain/kept-forecast.ts";
import { readRun } from "./forecasts.ts";

interface Judged {
  no: number;
  previous: Assessment | null;
  /** Null: not judged this time. */
  assessment: Assessment | null;
}

export async function recordForecasts(client: pg.PoolClient, judged: readonly Judged[]): Promise<void> {
  await keep(client, judged);
  for (const { no, previous, assessment } of judged) {
    const ended = assessment && endedRun(previous, assessment);
    if (!ended) continue;
    const forecasts = await readRun(client, no, ended.runStartedAt);
    const score = scoreRun(forecasts, ended.finishedAt);
    if (score === null || score.band === null) continue;
    await client.query(
      `INSERT INTO forecast_score (link_no, finished_at, run_started_at, database_bytes, transferred_bytes, is_compressed, asked,
         median_error, p90_error, coverage, width, interval_score)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
      [
        no,
        ended.finishedAt,
        ended.runStartedAt,
        ended.databaseBytes ?? forecasts.at(-1)?.databaseBytes ?? null,
        ended.transferredBytes,
        ended.isCompressed,
        score.asked,
        score.medianError,
        score.p90Error,
        score.band.coverage,
        score.band.width,
        score.band.interval,
      ],
    );
  }
}

/** One statement; a forecast too close to the one before is left out. */
async function keep(client: pg.PoolClient, judged: readonly Judged[]): Promise<void> {
  const made = judged.flatMap(({ no, assessment }) => {
    const forecast = assessment && forecastOf(assessment);
    return forecast ? [{ no, ...forecast }] : [];
  });
  if (made.length === 0) return;
  await client.query(
    `INSERT INTO forecast (link_no, made_at, run_started_at, transferred_bytes, database_bytes, p10_seconds, p50_seconds, p90_seconds)
     SELECT no, made_at, run, transferred, size, p10, p50, p90
     FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::int8[], $5::int8[], $6::float4[], $7::float4[], $8::float4[],
                 $9::int8[]) AS new (no, made_at, run, transferred, size, p10, p50, p90, gap_ms)
     WHERE NOT EXISTS (
       SELECT FROM forecast WHERE link_no = no AND forecast.made_at > new.made_at - gap_ms * interval '1 millisecond'
         AND run_started_at = run)
     ON CONFLICT DO NOTHING`,
    [
      made.map(({ no }) => no),
      made.map(({ madeAt }) => madeAt),
      made.map(({ runStartedAt }) => runStartedAt),
      made.map(({ transferredBytes }) => transferredBytes),
      made.map(({ databaseBytes }) => databaseBytes),
      made.map(({ p10Seconds }) => p10Seconds),
      made.map(({ p50Seconds }) => p50Seconds),
      made.map(({ p90Seconds }) => p90Seconds),
      made.map((forecast) => Math.round(leastGapMs(forecast))),
    ],
  );
}
