import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { SqlDatabaseFacts, SqlReplicaFacts } from "./sample.ts";
import { healthMeaning, stateMeaning } from "./synchronization.ts";

const judge = (view: LinkView, previous: Assessment | null = null, at = link.now) =>
  assess(view, previous, defaultLimits, at);

/** Changes the leader's remote row and the follower's own row. */
function flowing(
  remote: Partial<SqlDatabaseFacts>,
  own: Partial<SqlDatabaseFacts> = {},
  replicas: Partial<SqlReplicaFacts> = {},
): LinkView {
  const partner = link.partnerFacts();
  const instance = link.instanceFacts();
  partner.databases[1] = { ...partner.databases[1]!, ...remote };
  instance.databases[0] = { ...instance.databases[0]!, ...own };
  partner.replicas = partner.replicas.map((row) => ({ ...row, ...replicas }));
  instance.replicas = instance.replicas.map((row) => ({ ...row, ...replicas }));
  for (const row of partner.replicas) if (!row.isLocal) row.roleDesc = "SECONDARY";
  return link.linkView({
    partner: link.voice(link.partnerSource, partner),
    instance: link.voice(link.instanceSource, instance),
    arm: link.armVoice(link.armSource, link.armFacts({ replicationMode: null })),
  });
}

describe("health by mode", () => {
  const sync = { availabilityModeDesc: "SYNCHRONOUS_COMMIT", synchronizationHealthDesc: "PARTIALLY_HEALTHY" };
  const async = { synchronizationHealthDesc: "PARTIALLY_HEALTHY" };

  test("SYNCHRONIZING under synchronous is partial for a moment and a thing to look at when it lasts", () => {
    const view = flowing(async, async, sync);
    const first = judge(view);
    expect([first.verdict, first.headline]).toEqual([
      "progress",
      "SQLHAM01 says PARTIALLY_HEALTHY: the link is on its way to SYNCHRONIZED.",
    ]);
    const held = { ...first, findings: first.findings.map((one) => ({ ...one, since: link.ago(601) })) };
    expect(judge(view, held).verdict).toBe("attention");
  });

  test("PARTIALLY_HEALTHY under asynchronous is not expected", () => {
    expect(judge(flowing(async, async)).verdict).toBe("attention");
  });

  test("NOT_HEALTHY without a cause of its own is a problem", () => {
    const a = judge(
      flowing({}, { synchronizationHealthDesc: "NOT_HEALTHY", synchronizationStateDesc: "NOT SYNCHRONIZING" }),
    );
    expect([a.verdict, a.headline]).toEqual([
      "problem",
      "mi-erp-weu says NOT_HEALTHY: the database is NOT SYNCHRONIZING.",
    ]);
  });
});

describe("what a state means in its mode", () => {
  test.each([
    ["SYNCHRONIZING", "asynchronous", "normal when asynchronous"],
    ["SYNCHRONIZING", "synchronous", "not SYNCHRONIZED yet"],
    ["SYNCHRONIZING", null, null],
    ["SYNCHRONIZED", "synchronous", null],
    ["NOT SYNCHRONIZING", "asynchronous", "no log is taken over"],
    ["SOMETHING NEW", "asynchronous", null],
  ] as const)("%s, %s: %s", (state, mode, words) => {
    expect(stateMeaning(state, mode)).toBe(words);
  });

  test("PARTIALLY_HEALTHY is expected after a switch to synchronous only", () => {
    expect(healthMeaning("PARTIALLY_HEALTHY", "synchronous")).toBe("passes after a switch to synchronous");
    expect([healthMeaning("PARTIALLY_HEALTHY", "asynchronous"), healthMeaning("HEALTHY", "synchronous")]).toEqual([
      null,
      null,
    ]);
  });
});

