// What runs and waits now is read in one go, with the silent told as not known.
import { beforeEach, expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import { databaseSettings, reported, sqlInstance } from "../domain/link-view.fixture.ts";
import type { LinkSample } from "../domain/sample.ts";
import { recordJudged } from "./judged.fixture.ts";
import { writeLinkDate } from "./link-date.ts";
import { ensurePartitionsAhead } from "./partitions.ts";
import { registerSources } from "./register-sources.ts";
import { latestRunningSeedings, latestTurn } from "./running-seedings.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import {
  answer,
  failed,
  instanceSource,
  keyOf,
  later,
  linkSample,
  partnerSource,
  sqlFacts,
  t0,
} from "./told.fixture.ts";

const history = await scratchHistory();
const gb = 1e9;

beforeEach(async () => {
  await history.pool.query("TRUNCATE source, link, latest_instance, poll, sample CASCADE");
  await ensurePartitionsAhead(history, t0);
  await registerSources(history, [partnerSource, instanceSource], t0);
});

/** A link of SQLHAM01 at `ms` after t0: replicates, or has copied `bytes` of 100 GB. */
function told(number: number, name: string, ms: number, bytes?: number): LinkSample {
  const id = `1f2e3d4c-0000-0000-0000-00000000000${number}`;
  const facts = { ...sqlFacts(bytes === undefined ? {} : { transferredBytes: bytes }), groupId: id, name };
  return linkSample(later(ms), { facts, key: keyOf({ distributedAvailabilityGroupId: id, name }) });
}

/** One that has been listed for seeding, and no byte is over. */
function waiting(number: number, name: string, ms: number): LinkSample {
  const sample = told(number, name, ms, 0);
  const seedings = (sample.facts as ReturnType<typeof sqlFacts>).seedings.map((row) => ({
    ...row,
    currentState: "PENDING",
    physical: null,
  }));
  return { ...sample, facts: { ...(sample.facts as ReturnType<typeof sqlFacts>), seedings } } as LinkSample;
}

/** Every 15 s for two minutes; 0.1 GB/s. */
async function pollTwoMinutes(): Promise<void> {
  for (let ms = 0; ms <= 120_000; ms += 15_000) {
    const samples = [told(1, "erp", ms, (ms / 1000) * 0.1 * gb), waiting(2, "crm", ms), told(3, "wms", ms)];
    await recordJudged(history, [answer(later(ms), samples)], later(ms));
  }
}

const read = (ms: number) => latestRunningSeedings(history, defaultLimits, later(ms));

test("what seeds has a finish and its chances, what waits has the reason why not, and what replicates is not told", async () => {
  await pollTwoMinutes();
  const { rows } = await history.pool.query("SELECT id FROM link WHERE name = 'erp'");
  const planned = { cutoverAt: later(3_600_000), note: "", changedAt: t0, changedBy: null };
  await writeLinkDate(history, rows[0].id, planned);
  const { all, seedings } = await read(121_000);
  expect(seedings.map(({ name, standing }) => [name, standing.state])).toEqual([
    ["erp", "running"],
    ["crm", "waiting"],
  ]);
  expect([all.counted, all.notCounted]).toEqual([1, 1]);
  const [erp, crm] = seedings;
  expect(erp).toMatchObject({
    server: "SQLHAM01",
    instance: "mi-erp",
    transferredBytes: 12 * gb,
    databaseBytes: 100 * gb,
  });
  expect(erp?.finish?.p50At.getTime()).toBeGreaterThan(later(600_000).getTime());
  expect(all.p50At?.getTime()).toBeCloseTo(erp?.finish?.p50At.getTime() ?? 0, -4);
  expect(erp?.cutover).toEqual({ at: later(3_600_000), chance: 0.99 });
  expect(erp?.cancel?.chance).toBe(0.99);
  expect(crm).toMatchObject({
    finish: null,
    finishMissing: "the size of crm is not known",
    cancel: null,
    cutover: null,
  });
});

test("one that waits has the size its SQL Server tells, and with it its turn", async () => {
  const databases = reported([databaseSettings({ name: "erp", dataBytes: 60 * gb })]);
  const server = { about: "instance", sourceId: partnerSource.id, observedAt: t0, vantage: "partner" } as const;
  await recordJudged(history, [answer(t0, [{ ...server, facts: sqlInstance({ databases }) }])], t0);
  await pollTwoMinutes();
  const { seedings } = await read(121_000);
  const crm = seedings.find(({ name }) => name === "crm");
  expect(crm).toMatchObject({ databaseBytes: 60 * gb, finishMissing: null });
  // 88 GB of erp are left at 0.1 GB/s, then 60 GB at the same rate.
  expect(crm?.beginsAt?.getTime()).toBeCloseTo(later(1_000_000).getTime(), -5);
  expect(crm?.finish?.p50At.getTime()).toBeCloseTo(later(1_600_000).getTime(), -5);
  const idOf = (name: string) => seedings.find((one) => one.name === name)?.linkId ?? "";
  const turn = await latestTurn(history, idOf("crm"), defaultLimits, later(121_000));
  expect(turn).toMatchObject({ beginsAt: crm?.beginsAt, missing: null });
  expect(turn?.band?.p50Seconds).toBeGreaterThan(600);
  expect(await latestTurn(history, idOf("erp"), defaultLimits, later(121_000))).toBeNull();
});

test("when nobody is heard any more, no forecast stands, and the reason is told", async () => {
  await pollTwoMinutes();
  const { all, seedings } = await read(600_000);
  expect(all).toEqual({ p10At: null, p50At: null, p90At: null, counted: 0, notCounted: 2 });
  expect(seedings.map(({ name, standing, finish }) => [name, standing.state, finish])).toEqual([
    ["crm", "not-known", null],
    ["erp", "not-known", null],
  ]);
  expect(seedings[0]?.standing.reason).toContain("SQLHAM01");
});

test("one that was judged anew while its server was silent is not forgotten", async () => {
  await pollTwoMinutes();
  await recordJudged(history, [failed(later(400_000))], later(400_000));
  const { seedings } = await read(401_000);
  expect(seedings.map(({ name, standing }) => [name, standing.state])).toEqual([
    ["crm", "not-known"],
    ["erp", "not-known"],
  ]);
  expect(seedings[1]?.standing.reason).toContain("SQLHAM01");
});

test("servers that left the estate speak no more", async () => {
  await pollTwoMinutes();
  await history.pool.query("UPDATE source SET is_active = false");
  const { seedings } = await read(121_000);
  expect(seedings.map(({ standing, finish }) => [standing.reason, finish])).toEqual([
    ["Neither side is asked any more.", null],
    ["Neither side is asked any more.", null],
  ]);
});
