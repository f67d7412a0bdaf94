// The lab's Synapse workspace over HTTP, asked by the product's own source and judged by its own rules.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LookFailure } from "../collect/source.ts";
import { defaultLimits } from "../domain/limits.ts";
import { synapseSource } from "../domain/synapse-link.fixture.ts";
import { assessSynapseLink } from "../domain/synapse-link.ts";
import type { SynapseSample } from "../domain/synapse-sample.ts";
import { openEstate } from "../estate.ts";
import { readEstate } from "../estate-file.ts";
import { type Lab, startLab } from "./lab.ts";
import { demo } from "./scenarios/demo.ts";
import { synapseLinkAt } from "./synapse-world.ts";

const directory = mkdtempSync(join(tmpdir(), "lab-"));
let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ scenario: "synapse", directory });
});
afterAll(async () => {
  await lab.close();
  rmSync(directory, { recursive: true });
});

/** As a fresh source would tell it, and what the rules make of it. */
async function look() {
  const estate = openEstate(readEstate(lab.estatePath, lab.environment));
  const reading = await estate.sources.get("synapse:syn-lab")!.read(new Date(), AbortSignal.timeout(10_000));
  const [{ facts, observedAt }] = reading.samples as [SynapseSample];
  const now = new Date();
  const source = synapseSource({ lastAnsweredAt: now });
  const { workspaceName, linkConnectionName } = facts;
  const view = { workspaceName, linkConnectionName, source, observedAt, facts };
  return { reading, facts, judged: assessSynapseLink(view, null, defaultLimits, now) };
}

test("its link copies, tables and paging included", async () => {
  const { facts, judged, reading } = await look();
  expect(judged).toMatchObject({ verdict: "ok", conclusion: "Copies" });
  expect(facts.tables.map(({ name }) => name)).toEqual(["dbo.Customers", "dbo.OrderLines", "dbo.Orders"]);
  expect(facts).toMatchObject({ isFedByPrimary: true, failoverGroup: { name: "fg-shop", role: "Primary" } });
  expect(reading.blind).toEqual([]);
});

test("failed over it is displayed as Running and disabled, and failing back does not mend it; pointing it anew does", async () => {
  lab.tellSynapse({ group: "fg-shop", action: "failover" });
  expect(await look()).toMatchObject({
    facts: { status: "Running", isFedByPrimary: false, failoverGroup: { role: "Secondary" } },
    judged: { verdict: "problem", failover: { certainty: "certain", primaryServer: "sql-shop-neu" } },
  });
  lab.tellSynapse({ group: "fg-shop", action: "failover" });
  expect(await look()).toMatchObject({ judged: { verdict: "attention", failover: { certainty: "likely" } } });
  lab.tellSynapse({ group: "fg-shop", action: "failover" });
  lab.tellSynapse({ link: "shop-to-dwh", action: "repoint" });
  const mended = await look();
  expect(mended.judged).toMatchObject({ verdict: "ok" });
  expect(mended.facts.source).toMatchObject({
    serverName: "sql-shop-neu",
    connectionServer: "sql-shop-neu.database.windows.net",
  });
});

test("stopped it says so", async () => {
  lab.tellSynapse({ link: "shop-to-dwh", action: "stop" });
  expect(await look()).toMatchObject({ judged: { verdict: "attention", headline: "shop-to-dwh is stopped." } });
  lab.tellSynapse({ link: "shop-to-dwh", action: "start" });
});

test("faults reach the workspace and Azure Resource Manager apart", async () => {
  lab.setFault("synapse-arm", { httpStatus: 403 });
  expect((await look()).judged).toMatchObject({ verdict: "unknown" });
  lab.clearFaults("synapse-arm");
  lab.setFault("synapse:syn-lab", { httpStatus: 429, retryAfterSeconds: 9 });
  const failure = (await look().catch((error: unknown) => error)) as LookFailure;
  expect(failure).toMatchObject({ kind: "throttled", retryAfterMs: 9000 });
  lab.clearFaults("synapse:syn-lab");
});

test("what does not exist is refused", () => {
  expect(() => lab.tellSynapse({ group: "fg-none", action: "failover" })).toThrow('no "fg-none": there are fg-shop');
  expect(() => lab.tellSynapse({ link: "none", action: "stop" })).toThrow("there are shop-to-dwh");
});

test("the demo has a link that is fine, one whose source failed over yesterday, one with a failed table", () => {
  const epoch = Date.parse("2026-11-21T10:00:00Z");
  const scenario = demo(epoch, 1);
  const [workspace] = scenario.synapseWorkspaces;
  const truths = workspace!.links.map((spec) => synapseLinkAt(scenario, workspace!, spec, epoch));
  expect(truths.map(({ spec, status, starvedSince }) => [spec.name, status, starvedSince])).toEqual([
    ["shop-to-dwh", "Running", epoch - 26.4 * 3_600_000],
    ["loyalty-to-dwh", "Running", null],
    ["billing-to-dwh", "Running", null],
  ]);
});
