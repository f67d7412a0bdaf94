import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import { nextLogBackupAt } from "./log-backup.ts";
import type { SqlBackupFacts, SqlInstanceFacts, SqlSeedingFacts, TraceFlagFacts } from "./sample.ts";

const GB = 1024 ** 3;
const hour = 3600;
const day = 86_400;
const copying = {
  databaseStateDesc: "RESTORING",
  synchronizationStateDesc: "NOT SYNCHRONIZING",
  synchronizationHealthDesc: "NOT_HEALTHY",
};

interface Told {
  source?: Partial<SqlSeedingFacts> | null;
  destination?: Partial<SqlSeedingFacts> | null;
  copy?: object | null;
  instance?: Partial<SqlInstanceFacts>;
  blind?: typeof link.partnerSource.blind;
}

/** A link that seeds, as it is told so many seconds after now. */
function seeding(
  seconds: number,
  { source = {}, destination = {}, copy = copying, instance = {}, blind = [] }: Told,
): LinkView {
  const at = link.ago(-seconds);
  const fresh = (of: typeof link.partnerSource) => ({ ...of, lastAnsweredAt: at });
  const databases = copy === null ? [] : [link.database(copy)];
  return link.linkView({
    partner: link.voice(
      { ...fresh(link.partnerSource), blind },
      {
        ...link.partnerFacts({ databases: [link.database()] }),
        seedings: source === null ? [] : [link.seedingRow(source)],
      },
      link.sqlInstance({ backups: null, ...instance }),
    ),
    instance: link.voice(fresh(link.instanceSource), {
      ...link.instanceFacts({ databases }),
      seedings: destination === null ? [] : [link.seedingRow({ operationId: "op-d", isSource: false, ...destination })],
    }),
    arm: link.armVoice(
      fresh(link.armSource),
      link.armFacts({ databases: [link.armDatabase({ replicaState: "LinkInitialSeeding" })] }),
    ),
  });
}

/** Bytes at a steady rate for two minutes; `done` of 100 GB at the end, at so many MB/s, begun so long ago. */
function steady(
  done: number,
  rate: number,
  {
    begun = hour,
    told = {},
    more = {},
    cutover = null,
  }: {
    begun?: number;
    told?: Told;
    more?: Partial<NonNullable<SqlSeedingFacts["physical"]>>;
    /** Seconds after the last poll. */
    cutover?: number | null;
  } = {},
): Assessment {
  let a: Assessment | null = null;
  for (const seconds of [0, 30, 60, 90, 120]) {
    const bytes = done * GB - rate * 1024 ** 2 * (120 - seconds);
    const physical = { ...link.streaming(bytes, 100 * GB)!, startedAt: link.ago(begun), ...more };
    const view = seeding(seconds, { ...told, source: { startedAt: link.ago(begun), physical, ...told.source } });
    const cutoverAt = cutover === null ? null : link.ago(-120 - cutover);
    a = assess({ ...view, cutoverAt }, a, defaultLimits, link.ago(-seconds));
  }
  return a as Assessment;
}

const find = (a: Assessment, key: string) => a.findings.find((one) => one.key === key);
const note = (a: Assessment, key: string) => a.seedingNotes.find((one) => one.key === key);

