// Who else seeds over the same wire is told with a link that seeds, and with no other.
import { beforeEach, expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import { recordJudged } from "./judged.fixture.ts";
import { latestLink } from "./latest-link.ts";
import { ensurePartitionsAhead } from "./partitions.ts";
import { registerSources } from "./register-sources.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { answer, instanceSource, keyOf, linkSample, partnerSource, sqlFacts, t0 } from "./told.fixture.ts";

const history = await scratchHistory();
const elsewhere = { ...partnerSource, id: "sql:SQLMUC01", name: "SQLMUC01" };

beforeEach(async () => {
  await history.pool.query("TRUNCATE source, link, latest_instance, poll, sample CASCADE");
  await ensurePartitionsAhead(history, t0);
  await registerSources(history, [partnerSource, elsewhere, instanceSource], t0);
});

function told(number: number, name: string, source: typeof partnerSource, isSeeding: boolean, instanceName = "mi-erp") {
  const id = `1f2e3d4c-0000-0000-0000-00000000000${number}`;
  const facts = { ...sqlFacts(isSeeding ? { transferredBytes: 5e9 } : {}), groupId: id, name };
  const key = keyOf({ distributedAvailabilityGroupId: id, name, partnerName: source.name, instanceName });
  return linkSample(t0, { facts, key, source });
}

async function beside(name: string): Promise<string[] | undefined> {
  const { rows } = await history.pool.query("SELECT id FROM link WHERE name = $1", [name]);
  const link = await latestLink(history, rows[0].id, { isDemo: false, limits: defaultLimits }, t0);
  return link?.seedingBeside.map((one) => `${one.name} via ${one.via}`);
}

test("links of the same SQL Server that seed are beside one another; one that replicates or seeds elsewhere is not", async () => {
  const here = ["erp", "crm", "archive"].map((name, n) => told(n + 1, name, partnerSource, name !== "archive"));
  await recordJudged(history, [answer(t0, here, partnerSource)], t0);
  await recordJudged(history, [answer(t0, [told(4, "wms", elsewhere, true, "mi-ops")], elsewhere)], t0);
  expect(await beside("erp")).toEqual(["crm via both"]);
  expect(await beside("crm")).toEqual(["erp via both"]);
  expect(await beside("archive")).toEqual([]);
  expect(await beside("wms")).toEqual([]);
});

test("links of two SQL Servers that seed to one managed instance are beside one another", async () => {
  await recordJudged(history, [answer(t0, [told(1, "erp", partnerSource, true)], partnerSource)], t0);
  await recordJudged(history, [answer(t0, [told(2, "wms", elsewhere, true)], elsewhere)], t0);
  expect(await beside("erp")).toEqual(["wms via instance"]);
  expect(await beside("wms")).toEqual(["erp via instance"]);
});
