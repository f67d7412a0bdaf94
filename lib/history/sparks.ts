// Makes the small lines of the estate table: twelve hours in ten-minute points, one metric per link.
import type { History } from "./pool.ts";

const points = 72;
const stepMs = 600_000;

/** Makes them anew for every link; reading a thousand of them is then one small query. */
export async function makeSparks(history: History, now: Date): Promise<void> {
  const end = Math.ceil(now.getTime() / stepMs) * stepMs;
  await history.pool.query(
    `WITH steps AS (
       SELECT link_no, floor(extract(epoch FROM at - $1::timestamptz) / $3)::int AS step, avg(seeding_rate_mean) AS seeding,
              avg(redo_lag_seconds_mean) AS redo, avg(send_lag_seconds_mean) AS send
       FROM sample_5min WHERE at >= $1 AND at < $2 GROUP BY 1, 2),
     chosen AS (
       SELECT link_no, CASE WHEN phase LIKE '%seed%' THEN 'seeding-rate' WHEN count(redo) > 0 THEN 'redo-lag' ELSE 'send-lag' END AS what
       FROM steps JOIN assessment USING (link_no) GROUP BY link_no, phase)
     INSERT INTO spark (link_no, what, made_at, points)
     SELECT link_no, what, $5, json_agg(CASE what WHEN 'seeding-rate' THEN seeding WHEN 'redo-lag' THEN redo ELSE send END ORDER BY n)
     FROM chosen CROSS JOIN generate_series(0, $4 - 1) AS n LEFT JOIN (SELECT *, step AS n FROM steps) AS steps USING (link_no, n)
     GROUP BY link_no, what
     ON CONFLICT (link_no) DO UPDATE SET what = excluded.what, made_at = excluded.made_at, points = excluded.points`,
    [new Date(end - points * stepMs), new Date(end), stepMs / 1000, points, now],
  );
}
