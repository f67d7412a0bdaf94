// The benchmark's own SQL: a past for links that were polled for a minute, what it weighs, and how polls went.
import fs from "node:fs";
import type pg from "pg";
import { gauges, slopes } from "../../lib/history/measured.ts";
import { defaultRetention, ensurePartitions, type Retention } from "../../lib/history/partitions.ts";
import type { History } from "../../lib/history/pool.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How far back each store is filled, ms. */
export interface Past {
  /** Every 30 s; charts of up to 6 hours read it. */
  rawMs: number;
  /** Charts of up to a week read it. */
  fiveMinutesMs: number;
  /** Longer charts read it. */
  hoursMs: number;
}

const rawStepSeconds = 30;

type Tier = "sample" | "sample_5min" | "sample_hour";

/**
 * Every link gets the past of its own newest samples, with dice: the same voices, the same fields empty. Written in time order, as
 * polls are, so that a link's rows lie as scattered on disk as in a real history. Ends where its first real sample is.
 */
export async function fillPast(history: History, past: Past, now: Date): Promise<void> {
  await ensurePartitions(history, new Date(now.getTime() - past.hoursMs), now);
  const client = await history.pool.connect();
  try {
    await client.query("SET synchronous_commit = off");
    await client.query(
      "CREATE TEMP TABLE shape AS SELECT DISTINCT ON (link_no, vantage) * FROM sample ORDER BY link_no, vantage, at DESC",
    );
    const { rows } = await client.query<{ at: Date }>("SELECT min(at) AS at FROM sample");
    const until = rows[0]?.at ?? now;
    await fillTier(client, "sample", rawStepSeconds, past.rawMs, until, hourMs);
    await fillTier(client, "sample_5min", 300, past.fiveMinutesMs, until, 6 * hourMs);
    await fillTier(client, "sample_hour", 3600, past.hoursMs, until, dayMs);
    await fillTransitions(client, past.hoursMs, until);
    // The product's own upkeep goes on from here.
    await client.query(
      "INSERT INTO rollup (tier, until) VALUES ('sample_5min', $1), ('sample_hour', $1) ON CONFLICT (tier) DO NOTHING",
      [until],
    );
    // As autovacuum does over days.
    await client.query(
      "VACUUM (ANALYZE) sample, sample_5min, sample_hour, transition, link, assessment, latest_sample",
    );
  } finally {
    client.release(true);
  }
}

/** One statement for every `pieceMs`, so that each sort stays in memory. */
async function fillTier(
  client: pg.PoolClient,
  tier: Tier,
  stepSeconds: number,
  spanMs: number,
  until: Date,
  pieceMs: number,
): Promise<void> {
  const columns = tier === "sample" ? rawColumns() : rolledColumns();
  const sql = `INSERT INTO ${tier} (link_no, vantage, at, ${Object.keys(columns).join(", ")})
    SELECT link_no, vantage, moment, ${Object.values(columns).join(", ")}
    FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 ms', $3 * interval '1 s') AS moment CROSS JOIN shape
    ORDER BY moment`;
  const stepMs = stepSeconds * 1000;
  const start = Math.ceil((until.getTime() - spanMs) / stepMs) * stepMs;
  for (let at = start; at < until.getTime(); at += pieceMs) {
    const end = Math.min(at + pieceMs, until.getTime());
    await client.query(sql, [new Date(at), new Date(end), stepSeconds]);
  }
}

/** Column by expression over a row of `shape`. A counter grows by a kilobyte or a millisecond a second. */
function rawColumns(): Record<string, string> {
  const counted = slopes.map(({ counter }) => [
    counter,
    `greatest(0, ${counter} - extract(epoch FROM shape.at - moment)::bigint)`,
  ]);
  const gauged = gauges.map(({ column }) => [column, `${column} * (0.5 + random())`]);
  return Object.fromEntries([...counted, ...gauged]);
}

function rolledColumns(): Record<string, string> {
  const spread = (column: string, mean: string, max: string) => [
    [`${column}_mean`, mean],
    [`${column}_max`, max],
  ];
  return Object.fromEntries([
    ["transferred_bytes", "transferred_bytes"],
    ...slopes.flatMap(({ column, counter }) =>
      spread(
        column,
        `CASE WHEN ${counter} IS NOT NULL THEN random() END`,
        `CASE WHEN ${counter} IS NOT NULL THEN 1 END`,
      ),
    ),
    ...gauges.flatMap(({ column }) => spread(column, `${column} * (0.5 + random())`, `${column} * 1.5`)),
  ]);
}

