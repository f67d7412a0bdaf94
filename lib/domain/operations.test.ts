import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Finding, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { ArmInstanceFacts, ArmOperationFacts, SqlInstanceFacts } from "./sample.ts";

const { ago, now } = link;
const gigabyte = 1024 ** 3;

const operation = (changes: Partial<ArmOperationFacts> = {}): ArmOperationFacts => ({
  name: "5b1f0f38",
  operation: "UpsertManagedServer",
  friendlyName: "UPDATE MANAGED SERVER",
  state: "InProgress",
  percentComplete: 35,
  startedAt: ago(2400),
  estimatedCompletionAt: ago(-3000),
  errorCode: null,
  errorDescription: null,
  isCancellable: true,
  ...changes,
});
const arm = (changes: Partial<ArmInstanceFacts>, source = link.armSource) =>
  link.armVoice(source, link.armFacts(), { ...link.armInstance(), ...changes });
const findings = (view: LinkView): Finding[] => assess(view, null, defaultLimits, now).findings;
const withArm = (changes: Partial<ArmInstanceFacts>) => findings(link.linkView({ arm: arm(changes) }));
const operations = (...value: ArmOperationFacts[]) => withArm({ operations: link.reported(value) });

test("a running operation is told with its progress, its end and what it means for a seeding", () => {
  expect(operations(operation())).toMatchObject([
    {
      key: "operation.running",
      verdict: "progress",
      reason: "UPDATE MANAGED SERVER runs on mi-erp-weu for 40 min, 35 % done; Azure expects 50 min more.",
      consequence:
        "A seeding begins anew if the instance fails over at the end of it. While a link is being created, Azure refuses to scale.",
      causeKey: "operation.running:arm:mi-erp-weu",
      since: ago(2400),
      evidence: [
        { fact: "operation", value: "UpsertManagedServer", vantage: "arm", at: ago(30) },
        { fact: "operation state", value: "InProgress" },
        { fact: "percentComplete", value: "35" },
        { fact: "startTime" },
        { fact: "estimatedCompletionTime" },
      ],
    },
  ]);
});

test.each([
  ["succeeded", { state: "Succeeded" }],
  ["cancelled", { state: "Cancelled" }],
  ["in a state nobody documented", { state: "Dreaming" }],
  ["without a state", { state: null }],
] as [string, Partial<ArmOperationFacts>][])("an operation that is %s is no finding", (_, changes) => {
  expect(operations(operation(changes))).toEqual([]);
});

test("what is not known of an operation is left out, and a missed estimate is said", () => {
  const bare = { friendlyName: null, percentComplete: null, startedAt: null, estimatedCompletionAt: null };
  expect(operations(operation({ ...bare, state: "Pending" }))[0]?.reason).toBe(
    "UpsertManagedServer runs on mi-erp-weu.",
  );
  expect(operations(operation({ estimatedCompletionAt: ago(600) }))[0]?.reason).toMatch(
    "; Azure expected its end 10 min ago.",
  );
  expect(operations(operation({ state: "CancelInProgress" }))[0]?.consequence).toMatch("It is being cancelled.");
});

test("what was told long ago, or by an ARM that is silent now, is no word about now", () => {
  const old = { at: ago(2500), value: [operation()] };
  expect(withArm({ operations: old })).toEqual([]);
  const silent = arm({ operations: link.reported([operation()]) }, link.silent(link.armSource, 900));
  expect(findings(link.linkView({ arm: silent })).map((one) => one.key)).toEqual(["reach.arm"]);
  // Facts of an older version have no such list.
  const { operations: _, ...older } = link.armInstance();
  expect(withArm({ ...older, operations: undefined as unknown as null })).toEqual([]);
});

const failed = operation({ name: "failed", state: "Failed", errorCode: 40627, errorDescription: "Not enough cores." });
test("a failed operation is told for a day, with its error", () => {
  expect(operations(failed)).toMatchObject([
    {
      key: "operation.failed",
      verdict: "attention",
      reason: "UPDATE MANAGED SERVER failed on mi-erp-weu with error 40627: Not enough cores.",
      causeKey: "operation.failed:arm:mi-erp-weu",
      since: ago(2400),
    },
  ]);
  expect(operations({ ...failed, startedAt: ago(86_500) })).toEqual([]);
  expect(operations({ ...failed, startedAt: null })).toEqual([]);
});

test("a failure that the same operation has outlived is history", () => {
  expect(operations(operation({ state: "Succeeded", startedAt: ago(60) }), failed)).toEqual([]);
  expect(operations(operation({ startedAt: ago(60) }), failed).map((one) => one.key)).toEqual(["operation.running"]);
  const other = operation({ operation: "DropManagedServer", state: "Succeeded", startedAt: ago(60) });
  expect(operations(other, failed).map((one) => one.key)).toEqual(["operation.failed"]);
});

