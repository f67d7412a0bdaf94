import { expect, test } from "vitest";
import * as link from "./link-view.fixture.ts";
import { measure } from "./measure.ts";

test("the leader measures queues and lags of its secondary", () => {
  expect(measure(link.linkView(), "partner")).toMatchObject({
    at: link.ago(5),
    logSendQueueKb: 64,
    redoQueueKb: 128,
    sendLagSeconds: 1,
    redoLagSeconds: 2,
    transferredBytes: null,
  });
});

test("the follower measures its own redo against the leader's commit", () => {
  expect(measure(link.linkView(), "instance")).toMatchObject({
    redoQueueKb: 128,
    redoLagSeconds: 2,
    sendLagSeconds: null,
  });
});

test("sides seen far apart are not subtracted", () => {
  const partner = { ...link.voice(link.partnerSource, link.partnerFacts()), observedAt: link.ago(400) };
  expect(measure(link.linkView({ partner }), "instance")?.redoLagSeconds).toBeNull();
});

test.each([
  ["suspended", { isSuspended: true }],
  ["not synchronizing", { synchronizationStateDesc: "NOT SYNCHRONIZING" }],
] as const)("a row that is %s measures nothing, not 0", (_, changes) => {
  const facts = link.partnerFacts();
  facts.databases[1] = { ...facts.databases[1]!, secondaryLagSeconds: 0, ...changes };
  expect(measure(link.linkView({ partner: link.voice(link.partnerSource, facts) }), "partner")).toMatchObject({
    logSendQueueKb: null,
    sendLagSeconds: null,
    redoLagSeconds: null,
  });
});

const ledByInstance = { instanceLinkRole: "Primary", partnerLinkRole: "Secondary" };
const follower = link.voice(link.partnerSource, link.instanceFacts());
const leader = link.voice(link.instanceSource, link.partnerFacts());
const cut = link.voice(
  link.instanceSource,
  link.partnerFacts({
    replicas: [link.replica(), link.replica({ isLocal: false, connectedStateDesc: "DISCONNECTED", roleDesc: null })],
  }),
);

test.each([
  ["while the managed instance leads", 4, ledByInstance, "CONNECTED", follower, leader],
  ["not while it follows", null, { instanceLinkRole: "Secondary" }, "CONNECTED", follower, leader],
  [
    "not while both lead, by ARM",
    null,
    { ...ledByInstance, partnerLinkRole: "Primary" },
    "CONNECTED",
    follower,
    leader,
  ],
  ["not while both lead, by the SQL Server", null, ledByInstance, "CONNECTED", leader, leader],
  ["not while disconnected, by ARM", null, ledByInstance, "DISCONNECTED", follower, leader],
  ["not while ARM tells no connection", null, ledByInstance, null, follower, leader],
  ["not while disconnected, by the managed instance", null, ledByInstance, "CONNECTED", follower, cut],
] as const)("ARM measures lags %s", (_, seconds, roles, connectedState, partner, instance) => {
  const lags = { instanceSendReplicationLagSeconds: 0, instanceRedoReplicationLagSeconds: 4 };
  const facts = link.armFacts({ ...roles, databases: [link.armDatabase({ ...lags, connectedState })] });
  const view = link.linkView({ partner, instance, arm: link.armVoice(link.armSource, facts) });
  expect(measure(view, "arm")?.redoLagSeconds).toBe(seconds);
});

test("what is not sent yet is no redo lag, and an empty queue is none at all", () => {
  const facts = link.partnerFacts();
  const behind = { lastCommitAt: link.ago(1400), secondaryLagSeconds: 1380 };
  facts.databases[1] = { ...facts.databases[1]!, ...behind };
  const view = link.linkView({ partner: link.voice(link.partnerSource, facts) });
  expect(measure(view, "partner")).toMatchObject({ sendLagSeconds: 1380, redoLagSeconds: 18 });
  facts.databases[1] = { ...facts.databases[1]!, redoQueueKb: 0 };
  expect(measure(view, "partner")?.redoLagSeconds).toBe(0);
});

test("a voice that never spoke measures nothing at all", () => {
  expect(measure(link.linkView({ instance: link.voice(null, null) }), "instance")).toBeNull();
});
