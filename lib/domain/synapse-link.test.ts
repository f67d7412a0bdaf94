import { describe, expect, test } from "vitest";
import type { SourceState } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import type { SynapseAssessment } from "./synapse-assessment.ts";
import { ago, now, synapseFacts, synapseSource, synapseView, table, turned } from "./synapse-link.fixture.ts";
import { assessSynapseLink, synapseTransition } from "./synapse-link.ts";
import type { SynapseLinkFacts } from "./synapse-sample.ts";

const judge = (facts: SynapseLinkFacts, source = synapseSource()) => assess(facts, source);
function assess(facts: SynapseLinkFacts, source: SourceState, previous: SynapseAssessment | null = null, at = now) {
  return assessSynapseLink(synapseView(facts, source), previous, defaultLimits, at);
}
const stale = [
  table("dbo.Orders", { lastCommitAt: ago(86_400) }),
  table("dbo.OrderLines", { lastCommitAt: ago(90_000) }),
];

test("a link that copies is ok, says what it copies, and has no steps", () => {
  const fine = judge(synapseFacts());
  expect(fine).toMatchObject({
    verdict: "ok",
    headline: "shop-to-dwh copies 2 tables of Shop on sql-shop-weu.",
    conclusion: "Copies",
    findings: [],
    steps: [],
  });
  expect(fine.failover).toMatchObject({ certainty: null, style: "server", primaryServer: "sql-shop-weu" });
});

const trap: [story: string, facts: SynapseLinkFacts, verdict: string, certainty: string | null][] = [
  ["the source's server is Secondary, nothing else", turned({ isFedByPrimary: null }), "problem", "likely"],
  ["Secondary, and the new primary does not list the link", turned({ isFedByPrimary: false }), "problem", "certain"],
  ["Secondary, and commits stand still", turned({ isFedByPrimary: null, tables: stale }), "problem", "certain"],
  ["not listed by the primary, and that alone", synapseFacts({ isFedByPrimary: false }), "attention", "likely"],
  [
    "failed over and back: not listed, commits stand still",
    synapseFacts({ isFedByPrimary: false, tables: stale }),
    "problem",
    "certain",
  ],
  ["not listed, but just started", synapseFacts({ isFedByPrimary: false, startedAt: ago(120) }), "ok", null],
  ["commits stand still, and that alone", synapseFacts({ tables: stale }), "ok", null],
  ["a source in no failover group", synapseFacts({ failoverGroup: null, isFedByPrimary: null }), "ok", null],
  [
    "failover groups that could not be read",
    synapseFacts({ failoverGroup: null, failoverToldAt: null, isFedByPrimary: null }),
    "unknown",
    null,
  ],
];
test.each(trap)("displayed as Running: %s", (_, facts, verdict, certainty) => {
  const judged = judge(facts);
  expect([judged.verdict, judged.failover.certainty]).toEqual([verdict, certainty]);
});

test("the finding tells who leads now, how sure it is, and every sign as evidence", () => {
  const [finding] = judge(turned({ isFedByPrimary: false })).findings;
  expect(finding).toMatchObject({
    key: "source-failed-over",
    verdict: "problem",
    reason:
      "shop-to-dwh is displayed as Running but its source failed over: sql-shop-weu is Secondary in failover group fg-shop; sql-shop-neu leads.",
    step: "Stop shop-to-dwh, point it at sql-shop-neu, start it again",
    evidence: [
      { fact: "failoverGroups, replicationRole", vantage: "arm", at: ago(20) },
      { fact: "linkWorkspaces of the primary", value: "Shop on sql-shop-neu does not list this link as one it feeds" },
      { fact: "lastTransactionCommitTime", vantage: "synapse" },
    ],
  });
  expect(finding?.consequence).toContain(
    "Certain: the roles of the failover group and the primary's list of links it feeds say so.",
  );
});

test("a failover told by commits that stand still began with the last of them", () => {
  expect(judge(turned({ tables: stale })).findings[0]?.since).toEqual(ago(86_400));
});

test("batch mode is given its interval before commits count as standing still", () => {
  const hourOld = [table("dbo.Orders", { lastCommitAt: ago(3600) })];
  expect(judge(synapseFacts({ tables: hourOld })).findings).toMatchObject([{ key: "stall", verdict: "ok" }]);
  expect(judge(synapseFacts({ tables: hourOld, dataProcessIntervalMinutes: 60 })).findings).toEqual([]);
});

