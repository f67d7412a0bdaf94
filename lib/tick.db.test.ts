// Polling that stops and goes on: nobody is judged by half of the voices, and the pause is told as not known.
import { beforeEach, expect, test } from "vitest";
import { defaultLimits } from "./domain/limits.ts";
import type { Outcome } from "./domain/outcome.ts";
import { openEstate } from "./estate.ts";
import { bandsLink } from "./history/bands-link.ts";
import { latestLink } from "./history/latest-link.ts";
import { ensurePartitionsAhead } from "./history/partitions.ts";
import { registerSources } from "./history/register-sources.ts";
import { scratchHistory } from "./history/scratch-history.fixture.ts";
import {
  answer,
  database,
  failed,
  instanceSource,
  later,
  linkSample,
  partnerSource,
  sqlFacts,
  t0,
} from "./history/told.fixture.ts";
import type { House } from "./house.ts";
import { recordOutcomes } from "./tick.ts";

const history = await scratchHistory();
const linkId = "erp-hamburg-1f2e3d";
const house: House = {
  history,
  estate: openEstate({
    isDemo: false,
    sqlServers: [],
    managedInstances: [],
    synapseWorkspaces: [],
    limits: defaultLimits,
  }),
  clock: () => t0,
};
const hour = 3_600_000;

const leader = (at: Date, seconds = 7) =>
  answer(at, [linkSample(at, { facts: sqlFacts({ numbers: { secondaryLagSeconds: seconds } }) })]);
const follower = (at: Date) => {
  const facts = sqlFacts();
  const [local] = facts.replicas;
  facts.replicas = [{ ...local!, roleDesc: "SECONDARY" }];
  facts.databases = [database({ isLocal: true })];
  return answer(at, [linkSample(at, { source: instanceSource, facts })], instanceSource);
};
const read = async (ms: number) =>
  (await latestLink(history, linkId, { isDemo: false, limits: defaultLimits }, later(ms)))!;
const subjects = async () =>
  (await history.pool.query("SELECT subject, at FROM transition WHERE NOT is_first ORDER BY at, id")).rows;

let waiting = new Map<string, Date>();
const tell = (ms: number, ...outcomes: Outcome[]) => recordOutcomes(house, outcomes, later(ms), waiting);

beforeEach(async () => {
  waiting = new Map();
  await history.pool.query("TRUNCATE source, link, latest_instance, poll, sample CASCADE");
  await ensurePartitionsAhead(history, t0);
  await registerSources(history, [partnerSource, instanceSource], t0);
});

test("a new link is judged once each of its sources was asked", async () => {
  await tell(0, leader(later(0)));
  expect(await latestLink(history, linkId, { isDemo: false, limits: defaultLimits }, later(0))).toBeNull();
  await tell(100, follower(later(100)));
  expect((await read(100)).link.verdict).toBe("ok");
});

test("a source that fails is waited for no longer", async () => {
  await tell(0, leader(later(0)));
  await tell(100, failed(later(100), "timeout", instanceSource));
  expect((await read(100)).link.linkId).toBe(linkId);
});

test("a source that nobody comes to ask is waited for half a minute", async () => {
  await tell(0, leader(later(0)));
  await tell(15_000, leader(later(15_000)));
  expect(waiting.size).toBe(1);
  await tell(30_000, leader(later(30_000)));
  expect((await read(30_000)).link.verdict).toBe("unknown");
});

test("after a pause of hours the voices come back one by one, values keep their beginning, and the pause is not known", async () => {
  await tell(0, leader(later(0)), follower(later(0)));
  const resumed = 3 * hour;
  await tell(resumed, leader(later(resumed), 9));
  expect(await subjects()).toEqual([]);
  expect(
    (await history.pool.query("SELECT send_lag_seconds AS s FROM sample WHERE vantage = 0 ORDER BY at")).rows,
  ).toEqual([{ s: 7 }, { s: 9 }]);
  await tell(resumed + 800, follower(later(resumed + 800)));
  expect(await subjects()).toEqual([
    { subject: "polling", at: later(60_000) },
    { subject: "polling", at: later(resumed + 800) },
  ]);
  const { link, transitions } = await read(resumed + 1000);
  expect([link.verdict, link.phaseSince]).toEqual(["ok", t0.toISOString()]);
  expect(transitions.map((one) => one.reason)).toEqual(["Nobody polled for 3 h."]);
  const bands = await bandsLink(history, linkId, later(-1000), later(resumed + 2000), defaultLimits);
  expect(bands?.bands[0]?.segments.map(({ from, value, reason }) => [from, value, reason]).slice(1)).toEqual([
    [t0.toISOString(), "ok", link.headline],
    [later(60_000).toISOString(), null, "Nobody polled for 3 h."],
    [later(resumed + 800).toISOString(), "ok", link.headline],
  ]);
  expect(bands?.events.map(({ text }) => text)).toEqual(["Nobody polled for 3 h."]);
});

test("history of the past has no pauses, however far its moments lie apart", async () => {
  await recordOutcomes(house, [leader(later(0)), follower(later(0))], later(0), null);
  await recordOutcomes(house, [leader(later(2 * hour)), follower(later(2 * hour))], later(2 * hour), null);
  expect(await subjects()).toEqual([]);
});
