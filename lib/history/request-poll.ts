// "Poll now": makes sources due at once, kindly, and waits until they have been asked.
import { setTimeout as sleep } from "node:timers/promises";
import type { History } from "./pool.ts";

/** Schedulers listen here, so that a request does not wait for their next beat. */
export const dueChannel = "linkspan_due";

/** Answers this young are fresh enough: ten open tabs make one poll. */
const freshMs = 2000;
/** A login that was refused is not tried again sooner, not even by hand: accounts lock. */
const deniedMs = 5 * 60_000;

export interface PollRequest {
  /** Sources that will be asked now, with when they were asked before. */
  asked: { sourceId: string; before: Date | null }[];
  /** Sources left alone, and until when: they refused our login, or asked for rest. */
  resting: { sourceId: string; until: Date }[];
}

/** `sourceIds` null: every source of the estate. */
export async function requestPoll(
  history: History,
  sourceIds: readonly string[] | null,
  now: Date,
): Promise<PollRequest> {
  const { rows } = await history.pool.query<{ sourceId: string; before: Date | null; restsUntil: Date | null }>(
    `WITH wanted AS (
       SELECT id, last_asked_at, CASE last_failure->>'kind'
           WHEN 'denied' THEN CASE WHEN failing_since IS NOT NULL THEN last_asked_at + $4 * interval '1 ms' END
           WHEN 'throttled' THEN backoff_until END AS rests_until
       FROM source
       WHERE is_active AND ($1::text[] IS NULL OR id = ANY($1))
         AND (last_asked_at IS NULL OR last_asked_at <= $2::timestamptz - $3 * interval '1 ms')
       ORDER BY id FOR UPDATE),
     hastened AS (
       UPDATE source SET due_at = least(due_at, $2) FROM wanted
       WHERE source.id = wanted.id AND (rests_until IS NULL OR rests_until <= $2))
     SELECT id AS "sourceId", last_asked_at AS before, CASE WHEN rests_until > $2 THEN rests_until END AS "restsUntil"
     FROM wanted`,
    [sourceIds, now, freshMs, deniedMs],
  );
  const asked = rows.filter((row) => row.restsUntil === null).map(({ sourceId, before }) => ({ sourceId, before }));
  const resting = rows.flatMap(({ sourceId, restsUntil }) => (restsUntil ? [{ sourceId, until: restsUntil }] : []));
  if (asked.length > 0) await history.pool.query(`NOTIFY ${dueChannel}`);
  return { asked, resting };
}

/** Resolves when every requested source was asked and its outcome is written; true, or false after `withinMs`. */
export async function awaitPolled(history: History, request: PollRequest, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  const before = new Map(request.asked.map((source) => [source.sourceId, source.before?.getTime() ?? null]));
  for (;;) {
    const { rows } = await history.pool.query<{ id: string; lastAskedAt: Date | null }>(
      `SELECT id, last_asked_at AS "lastAskedAt" FROM source WHERE id = ANY($1) AND is_active`,
      [[...before.keys()]],
    );
    if (rows.every((row) => (row.lastAskedAt?.getTime() ?? null) !== before.get(row.id))) return true;
    if (performance.now() >= deadline) return false;
    await sleep(50);
  }
}
