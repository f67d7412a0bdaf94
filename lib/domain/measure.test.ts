import { expect, test } from "vitest";
import * as link from "./link-view.fixture.ts";
import { measure } from "./measure.ts";

test("the leader measures queues and lags of its secondary", () => {
  expect(measure(link.linkView(), "partner")).toMatchObject({
    at: link.ago(5),
    logSendQueueKb: 64,
    redoQueueKb: 128,
    sendLagSeconds: 1,
    redoLagSeconds: 3,
    transferredBytes: null,
  });
});

test("the follower measures its own redo against the leader's commit", () => {
  expect(measure(link.linkView(), "instance")).toMatchObject({
    redoQueueKb: 128,
    redoLagSeconds: 3,
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

test("ARM measures lags only while the managed instance leads", () => {
  const databases = [link.armDatabase({ instanceSendReplicationLagSeconds: 0, instanceRedoReplicationLagSeconds: 4 })];
  const arm = (instanceLinkRole: string) =>
    link.linkView({ arm: link.armVoice(link.armSource, link.armFacts({ instanceLinkRole, databases })) });
  expect(measure(arm("Secondary"), "arm")?.redoLagSeconds).toBeNull();
  expect(measure(arm("Primary"), "arm")?.redoLagSeconds).toBe(4);
});

test("a voice that never spoke measures nothing at all", () => {
  expect(measure(link.linkView({ instance: link.voice(null, null) }), "instance")).toBeNull();
});
