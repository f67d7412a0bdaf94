// A Synapse Link from the lab's wire to the page's reading, through the whole pipeline: well, failed over, mended.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEstate } from "./estate.ts";
import { readEstate } from "./estate-file.ts";
import { ensurePartitionsAhead } from "./history/partitions.ts";
import { registerSources } from "./history/register-sources.ts";
import { scratchHistory } from "./history/scratch-history.fixture.ts";
import { latestSynapse } from "./history/synapse-links.ts";
import type { House } from "./house.ts";
import { type Lab, startLab } from "./lab/lab.ts";
import { recordOutcomes } from "./tick.ts";

const history = await scratchHistory();
const directory = mkdtempSync(join(tmpdir(), "lab-"));
let lab: Lab;
let house: House;
beforeAll(async () => {
  lab = await startLab({ scenario: "synapse", directory });
  const estate = openEstate(readEstate(lab.estatePath, lab.environment));
  house = { estate, history, clock: () => new Date() };
  await ensurePartitionsAhead(history, new Date());
  await registerSources(history, estate.identities, new Date());
});
afterAll(async () => {
  await house?.estate.close();
  await lab?.close();
  rmSync(directory, { recursive: true });
});

/** One poll `secondsLater`, written down, and the page as it is then. */
async function poll(secondsLater: number) {
  const now = new Date(Date.now() + secondsLater * 1000);
  const source = house.estate.sources.get("synapse:syn-lab")!;
  const reading = await source.read(now, AbortSignal.timeout(10_000));
  const asked = { kind: "answered" as const, sourceId: source.identity.id, askedAt: now, durationMs: 9, latenessMs: 0 };
  await recordOutcomes(house, [{ ...asked, ...reading }], now, new Map());
  const { links } = await latestSynapse(history, house.estate, now);
  return links[0];
}

test("well, failed over, pointed anew: the page says each, and keeps what changed", async () => {
  expect(await poll(0)).toMatchObject({ facts: { status: "Running" }, assessment: { verdict: "ok", steps: [] } });
  lab.tellSynapse({ group: "fg-shop", action: "failover" });
  // The failover group is on the minute clock.
  const broken = await poll(61);
  expect(broken).toMatchObject({
    facts: { status: "Running" },
    assessment: { verdict: "problem", failover: { certainty: "certain" } },
  });
  expect(broken?.assessment.steps).toHaveLength(5);
  lab.tellSynapse({ link: "shop-to-dwh", action: "repoint" });
  const mended = await poll(65);
  expect(mended?.assessment).toMatchObject({
    verdict: "ok",
    headline: "shop-to-dwh copies 3 tables of Shop on sql-shop-neu.",
  });
  expect(mended?.transitions.map(({ to }) => to)).toEqual(["ok", "problem", "ok"]);
});
