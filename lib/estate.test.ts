// The whole reach of the product against the lab: its estate file, every wire, one sweep.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweep } from "./collect/sweep.ts";
import { isAnswer, type Outcome } from "./domain/outcome.ts";
import type { LinkSample } from "./domain/sample.ts";
import { type OpenEstate, openEstate } from "./estate.ts";
import { readEstate } from "./estate-file.ts";
import { type Lab, startLab } from "./lab/lab.ts";

let lab: Lab;
let estate: OpenEstate;

beforeAll(async () => {
  lab = await startLab({ scenario: "crowd:3x4", directory: mkdtempSync(join(tmpdir(), "lab-")) });
  estate = openEstate(readEstate(lab.estatePath, lab.environment));
}, 30_000);
afterAll(async () => {
  await estate?.close();
  await lab?.close();
});

async function look(): Promise<Outcome[]> {
  const due = [...estate.sources.values()].map((source) => ({ source, latenessMs: 0 }));
  const outcomes: Outcome[] = [];
  const options = { clock: () => new Date(), concurrency: 16, deadlineMs: 25_000, gatherMs: 20 };
  for await (const batch of sweep(due, options)) outcomes.push(...batch);
  return outcomes;
}

test("every source of the lab's estate is asked once, and one link is one id to all that see it", async () => {
  const outcomes = await look();
  expect(outcomes.map(({ sourceId }) => sourceId).sort()).toEqual([...estate.sources.keys()].sort());
  const answers = outcomes.filter(isAnswer);
  expect(answers).toHaveLength(outcomes.length);

  const vantagesById = new Map<string, Set<string>>();
  for (const sample of answers.flatMap(({ samples }) => samples)) {
    if (sample.about !== "link") continue;
    const id = (sample as LinkSample).key.distributedAvailabilityGroupId ?? "none";
    vantagesById.set(id, (vantagesById.get(id) ?? new Set()).add(sample.vantage));
  }
  expect(vantagesById.has("none")).toBe(false);
  expect([...vantagesById.values()].map((vantages) => vantages.size)).toEqual(Array(12).fill(3));
}, 30_000);

test("a second look is one round trip to each SQL Server", async () => {
  const answers = (await look()).filter(isAnswer).filter(({ sourceId }) => !sourceId.startsWith("arm:"));
  expect(new Set(answers.map(({ roundTrips }) => roundTrips))).toEqual(new Set([1]));
}, 30_000);

test("a hanging server is a timeout of its own and nobody else's", async () => {
  const [name] = lab.scenario().sqlServers.map((server) => server.name);
  lab.faults.set(name!, { hang: true });
  const source = estate.sources.get(`sql:${name}`)!;
  const others = [...estate.sources.values()].filter((other) => other !== source);
  const due = [source, ...others].map((one) => ({ source: one, latenessMs: 0 }));
  const arrived: Outcome[] = [];
  const options = { clock: () => new Date(), concurrency: 16, deadlineMs: 3000, gatherMs: 20 };
  for await (const batch of sweep(due, options)) arrived.push(...batch);
  expect(arrived.at(-1)).toMatchObject({ sourceId: source.identity.id, kind: "timeout" });
  lab.faults.clear(name);
}, 30_000);
