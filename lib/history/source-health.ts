// Reads how each source fares, for the page about Linkspan itself and for the bar above every page.
import type { SourceState } from "../domain/assessment.ts";
import type { Limits } from "../domain/limits.ts";
import type { SourceHealth } from "../domain/snapshot.ts";
import { judgeSource } from "../domain/source-verdict.ts";
import type { LastHour } from "./last-hour.ts";
import { plain } from "./plain.ts";
import type { History } from "./pool.ts";
import { workerLife } from "./share-sources.ts";
import { sourceStateColumns, toSourceState } from "./source-states.ts";

interface Row extends SourceState {
  linkCount: number;
  dueAt: Date;
  backoffUntil: Date | null;
  ownedBy: string | null;
  lastHour: LastHour | null;
}

const nothingYet: LastHour = {
  polls: 0,
  failures: 0,
  durationMsMedian: null,
  durationMsP95: null,
  latenessMsP95: null,
  serverMsPerMinute: null,
  roundTripsPerPoll: null,
};

/** Sources of the estate by kind and name; `ids` null: all of them. */
export async function latestSources(
  history: History,
  ids: readonly string[] | null,
  limits: Limits,
  now: Date,
): Promise<SourceHealth[]> {
  const { rows } = await history.pool.query<Row>(
    `SELECT ${sourceStateColumns}, due_at AS "dueAt", backoff_until AS "backoffUntil", last_hour AS "lastHour",
       (SELECT role || ' ' || host || ' ' || pid FROM worker
        WHERE worker.id = owner_id AND seen_at > clock_timestamp() - ${workerLife}) AS "ownedBy",
       CASE kind WHEN 'synapse'
         THEN (SELECT count(*)::int FROM synapse_link WHERE source_id = source.id AND gone_at IS NULL)
         ELSE (SELECT count(*)::int FROM link WHERE source.id IN (partner_source_id, instance_source_id, arm_source_id))
       END AS "linkCount"
     FROM source WHERE is_active AND ($1::text[] IS NULL OR id = ANY($1))
     ORDER BY side DESC, name, kind DESC`,
    [ids],
  );
  return rows.map(({ linkCount, dueAt, backoffUntil, ownedBy, lastHour, ...row }) => {
    const state = toSourceState(row);
    return {
      ...plain(state),
      ...judgeSource(state, limits, now),
      linkCount,
      dueAt: dueAt.toISOString(),
      backoffUntil: backoffUntil?.toISOString() ?? null,
      ownedBy,
      ...(lastHour ?? nothingYet),
    };
  });
}

/** When a living poller was last seen; null if nobody is polling. */
export async function latestPollerSeenAt(history: History): Promise<string | null> {
  const { rows } = await history.pool.query<{ seenAt: Date }>(
    `SELECT seen_at AS "seenAt" FROM worker WHERE seen_at > clock_timestamp() - ${workerLife} ORDER BY seen_at DESC LIMIT 1`,
  );
  return rows[0]?.seenAt.toISOString() ?? null;
}
