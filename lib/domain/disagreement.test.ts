import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, LinkView } from "./assessment.ts";
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
  ["health", { databases: [link.armDatabase({ synchronizationHealth: "NOT_HEALTHY" })] }, ["disagreement.health"]],
  [
    "nothing, while health is on its way",
    { databases: [link.armDatabase({ synchronizationHealth: "PARTIALLY_HEALTHY" })] },
    [],
  ],
  [
    "connection and health, which is one contradiction",
    { databases: [link.armDatabase({ connectedState: "DISCONNECTED", synchronizationHealth: "NOT_HEALTHY" })] },
    ["disagreement.connection"],
  ],
  ["seeding mode", { seedingMode: "Manual" }, ["disagreement.seeding-mode"]],
  ["nothing, with a failover mode of one way only", { failoverMode: "None" }, []],
  ["failover mode", { failoverMode: "Automatic" }, ["disagreement.failover-mode"]],
  [
    "phase, while one of many databases seeds",
    { databases: [link.armDatabase(), link.armDatabase({ databaseName: "CRM", replicaState: "LinkInitialSeeding" })] },
    ["disagreement.phase"],
  ],
  [
    "nothing, with words nobody documented",
    {
      replicationMode: "Eventual",
      seedingMode: "Osmosis",
      failoverMode: "Magic",
      partnerEndpoint: "somewhere",
      databases: [
        link.armDatabase({ replicaState: "Zooming", connectedState: "MAYBE", synchronizationHealth: "GREAT" }),
      ],
    },
    [],
  ],
  [
    "nothing, with every field absent",
    {
      replicationMode: null,
      partnerLinkRole: null,
      instanceLinkRole: null,
      seedingMode: null,
      failoverMode: null,
      partnerEndpoint: null,
      databases: [],
    },
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

test("health is told by camps, and not while a copy is made or the other side is only slow", () => {
  const ill = { synchronizationHealthDesc: "NOT_HEALTHY" };
  const view = link.linkView({
    partner: link.voice(
      link.partnerSource,
      link.partnerFacts({
        replicas: [link.replica(), link.replica({ isLocal: false, roleDesc: "SECONDARY", ...ill })],
      }),
    ),
  });
  const found = (a: Assessment) => a.findings.find((one) => one.key === "disagreement.health");
  expect(found(assess(view, null, defaultLimits, link.now))).toMatchObject({
    verdict: "attention",
    reason: "mi-erp-weu and ARM say HEALTHY, SQLHAM01 says NOT_HEALTHY.",
    evidence: [
      { fact: "synchronization health", value: "NOT_HEALTHY", vantage: "partner" },
      { value: "HEALTHY", vantage: "instance" },
      { value: "HEALTHY", vantage: "arm" },
    ],
  });
  const seeding = link.armVoice(
    link.armSource,
    link.armFacts({ databases: [link.armDatabase({ replicaState: "LinkInitialSeeding" })] }),
  );
  const copying = link.linkView({
    partner: link.voice(
      link.partnerSource,
      link.partnerFacts({
        databases: [link.database()],
        seedings: [link.seedingRow({ physical: link.streaming(1, 9) })],
        replicas: [link.replica(), link.replica({ isLocal: false, roleDesc: "SECONDARY", ...ill })],
      }),
    ),
    arm: seeding,
  });
  expect(found(assess(copying, null, defaultLimits, link.now))).toBeUndefined();
});

/** What is seen so many seconds after `now`, each voice heard just as long ago as it says. */
function heard(view: LinkView, at: { partner: number; instance: number; arm: number }): LinkView {
  const moved = <V extends LinkView["partner"] | LinkView["arm"]>(voice: V, seconds: number): V => ({
    ...voice,
    source: voice.source && { ...voice.source, lastAnsweredAt: link.ago(-seconds) },
    observedAt: link.ago(-seconds),
  });
  return {
    ...view,
    partner: moved(view.partner, at.partner),
    instance: moved(view.instance, at.instance),
    arm: moved(view.arm, at.arm),
  };
}

test.each([
  ["mode", { replicationMode: "Sync" }],
  ["connection", { databases: [link.armDatabase({ connectedState: "DISCONNECTED" })] }],
  ["role.instance", { instanceLinkRole: "Primary" }],
  ["health", { databases: [link.armDatabase({ synchronizationHealth: "NOT_HEALTHY" })] }],
] as [string, Partial<ArmLinkFacts>][])(
  "a contradiction about %s waits for every voice, stays while they differ, and goes when they agree",
  (name, facts) => {
    const step = (view: LinkView, seconds: number, previous: Assessment) =>
      assess(view, previous, defaultLimits, link.ago(-seconds));
    const has = (a: Assessment) => a.findings.some((one) => one.key === `disagreement.${name}`);
    const calm = assess(link.linkView(), null, defaultLimits, link.ago(600));
    const differs = withArm(facts);
    // ARM is heard with its new word before the SQL sides are asked again.
    const first = step(heard(differs, { partner: -5, instance: -5, arm: 0 }), 1, calm);
    expect(has(first)).toBe(false);
    const second = step(heard(differs, { partner: 4, instance: 4, arm: 3 }), 5, first);
    const third = step(heard(differs, { partner: 14, instance: 14, arm: 3 }), 15, second);
    const fourth = step(heard(differs, { partner: 14, instance: 14, arm: 16 }), 17, third);
    expect([has(second), has(third), has(fourth)]).toEqual([true, true, true]);
    expect(has(step(heard(link.linkView(), { partner: 24, instance: 24, arm: 23 }), 25, fourth))).toBe(false);
  },
);

test.each([
  ["tcp://sqlham01.corp.example:5022", false],
  ["TCP://SQLHAM01:5022", false],
  ["TCP://sqlham01.corp.example.:5022", false],
  ["TCP://10.0.0.4:5022", false],
  ["TCP://sqlham01.corp.example:5023", true],
  ["TCP://sqlham02.corp.example:5022", true],
  ["TCP://SQLHAM02:5022", true],
  ["TCP://sqlham01.other.example:5022", true],
])("an endpoint of ARM at %s is another: %s", (partnerEndpoint, isOther) => {
  expect(keys({ partnerEndpoint })).toEqual(isOther ? ["disagreement.partner-endpoint"] : []);
});

test("another endpoint is told with both addresses", () => {
  const [finding] = assess(
    withArm({ partnerEndpoint: "TCP://sqlham01.corp.example:5023" }),
    null,
    defaultLimits,
    link.now,
  ).findings;
  expect(finding?.reason).toBe(
    "ARM has TCP://sqlham01.corp.example:5023 as the endpoint of SQLHAM01, SQLHAM01 has TCP://sqlham01.corp.example:5022.",
  );
});

const endsOn = (date: string) => ({
  databases: [link.armDatabase({ partnerCertificateExpiresAt: new Date(date) })],
});
test.each([
  ["2027-11-28T00:00:00.000Z", []],
  ["2027-11-28T14:00:00.000Z", []],
  ["2027-12-28T00:00:00.000Z", ["disagreement.certificate"]],
])("a certificate that ARM lets end on %s", (date, expected) => {
  expect(keys(endsOn(date))).toEqual(expected);
});

test("two certificates are a rotation, and no contradiction about one", () => {
  const trusted = link.certificate({ use: "trust", thumbprint: "FFFF", expiresAt: new Date("2028-12-28T00:00:00Z") });
  const arm = link.armVoice(
    link.armSource,
    link.armFacts(endsOn("2028-12-28T00:00:00.000Z")),
    link.armInstance([trusted]),
  );
  const found = assess(link.linkView({ arm }), null, defaultLimits, link.now).findings.map((one) => one.key);
  expect(found).toContain("certificate.copy");
  expect(found).not.toContain("disagreement.certificate");
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
