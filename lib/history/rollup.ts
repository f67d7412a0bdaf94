// Rolls raw samples up to five minutes and those to hours, from where the last run ended; making a bucket again gives the same bucket.
import { lastTransferred, measuredRows, spreads } from "./measured.ts";
import type { History } from "./pool.ts";

type Tier = "sample_5min" | "sample_hour";

const bucketMs: Record<Tier, number> = { sample_5min: 300_000, sample_hour: 3_600_000 };
/** A poll may be written this long after its sample was taken, so the buckets of the last run are made once more. */
const lateMs = 120_000;
const origin = "timestamptz '2000-01-01 00:00Z'";

const columns = [
  "link_no",
  "vantage",
  "at",
  "transferred_bytes",
  ...spreads.flatMap(({ column }) => [`${column}_mean`, `${column}_max`]),
];
const raw = spreads.flatMap(({ column }) => [`avg(${column})`, `max(${column})`]);
const rolled = spreads.flatMap(({ column }) => [`avg(${column}_mean)`, `max(${column}_max)`]);
const updates = columns.slice(3).map((column) => `${column} = excluded.${column}`);
const fromFiveMinutes = "SELECT * FROM sample_5min WHERE at >= $1 AND at < $2";

/** Brings both tiers up to `now`. The first run starts at the oldest raw sample. */
export async function rollUp(history: History, now: Date): Promise<void> {
  for (const tier of ["sample_5min", "sample_hour"] as const) {
    const from = await startOf(history, tier);
    if (from === null || from > now) continue;
    await rollUpWindow(history, tier, from, now);
    await history.pool.query(
      "INSERT INTO rollup (tier, until) VALUES ($1, $2) ON CONFLICT (tier) DO UPDATE SET until = greatest(rollup.until, excluded.until)",
      [tier, now],
    );
  }
}

/** Makes all buckets that touch `from … to`, whether they were made before or not: for history filled in later. */
export async function rollUpAgain(history: History, from: Date, to: Date): Promise<void> {
  await rollUpWindow(history, "sample_5min", from, to);
  await rollUpWindow(history, "sample_hour", from, to);
}

async function rollUpWindow(history: History, tier: Tier, from: Date, to: Date): Promise<void> {
  const width = bucketMs[tier];
  const start = Math.floor(from.getTime() / width) * width;
  // A day at a time keeps the sort in memory, however long Linkspan was away.
  const step = 86_400_000;
  for (let at = start; at < to.getTime(); at += step) {
    const end = Math.min(at + step, Math.ceil(to.getTime() / width) * width);
    await history.pool.query(rollUpSql(tier), [new Date(at), new Date(end)]);
  }
}

function rollUpSql(tier: Tier): string {
  const [rows, values] =
    tier === "sample_5min"
      ? [measuredRows("true", "$1::timestamptz", "$2::timestamptz"), raw]
      : [fromFiveMinutes, rolled];
  return `INSERT INTO ${tier} (${columns.join(", ")})
    SELECT link_no, vantage, date_bin('${bucketMs[tier]} ms', at, ${origin}), ${lastTransferred}, ${values.join(", ")}
    FROM (${rows}) AS rows GROUP BY 1, 2, 3
    ON CONFLICT (link_no, vantage, at) DO UPDATE SET ${updates.join(", ")}`;
}

async function startOf(history: History, tier: Tier): Promise<Date | null> {
  const { rows } = await history.pool.query<{ start: Date | null }>(
    `SELECT coalesce((SELECT until - $2 * interval '1 ms' FROM rollup WHERE tier = $1), (SELECT min(at) FROM sample)) AS start`,
    [tier, lateMs],
  );
  return rows[0]?.start ?? null;
}