const deaf = link.voice(link.silent(link.instanceSource), link.instanceFacts());
test.each([
  ["Stopped", "problem", "mi-erp-weu is Stopped, says ARM."],
  ["Stopping", "problem", "mi-erp-weu is Stopping, says ARM."],
  ["Starting", "progress", "mi-erp-weu is Starting, says ARM."],
  ["Updating", "progress", "mi-erp-weu is Updating, says ARM."],
  ["Ready", undefined, undefined],
  ["Meditating", undefined, undefined],
  [null, undefined, undefined],
] as const)("an instance that is %s", (state, verdict, reason) => {
  const all = findings(link.linkView({ arm: arm({ state }), instance: deaf }));
  const found = all.find((one) => one.key === "instance.state");
  expect([found?.verdict, found?.reason]).toEqual([verdict, reason]);
});

test("an instance that ARM calls Stopped and that answers over SQL is a contradiction", () => {
  expect(withArm({ state: "Stopped" })).toMatchObject([
    {
      key: "instance.state",
      verdict: "attention",
      reason: "ARM says that mi-erp-weu is Stopped, and it answers over SQL.",
    },
  ]);
});

test("a running operation says more than the state it brings", () => {
  const both = withArm({ state: "Updating", operations: link.reported([operation()]) });
  expect(both.map((one) => one.key)).toEqual(["operation.running"]);
});

/** The managed instance with so many GB taken, of 2048. */
const taken = (gb: number | null, at = ago(30)) => {
  const facts: SqlInstanceFacts = link.sqlInstance({
    serverName: "mi-erp-weu",
    allocatedBytes: gb === null ? null : { at, value: gb * gigabyte },
  });
  return link.voice(link.instanceSource, link.instanceFacts(), facts);
};
/** The SQL Server has a database of so many GB to bring: it waits, or runs since so many seconds. */
const bringing = (gb: number, runsFor: number | null = null) =>
  link.voice(
    link.partnerSource,
    link.partnerFacts({
      seedings: [
        link.seedingRow({
          currentState: runsFor === null ? "LIMIT_CONCURRENT_BACKUPS" : "SEEDING",
          physical: runsFor === null ? null : link.streaming(0, gb * gigabyte, ago(runsFor)),
        }),
      ],
    }),
    link.sqlInstance({ databases: link.reported([link.databaseSettings({ dataBytes: gb * gigabyte })]) }),
  );
const storageOf = (view: Partial<LinkView>) => {
  const found = findings(link.linkView(view)).find((one) => one.key === "storage");
  return found === undefined ? null : ([found.verdict, found.reason] as const);
};

test.each([
  [1700, null],
  [1741, "attention"],
  [1946, "problem"],
])("%i of 2048 GB taken", (gb, verdict) => {
  expect(storageOf({ instance: taken(gb) })?.[0] ?? null).toBe(verdict);
});

test("storage is told with what is taken, by both voices, once for all links of the instance", () => {
  const [found] = findings(link.linkView({ instance: taken(1843) }));
  expect(found).toMatchObject({
    key: "storage",
    reason: "Storage of mi-erp-weu is 89 % full: 1.80 TB of 2.00 TB are taken.",
    step: "Give mi-erp-weu more storage, or remove databases from it",
    causeKey: "storage:arm:mi-erp-weu",
    evidence: [
      { fact: "allocated by database files", value: "1.80 TB", vantage: "instance" },
      { fact: "storageSizeInGB", value: "2048", vantage: "arm" },
    ],
  });
});

test("a copy that does not fit is a problem before it is over; one that only just fits needs a look", () => {
  const instance = taken(1500);
  expect(storageOf({ instance, partner: bringing(100) })).toBeNull();
  expect(storageOf({ instance, partner: bringing(300) })).toEqual([
    "attention",
    "Storage of mi-erp-weu will be 87 % full: 1.46 TB of 2.00 TB are taken, and the copy of ERP_Hamburg still brings 300 GB.",
  ]);
  expect(storageOf({ instance, partner: bringing(600) })).toEqual([
    "problem",
    "mi-erp-weu would be full before the copy is over: 1.46 TB of 2.00 TB are taken, and the copy of ERP_Hamburg still brings 600 GB.",
  ]);
});

test("a copy that runs has its files already, unless it began after the taken bytes were counted", () => {
  const instance = taken(1500);
  expect(storageOf({ instance, partner: bringing(600, 3600) })).toBeNull();
  expect(storageOf({ instance, partner: bringing(600, 10) })?.[0]).toBe("problem");
});

test.each([
  ["nobody told what is taken", { instance: taken(null) }],
  ["that was told long ago", { instance: taken(2040, ago(9000)) }],
  ["the managed instance is silent", { instance: { ...taken(2040), source: link.silent(link.instanceSource) } }],
  ["ARM tells no size", { instance: taken(2040), arm: arm({ storageSizeGb: null }) }],
] as [string, Partial<LinkView>][])("nothing is said of storage when %s", (_, view) => {
  expect(storageOf(view)).toBeNull();
});
