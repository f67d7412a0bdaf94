import { expect, test } from "vitest";
import type { Assessment } from "../domain/assessment.ts";
import { recordForecasts } from "./record-forecasts.ts";
import { latestScorecard } from "./scorecard.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { inTransaction } from "./transaction.ts";

const history = await scratchHistory();
const start = new Date("2026-11-20T08:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

await history.pool.query(
  `INSERT INTO link (no, id, name, partner_name, first_seen_at) VALUES (7, 'orders', 'orders', 'SQLHAM01', now())`,
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
