// Time partitions of the series: made ahead, dropped whole when they are past their keep.
import type pg from "pg";
import type { History } from "./pool.ts";

/** How long each series is kept, in days. */
export interface Retention {
  poll: number;
  sample: number;
  sample_5min: number;
  sample_hour: number;
}

export type Series = keyof Retention;

export const defaultRetention: Retention = { poll: 7, sample: 7, sample_5min: 35, sample_hour: 400 };

/** Days one partition spans, counted from 1970-01-01 UTC. */
const spanDays: Retention = { poll: 1, sample: 1, sample_5min: 7, sample_hour: 28 };
const allSeries = Object.keys(spanDays) as Series[];
const dayMs = 86_400_000;
/** Partitions of the next days exist before anybody writes to them. */
const aheadDays = 3;

export interface Partition {
  name: string;
  from: Date;
  to: Date;
}

/** The partition of `series` that holds `at`. */
export function partitionOf(series: Series, at: Date): Partition {
  const span = spanDays[series] * dayMs;
  const from = new Date(Math.floor(at.getTime() / span) * span);
  return {
    name: `${series}_${from.toISOString().slice(0, 10).replaceAll("-", "")}`,
    from,
    to: new Date(from.getTime() + span),
  };
}

/** Creates what is missing from `from` to `to`, in every series. Safe to call from several processes at once. */
export async function ensurePartitions(history: History, from: Date, to: Date): Promise<void> {
  const wanted = allSeries.flatMap((series) => {
    const names: { series: Series; partition: Partition }[] = [];
    for (let at = from.getTime(); ; ) {
      const partition = partitionOf(series, new Date(at));
      names.push({ series, partition });
      at = partition.to.getTime();
      if (at > to.getTime()) return names;
    }
  });
  const present = new Set((await listPartitions(history.pool)).map((row) => row.name));
  for (const { series, partition } of wanted) {
    if (present.has(partition.name)) continue;
    await history.pool
      .query(
        `CREATE TABLE IF NOT EXISTS "${partition.name}" PARTITION OF "${series}"
         FOR VALUES FROM ('${partition.from.toISOString()}') TO ('${partition.to.toISOString()}')`,
      )
      .catch(ignoreTwin);
  }
}

/** Partitions for today and the days ahead; called at start and by the upkeep. */
export function ensurePartitionsAhead(history: History, now: Date): Promise<void> {
  return ensurePartitions(history, new Date(now.getTime() - dayMs), new Date(now.getTime() + aheadDays * dayMs));
}

/** Drops partitions that end before their keep. Returns their names. */
export async function dropOldPartitions(history: History, retention: Retention, now: Date): Promise<string[]> {
  const old = (await listPartitions(history.pool)).filter(({ series, name }) => {
    const start = /_(\d{4})(\d\d)(\d\d)$/.exec(name);
    if (!start) return false;
    const end = Date.UTC(Number(start[1]), Number(start[2]) - 1, Number(start[3])) + spanDays[series] * dayMs;
    return end <= now.getTime() - retention[series] * dayMs;
  });
  for (const { name } of old) await history.pool.query(`DROP TABLE IF EXISTS "${name}"`);
  return old.map(({ name }) => name);
}

async function listPartitions(pool: pg.Pool): Promise<{ series: Series; name: string }[]> {
  const { rows } = await pool.query<{ series: Series; name: string }>(
    `SELECT parent.relname AS series, child.relname AS name
     FROM pg_inherits JOIN pg_class parent ON parent.oid = inhparent JOIN pg_class child ON child.oid = inhrelid
     WHERE parent.relname = ANY($1) AND child.relkind = 'r'
       AND parent.relnamespace = current_schema()::regnamespace
     ORDER BY child.relname`,
    [allSeries],
  );
  return rows;
}

/** Another process made the same partition in the same moment: what we wanted is there. */
function ignoreTwin(error: { code?: string }): void {
  const duplicates = ["42P07", "23505", "42710"];
  if (!duplicates.includes(error.code ?? "")) throw error;
}
