// Stores what was made of each link: the assessment, its transitions, and the numbers that go into the series.
import type pg from "pg";
import type { Assessment, Measurement, Transition } from "../domain/assessment.ts";
import { type Vantage, vantages } from "../domain/vantage.ts";
import { takeApart } from "./assessment-parts.ts";
import { keepable, keepableOrNull } from "./text.ts";

interface Judged {
  no: number;
  assessment: Assessment | null;
  transitions: Transition[];
  measurements: Measurement[];
}

/** The vantage as the series store it. */
export function vantageCode(vantage: Vantage): number {
  return vantages.indexOf(vantage);
}

export async function recordJudgements(client: pg.PoolClient, judged: readonly Judged[]): Promise<void> {
  if (judged.length === 0) return;
  await recordAssessments(
    client,
    judged.flatMap(({ no, assessment }) => (assessment === null ? [] : { no, assessment })),
  );
  await recordTransitions(
    client,
    judged.flatMap(({ no, transitions }) => transitions.map((transition) => ({ no, transition }))),
  );
  await recordMeasurements(
    client,
    judged.flatMap(({ no, measurements }) => measurements.filter(saysSomething).map((measured) => ({ no, measured }))),
  );
}

async function recordAssessments(
  client: pg.PoolClient,
  judged: { no: number; assessment: Assessment }[],
): Promise<void> {
  if (judged.length === 0) return;
  const parts = judged.map(({ assessment }) => takeApart(assessment));
  await client.query(
    `INSERT INTO assessment (link_no, assessed_at, verdict, phase, face, depth, memory)
     SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::text[], $4::text[], $5::json[], $6::json[], $7::json[])
     ON CONFLICT (link_no) DO UPDATE SET assessed_at = excluded.assessed_at, verdict = excluded.verdict,
       phase = excluded.phase, face = excluded.face, depth = excluded.depth, memory = excluded.memory`,
    [
      judged.map(({ no }) => no),
      judged.map(({ assessment }) => assessment.assessedAt),
      judged.map(({ assessment }) => assessment.verdict),
      judged.map(({ assessment }) => assessment.phase),
      parts.map(({ face }) => JSON.stringify(face)),
      parts.map(({ depth }) => JSON.stringify(depth)),
      parts.map(({ memory }) => JSON.stringify(memory)),
    ],
  );
}

async function recordTransitions(client: pg.PoolClient, rows: { no: number; transition: Transition }[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO transition (link_no, at, subject, "from", "to", verdict, reason, vantage, is_first)
     SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::bool[])`,
    [
      rows.map(({ no }) => no),
      rows.map(({ transition }) => transition.at),
      rows.map(({ transition }) => keepable(transition.subject)),
      rows.map(({ transition }) => keepableOrNull(transition.from)),
      rows.map(({ transition }) => keepableOrNull(transition.to)),
      rows.map(({ transition }) => transition.verdict),
      rows.map(({ transition }) => keepable(transition.reason)),
      rows.map(({ transition }) => transition.vantage),
      rows.map(({ transition }) => transition.isFirst),
    ],
  );
}

/** A measurement is kept once: the same voice at the same time says the same. */
async function recordMeasurements(client: pg.PoolClient, rows: { no: number; measured: Measurement }[]): Promise<void> {
  if (rows.length === 0) return;
  const whole = (value: number | null) => (value === null ? null : Math.round(value));
  await client.query(
    `INSERT INTO sample (link_no, vantage, at, transferred_bytes, disk_wait_ms, network_wait_ms, log_send_queue_kb,
       log_send_rate_kb_per_second, redo_queue_kb, redo_rate_kb_per_second, send_lag_seconds, redo_lag_seconds)
     SELECT * FROM unnest($1::int[], $2::int2[], $3::timestamptz[], $4::int8[], $5::int8[], $6::int8[], $7::float4[],
       $8::float4[], $9::float4[], $10::float4[], $11::float4[], $12::float4[])
     ON CONFLICT DO NOTHING`,
    [
      rows.map(({ no }) => no),
      rows.map(({ measured }) => vantageCode(measured.vantage)),
      rows.map(({ measured }) => measured.at),
      rows.map(({ measured }) => whole(measured.transferredBytes)),
      rows.map(({ measured }) => whole(measured.diskWaitMs)),
      rows.map(({ measured }) => whole(measured.networkWaitMs)),
      rows.map(({ measured }) => measured.logSendQueueKb),
      rows.map(({ measured }) => measured.logSendRateKbPerSecond),
      rows.map(({ measured }) => measured.redoQueueKb),
      rows.map(({ measured }) => measured.redoRateKbPerSecond),
      rows.map(({ measured }) => measured.sendLagSeconds),
      rows.map(({ measured }) => measured.redoLagSeconds),
    ],
  );
}

/** A gap needs no row. */
function saysSomething({ linkId, vantage, at, databaseBytes, ...numbers }: Measurement): boolean {
  return Object.values(numbers).some((value) => value !== null);
}
