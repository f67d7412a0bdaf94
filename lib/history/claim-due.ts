// Takes the sources that are due for one worker: a source has one asker at a time, however many processes try.
import type { History } from "./pool.ts";
import { workerLife } from "./share-sources.ts";

/** A claim ends with its record; another worker takes over a claim whose worker lives but never recorded after this long. */
const claimMs = 120_000;

export interface Claim {
  sourceId: string;
  dueAt: Date;
}

/**
 * Due sources that `workerId` owns and nobody else is asking; from now on it is asking them. `sourceIds`: the sources it could ask
 * now, so without those it is asking already; a claim of its own on any other is left over from a record that failed.
 */
export async function claimDue(
  history: History,
  workerId: string,
  sourceIds: readonly string[],
  now: Date,
): Promise<Claim[]> {
  const { rows } = await history.pool.query<Claim>(
    `UPDATE source SET polling_by = $1, polling_until = $4
     WHERE id IN (
       SELECT id FROM source
       WHERE owner_id = $1 AND is_active AND id = ANY($2) AND due_at <= $3
         AND (polling_until IS NULL OR polling_until <= $3 OR polling_by = $1 OR NOT EXISTS (
           SELECT FROM worker WHERE worker.id = polling_by AND seen_at > clock_timestamp() - ${workerLife}))
       ORDER BY due_at
       FOR UPDATE SKIP LOCKED)
     RETURNING id AS "sourceId", due_at AS "dueAt"`,
    [workerId, sourceIds, now, new Date(now.getTime() + claimMs)],
  );
  return rows.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}
