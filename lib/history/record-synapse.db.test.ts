// Synapse Links written down: newest word, verdict with its changes, silence, and links that go and come back.
import { beforeEach, expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import type { Answer, Outcome, SourceIdentity } from "../domain/outcome.ts";
import { synapseFacts, turned } from "../domain/synapse-link.fixture.ts";
import type { SynapseLinkFacts } from "../domain/synapse-sample.ts";
import { recordJudged } from "./judged.fixture.ts";
import { latestEstate } from "./latest-estate.ts";
import { ensurePartitionsAhead } from "./partitions.ts";
import { registerSources } from "./register-sources.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { latestSynapse } from "./synapse-links.ts";
import { answer, failed, later, linkSample, partnerSource, t0 } from "./told.fixture.ts";

const history = await scratchHistory();
const estate = { isDemo: false, limits: defaultLimits };
const workspace: SourceIdentity = {
  id: "synapse:syn-dwh",
  kind: "synapse",
  side: "instance",
  name: "syn-dwh",
  intervalSeconds: 30,
  isTlsUnchecked: false,
};

/** Told at `ms` with tables and groups of the same time. */
function told(ms: number, ...links: SynapseLinkFacts[]): Answer {
  const at = later(ms);
  const samples = links.map((facts) => ({ about: "synapse" as const, sourceId: workspace.id, observedAt: at, facts }));
  return { ...answer(at, [], workspace), samples };
}
const read = (ms: number) => latestSynapse(history, estate, later(ms));
const write = (ms: number, ...outcomes: Outcome[]) => recordJudged(history, outcomes, later(ms));

beforeEach(async () => {
  await history.pool.query("TRUNCATE source, link, synapse_link, poll CASCADE");
  await ensurePartitionsAhead(history, t0);
  await registerSources(history, [partnerSource, workspace], t0);
});

test("an answer becomes a link with its facts, its assessment and its first verdict", async () => {
  await write(0, told(0, synapseFacts()));
  const { links, sources } = await read(1000);
  expect(links).toMatchObject([
    {
      id: "syn-dwh/shop-to-dwh",
      observedAt: t0.toISOString(),
      facts: { status: "Running", tables: [{ name: "dbo.Orders" }, { name: "dbo.OrderLines" }] },
      assessment: { verdict: "ok", conclusion: "Copies" },
      transitions: [{ from: null, to: "ok" }],
    },
  ]);
  expect(sources).toMatchObject([{ id: "synapse:syn-dwh", verdict: "ok", linkCount: 1 }]);
});

test("a verdict that changes is kept with its time, one that stays is not, and the beginning stays", async () => {
  await write(0, told(0, synapseFacts()));
  await write(30_000, told(30_000, turned()));
  await write(60_000, told(60_000, turned()));
  const [link] = (await read(61_000)).links;
  expect(link?.transitions).toMatchObject([
    { at: later(30_000).toISOString(), from: "ok", to: "problem" },
    { from: null, to: "ok" },
  ]);
  expect(link?.assessment.findings[0]).toMatchObject({
    key: "source-failed-over",
    since: later(30_000).toISOString(),
  });
});

test("the estate tells the links that someone has to look at, and no others", async () => {
  const fine = { ...synapseFacts(), linkConnectionName: "fine" };
  await write(0, told(0, fine, turned()));
  const { synapse } = await latestEstate(history, estate, later(1000));
  expect(synapse).toMatchObject([{ id: "syn-dwh/shop-to-dwh", name: "shop-to-dwh", verdict: "problem" }]);
});

test("a workspace that falls silent makes its links unknown, written and read", async () => {
  await write(0, told(0, synapseFacts()));
  expect((await read(121_000)).links[0]?.assessment.verdict).toBe("unknown");
  for (const ms of [30_000, 60_000, 125_000]) await write(ms, failed(later(ms), "timeout", workspace));
  expect((await read(126_000)).links[0]?.transitions[0]).toMatchObject({ from: "attention", to: "unknown" });
});

test("a link that its workspace no longer lists is not shown, and is itself again when it comes back", async () => {
  const other = { ...synapseFacts(), linkConnectionName: "other" };
  await write(0, told(0, synapseFacts(), other));
  await write(30_000, told(30_000, other));
  expect((await read(31_000)).links.map(({ linkConnectionName }) => linkConnectionName)).toEqual(["other"]);
  await write(60_000, told(60_000, synapseFacts(), other));
  const { links } = await read(61_000);
  expect(links.map(({ linkConnectionName }) => linkConnectionName)).toEqual(["other", "shop-to-dwh"]);
  expect(links[1]?.transitions).toHaveLength(1);
});

test("an older answer never replaces a newer one", async () => {
  await write(60_000, told(60_000, { ...synapseFacts(), status: "Stopped" }));
  await write(61_000, told(0, synapseFacts()));
  expect((await read(61_000)).links[0]?.facts.status).toBe("Stopped");
});

test("hostile names are kept, and a workspace is never taken for the managed instance of a link", async () => {
  const name = "'; DROP TABLE synapse_link; --\u0000<b>";
  await write(
    0,
    told(0, { ...synapseFacts(), linkConnectionName: name }),
    answer(t0, [linkSample(t0, { key: { instanceName: "syn-dwh" } })]),
  );
  expect((await read(1000)).links.map(({ linkConnectionName }) => linkConnectionName)).toEqual([
    "'; DROP TABLE synapse_link; --\ufffd<b>",
  ]);
  const { rows } = await history.pool.query("SELECT instance_source_id FROM link");
  expect(rows).toEqual([{ instance_source_id: null }]);
});
