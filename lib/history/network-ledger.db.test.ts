// The ledger of network tests: each once, for good, and read back by pair with the scripts.
import { beforeEach, expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import { sqlInstance } from "../domain/link-view.fixture.ts";
import type { InstanceSample, NetworkCheckFacts } from "../domain/sample.ts";
import { recordJudged } from "./judged.fixture.ts";
import { dropOldNetworkChecks } from "./network-ledger.ts";
import { latestNetwork } from "./network-overview.ts";
import { ensurePartitionsAhead } from "./partitions.ts";
import { registerSources } from "./register-sources.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { answer, armSource, instanceSource, later, linkSample, partnerSource, t0 } from "./told.fixture.ts";

const history = await scratchHistory();
const host = "mi-erp.4c1e.database.windows.net";

function check(changes: Partial<NetworkCheckFacts> = {}): NetworkCheckFacts {
  return {
    job: "TestMILinkConnection",
    step: "Test Port 5022",
    ranAt: later(-3_600_000),
    target: host,
    port: 5022,
    remoteAddress: "10.48.2.14",
    isOpen: true,
    output: "TcpTestSucceeded : True",
    ...changes,
  };
}

function told(checks: NetworkCheckFacts[]): InstanceSample {
  const facts = sqlInstance({ networkChecks: { at: t0, value: checks } });
  return { about: "instance", sourceId: partnerSource.id, observedAt: t0, vantage: "partner", facts };
}

const recorded = (checks: NetworkCheckFacts[], at = t0) =>
  recordJudged(history, [answer(at, [linkSample(at), told(checks)])], at);
const kept = async () =>
  (await history.pool.query("SELECT step, is_open, output FROM network_check ORDER BY ran_at, step")).rows;
const read = (partner: string | null = null, instance: string | null = null, at = t0) =>
  latestNetwork(history, { partner, instance }, defaultLimits, at);

beforeEach(async () => {
  await history.pool.query("TRUNCATE source, link, latest_instance, poll, sample, network_check CASCADE");
  await ensurePartitionsAhead(history, t0);
  await registerSources(history, [partnerSource, instanceSource, armSource], t0);
});

test("a test is written down once, however often it is told", async () => {
  await recorded([check()]);
  await recorded([check({ output: "another text" })], later(15_000));
  expect(await kept()).toEqual([{ step: "Test Port 5022", is_open: true, output: "TcpTestSucceeded : True" }]);
});

test("one that may still run is not written down before it has its result", async () => {
  await recorded([check({ ranAt: later(-60_000), isOpen: null, output: null })]);
  expect(await kept()).toEqual([]);
  await recorded([check({ ranAt: later(-60_000), isOpen: false })], later(15_000));
  expect(await kept()).toMatchObject([{ is_open: false }]);
});

test("one whose text can never be read is written down as it is, without a NUL and cut at 2000 characters", async () => {
  await recorded([check({ isOpen: null, output: `a\u0000b${"x".repeat(3000)}` })]);
  const [row] = await kept();
  expect(row.is_open).toBeNull();
  expect(row.output.slice(0, 3)).toBe("a\uFFFDb");
  expect(row.output).toHaveLength(2000);
});

test("a clock set for summer or winter does not make a second test of it", async () => {
  await recorded([check()]);
  await recorded([check({ ranAt: later(0) })], later(15_000));
  expect(await kept()).toHaveLength(1);
  await recorded([check({ ranAt: later(-1_000) })], later(15_000));
  expect(await kept()).toHaveLength(2);
});

test("it stays when the job is gone, and goes with the history", async () => {
  await recorded([check()]);
  await recorded([], later(15_000));
  expect(await kept()).toHaveLength(1);
  await dropOldNetworkChecks(history, 400, later(399 * 86_400_000));
  expect(await kept()).toHaveLength(1);
  await dropOldNetworkChecks(history, 400, later(401 * 86_400_000));
  expect(await kept()).toEqual([]);
});

test("the page names the pair of the link, its newest results worst first, and the scripts", async () => {
  await recorded([check(), check({ ranAt: later(-60_000), isOpen: false })]);
  const page = await read();
  expect(page.partners).toEqual(["SQLHAM01"]);
  expect(page.instances).toEqual(["mi-erp"]);
  expect(page.pairs).toMatchObject([
    { partnerName: "SQLHAM01", instanceName: "mi-erp", linkCount: 1, verdict: "problem" },
  ]);
  expect(page.chosen?.ledger.map(({ check: one }) => one.result)).toEqual(["closed", "open"]);
  expect(page.chosen?.links.map(({ name }) => name)).toEqual(["ERP Hamburg"]);
  expect(page.chosen?.scripts.map(({ from }) => from)).toEqual(["partner", "instance"]);
});

test("a pair without a link can be chosen, and a name nobody has falls back", async () => {
  await registerSources(
    history,
    [partnerSource, { ...partnerSource, id: "sql:SQLBER02", name: "SQLBER02" }, instanceSource, armSource],
    t0,
  );
  await recorded([check()]);
  expect((await read()).pairs).toHaveLength(1);
  expect((await read("SQLBER02", "mi-erp")).chosen).toMatchObject({
    partnerName: "SQLBER02",
    linkCount: 0,
    verdict: null,
  });
  expect((await read("nobody", "nobody")).chosen).toMatchObject({ partnerName: "SQLHAM01", instanceName: "mi-erp" });
});

test("a pair that was tested before there is a link stands in the list", async () => {
  const instanceFacts = sqlInstance({ fabric: { at: t0, value: { dnsName: host, nodeName: null, hadrPort: null } } });
  const instance: InstanceSample = {
    ...told([]),
    sourceId: instanceSource.id,
    vantage: "instance",
    facts: instanceFacts,
  } as InstanceSample;
  await recordJudged(history, [answer(t0, [told([check()])]), answer(t0, [instance], instanceSource)], t0);
  expect((await read()).pairs).toMatchObject([{ partnerName: "SQLHAM01", linkCount: 0, verdict: "ok" }]);
});

test("an empty estate has no pair", async () => {
  await history.pool.query("TRUNCATE source CASCADE");
  expect(await read()).toMatchObject({ pairs: [], chosen: null });
});
