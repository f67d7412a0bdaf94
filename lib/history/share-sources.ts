// Divides the sources among living workers: each keeps its own, gives back what is above its share, and takes what nobody owns.
import type { History } from "./pool.ts";

/** A worker whose last heartbeat is older than this is dead, and its sources are free. By the database's clock. */
export const workerLife = "interval '3 seconds'";

export interface Worker {
  id: string;
  /** "server" or "worker". */
  role: string;
  host: string;
  pid: number;
}

/** The heartbeat, every second. `taken` and `given`: how many sources came and went with it. */
export async function shareSources(history: History, worker: Worker): Promise<{ taken: number; given: number }> {
  await history.pool.query(
    `INSERT INTO worker (id, role, host, pid, seen_at) VALUES ($1, $2, $3, $4, clock_timestamp())
     ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()`,
    [worker.id, worker.role, worker.host, worker.pid],
  );
  const { rows } = await history.pool.query<{ taken: number; given: number }>(
    `WITH live AS (SELECT id FROM worker WHERE seen_at > clock_timestamp() - ${workerLife}),
          share AS (SELECT ceil((SELECT count(*) FROM source WHERE is_active)::float8 / (SELECT count(*) FROM live))::int AS size),
          mine AS (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM source WHERE owner_id = $1),
          given AS (UPDATE source SET owner_id = NULL WHERE id IN (
                      SELECT id FROM source
                      WHERE owner_id = $1 AND id IN (SELECT id FROM mine, share WHERE rank > size)
                      ORDER BY id FOR UPDATE SKIP LOCKED) RETURNING 1),
          taken AS (UPDATE source SET owner_id = $1 WHERE id IN (
                      SELECT id FROM source
                      WHERE is_active AND (owner_id IS NULL OR owner_id NOT IN (SELECT id FROM live))
                      ORDER BY id
                      LIMIT (SELECT greatest(0, size - (SELECT count(*) FROM mine)) FROM share)
                      FOR UPDATE SKIP LOCKED) RETURNING 1)
     SELECT (SELECT count(*) FROM taken)::int AS taken, (SELECT count(*) FROM given)::int AS given`,
    [worker.id],
  );
  return rows[0] as { taken: number; given: number };
}

/** A worker that ends hands everything to the others at once. */
export async function leaveSources(history: History, workerId: string): Promise<void> {
  await history.pool.query(
    `WITH gone AS (DELETE FROM worker WHERE id = $1)
     UPDATE source SET owner_id = NULL, polling_by = NULL, polling_until = NULL
     WHERE id IN (SELECT id FROM source WHERE owner_id = $1 OR polling_by = $1 ORDER BY id FOR UPDATE)`,
    [workerId],
  );
}