describe("a cutover date", () => {
  const cutover = (seconds: number | null) => find(steady(50, 10, { cutover: seconds }), "seeding.cutover");
  const forecast = steady(50, 10).seeding?.forecast;
  const { p50Seconds = 0, p90Seconds = 0 } = forecast ?? {};

  test("that nobody set, or that the whole band makes, is no finding", () => {
    expect(cutover(null)).toBeUndefined();
    expect(cutover(p90Seconds + 60)).toBeUndefined();
  });

  test("before the late end of the forecast needs attention", () => {
    expect(cutover((p50Seconds + p90Seconds) / 2)).toMatchObject({
      verdict: "attention",
      reason: expect.stringMatching(
        /^The cutover is planned in 1 h \d+ min, and the seeding may need longer: about 1 h \d+ min \(.+ to .+\)\.$/,
      ),
    });
  });

  test("before the even chance is a problem", () => {
    expect(cutover(hour)).toMatchObject({
      verdict: "problem",
      reason: expect.stringMatching(/^The cutover is planned in 1 h; the seeding needs about 1 h \d+ min more \(/),
      step: expect.stringMatching(/; else set a later cutover date$/),
      evidence: [{ fact: "cutover date", value: link.ago(-120 - hour).toISOString() }],
    });
  });

  test("that has passed while the copy runs is a problem", () => {
    expect(cutover(-5 * 60)).toMatchObject({
      verdict: "problem",
      reason: "erp-hamburg was to be cut over 5 min ago, and its seeding is not over.",
    });
  });

  test("says nothing where there is no forecast, or no seeding", () => {
    const first = { ...seeding(0, {}), cutoverAt: link.ago(-60) };
    expect(find(assess(first, null, defaultLimits, link.now), "seeding.cutover")).toBeUndefined();
    const over = link.linkView({ cutoverAt: link.ago(60) });
    expect(find(assess(over, null, defaultLimits, link.now), "seeding.cutover")).toBeUndefined();
  });
});

describe("the six days until Azure cancels", () => {
  test.each([
    ["hours are left for minutes of work", 5 * day, 99, 100, undefined],
    ["the forecast ends well within", hour, 10, 100, undefined],
    ["the even chance lies past the end", 5.9 * day, 10, 1, "problem"],
    ["the end has passed", 6 * day, 99.9, 10, "problem"],
  ])("when %s", (_, begun, done, rate, verdict) => {
    expect(find(steady(done, rate, { begun }), "seeding.cancel")?.verdict).toBe(verdict);
  });

  test("after it the cancel is due at any moment", () => {
    expect(find(steady(99.9, 10, { begun: 6.5 * day }), "seeding.cancel")).toMatchObject({
      reason: "erp-hamburg has been seeding for longer than the 6 d that Azure gives it.",
      consequence: "Azure may cancel the making of the link at any moment, and what was copied is lost.",
    });
  });

  test("what is left and what is needed stand side by side", () => {
    const a = steady(10, 1, { begun: 5.5 * day });
    expect(find(a, "seeding.cancel")?.reason).toMatch(
      /^Azure cancels this seeding in 11 h 58 min; it needs about 1 d \d+ h more \(.+ to .+\)\.$/,
    );
    expect(a.seeding?.cancelAt).toEqual(link.ago(-0.5 * day));
  });

  test("the late end of the forecast past it needs attention", () => {
    const forecast = steady(50, 10).seeding?.forecast;
    const between = ((forecast?.p50Seconds ?? 0) + (forecast?.p90Seconds ?? 0)) / 2;
    expect(find(steady(50, 10, { begun: 6 * day - 120 - between }), "seeding.cancel")).toMatchObject({
      verdict: "attention",
      reason: expect.stringContaining("it may need longer"),
    });
  });

  test.each([
    [5 * day - 60, undefined],
    [5 * day + 60, "attention"],
  ])("without a forecast, %d s after the start, it is %s", (begun, verdict) => {
    const a = assess(
      seeding(0, { source: { physical: { ...link.streaming(GB, 100 * GB)!, startedAt: link.ago(begun) } } }),
      null,
      defaultLimits,
      link.now,
    );
    expect(find(a, "seeding.cancel")?.verdict).toBe(verdict);
  });

  test("a restart does not begin them anew", () => {
    const first = steady(40, 10, { begun: 3 * day });
    const physical = { ...link.streaming(GB, 100 * GB)!, startedAt: link.ago(-130) };
    const again = seeding(140, {
      source: { physical, startedAt: link.ago(-130), operationId: "op-2", numberOfAttempts: 2 },
    });
    const a = assess(again, first, defaultLimits, link.ago(-140));
    expect([a.seeding?.startedAt, a.seeding?.cancelAt]).toEqual([link.ago(-130), link.ago(-3 * day)]);
    expect(note(a, "attempts-unseen")).toBeUndefined();
  });

  test("attempts before the first look are said, since the six days count from them", () => {
    const a = steady(40, 10, { told: { source: { numberOfAttempts: 3 } } });
    expect(note(a, "attempts-unseen")).toMatchObject({
      verdict: "unknown",
      words: "2 attempts were over before Linkspan looked, so Azure's six days for erp-hamburg end sooner than shown.",
    });
  });
});

describe("log backups while it seeds", () => {
  const flag = (isGlobal: boolean): TraceFlagFacts => ({ flag: 12381, isGlobal });
  const told = (backups: number[], flags: TraceFlagFacts[] | null = []): Told => ({
    instance: {
      backups: link.reported<SqlBackupFacts[]>([
        {
          databaseName: "ERP_Hamburg",
          lastFullAt: link.ago(9 * day),
          lastLogAt: backups[0] === undefined ? null : link.ago(backups[0]),
          logBackupsAt: backups.map((seconds) => link.ago(seconds)),
        },
      ]),
      traceFlags: flags && link.reported(flags),
    },
  });
  const hourly = [1, 2, 3, 4].map((n) => n * hour + 600);

  test.each([
    ["one began", told([1800]), "problem"],
    ["one began, and the flag is on in a session only", told([1800], [flag(false)]), "problem"],
    ["one began, and the flag keeps the log", told([1800], [flag(true)]), undefined],
    ["one began, and flags were not told", told([1800], null), "attention"],
    ["the last began before", told([5 * hour]), undefined],
    ["the next is due by habit", told(hourly), "attention"],
    ["the next is due, and the flag keeps the log", told(hourly, [flag(true)]), undefined],
    ["they were paused", told(hourly.map((seconds) => seconds + hour)), undefined],
    ["msdb cannot be read", {}, undefined],
  ])("%s", (_, all, verdict) => {
    expect(find(steady(20, 50, { told: all }), "seeding.log-backup")?.verdict).toBe(verdict);
  });

  test("it says when, what follows and what to do", () => {
    expect(find(steady(20, 50, { told: told([1800]) }), "seeding.log-backup")).toMatchObject({
      reason: "A log backup of ERP_Hamburg began at 02:42 UTC, while it is seeding.",
      step: "Pause log backups of ERP_Hamburg on SQLHAM01 until its copy has left RESTORING",
      since: link.ago(1800),
    });
    expect(find(steady(20, 50, { told: told(hourly) }), "seeding.log-backup")?.reason).toBe(
      "The next log backup of ERP_Hamburg is due about 03:02 UTC; it would cut the log that seeding needs.",
    );
  });

  test("a habit is judged by what was known when it was told, and the next one is at most half a gap late", () => {
    const every = (minutes: number) => [1, 2, 3, 4].map((n) => link.ago(60 * (minutes * n + hour / 60)));
    expect(nextLogBackupAt(every(15), link.ago(hour), link.now)).toEqual(link.ago(0));
    expect(nextLogBackupAt(every(15), link.ago(hour), link.ago(-420))).toEqual(link.ago(0));
    expect(nextLogBackupAt(every(15), link.ago(hour), link.ago(-480))).toEqual(link.ago(-900));
    expect(nextLogBackupAt(every(15), link.ago(hour - 1200), link.now)).toBeNull();
    expect(nextLogBackupAt(every(15).slice(0, 3), link.ago(hour), link.now)).toBeNull();
  });

  test("it counts until the copy has left RESTORING, and no longer", () => {
    const done = { currentState: "COMPLETED", completedAt: link.ago(60) };
    const at = (copy: object) =>
      assess(seeding(0, { ...told([1800]), source: done, destination: done, copy }), null, defaultLimits, link.now);
    expect(find(at(copying), "seeding.log-backup")?.verdict).toBe("problem");
    expect(find(at({ databaseStateDesc: "ONLINE" }), "seeding.log-backup")).toBeUndefined();
  });

  test("the flag is noted, with what it costs", () => {
    expect(note(steady(20, 50, { told: told([1800], [flag(true)]) }), "log-backup.flag")?.words).toContain(
      "Turn it off after the seeding",
    );
  });

  test("what cannot be seen is noted with its reason, never as none", () => {
    const blind = [
      {
        fact: "backups",
        permission: "SELECT on msdb.dbo.backupset",
        reason: "this login lacks SELECT on msdb.dbo.backupset",
      },
    ];
    expect(note(steady(20, 50, { told: { blind } }), "log-backup.unseen")).toMatchObject({
      verdict: "unknown",
      words: "Whether log backups run while it seeds is not known: this login lacks SELECT on msdb.dbo.backupset.",
    });
    expect(note(steady(20, 50, { told: told([]) }), "log-backup.unseen")).toBeUndefined();
    expect(note(steady(20, 50, { told: { ...told([]), blind } }), "log-backup.unseen")?.verdict).toBe("unknown");
  });
});

describe("a failure", () => {
  const fail = (source: Partial<SqlSeedingFacts>, told: Told = {}) =>
    find(
      assess(
        seeding(0, { ...told, source: { currentState: "FAILED", ...source }, destination: null, copy: null }),
        null,
        defaultLimits,
        link.now,
      ),
      "seeding",
    );

  test("its state is decoded: where, and what it means", () => {
    expect(fail({ failureState: 221, failureStateDesc: "Seeding Check Message Timeout" })).toMatchObject({
      verdict: "problem",
      reason: "erp-hamburg failed to seed on mi-erp-weu, attempt 1: Seeding Check Message Timeout.",
      consequence:
        "Failure state 221: the other side did not answer the first check in time. Nothing is copied now; SQL Server may try again by itself.",
      step: "Test port 5022 both ways, then read the error logs of both sides",
    });
    expect(fail({ failureState: 199, failureStateDesc: "Something New" })?.consequence).toBe(
      "Nothing is copied now; SQL Server may try again by itself.",
    );
  });

  test("a log backup that began while it ran is evidence", () => {
    const backups = (...seconds: number[]) => {
      const logBackupsAt = seconds.map((one) => link.ago(one));
      return link.reported([{ databaseName: "ERP_Hamburg", lastFullAt: null, lastLogAt: null, logBackupsAt }]);
    };
    const row = { failureState: 202, failureStateDesc: "SQL Error", errorCode: 1408, completedAt: link.ago(300) };
    const facts = (told: Told) => fail(row, told)?.evidence.map((one) => `${one.fact} ${one.value}`);
    const during = `log backup while it ran ${link.ago(1800).toISOString()}`;
    expect(facts({ instance: { backups: backups(60, 1800, 4000) } })).toContain(during);
    expect(facts({ instance: { backups: backups(60, 4000) } })?.join()).not.toContain("log backup");
    expect(facts({})?.join()).not.toContain("log backup");
  });

  test.each([
    [
      "the source completed it",
      { source: { currentState: "COMPLETED" } },
      "SQLHAM01, where the bytes come from, says COMPLETED",
    ],
    [
      "the source still sends",
      { source: { physical: link.streaming(GB, 2 * GB) }, copy: copying },
      "SQLHAM01 still sends",
    ],
    ["the copy is ONLINE", { source: null }, "the copy is ONLINE"],
  ])("of the destination is ignored and noted when %s", (_, told: Told, better) => {
    const failed = { currentState: "FAILED", failureState: 121, failureStateDesc: "Seeding Check Message Timeout" };
    const view = seeding(0, { copy: { databaseStateDesc: "ONLINE" }, destination: failed, ...told });
    const a = assess(view, null, defaultLimits, link.now);
    expect(find(a, "seeding")?.verdict).not.toBe("problem");
    expect(note(a, "false-failure")).toMatchObject({
      verdict: "ok",
      vantage: "instance",
      words: `mi-erp-weu says FAILED (Seeding Check Message Timeout), which is ignored: ${better}. A destination is known to say so of a seeding that works.`,
    });
  });

  test.each([
    ["there is no copy", null],
    ["the copy is RESTORING", copying],
  ])("of the destination is a problem and no note when %s and the source has no attempt", (_, copy) => {
    const view = seeding(0, { source: null, destination: { currentState: "FAILED" }, copy });
    const a = assess(view, null, defaultLimits, link.now);
    expect([find(a, "seeding")?.verdict, a.seedingNotes]).toEqual(["problem", []]);
  });
});

describe("what its numbers mean", () => {
  test.each([
    [
      true,
      "ok",
      "Compression is on: fewer bytes go over than the database holds, so the copy may be done before 100 %.",
    ],
    [false, "ok", "Compression is off; trace flag 9567 turns it on for the next attempt."],
    [null, "unknown", "Whether the stream is compressed is not told."],
  ])("compression %s", (isCompressionEnabled, verdict, words) => {
    const a = steady(20, 50, { more: { isCompressionEnabled } });
    expect(note(a, "compression")).toMatchObject({ verdict, words });
    expect(a.seeding?.isCompressed).toBe(isCompressionEnabled);
  });

  test("what binds the rate comes from the waits between polls", () => {
    let a: Assessment | null = null;
    for (const seconds of [0, 60, 120]) {
      const waits = {
        totalDiskIoWaitTimeMs: 1_000_000 + 30 * seconds,
        totalNetworkWaitTimeMs: 5_000_000 + 750 * seconds,
      };
      const physical = { ...link.streaming(seconds * 1e6, 100 * GB)!, ...waits };
      a = assess(seeding(seconds, { source: { physical } }), a, defaultLimits, link.ago(-seconds));
    }
    expect(a?.seeding?.bound).toEqual({ by: "network", networkShare: 0.75, diskShare: 0.03, seconds: 120 });
  });

  test("waits that are not told bind nothing", () => {
    const more = { totalDiskIoWaitTimeMs: null, totalNetworkWaitTimeMs: null };
    expect(steady(20, 50, { more }).seeding?.bound).toBeNull();
  });

  test("a memory of an older version is read as it is", () => {
    const first = steady(20, 50);
    const { waits: _, begunAt: __, ...older } = first.memory.seeding!;
    const previous = { ...first, memory: { ...first.memory, seeding: older as typeof first.memory.seeding } };
    const view = seeding(130, { source: { physical: link.streaming(21 * GB, 100 * GB) } });
    const a = assess(view, previous, defaultLimits, link.ago(-130));
    expect([a.seeding?.cancelAt, a.seeding?.restarts]).toEqual([link.ago(hour - 6 * day), 0]);
  });
});

describe("the log of the side that leads, until the copy is over", () => {
  const full = (rate: number, activeGb: number) => {
    let a: Assessment | null = null;
    for (const seconds of [0, 60, 120, 180]) {
      const at = link.ago(-seconds);
      const row = link.databaseSettings({ logReuseWaitDesc: "LOG_BACKUP" });
      const log = { ...row.log!, activeBytes: activeGb * GB, flushedBytes: rate * 1024 ** 2 * seconds };
      const told: Told = { instance: { databases: { at, value: [{ ...row, log }] } } };
      const physical = link.streaming(10 * GB + seconds * 10 * 1024 ** 2, 100 * GB);
      a = assess(seeding(seconds, { ...told, source: { physical } }), a, defaultLimits, at);
    }
    return a as Assessment;
  };

  test.each([
    ["there is room for longer than the forecast", 0.5, 12, undefined],
    ["it is full before the even chance", 50, 12, "problem"],
    ["nothing is written", 0, 12, undefined],
    ["three quarters are used, and nothing is written", 0, 50, "attention"],
  ])("when %s", (_, rate, active, verdict) => {
    expect(find(full(rate, active), "log.space")?.verdict).toBe(verdict);
  });

  test("both times stand in the sentence, and a log backup is not the way out", () => {
    expect(find(full(50, 12), "log.space")).toMatchObject({
      reason: expect.stringMatching(
        /^Log of ERP_Hamburg on SQLHAM01 is 18 % used \(12\.0 GB of 64\.0 GB\): it waits for a log backup, full in about 18 min, before the copy is over \(about .+ left, .+ to .+\)\.$/,
      ),
      step: "Give the log of ERP_Hamburg more room; a log backup would cut log that seeding needs",
    });
  });

  test("of two databases the one that is full first is told", () => {
    let a: Assessment | null = null;
    for (const seconds of [0, 60, 120, 180]) {
      const at = link.ago(-seconds);
      const logOf = (name: string, groupDatabaseId: string, activeGb: number) => {
        const row = link.databaseSettings({ name, groupDatabaseId, logReuseWaitDesc: "AVAILABILITY_REPLICA" });
        return { ...row, log: { ...row.log!, activeBytes: activeGb * GB, flushedBytes: seconds * 50 * 1024 ** 2 } };
      };
      const value = [logOf("ERP_Hamburg", "db-1", 12), logOf("CRM", "db-2", 60)];
      const physical = link.streaming(10 * GB + seconds * 10 * 1024 ** 2, 100 * GB);
      const view = seeding(seconds, { instance: { databases: { at, value } }, source: { physical } });
      view.partner.facts?.databases.push(link.database({ databaseName: "CRM", groupDatabaseId: "db-2" }));
      a = assess(view, a, defaultLimits, at);
    }
    expect(a?.findings.filter((one) => one.key === "log.space").map((one) => [one.reason, one.step])).toEqual([
      [
        "Log of CRM on SQLHAM01 is 93 % used (60.0 GB of 64.0 GB): the link holds it, full in about 1 min.",
        "Find what keeps log from going over, and give the log more room meanwhile",
      ],
    ]);
  });

  test("a chance of over 1 in 10 needs attention", () => {
    const { p50Seconds, p90Seconds, madeAt } = full(0.5, 12).seeding!.forecast!;
    const seconds = (p50Seconds + p90Seconds) / 2 + (madeAt.getTime() - link.ago(-180).getTime()) / 1000;
    expect(find(full((52 * 1024) / seconds, 12), "log.space")).toMatchObject({
      verdict: "attention",
      reason: expect.stringContaining("perhaps before the copy is over"),
    });
  });

  test("while it seeds nobody is told to back the log up", () => {
    const old = link.databaseSettings();
    const value = [{ ...old, log: { ...old.log!, lastBackupAt: link.ago(3 * day) } }];
    const told: Told = { instance: { databases: link.reported(value) } };
    expect(find(steady(20, 50, { told }), "log.backup")).toBeUndefined();
  });
});
