import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { ArmInstanceFacts, Reported, SqlDatabaseSettings, SqlInstanceFacts } from "./sample.ts";

const { ago, now } = link;
const judge = (view: LinkView, previous: Assessment | null = null, at = now) =>
  assess(view, previous, defaultLimits, at);
const find = (a: Assessment, key: string) => a.findings.find((one) => one.key === key);
const keys = (a: Assessment) => a.findings.map((one) => one.key);

const armGone = link.armVoice(link.armSource, null, link.armInstance());
const partnerGone = link.voice(link.partnerSource, null, link.sqlInstance());
const instanceGone = link.voice(link.instanceSource, null, link.sqlInstance({ serverName: "mi-erp-weu" }));

test("a distributed AG that ARM does not list is an orphan, told once with everybody who goes without it", () => {
  const both = judge(link.linkView({ arm: armGone }));
  expect(find(both, "orphan.sql")?.reason).toBe(
    "The distributed AG erp-hamburg stands on SQLHAM01 and mi-erp-weu; ARM answers without it.",
  );
  const one = judge(link.linkView({ arm: armGone, instance: instanceGone }));
  expect(find(one, "orphan.sql")).toMatchObject({
    verdict: "attention",
    reason: "The distributed AG erp-hamburg stands on SQLHAM01; ARM and mi-erp-weu answer without it.",
    evidence: [
      { fact: "distributed AG", value: "erp-hamburg", vantage: "partner" },
      { fact: "distributed AG", value: "not listed", vantage: "arm" },
      { fact: "distributed AG", value: "not there", vantage: "instance" },
    ],
  });
  expect(keys(one).filter((key) => key.startsWith("missing"))).toEqual([]);
  expect(keys(judge(link.linkView()))).toEqual([]);
});

test("a new link is no orphan before ARM has answered once more, and an orphan stays one between ARM's answers", () => {
  const armAt = (seconds: number) =>
    link.armVoice({ ...link.armSource, lastAnsweredAt: ago(seconds) }, null, link.armInstance());
  const hidden = judge(link.linkView({ partner: partnerGone, instance: instanceGone, arm: armAt(60) }), null, ago(20));
  const appears = judge(link.linkView({ arm: armAt(30) }), hidden, ago(10));
  expect(keys(appears)).not.toContain("orphan.sql");
  expect(keys(appears)).not.toContain("missing.arm");
  const told = judge(link.linkView({ arm: armAt(5) }), appears);
  expect(keys(told)).toContain("orphan.sql");
  expect(keys(judge(link.linkView({ arm: armAt(5) }), told, ago(-10)))).toContain("orphan.sql");
});

test.each([
  ["silent", link.armVoice(link.silent(link.armSource, 900), null)],
  ["not asked", link.armVoice(null, null)],
])("an ARM that is %s proves nothing", (_, arm) => {
  expect(keys(judge(link.linkView({ arm })))).not.toContain("orphan.sql");
});

test("an ARM link whose distributed AG no asked SQL side has is an orphan", () => {
  const a = judge(link.linkView({ partner: partnerGone, instance: instanceGone }));
  expect(find(a, "orphan.arm")).toMatchObject({
    verdict: "problem",
    reason: "ARM lists the link erp-hamburg, and neither SQLHAM01 nor mi-erp-weu has its distributed AG.",
    consequence: "Nothing is replicated under this name.",
  });
  expect(keys(a)).toEqual(["orphan.arm"]);
  const alone = judge(link.linkView({ partner: link.voice(null, null), instance: instanceGone }));
  expect(find(alone, "orphan.arm")?.reason).toBe(
    "ARM lists the link erp-hamburg, and mi-erp-weu has no such distributed AG.",
  );
});

test("a link on its way out is no orphan of ARM before ARM has listed it once more", () => {
  const armAt = (seconds: number) =>
    link.armVoice({ ...link.armSource, lastAnsweredAt: ago(seconds) }, link.armFacts());
  const gone = (seconds: number) =>
    link.linkView({ partner: partnerGone, instance: instanceGone, arm: armAt(seconds) });
  const calm = judge(link.linkView(), null, ago(60));
  const first = judge(gone(40), calm, ago(30));
  const second = judge(gone(40), first, ago(20));
  expect([keys(first), keys(second)].flat()).not.toContain("orphan.arm");
  const third = judge(gone(15), second, ago(10));
  expect(keys(third)).toContain("orphan.arm");
  expect(keys(judge(gone(15), third))).toContain("orphan.arm");
});

