import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { ArmLinkFacts } from "./sample.ts";

const withArm = (facts: Partial<ArmLinkFacts>) =>
  link.linkView({ arm: link.armVoice(link.armSource, link.armFacts(facts)) });
const keys = (facts: Partial<ArmLinkFacts>) =>
  assess(withArm(facts), null, defaultLimits, link.now).findings.map((one) => one.key);

test.each([
  ["mode", { replicationMode: "Sync" }, ["disagreement.mode"]],
  ["connection", { databases: [link.armDatabase({ connectedState: "DISCONNECTED" })] }, ["disagreement.connection"]],
  ["role", { instanceLinkRole: "Primary" }, ["disagreement.role.instance"]],
  ["phase", { databases: [link.armDatabase({ replicaState: "LinkInitialSeeding" })] }, ["disagreement.phase"]],
  [
    "nothing, with words nobody documented",
    {
      replicationMode: "Eventual",
      databases: [
        link.armDatabase({ replicaState: "Zooming", connectedState: "MAYBE", synchronizationHealth: "GREAT" }),
      ],
    },
    [],
  ],
  [
    "nothing, with every field absent",
    { replicationMode: null, partnerLinkRole: null, instanceLinkRole: null, databases: [] },
    [],
  ],
] as [string, Partial<ArmLinkFacts>, string[]][])("ARM against SQL about %s", (_, facts, expected) => {
  expect(keys(facts)).toEqual(expected);
});

test("a disagreement keeps the raw words of every voice", () => {
  const [finding] = assess(withArm({ replicationMode: "Sync" }), null, defaultLimits, link.now).findings;
  expect(finding?.reason).toBe(
    "The voices of erp-hamburg disagree on the mode: ARM says synchronous; SQLHAM01 and mi-erp-weu say asynchronous.",
  );
  expect(finding?.evidence.map((one) => [one.vantage, one.value])).toEqual([
    ["partner", "ASYNCHRONOUS_COMMIT"],
    ["instance", "ASYNCHRONOUS_COMMIT"],
    ["arm", "Sync"],
  ]);
});

test("ARM is given time to speak after a change before it counts as disagreeing", () => {
  const before = assess(link.linkView(), null, defaultLimits, link.ago(0));
  const stale = { ...withArm({ databases: [link.armDatabase({ connectedState: "DISCONNECTED" })] }) };
  const after = assess(stale, before, defaultLimits, link.ago(-3));
  expect(after.findings.map((one) => one.key)).toEqual([]);
});

test("a link error of ARM is told in words, with a first step, from a bare number", () => {
  const broken = link.armDatabase({
    replicaState: "LinkInitError",
    mostRecentLinkError: "41976",
    connectedState: null,
  });
  const view = link.linkView({
    partner: link.voice(
      link.partnerSource,
      link.partnerFacts({ replicas: [link.replica()], databases: [link.database()] }),
    ),
    instance: link.voice(null, null),
    arm: link.armVoice(link.armSource, link.armFacts({ databases: [broken] })),
  });
  const a = assess(view, null, defaultLimits, link.now);
  expect([a.phase, a.headline]).toEqual([
    "seeding-failed",
    "ARM says LinkInitError for erp-hamburg, error 41976: the availability group does not respond.",
  ]);
});
