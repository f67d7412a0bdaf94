// The housekeeping of every minute: partitions ahead, old ones dropped, rollups, sparklines and the figures of the last hour.

import { summariseLastHour } from "./last-hour.ts";
import { dropOldNetworkChecks } from "./network-ledger.ts";
import { defaultRetention, dropOldPartitions, ensurePartitionsAhead, type Retention } from "./partitions.ts";
import type { History } from "./pool.ts";
import { rollUp } from "./rollup.ts";
import { makeSparks } from "./sparks.ts";

const upkeepLock = 5_118_028;

/** True if this process did it; false if another is at it now. */
export async function keepUp(history: History, now: Date, retention: Retention = defaultRetention): Promise<boolean> {
  const client = await history.pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>("SELECT pg_try_advisory_lock($1) AS mine", [upkeepLock]);
    if (!rows[0]?.mine) return false;
    try {
      await ensurePartitionsAhead(history, now);
      await rollUp(history, now);
      await makeSparks(history, now);
      await summariseLastHour(history, now);
      await dropOldPartitions(history, retention, now);
      await dropOldNetworkChecks(history, retention.sample_hour, now);
      await history.pool.query("DELETE FROM worker WHERE seen_at < clock_timestamp() - interval '1 hour'");
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [upkeepLock]);
    }
    return true;
  } finally {
    client.release();
  }
}
