import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";

const judge = (view: LinkView, previous = null as ReturnType<typeof assess> | null, at = link.now) =>
  assess(view, previous, defaultLimits, at);

const unconnected = { connectedStateDesc: "DISCONNECTED", roleDesc: null, synchronizationHealthDesc: "NOT_HEALTHY" };
const cut = link.linkView({
  partner: link.voice(
    link.partnerSource,
    link.partnerFacts({ replicas: [link.replica(), link.replica({ isLocal: false, ...unconnected })] }),
  ),
  instance: link.voice(
    link.instanceSource,
    link.instanceFacts({ replicas: [link.replica({ ...unconnected, roleDesc: "SECONDARY" })] }),
  ),
});

describe("a link that replicates", () => {
  test("is ok, has no finding and says which way its log goes", () => {
    const a = judge(link.linkView());
    expect([a.verdict, a.phase, a.findings]).toEqual(["ok", "replicating", []]);
    expect(a.headline).toBe("Log goes from SQLHAM01 to mi-erp-weu, asynchronously; redo is 2 s behind.");
  });

  test("replicates back when the managed instance leads", () => {
    const a = judge(
      link.linkView({
        partner: link.voice(link.partnerSource, link.instanceFacts(), link.sqlInstance()),
        instance: link.voice(link.instanceSource, link.partnerFacts()),
        arm: link.armVoice(
          link.armSource,
          link.armFacts({ partnerLinkRole: "Secondary", instanceLinkRole: "Primary" }),
        ),
      }),
    );
    expect([a.verdict, a.phase, a.headline]).toEqual([
      "ok",
      "replicating-back",
      "Log goes from mi-erp-weu to SQLHAM01, asynchronously; redo is 2 s behind.",
    ]);
  });

  test("is still ok when the estate names no SQL endpoint of the managed instance", () => {
    const a = judge(link.linkView({ instance: link.voice(null, null) }));
    expect([a.verdict, a.phase, a.splitBrain]).toEqual(["ok", "replicating", "none"]);
    expect(a.tracks.find((track) => track.subject === "reach.instance")?.value).toBe("unasked");
  });
});

describe("blindness is never ok", () => {
  const silentPartner = link.voice(link.silent(link.partnerSource), link.partnerFacts());
  const silentInstance = link.voice(link.silent(link.instanceSource), link.instanceFacts());
  const silentArm = link.armVoice(link.silent(link.armSource, 900), link.armFacts());

  test.each([
    ["one side silent", { partner: silentPartner }, "replicating"],
    ["the other side silent", { instance: silentInstance }, "replicating"],
    ["both SQL sides silent", { partner: silentPartner, instance: silentInstance }, "not-known"],
    ["everybody silent", { partner: silentPartner, instance: silentInstance, arm: silentArm }, "not-known"],
    ["only ARM asked", { partner: link.voice(null, null), instance: link.voice(null, null) }, "not-known"],
    [
      "ARM silent as the managed instance's only voice",
      { instance: link.voice(null, null), arm: silentArm },
      "replicating",
    ],
  ] as [string, Partial<LinkView>, string][])("%s gives unknown", (_, changes, phase) => {
    const a = judge(link.linkView(changes));
    expect([a.verdict, a.phase]).toEqual(["unknown", phase]);
  });

  test("a silent server is named with its error, and ARM's word is told as not enough", () => {
    const a = judge(link.linkView({ partner: silentPartner, instance: link.voice(null, null) }));
    const [finding] = a.findings;
    expect(finding?.reason).toBe("SQLHAM01 does not answer: login timeout.");
    expect(finding?.consequence).toBe(
      "erp-hamburg cannot be judged. ARM still says LinkSynchronizing; that is not enough to call it healthy.",
    );
    expect(finding?.causeKey).toBe("sql:SQLHAM01");
    expect(finding?.causeReason).toBe("SQLHAM01 does not answer: login timeout. {n} links cannot be judged.");
    expect(finding?.since).toEqual(link.ago(290));
  });

  test("ARM silent beside two SQL voices is a thing to look at, no more", () => {
    expect(judge(link.linkView({ arm: silentArm })).verdict).toBe("attention");
  });

  test("a side that shows the link but no role cannot be judged", () => {
    const bare = link.partnerFacts({ replicas: [], databases: [] });
    const a = judge(link.linkView({ partner: link.voice(link.partnerSource, bare), instance: link.voice(null, null) }));
    expect([a.verdict, a.phase]).toEqual(["unknown", "not-known"]);
  });

  test("facts of a silent side are not used: its numbers and health turn null", () => {
    const a = judge(link.linkView({ partner: silentPartner, instance: silentInstance }));
    expect(a.partner.synchronizationHealth).toBeNull();
    expect(a.numbers.sendLagSeconds).toBeNull();
    expect(a.numbers.why).toBe("not known whether connected");
  });
});

