// Tells whether Linkspan does its work: the database answers, somebody polls, and polls are not late.
import type { History } from "./pool.ts";
import { workerLife } from "./share-sources.ts";

export interface Readiness {
  /** Living processes that poll. */
  workers: number;
  sources: number;
  /** Sources that should have been asked more than one of their intervals ago and are not being asked. */
  overdue: number;
}

/** Throws if the database does not answer. */
export async function readReadiness(history: History, now: Date): Promise<Readiness> {
  const { rows } = await history.pool.query<Readiness>(
    `SELECT (SELECT count(*)::int FROM worker WHERE seen_at > clock_timestamp() - ${workerLife}) AS workers,
            count(*)::int AS sources,
            (count(*) FILTER (WHERE due_at < $1::timestamptz - interval_seconds * interval '1 s' AND polling_until IS NULL))::int AS overdue
     FROM source WHERE is_active`,
    [now],
  );
  return rows[0] as Readiness;
}