/** Four subjects that change twice a day. */
async function fillTransitions(client: pg.PoolClient, spanMs: number, until: Date): Promise<void> {
  await client.query("UPDATE link SET first_seen_at = $1", [new Date(until.getTime() - spanMs)]);
  await client.query(
    `INSERT INTO transition (link_no, at, subject, "from", "to", verdict, reason, vantage)
     SELECT no, moment, subject, CASE n % 2 WHEN 0 THEN 'bad' ELSE 'good' END, CASE n % 2 WHEN 0 THEN 'good' ELSE 'bad' END,
            CASE n % 2 WHEN 0 THEN 'healthy' ELSE 'attention' END, 'Redo on the managed instance is 12 min behind', 'instance'
     FROM generate_series($1::timestamptz, $2::timestamptz, interval '12 hours') WITH ORDINALITY AS moments (moment, n)
       CROSS JOIN link CROSS JOIN unnest(ARRAY['verdict', 'health.partner', 'health.instance', 'connection']) AS subject
     ORDER BY moment`,
    [new Date(until.getTime() - spanMs), until],
  );
}

/** Nobody polls while reads are measured; this keeps every source as fresh as if somebody did. */
export async function freshen(pool: pg.Pool): Promise<void> {
  await pool.query(
    `UPDATE source SET last_asked_at = clock_timestamp(), last_answered_at = clock_timestamp(), due_at = clock_timestamp() + interval '1 hour'`,
  );
  await pool.query(
    `INSERT INTO worker (id, role, host, pid, seen_at) VALUES ('bench', 'worker', 'bench', 0, clock_timestamp() + interval '1 hour')
     ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
  );
}

export interface Weight {
  samples: number;
  voices: number;
  /** Bytes a row with its part of the index. */
  sample: number;
  fiveMinutes: number;
  hour: number;
  poll: number;
}

export async function weighSamples(pool: pg.Pool): Promise<Weight> {
  const each = async (table: string) => {
    const { rows } = await pool.query<{ rows: number; bytes: number }>(
      `SELECT (SELECT count(*) FROM ${table})::float8 AS rows,
              (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = '${table}'::regclass)::float8 AS bytes`,
    );
    return rows[0] as { rows: number; bytes: number };
  };
  const sample = await each("sample");
  const [fiveMinutes, hour, poll] = [await each("sample_5min"), await each("sample_hour"), await each("poll")];
  const { rows } = await pool.query<{ voices: number }>(
    "SELECT count(DISTINCT (link_no, vantage))::int AS voices FROM sample_hour",
  );
  const perRow = (one: { rows: number; bytes: number }) => one.bytes / one.rows;
  return {
    samples: sample.rows,
    voices: rows[0]?.voices ?? 0,
    sample: perRow(sample),
    fiveMinutes: perRow(fiveMinutes),
    hour: perRow(hour),
    poll: perRow(poll),
  };
}

/** Bytes of a whole history at the product's own retention, every source asked each `beatSeconds`. */
export function fullHistoryBytes(weight: Weight, beatSeconds: number, keep: Retention = defaultRetention): number {
  const rows = (days: number, everySeconds: number) => (weight.voices * days * 86_400) / everySeconds;
  return (
    rows(keep.sample, beatSeconds) * weight.sample +
    rows(keep.sample_5min, 300) * weight.fiveMinutes +
    rows(keep.sample_hour, 3600) * weight.hour
  );
}

/** Every source that nobody is asking. */
export async function allDue(pool: pg.Pool): Promise<void> {
  await pool.query(
    "UPDATE source SET due_at = clock_timestamp() - interval '1 ms' WHERE is_active AND polling_by IS NULL",
  );
}

export async function askedSources(pool: pg.Pool, since: Date): Promise<{ done: number; all: number }> {
  const { rows } = await pool.query<{ done: number; all: number }>(
    `SELECT count(*) FILTER (WHERE last_asked_at > $1)::int AS done, greatest(1, count(*))::int AS all FROM source WHERE is_active`,
    [since],
  );
  return rows[0] as { done: number; all: number };
}

export interface Polled {
  durationMs: number;
  latenessMs: number;
  isAnswer: boolean;
}

export async function polledSince(pool: pg.Pool, since: Date): Promise<Polled[]> {
  const { rows } = await pool.query<Polled>(
    `SELECT duration_ms AS "durationMs", lateness_ms AS "latenessMs", kind = 'answered' AS "isAnswer" FROM poll WHERE at >= $1`,
    [since],
  );
  return rows;
}

export async function linkIds(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM link ORDER BY no");
  return rows.map(({ id }) => id);
}

/** Process id of the server: all its others are below it. */
export async function postgresPid(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ directory: string }>("SELECT current_setting('data_directory') AS directory");
  return Number(fs.readFileSync(`${rows[0]?.directory}/postmaster.pid`, "utf8").split("\n")[0]);
}
