// The numbers of /metrics, read from the history so that every process tells the same.
import type { Verdict } from "../domain/verdict.ts";
import type { History } from "./pool.ts";

export interface Counts {
  links: { verdict: Verdict; count: number }[];
  sources: {
    id: string;
    kind: string;
    /** Since the source is known. */
    polls: number;
    failures: number;
    lastDurationSeconds: number | null;
    lastAnsweredAt: Date | null;
    isFailing: boolean;
  }[];
  undelivered: number;
}

export async function readCounts(history: History): Promise<Counts> {
  const [links, sources, undelivered] = await Promise.all([
    history.pool.query("SELECT verdict, count(*)::int AS count FROM assessment GROUP BY verdict"),
    history.pool.query(
      `SELECT id, kind, poll_count::float8 AS polls, failure_count::float8 AS failures, last_duration_ms / 1000.0::float8 AS "lastDurationSeconds",
              last_answered_at AS "lastAnsweredAt", failing_since IS NOT NULL AS "isFailing"
       FROM source WHERE is_active ORDER BY id`,
    ),
    history.pool.query("SELECT count(*)::int AS count FROM transition WHERE delivered_at IS NULL"),
  ]);
  return { links: links.rows, sources: sources.rows, undelivered: undelivered.rows[0].count };
}
