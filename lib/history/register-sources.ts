// Brings the source rows in line with the estate: new ones are due soon, gone ones rest with their history.
import type { SourceIdentity } from "../domain/outcome.ts";
import type { History } from "./pool.ts";

/** First polls are spread over this long, so that a large estate does not ask everybody in the same instant. */
const spreadMs = 5000;

export async function registerSources(
  history: History,
  identities: readonly SourceIdentity[],
  now: Date,
): Promise<void> {
  // In the order in which everybody locks source rows.
  const sources = identities.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const spread = (i: number) => new Date(now.getTime() + Math.round((i / sources.length) * spreadMs));
  await history.pool.query(
    `INSERT INTO source (id, kind, side, name, interval_seconds, is_tls_unchecked, due_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bool[], $7::timestamptz[])
     ON CONFLICT (id) DO UPDATE SET
       kind = excluded.kind, side = excluded.side, name = excluded.name, interval_seconds = excluded.interval_seconds,
       is_tls_unchecked = excluded.is_tls_unchecked, is_active = true,
       -- Known sources keep their beat, unless they rested or the new interval brings them in earlier.
       due_at = CASE WHEN source.is_active AND source.backoff_until IS NOT NULL THEN source.due_at
                     ELSE least(source.due_at, excluded.due_at + excluded.interval_seconds * interval '1 s') END`,
    [
      sources.map((source) => source.id),
      sources.map((source) => source.kind),
      sources.map((source) => source.side),
      sources.map((source) => source.name),
      sources.map((source) => source.intervalSeconds),
      sources.map((source) => source.isTlsUnchecked),
      sources.map((_, i) => spread(i)),
    ],
  );
  await history.pool.query(
    "UPDATE source SET is_active = false, owner_id = NULL WHERE is_active AND NOT id = ANY($1)",
    [sources.map((source) => source.id)],
  );
}
