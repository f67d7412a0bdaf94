// The last hour of the poll log in figures, kept with each source so that a page need not count.
import type { History } from "./pool.ts";

/** Null where nobody was asked, or did not tell. */
export interface LastHour {
  polls: number;
  failures: number;
  durationMsMedian: number | null;
  durationMsP95: number | null;
  latenessMsP95: number | null;
  serverMsPerMinute: number | null;
  roundTripsPerPoll: number | null;
}

export async function summariseLastHour(history: History, now: Date): Promise<void> {
  await history.pool.query(
    `UPDATE source SET last_hour = figures.json FROM (
       SELECT source.id, json_build_object(
         'polls', count(at),
         'failures', count(*) FILTER (WHERE poll.kind <> 'answered'),
         'durationMsMedian', percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms),
         'durationMsP95', percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms),
         'latenessMsP95', percentile_disc(0.95) WITHIN GROUP (ORDER BY lateness_ms),
         'serverMsPerMinute', sum(server_ms) / greatest(1, extract(epoch FROM $1::timestamptz - min(at)) / 60),
         'roundTripsPerPoll', avg(round_trips)) AS json
       FROM source LEFT JOIN poll ON source_no = no AND at > $1::timestamptz - interval '1 hour' AND at <= $1
       WHERE is_active GROUP BY source.id) AS figures
     WHERE source.id IN (SELECT id FROM source WHERE is_active ORDER BY id FOR UPDATE) AND source.id = figures.id`,
    [now],
  );
}
