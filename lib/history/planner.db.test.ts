// A plan starts from what was seen: sizes of the watched servers' databases, and what went over from server to instance together.
import { expect, test } from "vitest";
import { databaseSettings, reported, sqlInstance } from "../domain/link-view.fixture.ts";
import type { InstanceSample, LinkSample } from "../domain/sample.ts";
import { recordJudged } from "./judged.fixture.ts";
import { ensurePartitionsAhead } from "./partitions.ts";
import { latestPlanner } from "./planner.ts";
import { registerSources } from "./register-sources.ts";
import { rollUpAgain } from "./rollup.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { answer, instanceSource, keyOf, later, linkSample, partnerSource, sqlFacts, t0 } from "./told.fixture.ts";

const history = await scratchHistory();
await ensurePartitionsAhead(history, t0);
await registerSources(history, [partnerSource, instanceSource], t0);

/** A link of SQLHAM01 to mi-erp that copies so many bytes a second since t0. */
function seeding(number: number, name: string, ms: number, bytesPerSecond: number): LinkSample {
  const id = `1f2e3d4c-0000-0000-0000-00000000000${number}`;
  const facts = { ...sqlFacts({ transferredBytes: (ms / 1000) * bytesPerSecond }), groupId: id, name };
  return linkSample(later(ms), { facts, key: keyOf({ distributedAvailabilityGroupId: id, name }) });
}

const databases: InstanceSample = {
  about: "instance",
  sourceId: partnerSource.id,
  observedAt: t0,
  vantage: "partner",
  facts: sqlInstance({
    databases: reported([
      databaseSettings({ name: "Small", dataBytes: 2e9, groupDatabaseId: null }),
      databaseSettings({ name: "erp", dataBytes: 100e9, groupDatabaseId: "db1" }),
      databaseSettings({ name: "NotTold", dataBytes: null }),
    ]),
  }),
};

test("before anything was seen there is nothing to start from", async () => {
  const { servers, rates } = await latestPlanner(history, false, t0);
  expect([servers, rates]).toEqual([[], []]);
});

test("sizes are told largest first with who is linked, and two seedings on one way count together", async () => {
  for (let ms = 0; ms <= 1_800_000; ms += 60_000) {
    const samples = [seeding(1, "erp", ms, 20e6), seeding(2, "crm", ms, 10e6)];
    await recordJudged(history, [answer(later(ms), ms === 0 ? [databases, ...samples] : samples)], later(ms));
  }
  await rollUpAgain(history, t0, later(1_800_000));
  const { servers, rates } = await latestPlanner(history, false, later(1_900_000));
  expect(servers).toMatchObject([
    {
      name: "SQLHAM01",
      databases: [
        { name: "erp", bytes: 100e9, isLinked: true },
        { name: "Small", bytes: 2e9, isLinked: false },
      ],
    },
  ]);
  expect(rates).toMatchObject([{ server: "SQLHAM01", instance: "mi-erp" }]);
  expect(rates[0]?.p50BytesPerSecond).toBeCloseTo(30e6, -5);
  expect(rates[0]?.hours).toBeCloseTo(0.5, 0);
});

test("what went over more than ninety days ago counts no more", async () => {
  const { rates } = await latestPlanner(history, false, later(91 * 86_400_000));
  expect(rates).toEqual([]);
});
