// Reasons stay short, hold one cause once, and know the source's own times.
import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";

const judge = (view: LinkView) => assess({ ...view, name: "wms-rotterdam" }, null, defaultLimits, link.now);

const connectError =
  "An error occurred while receiving data: '10060(A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.)'.";
const broken = { connectedStateDesc: "DISCONNECTED", roleDesc: null };
const error = {
  lastConnectErrorNumber: 10060,
  lastConnectErrorDescription: connectError,
  lastConnectErrorAt: link.ago(580),
};
const cut = link.linkView({
  partner: link.voice(
    link.partnerSource,
    link.partnerFacts({ replicas: [link.replica(), link.replica({ isLocal: false, ...broken, ...error })] }),
  ),
  instance: link.voice(
    link.instanceSource,
    link.instanceFacts({ replicas: [link.replica({ ...broken, roleDesc: "SECONDARY" })] }),
  ),
  arm: link.armVoice(
    link.armSource,
    link.armFacts({ databases: [link.armDatabase({ connectedState: "DISCONNECTED" })] }),
  ),
});
const failedAt = link.ago(5900);
const failed = link.linkView({
  partner: link.voice(
    link.partnerSource,
    link.partnerFacts({
      databases: [link.database()],
      seedings: [
        link.seedingRow({
          currentState: "FAILED",
          failureState: 21,
          failureStateDesc: "SQL Error",
          errorCode: 1408,
          numberOfAttempts: 3,
          completedAt: failedAt,
        }),
      ],
    }),
  ),
  instance: link.voice(link.instanceSource, link.instanceFacts({ databases: [] })),
  arm: link.armVoice(
    link.armSource,
    link.armFacts({
      databases: [link.armDatabase({ replicaState: "LinkCreationError", mostRecentLinkError: "1408" })],
    }),
  ),
});
const endless = "the remote copy of this database is not far enough advanced along, and so on and so forth, ".repeat(9);

test("a broken connection is told with its error's number; the whole text is evidence", () => {
  const a = judge(cut);
  expect(a.headline).toBe("wms-rotterdam is disconnected; both sides say so, and ARM. Last connect error 10060.");
  expect(a.findings[0]?.evidence.at(-1)?.value).toContain("established connection failed");
});

test("a failed seeding and ARM's error for it are one finding, with ARM's word as evidence", () => {
  const { findings } = judge(failed);
  expect(findings.map((one) => one.key)).toEqual(["seeding"]);
  expect(findings[0]?.reason).toBe("wms-rotterdam failed to seed, attempt 3, error 1408.");
  expect(findings[0]?.evidence.map((one) => [one.vantage, one.fact, one.value])).toContainEqual([
    "arm",
    "mostRecentLinkError",
    "1408",
  ]);
});

test.each([
  ["disconnected", cut],
  ["failed to seed", failed],
  ["silent", link.linkView({ partner: link.voice(link.silent(link.partnerSource, 300, endless), null) })],
  [
    "in error, by ARM",
    link.linkView({
      arm: link.armVoice(
        link.armSource,
        link.armFacts({
          databases: [link.armDatabase({ replicaState: "LinkInitError", mostRecentLinkError: endless })],
        }),
      ),
    }),
  ],
  ["of two modes", link.linkView({ arm: link.armVoice(link.armSource, link.armFacts({ replicationMode: "Sync" })) })],
  [
    "suspended",
    link.linkView({
      instance: link.voice(
        link.instanceSource,
        link.instanceFacts({ databases: [link.database({ isSuspended: true, suspendReasonDesc: endless })] }),
      ),
    }),
  ],
])("a link that is %s has reasons of at most 140 characters", (_, view) => {
  const a = judge(view);
  expect(a.findings.length).toBeGreaterThan(0);
  for (const { reason } of a.findings) expect(reason.length, reason).toBeLessThanOrEqual(140);
});

describe("a story that began before the first look", () => {
  const seeding = link.linkView({
    partner: link.voice(
      link.partnerSource,
      link.partnerFacts({
        databases: [link.database()],
        seedings: [link.seedingRow({ physical: link.streaming(10e9, 100e9) })],
      }),
    ),
    instance: link.voice(link.instanceSource, link.instanceFacts({ databases: [] })),
    arm: link.armVoice(
      link.armSource,
      link.armFacts({ databases: [link.armDatabase({ replicaState: "LinkInitialSeeding" })] }),
    ),
  });

  test.each([
    ["a break by the last connect error", cut, link.ago(580)],
    ["a seeding by its start", seeding, link.ago(3600)],
    ["a failed seeding by its end", failed, failedAt],
  ])("has the source's own time: %s", (_, view, since) => {
    const a = judge(view);
    expect([a.phaseSince, a.findings[0]?.since]).toEqual([since, since]);
  });

  test("but what was seen otherwise a moment ago began since then, whatever an old error says", () => {
    const before = assess(link.linkView(), null, defaultLimits, link.ago(10));
    const a = assess(cut, before, defaultLimits, link.now);
    expect([a.phaseSince, a.findings[0]?.since]).toEqual([link.now, link.now]);
  });
});