describe("what weighs most gives the phase", () => {
  const resuming = {
    isSuspended: true,
    suspendReasonDesc: "SUSPEND_FROM_USER",
    synchronizationStateDesc: "NOT SYNCHRONIZING",
  };
  const suspended = link.linkView({
    instance: link.voice(link.instanceSource, link.instanceFacts({ databases: [link.database(resuming)] })),
  });
  const queue = link.partnerFacts();
  queue.databases[1] = { ...queue.databases[1]!, logSendQueueKb: 3_000_000, logSendRateKbPerSecond: 10_000 };
  const behind = link.linkView({ partner: link.voice(link.partnerSource, queue) });
  const gone = (of: typeof link.partnerSource) => ({
    ...link.voice(of, link.partnerFacts()),
    observedAt: link.ago(600),
  });

  test.each([
    ["disconnected", cut, "problem", "erp-hamburg is disconnected; both sides say so."],
    ["suspended", suspended, "problem", "erp-hamburg is suspended on mi-erp-weu (SUSPEND_FROM_USER)."],
    ["catching-up", behind, "progress", "erp-hamburg is catching up: 2.86 GB of log waits to be sent."],
    [
      "removed",
      link.linkView({
        partner: gone(link.partnerSource),
        instance: gone(link.instanceSource),
        arm: link.armVoice(link.armSource, null),
      }),
      "attention",
      "erp-hamburg is gone: every source that is asked answers without it.",
    ],
  ] as [string, LinkView, string, string][])("%s", (phase, view, verdict, headline) => {
    const a = judge(view);
    expect([a.phase, a.verdict, a.headline]).toEqual([phase, verdict, headline]);
  });

  test("numbers of a suspended or disconnected link are not known, whatever the views still hold", () => {
    expect(judge(suspended).numbers).toMatchObject({ sendLagSeconds: null, redoQueueKb: null, why: "suspended" });
    expect(judge(cut).numbers).toMatchObject({ sendLagSeconds: null, redoQueueKb: null, why: "disconnected" });
  });

  test("a removal is not believed while one source is silent", () => {
    const a = judge(
      link.linkView({
        partner: gone(link.partnerSource),
        instance: link.voice(link.silent(link.instanceSource), link.instanceFacts()),
      }),
    );
    expect([a.phase, a.verdict]).toEqual(["not-known", "unknown"]);
  });
});

describe("beginnings", () => {
  test("a finding that stays keeps its since, and so do phase and tracks", () => {
    const first = judge(cut);
    const second = judge(cut, first, link.ago(-7));
    expect(second.findings[0]?.since).toEqual(first.findings[0]?.since);
    expect(second.phaseSince).toEqual(link.now);
    expect(second.tracks.find((track) => track.subject === "connection")?.since).toEqual(link.now);
  });
});

test("a name from outside passes through as plain text", () => {
  const name = `<img src=x onerror=alert(1)>'; DROP TABLE "links"--`;
  expect(judge({ ...cut, name }).headline).toBe(`${name} is disconnected; both sides say so.`);
});

test("a stored and revived assessment goes on where it was", async () => {
  const { reviveDates } = await import("./revive.ts");
  const first = judge(cut);
  const stored = reviveDates<typeof first>(JSON.parse(JSON.stringify(first)));
  expect(stored).toEqual(first);
  expect(judge(cut, stored, link.ago(-5))).toEqual(judge(cut, first, link.ago(-5)));
});
