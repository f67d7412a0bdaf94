import { expect, test } from "vitest";
import type { Assessment } from "../domain/assessment.ts";
import { readStalls } from "./forecasts.ts";
import { readLinkViews } from "./link-view.ts";
import { recordForecasts } from "./record-forecasts.ts";
import { registerSources } from "./register-sources.ts";
import { latestScorecard } from "./scorecard.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { instanceSource, partnerSource } from "./told.fixture.ts";
import { inTransaction } from "./transaction.ts";

const history = await scratchHistory();
const start = new Date("2026-11-20T08:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

await registerSources(history, [partnerSource, instanceSource], start);
await history.pool.query(
  `INSERT INTO link (no, id, name, partner_name, partner_source_id, instance_source_id, first_seen_at) VALUES
     (7, 'orders', 'orders', 'SQLHAM01', 'sql:SQLHAM01', NULL, now()),
     (8, 'invoices', 'invoices', 'SQLHAM01', 'sql:SQLHAM01', 'mi:mi-erp', now()),
     (9, 'claims', 'claims', 'SQLMUC01', NULL, 'mi:mi-erp', now()),
     (10, 'wages', 'wages', 'SQLROT01', NULL, NULL, now())`,
);

/** One poll of a run that is over at 6000 s; the forecast always says 10 % more than is left. */
function seeding(seconds: number): Assessment {
  const p50Seconds = (6000 - seconds) * 1.1;
  return {
    phase: "seeding",
    seeding: {
      transferredBytes: seconds * 1000,
      databaseBytes: 6_000_000,
      forecast: { p10Seconds: p50Seconds * 0.8, p50Seconds, p90Seconds: p50Seconds * 1.2, madeAt: at(seconds) },
    },
    memory: { seeding: { startedAt: start, points: [[start.getTime(), 0]], movedAt: at(seconds) } },
  } as unknown as Assessment;
}

const over = {
  assessedAt: at(6000),
  phase: "catching-up",
  seeding: null,
  memory: { seeding: null },
} as unknown as Assessment;

const record = (previous: Assessment | null, assessment: Assessment) =>
  inTransaction(history.pool, (client) => recordForecasts(client, [{ no: 7, previous, assessment }]));

test("a forecast is kept every five minutes, however often it is made", async () => {
  let previous: Assessment | null = null;
  for (let seconds = 0; seconds <= 6000; seconds += 100) {
    const now = seeding(seconds);
    await record(previous, now);
    previous = now;
  }
  const { rows } = await history.pool.query("SELECT count(*)::int AS kept FROM forecast");
  expect(rows[0].kept).toBe(21);
});

test("a run that is over is scored once, and the scorecard tells it by link, by server and overall", async () => {
  expect((await latestScorecard(history, at(0))).overall).toBeNull();
  await record(seeding(6000), over);
  await record(seeding(6000), over);
  const { overall, sources, links } = await latestScorecard(history, at(7000));
  expect(overall).toMatchObject({ runs: 1, asked: 20, coverage: 1, lastFinishedAt: "2026-11-20T09:40:00Z" });
  expect(overall?.medianError).toBeCloseTo(0.1, 5);
  expect(overall?.width).toBeCloseTo(0.44, 5);
  expect(sources).toMatchObject([{ source: "SQLHAM01", runs: 1 }]);
  expect(links).toMatchObject([{ linkId: "orders", name: "orders", source: "SQLHAM01", asked: 20 }]);
});

test("what compression left of a run is what the next one of the same server is told to expect", async () => {
  const compressed = (seconds: number, bytes: number) => {
    const now = seeding(seconds);
    const { memory } = now;
    const points = [
      [start.getTime(), 0],
      [at(seconds).getTime(), bytes],
    ];
    return {
      ...now,
      seeding: { ...now.seeding, transferredBytes: bytes, isCompressed: true },
      memory: { ...memory, seeding: { ...memory.seeding, points } },
    } as unknown as Assessment;
  };
  const shareOf = async (linkId: string) => {
    const [known] = await readLinkViews(history.pool, ["sql:SQLHAM01", "mi:mi-erp"], linkId);
    return known?.view.wireShare?.middle;
  };
  await history.pool.query("TRUNCATE forecast_score");
  expect(await shareOf("invoices")).toBeUndefined();
  await record(null, compressed(1000, 620_000));
  // Looked at last 20 s before the end: half of that went over unseen, at 620 bytes a second.
  await record(compressed(5980, 3_707_600), over);
  const { rows } = await history.pool.query(
    "SELECT transferred_bytes::int AS bytes, is_compressed FROM forecast_score",
  );
  expect(rows).toEqual([{ bytes: 3_713_800, is_compressed: true }]);
  expect(await shareOf("invoices")).toBeCloseTo(0.619, 3);
  expect(await shareOf("claims")).toBeUndefined();
});

test("who ended beside a seeding is told with its ends, and so is a stall with its length", async () => {
  await history.pool.query(
    `INSERT INTO transition (link_no, at, subject, "from", "to", verdict, reason, vantage, is_first) VALUES
       (9, $1, 'phase', 'seeding', 'seeding-failed', 'problem', '', 'linkspan', false),
       (10, $1, 'phase', 'seeding', 'seeding-failed', 'problem', '', 'linkspan', false),
       (8, $2, 'phase', 'seeding', 'seeding-stalled', 'problem', '', 'linkspan', false),
       (8, $3, 'phase', 'seeding-stalled', 'seeding', 'progress', '', 'linkspan', false),
       (8, $4, 'phase', 'seeding', 'seeding-stalled', 'problem', '', 'linkspan', false)`,
    [at(3000), at(1500), at(4000), at(6500)],
  );
  const began = { memory: { seeding: { begunAt: start } } };
  await history.pool.query(
    `INSERT INTO assessment (link_no, assessed_at, verdict, phase, face, depth, memory)
     VALUES (8, $1, 'progress', 'seeding', '{"findings": [], "seeding": null}', '{}', $2)`,
    [at(7000), JSON.stringify(began)],
  );
  const leaversOf = async (linkId: string) => {
    const [known] = await readLinkViews(history.pool, ["sql:SQLHAM01", "mi:mi-erp"], linkId);
    return known?.view.leavers;
  };
  expect(await leaversOf("invoices")).toMatchObject([
    { name: "claims", server: "SQLMUC01", via: "instance", startedAt: null, leftAt: at(3000), end: "failed" },
    { name: "orders", server: "SQLHAM01", via: "server", startedAt: start, leftAt: at(5990), end: "finished" },
  ]);
  expect((await leaversOf("invoices"))?.map(({ wireBytesPerByte }) => wireBytesPerByte)).toEqual([
    null,
    expect.closeTo(0.619, 3),
  ]);
  // It does not seed, so nobody left it.
  expect(await leaversOf("orders")).toEqual([]);
  expect(await readStalls(history, "invoices", 300, at(7000))).toEqual([{ from: at(1200), to: at(4000) }]);
  expect(await readStalls(history, "wages", 300, at(7000))).toEqual([]);
});
