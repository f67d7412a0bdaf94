// Keeps the newest word of every voice about each link and each server.
import type pg from "pg";
import type { InstanceSample, LinkSample } from "../domain/sample.ts";

/** An older sample never replaces a newer one. */
export async function recordSamples(
  client: pg.PoolClient,
  samples: readonly LinkSample[],
  linkNumbers: Map<LinkSample, number>,
): Promise<void> {
  const newest = newestBy(samples, (sample) => `${linkNumbers.get(sample)}:${sample.vantage}`);
  if (newest.length === 0) return;
  await client.query(
    `INSERT INTO latest_sample AS latest (link_no, vantage, observed_at, facts)
     SELECT * FROM unnest($1::int[], $2::text[], $3::timestamptz[], $4::json[])
     ON CONFLICT (link_no, vantage) DO UPDATE SET observed_at = excluded.observed_at, facts = excluded.facts
     WHERE latest.observed_at <= excluded.observed_at`,
    [
      newest.map((sample) => linkNumbers.get(sample)),
      newest.map((sample) => sample.vantage),
      newest.map((sample) => sample.observedAt),
      newest.map((sample) => JSON.stringify(sample.facts)),
    ],
  );
}

export async function recordInstances(client: pg.PoolClient, samples: readonly InstanceSample[]): Promise<void> {
  const newest = newestBy(samples, (sample) => sample.sourceId);
  if (newest.length === 0) return;
  await client.query(
    `INSERT INTO latest_instance AS latest (source_id, observed_at, facts)
     SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::json[])
     ON CONFLICT (source_id) DO UPDATE SET observed_at = excluded.observed_at, facts = excluded.facts
     WHERE latest.observed_at <= excluded.observed_at`,
    [
      newest.map((sample) => sample.sourceId),
      newest.map((sample) => sample.observedAt),
      newest.map((sample) => JSON.stringify(sample.facts)),
    ],
  );
}

/** One per key, the newest; a statement may touch a row only once. */
function newestBy<S extends { observedAt: Date }>(samples: readonly S[], keyOf: (sample: S) => string): S[] {
  const newest = new Map<string, S>();
  for (const sample of samples) {
    const known = newest.get(keyOf(sample));
    if (!known || known.observedAt <= sample.observedAt) newest.set(keyOf(sample), sample);
  }
  return [...newest.values()];
}
