// The ledger of network tests: written down once each, kept after the jobs that ran them are gone.
import type pg from "pg";
import type { KeptCheck } from "../domain/network-overview.ts";
import type { InstanceSample, NetworkCheckFacts } from "../domain/sample.ts";
import type { History } from "./pool.ts";
import { keepable, keepableOrNull } from "./text.ts";

/** A test without a result may still be running; what has none after this long will have none. */
const settledMs = 600_000;
/** Of one source, newest first. */
const shownChecks = 100;

/** A test is known by source, job, step and time; what stands there stays as it was. */
export async function recordNetworkChecks(
  client: pg.PoolClient,
  samples: readonly InstanceSample[],
  now: Date,
): Promise<void> {
  const rows = samples.flatMap((sample) =>
    (sample.vantage === "arm" ? [] : (sample.facts.networkChecks?.value ?? []))
      .filter((check) => check.isOpen !== null || now.getTime() - check.ranAt.getTime() > settledMs)
      .map((check) => ({ ...check, sourceId: sample.sourceId })),
  );
  if (rows.length === 0) return;
  const column = <T>(value: (row: NetworkCheckFacts & { sourceId: string }) => T) => rows.map(value);
  await client.query(
    `INSERT INTO network_check (source_id, job, step, ran_at, target, port, remote_address, is_open, output, first_seen_at)
     SELECT told.*, $10::timestamptz
     FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::int[], $7::text[], $8::boolean[], $9::text[])
       AS told (source_id, job, step, ran_at, target, port, remote_address, is_open, output)
     -- msdb keeps the server's local time: when its clock changes for summer or winter, what was written down seems an hour off.
     WHERE NOT EXISTS (SELECT FROM network_check AS kept
       WHERE (kept.source_id, kept.job, kept.step) = (told.source_id, told.job, told.step)
         AND kept.output IS NOT DISTINCT FROM told.output
         AND kept.ran_at IN (told.ran_at - interval '1 hour', told.ran_at + interval '1 hour'))
     ON CONFLICT DO NOTHING`,
    [
      column((row) => row.sourceId),
      column((row) => keepable(row.job)),
      column((row) => keepable(row.step)),
      column((row) => row.ranAt),
      column((row) => keepableOrNull(row.target)),
      column((row) => row.port),
      column((row) => keepableOrNull(row.remoteAddress)),
      column((row) => row.isOpen),
      column((row) => keepableOrNull(row.output)?.slice(0, 2000) ?? null),
      now,
    ],
  );
}

/** By source, newest first; at most a hundred each. */
export async function readNetworkChecks(history: History): Promise<Map<string, KeptCheck[]>> {
  const { rows } = await history.pool.query<KeptCheck & { sourceId: string }>(
    `SELECT source_id AS "sourceId", job, step, ran_at AS "ranAt", target, port, remote_address AS "remoteAddress",
       is_open AS "isOpen", output, first_seen_at AS "firstSeenAt"
     FROM (SELECT *, row_number() OVER (PARTITION BY source_id ORDER BY ran_at DESC, step) AS place FROM network_check) AS kept
     WHERE place <= $1 ORDER BY ran_at DESC, step`,
    [shownChecks],
  );
  const bySource = new Map<string, KeptCheck[]>();
  for (const { sourceId, ...check } of rows) bySource.set(sourceId, [...(bySource.get(sourceId) ?? []), check]);
  return bySource;
}

/** Forgets tests that are older than the history is kept. */
export async function dropOldNetworkChecks(history: History, days: number, now: Date): Promise<void> {
  await history.pool.query("DELETE FROM network_check WHERE ran_at < $1", [
    new Date(now.getTime() - days * 86_400_000),
  ]);
}