describe("the way back", () => {
  const done = (facts: SynapseLinkFacts) => judge(facts).steps.map(({ key, isDone }) => [key, isDone]);

  test("through a server's own name: edit the connection string, then Refresh", () => {
    const { steps } = judge(turned());
    expect(steps.map(({ key }) => key)).toEqual(["stop", "linked-service", "identity", "tables", "start"]);
    expect(steps[1]?.values).toEqual([
      { name: "Server name", value: "sql-shop-neu.database.windows.net" },
      { name: "Database name", value: "Shop" },
      { name: "Or listener", value: "fg-shop.database.windows.net" },
    ]);
    expect(steps[2]?.text).toMatch(/^Press Refresh/);
    expect(done(turned())).toEqual([
      ["stop", false],
      ["linked-service", false],
      ["identity", false],
      ["tables", null],
      ["start", false],
    ]);
  });

  test("through the listener: the linked service stays, the two IDs are typed by hand", () => {
    const { source } = synapseFacts();
    const { steps, failover } = judge(
      turned({ source: { ...source, connectionServer: "tcp:fg-shop.database.windows.net,1433" } }),
    );
    expect(failover.style).toBe("listener");
    expect(steps[1]).toMatchObject({ isDone: true, values: [] });
    expect(steps[2]?.values).toEqual([
      { name: "SQL logical server resource ID", value: expect.stringMatching(/servers\/sql-shop-neu$/) },
      { name: "Managed identity ID", value: "22222222-bbbb" },
    ]);
    expect(steps[2]?.text).toContain("by hand");
  });

  test("what is done is seen as done: stopped, and the connection string edited", () => {
    const source = { ...synapseFacts().source, connectionServer: "sql-shop-neu.database.windows.net" };
    const facts = turned({ status: "Stopped", stoppedAt: ago(60), source });
    expect(done(facts).slice(0, 3)).toEqual([
      ["stop", true],
      ["linked-service", true],
      ["identity", false],
    ]);
    expect(judge(facts)).toMatchObject({ verdict: "attention", conclusion: "Does not copy" });
  });

  test("a national cloud keeps its own domain", () => {
    const source = { ...synapseFacts().source, connectionServer: "sql-shop-weu.database.chinacloudapi.cn" };
    expect(judge(turned({ source })).steps[1]?.values[0]?.value).toBe("sql-shop-neu.database.chinacloudapi.cn");
  });
});

const others: [story: string, facts: Partial<SynapseLinkFacts>, key: string, verdict: string, words: string][] = [
  ["stopped", { status: "Stopped", stoppedAt: ago(600) }, "status", "attention", "shop-to-dwh is stopped."],
  ["paused", { status: "Paused" }, "status", "attention", "is paused"],
  ["never started", { status: "Initial" }, "status", "attention", "was never started"],
  ["starting", { status: "Starting" }, "status", "progress", "is starting"],
  ["a status that nobody knows", { status: "Hibernating" }, "status", "unknown", "displayed as Hibernating"],
  ["no status", { status: null }, "status", "unknown", "tells no status"],
  ["failed", { status: "Failed", error: "Login failed." }, "status", "problem", "displayed as Failed: Login failed."],
  ["running with an error", { error: "SQL pool is paused" }, "status", "attention", "SQL pool is paused"],
  [
    "one failed table",
    {
      isPartiallyFailed: true,
      tables: [
        table("dbo.Orders"),
        table("dbo.Blobs", { status: "Failed", errorCode: "23402", errorMessage: "column too wide" }),
      ],
    },
    "tables.failed",
    "problem",
    "1 table of shop-to-dwh failed: dbo.Blobs (column too wide).",
  ],
  [
    "partially failed, tables not told",
    { isPartiallyFailed: true, tables: [], tablesToldAt: null },
    "tables.failed",
    "problem",
    "partially failed",
  ],
  [
    "a suspended table",
    { tables: [table("dbo.Orders", { status: "Suspended" })] },
    "tables.suspended",
    "attention",
    "dbo.Orders",
  ],
  [
    "a first snapshot",
    { tables: [table("dbo.Orders", { status: "Snapshotting" })] },
    "tables.snapshotting",
    "progress",
    "First snapshot of 1 table",
  ],
  [
    "credential at 30 days",
    { landingZoneCredentialExpiresAt: ago(-30.5 * 86_400) },
    "landing-zone-credential",
    "attention",
    "expires in 30 days",
  ],
  [
    "credential at 7 days",
    { landingZoneCredentialExpiresAt: ago(-7.5 * 86_400) },
    "landing-zone-credential",
    "problem",
    "expires in 7 days, on 28 Nov",
  ],
  [
    "credential past its end",
    { landingZoneCredentialExpiresAt: ago(60) },
    "landing-zone-credential",
    "problem",
    "expired on 21 Nov",
  ],
  ["a refresh that failed", { refreshStatus: "Failed: no access" }, "refresh", "attention", "Failed: no access"],
];
test.each(others)("%s", (_, facts, key, verdict, words) => {
  const judged = judge(synapseFacts(facts));
  expect(judged.findings).toMatchObject([{ key, verdict }]);
  expect(judged.findings[0]?.reason).toContain(words);
  expect(judged.verdict).toBe(verdict);
});

test("a credential with 31 days left is not told", () => {
  expect(judge(synapseFacts({ landingZoneCredentialExpiresAt: ago(-31.5 * 86_400) })).findings).toEqual([]);
});

test("a silent workspace makes its links unknown, and nothing old is judged", () => {
  const source = synapseSource({ lastAnsweredAt: ago(600), failingSince: ago(580) });
  const silent = judge(turned(), source);
  expect(silent).toMatchObject({ verdict: "unknown", conclusion: "Cannot be told", steps: [] });
  expect(silent.findings).toMatchObject([{ key: "reach", since: ago(580) }]);
});

test("a finding keeps its beginning, and a verdict that changes is one transition", () => {
  const fine = judge(synapseFacts());
  const broken = assess(turned(), synapseSource(), fine);
  expect(synapseTransition(null, fine)).toMatchObject({ from: null, to: "ok", at: now });
  expect(synapseTransition(fine, broken)).toMatchObject({ from: "ok", to: "problem", at: now });
  const later = new Date(now.getTime() + 30_000);
  const still = assess(turned(), synapseSource(), broken, later);
  expect(synapseTransition(broken, still)).toBeNull();
  expect(still.findings[0]?.since).toEqual(now);
  expect(still.verdictSince).toEqual(now);
});
