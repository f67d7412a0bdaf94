import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Finding, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import { judgeSource } from "./source-verdict.ts";

const find = (view: LinkView, key: string): Finding | undefined =>
  assess(view, null, defaultLimits, link.now).findings.find((one) => one.key === key);

test("a link that the managed instance does not know is told with what follows", () => {
  const finding = find(link.linkView({ instance: link.voice(link.instanceSource, null) }), "missing.instance");
  expect(finding?.verdict).toBe("attention");
  expect(finding?.reason).toBe("mi-erp-weu answers without erp-hamburg; SQLHAM01 and ARM show it.");
  expect(finding?.consequence).toContain("no log goes over");
  expect(finding?.step).toContain("VIEW ANY DEFINITION");
});

test("a link that left one side's newest answers is missing there, though its last sample is fresh enough", () => {
  const left = { ...link.voice(link.instanceSource, link.instanceFacts()), observedAt: link.ago(21) };
  expect(find(link.linkView({ instance: left }), "missing.instance")?.verdict).toBe("attention");
  const crossing = { ...link.voice(link.instanceSource, link.instanceFacts()), observedAt: link.ago(15) };
  expect(find(link.linkView({ instance: crossing }), "missing.instance")).toBeUndefined();
});

test.each([
  ["ahead of", 45_000, "SQLHAM01 has its clock 45 s ahead of Linkspan's."],
  ["behind", -240_000, "SQLHAM01 has its clock 4 min behind Linkspan's."],
])("a clock %s ours is a finding of its server, not of the link", (_, clockSkewMs, reason) => {
  const partner = link.voice(link.source({ clockSkewMs }), link.partnerFacts());
  const finding = find(link.linkView({ partner }), "clock.partner");
  expect([finding?.reason, finding?.causeKey]).toEqual([reason, "clock:sql:SQLHAM01"]);
});

test("a refused login is told at once, before silence", () => {
  const refused = link.source({
    failingSince: link.ago(4),
    consecutiveFailures: 1,
    lastFailure: { kind: "denied", message: "Login failed for user 'linkspan'.", code: "18456", at: link.ago(4) },
  });
  const finding = find(link.linkView({ partner: link.voice(refused, link.partnerFacts()) }), "reach.partner");
  expect(finding?.reason).toBe("SQLHAM01 refuses Linkspan: Login failed for user 'linkspan'.");
  expect(finding?.verdict).toBe("attention");
  expect(finding?.evidence[0]?.value).toBe("18456: Login failed for user 'linkspan'.");
});

test.each([
  [
    "VIEW SERVER STATE",
    "Grant VIEW SERVER STATE to Linkspan's login on SQLHAM01",
    [["everything", "VIEW SERVER STATE", "this login lacks VIEW SERVER STATE"]],
  ],
  [null, "Check SQLHAM01 for Linkspan's login and its grants", []],
  [undefined, "Check SQLHAM01 for Linkspan's login and its grants", []],
])("a refusal for want of %s names the grant that helps, once", (permission, step, unseen) => {
  const blind = [{ fact: "links", permission: "VIEW ANY DEFINITION", reason: "this login lacks VIEW ANY DEFINITION" }];
  const lastFailure = {
    kind: "denied",
    message: "login linkspan lacks VIEW SERVER STATE",
    code: "300",
    ...(permission === undefined ? {} : { permission }),
    at: link.ago(4),
  } as const;
  const refused = link.source({ failingSince: link.ago(4), consecutiveFailures: 1, lastFailure, blind });
  const view = link.linkView({ partner: link.voice(refused, link.partnerFacts()) });
  const a = assess(view, null, defaultLimits, link.now);
  expect(a.findings.map((one) => [one.key, one.step])).toEqual([["reach.partner", step]]);
  expect(a.blind.map((one) => [one.fact, one.permission, one.reason]).slice(0, -1)).toEqual(unseen);
});

test("late voices keep their word, but with no fresh one beside them it is said", () => {
  const late = { lastAnsweredAt: link.ago(25) };
  const partner = link.voice(link.source(late), link.partnerFacts());
  expect(assess(link.linkView({ partner }), null, defaultLimits, link.now).verdict).toBe("ok");
  const instance = link.voice({ ...link.instanceSource, ...late }, link.instanceFacts());
  expect(find(link.linkView({ partner, instance }), "reach.partner")?.reason).toBe("SQLHAM01 answered last 25 s ago.");
});

test.each([
  ["fresh", link.source(), "ok", "SQLHAM01 answered 5 s ago."],
  ["late", link.source({ lastAnsweredAt: link.ago(30) }), "attention", "SQLHAM01 answered last 30 s ago."],
  [
    "never asked",
    link.source({ lastAnsweredAt: null, lastAskedAt: null }),
    "unknown",
    "SQLHAM01 has not been asked yet.",
  ],
  [
    "no longer asked",
    link.source({ lastAnsweredAt: link.ago(720) }),
    "unknown",
    "SQLHAM01 has not been asked for 12 min.",
  ],
  ["silent", link.silent(link.partnerSource), "unknown", "SQLHAM01 does not answer: login timeout."],
] as const)("a source that is %s says so", (_, source, verdict, reason) => {
  expect(judgeSource(source, defaultLimits, link.now)).toEqual({ verdict, reason });
});