describe("suspension", () => {
  const suspend = (suspendReasonDesc: string | null) =>
    judge(flowing({}, { isSuspended: true, suspendReasonDesc })).findings[0];

  test.each([
    ["SUSPEND_FROM_USER", "Somebody suspended it by hand. ", "Ask who did it, then resume data movement on mi-erp-weu"],
    [
      "SUSPEND_FROM_PARTNER",
      "It was suspended after a forced failover, so that nothing is overwritten. ",
      "Save what is only on mi-erp-weu, then resume data movement there",
    ],
    [
      "SUSPEND_FROM_REDO",
      "An error came up during redo. ",
      "Read the error log of mi-erp-weu for the redo error, mend it, then resume data movement on mi-erp-weu",
    ],
    ["SUSPEND_FROM_SOMETHING", "", "Find out why, then resume data movement on mi-erp-weu"],
    [null, "", "Find out why, then resume data movement on mi-erp-weu"],
  ])("%s is explained, with what to do", (desc, means, step) => {
    expect(suspend(desc)).toMatchObject({
      key: "suspended",
      consequence: `${means}No log goes over; it stays on the global primary and cannot be cut meanwhile.`,
      step,
    });
  });
});

describe("a link of several databases names the worst", () => {
  const names = ["CRM", "Sales", "Stock"];
  const several = (worst: Partial<SqlDatabaseFacts>[], replicas = {}) => {
    const view = flowing({}, {}, replicas);
    for (const voice of [view.partner, view.instance])
      voice.facts!.databases = names.flatMap((databaseName, n) =>
        (voice.facts?.databases ?? []).map((row) => ({
          ...row,
          databaseName,
          groupDatabaseId: `db-${n}`,
          ...(row.isPrimaryReplica === false || !row.isLocal ? worst[n] : {}),
        })),
      );
    return judge(view);
  };
  const bad = { synchronizationHealthDesc: "NOT_HEALTHY", synchronizationStateDesc: "NOT SYNCHRONIZING" };
  const partial = { synchronizationHealthDesc: "PARTIALLY_HEALTHY" };

  test.each([
    ["its health", [{}, partial, bad], "SQLHAM01 says NOT_HEALTHY: Stock is NOT SYNCHRONIZING."],
    [
      "its partial health",
      [{}, partial, { redoQueueKb: 9999 }],
      "SQLHAM01 says PARTIALLY_HEALTHY: Sales is SYNCHRONIZING, not SYNCHRONIZED.",
    ],
    ["its send lag", [{}, { secondaryLagSeconds: 400, logSendQueueKb: 1024 }, {}], "Sending of Sales is 7 min behind."],
    ["its suspension", [{ isSuspended: true }, {}, {}], "erp-hamburg is suspended on mi-erp-weu, CRM of 3 databases."],
    [
      "their suspension",
      [{ isSuspended: true }, { isSuspended: true }, { isSuspended: true }],
      "erp-hamburg is suspended on mi-erp-weu, CRM and 2 more of 3 databases.",
    ],
  ] as [string, Partial<SqlDatabaseFacts>[], string][])("%s", (_, worst, headline) => {
    expect(several(worst).headline).toBe(headline);
  });
});

describe("connection", () => {
  const remote = (changes: Partial<SqlReplicaFacts>) => {
    const partner = link.partnerFacts({
      replicas: [link.replica(), link.replica({ isLocal: false, roleDesc: null, ...changes })],
    });
    return link.linkView({ partner: link.voice(link.partnerSource, partner), instance: link.voice(null, null) });
  };

  test("a remote row without state is not known, never connected", () => {
    const a = judge(remote({ connectedStateDesc: null }));
    expect([a.verdict, a.phase, a.headline]).toEqual([
      "unknown",
      "not-known",
      "SQLHAM01 tells no state of the managed instance's replica.",
    ]);
  });

  test("a remote row without state but with a connect error is disconnected, and the error is told", () => {
    const a = judge(
      remote({
        connectedStateDesc: null,
        lastConnectErrorNumber: 10061,
        lastConnectErrorDescription: "Connection refused.",
      }),
    );
    expect([a.phase, a.headline]).toEqual([
      "disconnected",
      "erp-hamburg is disconnected; SQLHAM01 says so. Last connect error 10061.",
    ]);
  });

  test("one side that says DISCONNECTED outweighs one that says CONNECTED, and both are told", () => {
    const follower = link.instanceFacts({
      replicas: [link.replica({ roleDesc: "SECONDARY", connectedStateDesc: "DISCONNECTED" })],
    });
    const a = judge(link.linkView({ instance: link.voice(link.instanceSource, follower) }));
    expect(a.headline).toBe("erp-hamburg is disconnected; mi-erp-weu says so.");
    expect(a.findings.map((one) => one.key)).toEqual(["connection", "disagreement.connection"]);
  });

  test("the local AG row being CONNECTED proves nothing", () => {
    expect(judge(remote({ connectedStateDesc: "DISCONNECTED" })).phase).toBe("disconnected");
  });
});

