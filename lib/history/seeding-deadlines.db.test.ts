import { expect, test } from "vitest";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { readSeedingDeadlines } from "./seeding-deadlines.ts";

const history = await scratchHistory();

await history.pool.query(
  `INSERT INTO link (no, id, name, first_seen_at) VALUES (1, 'orders', 'orders', now()), (2, 'crm', 'crm', now());
   INSERT INTO assessment (link_no, assessed_at, verdict, phase, face, depth, memory)
   VALUES (1, now(), 'progress', 'seeding', '{}', '{"log": [{"databaseName": "Orders"}]}', '{}'),
     (2, now(), 'ok', 'replicating', '{}', '{"log": [{"databaseName": "Crm"}]}', '{}');
   INSERT INTO link_date (link_no, cutover_at, note, changed_at)
   VALUES (2, '2026-12-01T20:00Z', 'CHG-4711', '2026-11-20T08:00Z')`,
);

test("every link has its cutover date, and one that seeds its log", async () => {
  expect(await readSeedingDeadlines(history)).toEqual(
    new Map([
      ["orders", { cutover: null, log: [{ databaseName: "Orders" }] }],
      [
        "crm",
        {
          cutover: { at: "2026-12-01T20:00:00.000Z", note: "CHG-4711", changedAt: "2026-11-20T08:00:00.000Z" },
          log: [],
        },
      ],
    ]),
  );
});
