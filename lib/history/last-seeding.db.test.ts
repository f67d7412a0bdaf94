import { expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import { begunSeeding, readLastSeeding } from "./last-seeding.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";

const history = await scratchHistory();

await history.pool.query(
  `INSERT INTO link (no, id, name, first_seen_at) VALUES (7, 'orders', 'orders', now()), (8, 'crm', 'crm', now());
   INSERT INTO forecast_score (link_no, finished_at, run_started_at, database_bytes, transferred_bytes, is_compressed, asked,
     median_error, p90_error, coverage, width, interval_score)
   VALUES (7, '2026-11-01T09:00Z', '2026-11-01T08:00Z', 1, 1, false, 1, 0.5, 0.5, 0, 0.5, 5),
     (7, '2026-11-20T09:40Z', '2026-11-20T08:00Z', 8000000000000, 5200000000000, true, 20, 0.125, 0.25, 0.75, 0.5, 1)`,
);

test("the newest seeding that is over is told, with the score of its forecasts", async () => {
  expect(await readLastSeeding(history, "orders")).toEqual({
    startedAt: "2026-11-20T08:00:00.000Z",
    finishedAt: "2026-11-20T09:40:00.000Z",
    databaseBytes: 8_000_000_000_000,
    transferredBytes: 5_200_000_000_000,
    isCompressed: true,
    score: { asked: 20, medianError: 0.125, p90Error: 0.25, coverage: 0.75, width: 0.5 },
  });
  expect(await readLastSeeding(history, "crm")).toBeNull();
});

test("of a seeding that counts no bytes now, what was counted last is known, and when it is cancelled", () => {
  const memory = {
    vantage: "partner" as const,
    operationId: null,
    attempt: 2,
    startedAt: new Date("2026-11-20T08:00:00Z"),
    points: [[Date.parse("2026-11-20T09:00:00Z"), 7e9]] as [number, number][],
    waits: [],
    begunAt: new Date("2026-11-19T08:00:00Z"),
    movedAt: new Date("2026-11-20T09:00:00Z"),
    restarts: 1,
    lostBytes: 3e9,
    restartedAt: new Date("2026-11-20T08:00:00Z"),
  };
  expect(begunSeeding(memory, defaultLimits)).toEqual({
    begunAt: "2026-11-19T08:00:00.000Z",
    cancelAt: "2026-11-25T08:00:00.000Z",
    attempt: 2,
    startedAt: "2026-11-20T08:00:00.000Z",
    restarts: 1,
    lostBytes: 3e9,
    transferredBytes: 7e9,
    movedAt: "2026-11-20T09:00:00.000Z",
  });
  expect(begunSeeding(null, defaultLimits)).toBeNull();
});
