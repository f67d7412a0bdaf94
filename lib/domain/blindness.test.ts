import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { LinkView, SourceState } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { BlindFact } from "./outcome.ts";

const judge = (view: LinkView) => assess(view, null, defaultLimits, link.now);

const lacks = (fact: string, permission: string): BlindFact => ({
  fact,
  permission,
  reason: `this login lacks ${permission}`,
});
const definition = [lacks("links", "VIEW ANY DEFINITION"), lacks("certificates", "VIEW ANY DEFINITION")];
const msdb = [
  lacks("backups", "SELECT on msdb.dbo.backupset"),
  lacks("network tests", "SELECT on msdb.dbo.sysjobs, sysjobsteps and sysjobhistory"),
];
const column: BlindFact = {
  fact: "sys.availability_groups.is_contained",
  permission: null,
  reason: "this version of SQL Server has no such column",
};

/** The SQL Server answers and may not see its links: its newest sample of this one is ten minutes old. */
const withheld = (of: SourceState) => ({ ...link.voice(of, link.partnerFacts()), observedAt: link.ago(600) });

test("a login that may not see definitions makes the link unknown, with the grant as step, and never gone", () => {
  const view = link.linkView({
    partner: withheld(link.source({ blind: definition })),
    instance: link.voice(null, null),
    arm: link.armVoice(null, null),
  });
  const { findings, verdict, phase } = judge(view);
  expect([verdict, phase]).toEqual(["unknown", "not-known"]);
  const keys = findings.map((one) => one.key);
  expect(keys).toContain("blind.partner");
  expect(keys.filter((key) => key === "removed" || key.startsWith("missing"))).toEqual([]);
  expect(findings.find((one) => one.key === "blind.partner")).toMatchObject({
    verdict: "unknown",
    reason: "Linkspan's login on SQLHAM01 lacks VIEW ANY DEFINITION.",
    consequence: "Not seen there: links and certificates. That is not the same as none.",
    step: "Grant VIEW ANY DEFINITION to Linkspan's login on SQLHAM01",
    causeKey: "blind:sql:SQLHAM01",
  });
});

test("with the permission the same answers mean that the link is gone", () => {
  const view = link.linkView({
    partner: withheld(link.source()),
    instance: link.voice(null, null),
    arm: link.armVoice(null, null),
  });
  expect(judge(view).phase).toBe("removed");
});

test("the other side's word is not taken for a contradiction of what one login may not see", () => {
  const { findings } = judge(link.linkView({ partner: withheld(link.source({ blind: definition })) }));
  expect(findings.map((one) => one.key)).toContain("blind.partner");
  expect(findings.map((one) => one.key)).not.toContain("missing.partner");
});

test("a silent server is told by its silence alone", () => {
  const silent = { ...link.silent(link.partnerSource), blind: [...definition, ...msdb] };
  const { findings } = judge(link.linkView({ partner: link.voice(silent, link.partnerFacts()) }));
  expect(findings.map((one) => one.key).filter((key) => key.startsWith("blind"))).toEqual([]);
});

test("msdb unread is one thing to look at for the server, and hides no health", () => {
  const source = link.source({ blind: msdb });
  const { findings, verdict } = judge(
    link.linkView({ partner: link.voice(source, link.partnerFacts(), link.sqlInstance()) }),
  );
  const finding = findings.find((one) => one.key === "blind.partner.msdb");
  expect(finding).toMatchObject({
    verdict: "attention",
    reason: "Backups and network tests of SQLHAM01 are not seen.",
    causeKey: "blind.msdb:sql:SQLHAM01",
  });
  expect([finding?.causeReason === finding?.reason, verdict]).toEqual([true, "attention"]);
});

test("msdb of the managed instance unread is no finding: Azure takes its backups", () => {
  const source = { ...link.instanceSource, blind: msdb };
  expect(judge(link.linkView({ instance: link.voice(source, link.instanceFacts()) })).findings).toEqual([]);
});

test("a column that a version lacks is listed and is no finding", () => {
  const source = link.source({ blind: [column] });
  const { findings, blind } = judge(
    link.linkView({ partner: link.voice(source, link.partnerFacts(), link.sqlInstance()) }),
  );
  expect(findings).toEqual([]);
  expect(blind).toEqual([{ ...column, vantage: "partner", server: "SQLHAM01" }]);
});

test("a source stored by an older version says nothing of what it cannot see", () => {
  const source = link.source();
  Reflect.deleteProperty(source, "blind");
  const { blind } = judge(link.linkView({ partner: link.voice(source, link.partnerFacts(), link.sqlInstance()) }));
  expect(blind).toEqual([]);
});