describe("lags", () => {
  test.each([
    ["is told while log flows", { secondaryLagSeconds: 7 }, 7],
    ["of 0 is told while log flows", { secondaryLagSeconds: 0 }, 0],
    ["is not known when it is NULL", { secondaryLagSeconds: null }, null],
    [
      "is not known while the state is not flowing",
      { secondaryLagSeconds: 0, synchronizationStateDesc: "NOT SYNCHRONIZING" },
      null,
    ],
    ["is not known while nobody says that nothing is suspended", { secondaryLagSeconds: 0, isSuspended: null }, null],
  ] as [string, Partial<SqlDatabaseFacts>, number | null][])("send lag %s", (_, changes, seconds) => {
    expect(judge(flowing(changes)).numbers.sendLagSeconds?.value ?? null).toBe(seconds);
  });

  test("send lag is not known while suspended, though SQL Server says 0", () => {
    expect(judge(flowing({ secondaryLagSeconds: 0, isSuspended: true })).numbers).toMatchObject({
      sendLagSeconds: null,
      why: "suspended",
    });
  });

  test.each([
    ["the difference of the commits without the send lag", {}, 2],
    ["0 with an empty queue, whatever the clocks say", { redoQueueKb: 0 }, 0],
    ["0 on an idle link with equal commits, however old", { lastCommitAt: link.ago(2) }, 0],
    ["never negative when the sides were read apart", { lastCommitAt: link.ago(1) }, 0],
    ["by the leader's word when the follower tells no commit", { lastCommitAt: null }, 2],
  ] as [string, Partial<SqlDatabaseFacts>, number][])("redo lag is %s", (_, own, seconds) => {
    expect(judge(flowing({}, own)).numbers.redoLagSeconds?.value).toBe(seconds);
  });

  /** Assessed every two minutes; each step is [KB to send, seconds to send, KB to redo, seconds to redo]. */
  function watched(steps: [number, number, number, number][]): Assessment {
    let a: Assessment | null = null;
    for (const [index, [sendKb, sendSeconds, redoKb, redoSeconds]] of steps.entries()) {
      const redoQueueKb = redoKb;
      const lastCommitAt = link.ago(2 + sendSeconds + redoSeconds);
      const remote = { logSendQueueKb: sendKb, logSendRateKbPerSecond: 20_000, secondaryLagSeconds: sendSeconds };
      const view = flowing({ ...remote, redoQueueKb, lastCommitAt }, { redoQueueKb, lastCommitAt });
      const sources = { lastAskedAt: link.ago(-120 * index), lastAnsweredAt: link.ago(-120 * index) };
      for (const voice of [view.partner, view.instance, view.arm]) {
        voice.source = { ...voice.source!, ...sources };
        voice.observedAt = sources.lastAnsweredAt;
      }
      a = judge(view, a, link.ago(-120 * index));
    }
    return a as Assessment;
  }
  const said = (a: Assessment) => [a.verdict, a.phase, a.headline];
  const M = 1_048_576;

  test.each([
    [
      "redo that falls further back needs attention",
      [
        [0, 0, 38 * M, 2200],
        [0, 0, 41.6 * M, 2400],
      ],
      ["attention", "replicating", "Redo is 40 min behind and falling further back."],
    ],
    [
      "redo that catches up is progress, with the time left at its steady rate",
      [
        [0, 0, 12 * M, 1800],
        [0, 0, 10 * M, 1500],
        [0, 0, 8 * M, 1200],
      ],
      ["progress", "replicating", "Redo is 20 min behind and catching up, about 8 min left."],
    ],
    [
      "redo that catches up by fits and starts has no time left",
      [
        [0, 0, 12 * M, 1800],
        [0, 0, 11.9 * M, 1790],
        [0, 0, 8 * M, 1200],
      ],
      ["progress", "replicating", "Redo is 20 min behind and catching up."],
    ],
    [
      "redo that stops catching up has no time left either",
      [
        [0, 0, 12 * M, 1800],
        [0, 0, 8 * M, 1210],
        [0, 0, 7.9 * M, 1200],
      ],
      ["progress", "replicating", "Redo is 20 min behind and catching up."],
    ],
    [
      "redo past the limit of a problem is one, even on its way down",
      [
        [0, 0, 90 * M, 9000],
        [0, 0, 80 * M, 8000],
      ],
      ["problem", "replicating", "Redo is 2 h 13 min behind and catching up."],
    ],
    [
      "redo at its first look has no direction",
      [[0, 0, 8 * M, 1200]],
      ["attention", "replicating", "Redo is 20 min behind."],
    ],
    [
      "a queue on its way down is told once",
      [
        [12 * M, 1800, 0, 0],
        [10 * M, 1500, 0, 0],
        [8 * M, 1200, 0, 0],
      ],
      ["progress", "catching-up", "erp-hamburg is catching up: 8.00 GB of log waits to be sent, about 8 min left."],
    ],
    [
      "a queue that grows is no catching up",
      [
        [10 * M, 200, 0, 0],
        [11 * M, 250, 0, 0],
      ],
      ["attention", "replicating", "erp-hamburg falls behind: 11.0 GB of log waits to be sent, and it grows."],
    ],
    [
      "an hour to send on its way down is what every long seeding leaves behind, and is told once",
      [
        [40 * M, 5000, 0, 0],
        [36 * M, 4000, 0, 0],
      ],
      ["progress", "catching-up", "erp-hamburg is catching up: 36.0 GB of log waits to be sent."],
    ],
    [
      "an hour to send that does not shrink is a problem",
      [
        [40 * M, 4000, 0, 0],
        [40 * M, 4000, 0, 0],
      ],
      ["problem", "catching-up", "Sending is 1 h 7 min behind."],
    ],
  ] as [string, [number, number, number, number][], string[]][])("%s", (_, steps, expected) => {
    expect(said(watched(steps))).toEqual(expected);
  });

  test("what waits to be sent is told once and not as redo", () => {
    const a = watched([[8 * M, 1380, 0, 0]]);
    expect(a.findings.map((one) => one.key)).toEqual(["catching-up"]);
    expect(a.numbers.redoLagSeconds?.value).toBe(0);
  });

  test("one poll makes no trend, and ten minutes hold at most seven points", () => {
    let a = judge(flowing({}));
    for (let n = 1; n <= 200; n++) a = judge(flowing({}), a, link.ago(-n * 0.1));
    expect(a.memory.flow).toHaveLength(1);
    expect(watched(Array.from({ length: 30 }, () => [0, 0, 8 * M, 1200])).memory.flow.length).toBeLessThanOrEqual(7);
  });

  test("ARM's lags count only while the managed instance leads", () => {
    const lag = link.armDatabase({ instanceSendReplicationLagSeconds: 0, instanceRedoReplicationLagSeconds: 0 });
    const arm = link.armVoice(link.armSource, link.armFacts({ databases: [lag] }));
    const nobody = link.voice(link.partnerSource, link.partnerFacts({ databases: [] }));
    const a = judge(link.linkView({ arm, partner: nobody, instance: link.voice(null, null) }));
    expect([a.numbers.sendLagSeconds, a.numbers.redoLagSeconds]).toEqual([null, null]);
  });
});