const blindToLinks = { fact: "links", permission: "VIEW ANY DEFINITION", reason: "this login lacks it" };
test.each([
  ["a side is silent", { partner: link.voice(link.silent(link.partnerSource), null), instance: instanceGone }],
  [
    "a side may not see groups",
    { partner: link.voice({ ...link.partnerSource, blind: [blindToLinks] }, null), instance: instanceGone },
  ],
  [
    "the link is being made",
    {
      partner: partnerGone,
      instance: instanceGone,
      arm: link.armVoice(
        link.armSource,
        link.armFacts({ databases: [link.armDatabase({ replicaState: "CreatingLink" })] }),
      ),
    },
  ],
  ["a side has it", { partner: partnerGone }],
] as [string, Partial<LinkView>][])("it is none while %s", (_, changes) => {
  expect(keys(judge(link.linkView(changes)))).not.toContain("orphan.arm");
});

const listed = (at: Date, ...names: string[]): Reported<SqlDatabaseSettings[]> => ({
  at,
  value: names.map((name) => link.databaseSettings({ name })),
});
const arm = (databases: ArmInstanceFacts["databases"]) =>
  link.armVoice(link.armSource, link.armFacts(), { ...link.armInstance(), databases });
const instance = (databases: SqlInstanceFacts["databases"]) =>
  link.voice(link.instanceSource, link.instanceFacts(), link.sqlInstance({ serverName: "mi-erp-weu", databases }));
const inAzure = (at: Date, ...names: string[]) => ({
  at,
  value: names.map((name) => ({ name, status: "Online", createdAt: null })),
});

test("a database gone from the managed instance is found by every list made since, and by nothing less", () => {
  const before = judge(link.linkView(), null, ago(600));
  const lost = (changes: Partial<LinkView>, previous: Assessment | null = before) =>
    find(judge(link.linkView(changes), previous), "orphan.database")?.reason ?? null;
  const without = instance(listed(ago(30), "Other"));
  const sentence = "mi-erp-weu has no database ERP_Hamburg, and erp-hamburg says it should.";
  expect(lost({ instance: without, arm: arm(inAzure(ago(30), "Other")) })).toBe(sentence);
  expect(lost({ instance: without, arm: arm(null) })).toBe(sentence);
  expect(lost({ instance: instance(null), arm: arm(inAzure(ago(30), "Other")) })).toBe(sentence);
  expect(lost({ instance: without, arm: arm(inAzure(ago(30), "erp_hamburg")) })).toBeNull();
  expect(lost({ instance: instance(listed(ago(700), "Other")), arm: arm(null) })).toBeNull();
  expect(lost({ instance: instance(listed(ago(30))), arm: arm(null) })).toBeNull();
  expect(lost({ instance: instance(null), arm: arm(null) })).toBeNull();
  expect(lost({ instance: without, arm: arm(null) }, null)).toBeNull();
});

/** A removed link: the source answers without it; its databases as last listed. */
function left(of: "partner" | "instance", at: Date, changes: Partial<SqlDatabaseSettings> = {}) {
  const settings = link.databaseSettings({ groupDatabaseId: null, ...changes });
  const facts = link.sqlInstance({ databases: { at, value: [settings] } });
  const [source, linkFacts] =
    of === "partner" ? [link.partnerSource, link.partnerFacts()] : [link.instanceSource, link.instanceFacts()];
  return { ...link.voice(source, linkFacts, facts), observedAt: ago(120) };
}
const armLeft = { ...link.armVoice(link.armSource, link.armFacts(), link.armInstance()), observedAt: ago(300) };

test("after the link is removed two writable copies are told, and what drifts apart", () => {
  const before = judge(link.linkView(), null, ago(300));
  const view = link.linkView({ partner: left("partner", ago(60)), instance: left("instance", ago(60)), arm: armLeft });
  const a = judge(view, before);
  expect(a.phase).toBe("removed");
  expect(find(a, "orphan.writable-copies")).toMatchObject({
    verdict: "attention",
    reason: "ERP_Hamburg takes writes on both SQLHAM01 and mi-erp-weu, and no link joins them.",
    consequence: "The two copies drift apart: what is written on one side is not on the other.",
  });
  expect(find(a, "removed")?.consequence).toBe("No log goes over any more.");
  // It goes on being told for as long as it is so.
  expect(keys(judge(view, a, ago(-10)))).toContain("orphan.writable-copies");
});

test.each([
  ["read-only", left("partner", ago(60), { isReadOnly: true })],
  ["still in a group", left("partner", ago(60), { groupDatabaseId: "db-1" })],
  ["RESTORING", left("partner", ago(60), { stateDesc: "RESTORING" })],
  ["another database", left("partner", ago(60), { name: "Other" })],
  ["listed before the link was gone", left("partner", ago(180))],
  ["on a silent server", { ...left("partner", ago(60)), source: link.silent(link.partnerSource) }],
  ["on a server nobody asks", link.voice(null, null)],
])("a copy that is %s is not counted as writable", (_, partner) => {
  const before = judge(link.linkView(), null, ago(300));
  const view = link.linkView({ partner, instance: left("instance", ago(60)), arm: armLeft });
  const a = judge(view, before);
  expect(keys(a)).not.toContain("orphan.writable-copies");
  if (a.phase === "removed") expect(find(a, "removed")?.consequence).toContain("If databases stay behind");
});
