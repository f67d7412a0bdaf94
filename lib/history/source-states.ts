// Reads sources as the domain knows them.
import type pg from "pg";
import type { SourceState } from "../domain/assessment.ts";

/** The columns of SourceState, by their names there. */
export const sourceStateColumns = `id, kind, side, name, interval_seconds AS "intervalSeconds", is_tls_unchecked AS "isTlsUnchecked",
  last_asked_at AS "lastAskedAt", last_answered_at AS "lastAnsweredAt", last_failure AS "lastFailure",
  failing_since AS "failingSince", consecutive_failures AS "consecutiveFailures", clock_skew_ms AS "clockSkewMs", blind`;

/** A row of those columns; JSON holds the failure's time as text. */
export function toSourceState(row: SourceState): SourceState {
  return { ...row, lastFailure: row.lastFailure && { ...row.lastFailure, at: new Date(row.lastFailure.at) } };
}

/** By id; `ids` null: every source of the estate. One that left the estate speaks no more. */
export async function readSourceStates(
  client: pg.Pool | pg.PoolClient,
  ids: readonly string[] | null,
): Promise<Map<string, SourceState>> {
  const { rows } = await client.query<SourceState>(
    `SELECT ${sourceStateColumns} FROM source WHERE is_active AND ($1::text[] IS NULL OR id = ANY($1))`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toSourceState(row)]));
}
