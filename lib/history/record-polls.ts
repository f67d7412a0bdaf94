// Writes down how each source answered: its state, when it is due again, and a line in the poll log.
import type pg from "pg";
import type { Outcome } from "../domain/outcome.ts";
import { isAnswer } from "../domain/outcome.ts";
import { keepable, keepableOrNull } from "./text.ts";

/** When to ask again: a function of the outcome, the failures in a row with it, and the source's interval in seconds. */
export type Schedule = (outcome: Outcome, consecutiveFailures: number, intervalSeconds: number) => Date;

interface Standing {
  id: string;
  no: number;
  intervalSeconds: number;
  consecutiveFailures: number;
  failingSince: Date | null;
}

/** At most one outcome per source. Outcomes of sources that history does not know are left out. */
export async function recordPolls(
  client: pg.PoolClient,
  outcomes: readonly Outcome[],
  schedule: Schedule,
): Promise<void> {
  const ids = [...new Set(outcomes.map((outcome) => outcome.sourceId))];
  const { rows } = await client.query<Standing>(
    `SELECT id, no, interval_seconds AS "intervalSeconds", consecutive_failures AS "consecutiveFailures", failing_since AS "failingSince"
     FROM source WHERE id = ANY($1) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const standings = new Map(rows.map((row) => [row.id, row]));
  const polls = outcomes.flatMap((outcome) => {
    const source = standings.get(outcome.sourceId);
    return source ? [{ outcome, source }] : [];
  });
  await writeStates(client, polls, schedule);
  await client.query(
    `INSERT INTO poll (source_no, at, kind, duration_ms, lateness_ms, server_ms, round_trips)
     SELECT * FROM unnest($1::int2[], $2::timestamptz[], $3::text[], $4::int[], $5::int[], $6::int[], $7::int2[])
     ON CONFLICT DO NOTHING`,
    [
      polls.map(({ source }) => source.no),
      polls.map(({ outcome }) => outcome.askedAt),
      polls.map(({ outcome }) => outcome.kind),
      polls.map(({ outcome }) => Math.round(outcome.durationMs)),
      polls.map(({ outcome }) => Math.round(outcome.latenessMs)),
      polls.map(({ outcome }) =>
        isAnswer(outcome) && outcome.serverMs !== null ? Math.round(outcome.serverMs) : null,
      ),
      polls.map(({ outcome }) => (isAnswer(outcome) ? outcome.roundTrips : null)),
    ],
  );
}

async function writeStates(
  client: pg.PoolClient,
  polls: { outcome: Outcome; source: Standing }[],
  schedule: Schedule,
): Promise<void> {
  const rows = polls.map(({ outcome, source }) => stateAfter(outcome, source, schedule));
  await client.query(
    `UPDATE source SET
       polling_by = NULL, polling_until = NULL, due_at = new.due_at, last_asked_at = new.asked_at,
       last_answered_at = coalesce(new.answered_at, source.last_answered_at), last_failure = coalesce(new.failure, source.last_failure),
       failing_since = new.failing_since, consecutive_failures = new.consecutive_failures,
       backoff_until = CASE WHEN new.failing_since IS NOT NULL THEN new.due_at END,
       clock_skew_ms = coalesce(new.skew_ms, source.clock_skew_ms), blind = coalesce(new.blind, source.blind),
       poll_count = poll_count + 1, failure_count = failure_count + (new.consecutive_failures > 0)::int,
       last_duration_ms = new.duration_ms
     FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::json[], $6::timestamptz[], $7::int[],
                 $8::int[], $9::json[], $10::int[])
       AS new (id, due_at, asked_at, answered_at, failure, failing_since, consecutive_failures, skew_ms, blind, duration_ms)
     WHERE source.id = new.id AND (source.last_asked_at IS NULL OR source.last_asked_at <= new.asked_at)`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.dueAt),
      rows.map((row) => row.askedAt),
      rows.map((row) => row.answeredAt),
      rows.map((row) => row.failure),
      rows.map((row) => row.failingSince),
      rows.map((row) => row.consecutiveFailures),
      rows.map((row) => row.skewMs),
      rows.map((row) => row.blind),
      rows.map((row) => row.durationMs),
    ],
  );
}

function stateAfter(outcome: Outcome, source: Standing, schedule: Schedule) {
  const failures = isAnswer(outcome) ? 0 : source.consecutiveFailures + 1;
  const common = {
    id: source.id,
    dueAt: schedule(outcome, failures, source.intervalSeconds),
    askedAt: outcome.askedAt,
    durationMs: Math.round(outcome.durationMs),
    consecutiveFailures: failures,
  };
  if (isAnswer(outcome)) {
    return {
      ...common,
      answeredAt: new Date(outcome.askedAt.getTime() + outcome.durationMs),
      failure: null,
      failingSince: null,
      skewMs: outcome.serverClock === null ? null : Math.round(outcome.serverClock.skewMs),
      blind: JSON.stringify(outcome.blind),
    };
  }
  const { kind, message, code, permission, askedAt } = outcome;
  return {
    ...common,
    answeredAt: null,
    failure: JSON.stringify({ kind, message: keepable(message), code: keepableOrNull(code), permission, at: askedAt }),
    failingSince: source.failingSince ?? askedAt,
    skewMs: null,
    blind: null,
  };
}
