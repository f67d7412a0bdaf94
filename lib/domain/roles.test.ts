import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";

/** Both sides by role, seen `seconds` after the fixture's now. */
function seen(partnerRole: string | null, instanceRole: string | null, seconds = 0, arm = link.armFacts()): LinkView {
  const at = link.ago(-seconds);
  const as = (role: string | null) =>
    link.partnerFacts({
      replicas: [
        link.replica({ roleDesc: role }),
        link.replica({ isLocal: false, connectedStateDesc: "DISCONNECTED", roleDesc: null }),
      ],
    });
  const fresh = (source: typeof link.partnerSource) => ({ ...source, lastAnsweredAt: at });
  return link.linkView({
    partner:
      partnerRole === null
        ? link.voice(link.silent(link.partnerSource), as(null))
        : link.voice(fresh(link.partnerSource), as(partnerRole)),
    instance: instanceRole === null ? link.voice(null, null) : link.voice(fresh(link.instanceSource), as(instanceRole)),
    arm: link.armVoice(fresh(link.armSource), arm),
  });
}

function run(views: [number, LinkView][]): Assessment {
  let previous: Assessment | null = null;
  for (const [seconds, view] of views) previous = assess(view, previous, defaultLimits, link.ago(-seconds));
  return previous as Assessment;
}

test("two PRIMARY sides are suspected at first: a planned failover passes through it", () => {
  const a = run([[0, seen("PRIMARY", "PRIMARY")]]);
  expect([a.splitBrain, a.findings.find((one) => one.key === "split-brain")?.verdict]).toEqual([
    "suspected",
    "attention",
  ]);
});

test("two PRIMARY sides are a split brain once both have said so for the waiting time", () => {
  const a = run([
    [0, seen("PRIMARY", "PRIMARY")],
    [31, seen("PRIMARY", "PRIMARY", 31)],
  ]);
  expect([a.splitBrain, a.phase, a.verdict]).toEqual(["confirmed", "split-brain", "problem"]);
  expect(a.headline).toBe("erp-hamburg is in split brain: SQLHAM01 and mi-erp-weu both say PRIMARY.");
});

test("a split brain is told once: its broken connection and ARM's other word are parts of it", () => {
  const a = run([
    [0, seen("PRIMARY", "PRIMARY")],
    [31, seen("PRIMARY", "PRIMARY", 31)],
  ]);
  expect(a.findings.map((one) => one.key)).toEqual(["split-brain"]);
});

test("time alone confirms nothing: both must have spoken again", () => {
  const a = run([
    [0, seen("PRIMARY", "PRIMARY")],
    [31, seen("PRIMARY", "PRIMARY", 5)],
  ]);
  expect(a.splitBrain).toBe("suspected");
});

test("a failover that ends in between starts the waiting anew", () => {
  const a = run([
    [0, seen("PRIMARY", "PRIMARY")],
    [20, seen("SECONDARY", "PRIMARY", 20)],
    [40, seen("PRIMARY", "PRIMARY", 40)],
  ]);
  expect(a.splitBrain).toBe("suspected");
});

const quietArm = link.armFacts({ partnerLinkRole: null, instanceLinkRole: null });

test.each([
  ["cannot-tell", "one side is silent and the other leads", seen(null, "PRIMARY", 0, quietArm)],
  ["suspected", "one side is silent, the other leads, and ARM says both do", seen(null, "PRIMARY")],
  ["none", "one side is silent and the other follows", seen(null, "SECONDARY")],
  ["cannot-tell", "nobody is asked on a side that is disconnected", seen("PRIMARY", null)],
  ["none", "both sides say what belongs to them", seen("PRIMARY", "SECONDARY")],
] as const)("split brain is %s when %s", (expected, _, view) => {
  expect(run([[0, view]]).splitBrain).toBe(expected);
});

test("ARM can raise a suspicion and never confirm one", () => {
  const arm = link.armFacts({ instanceLinkRole: "Primary" });
  const a = run([
    [0, seen("PRIMARY", null, 0, arm)],
    [600, seen("PRIMARY", null, 600, arm)],
  ]);
  expect([a.splitBrain, a.findings.find((one) => one.key === "split-brain")?.verdict]).toEqual([
    "suspected",
    "unknown",
  ]);
});

test("neither side leading is a failover at first and a problem when it lasts", () => {
  const view = (seconds: number) => {
    const one = seen("SECONDARY", "RESOLVING", seconds);
    for (const voice of [one.partner, one.instance])
      for (const row of voice.facts?.replicas ?? []) row.connectedStateDesc = "CONNECTED";
    return one;
  };
  expect(run([[0, view(0)]]).phase).toBe("failing-over");
  const late = run([
    [0, view(0)],
    [301, view(301)],
  ]);
  expect([late.verdict, late.headline]).toEqual(["problem", "Neither side leads for 5 min."]);
});
