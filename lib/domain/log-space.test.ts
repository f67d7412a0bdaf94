import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { SqlBackupFacts, SqlDatabaseSettings, SqlInstanceFacts } from "./sample.ts";

const GB = 1024 ** 3;
const MB = 1024 ** 2;
type Log = NonNullable<SqlDatabaseSettings["log"]>;

function settings(log: Partial<Log> | null, changes: Partial<SqlDatabaseSettings> = {}): SqlDatabaseSettings {
  const row = link.databaseSettings(changes);
  return { ...row, log: log && row.log && { ...row.log, ...log } };
}

/** Assessed once a minute; each step is what SQLHAM01 says of its databases then. */
function run(
  steps: SqlDatabaseSettings[][],
  {
    instance = {},
    seconds = 60,
    told = 0,
  }: { instance?: Partial<SqlInstanceFacts>; seconds?: number; told?: number } = {},
): Assessment {
  let a: Assessment | null = null;
  for (const [index, databases] of steps.entries()) {
    const at = link.ago(-seconds * index);
    const facts = link.sqlInstance({ databases: { at: link.ago(told, at), value: databases }, ...instance });
    a = assess(viewAt(at, facts), a, defaultLimits, at);
  }
  return a as Assessment;
}

function viewAt(at: Date, partner: SqlInstanceFacts, changes: Partial<LinkView> = {}): LinkView {
  const fresh = (of: typeof link.partnerSource) => ({ ...of, lastAnsweredAt: at });
  return link.linkView({
    partner: link.voice(fresh(link.partnerSource), link.partnerFacts(), partner),
    instance: link.voice(fresh(link.instanceSource), link.instanceFacts()),
    arm: link.armVoice(fresh(link.armSource), link.armFacts()),
    ...changes,
  });
}

const find = (a: Assessment, key: string) => a.findings.find((one) => one.key === key);
const held = { logReuseWaitDesc: "AVAILABILITY_REPLICA" };

describe("how full the log is", () => {
  test("a log with room is told and finds nothing", () => {
    const a = run([[settings({})]]);
    expect(a.log).toEqual([
      {
        databaseName: "ERP_Hamburg",
        side: "partner",
        at: link.now,
        totalBytes: 64 * GB,
        activeBytes: 12 * GB,
        usedFraction: 0.1875,
        bytesPerSecond: null,
        reuseWait: "NOTHING",
        lastLogBackupAt: link.ago(1800),
        fullAt: null,
        verdict: "ok",
      },
    ]);
    expect(find(a, "log.space")).toBeUndefined();
  });

  test.each([
    [44.7, undefined],
    [44.8, "attention"],
    [54.3, "attention"],
    [54.4, "problem"],
    [64, "problem"],
  ])("%d of 64 GB is %s", (gb, verdict) => {
    expect(find(run([[settings({ activeBytes: gb * GB })]]), "log.space")?.verdict).toBe(verdict);
  });

  test("it says what holds it and when it is full at the rate of the readings", () => {
    const rate = 20 * MB;
    const steps = [0, 1, 2].map((n) => [
      settings({ activeBytes: 46 * GB + n * 60 * rate, flushedBytes: 5e12 + n * 60 * rate }, held),
    ]);
    const a = run(steps);
    expect(a.log[0]).toMatchObject({ bytesPerSecond: rate, reuseWait: "AVAILABILITY_REPLICA" });
    expect(find(a, "log.space")).toMatchObject({
      verdict: "attention",
      reason:
        "Log of ERP_Hamburg on SQLHAM01 is 75 % used (48.3 GB of 64.0 GB): the link holds it, full in about 13 min.",
      consequence: "When it is full, writes to ERP_Hamburg stop with error 9002.",
      vantage: "partner",
    });
  });

  test.each([
    ["nothing holds it", { logReuseWaitDesc: "NOTHING" }, false],
    ["it only waits for a checkpoint", { logReuseWaitDesc: "CHECKPOINT" }, false],
    ["it waits for a log backup", { logReuseWaitDesc: "LOG_BACKUP" }, true],
    ["a reason nobody documented holds it", { logReuseWaitDesc: "SOMETHING_NEW" }, true],
  ])("when %s, a time at which it is full is told: %#", (_, wait, isTold) => {
    const a = run([[settings({ flushedBytes: 0 }, wait)], [settings({ flushedBytes: GB }, wait)]]);
    expect(a.log[0]?.fullAt !== null).toBe(isTold);
  });

  test("a counter that falls began anew with the engine, and makes no rate by itself", () => {
    const steps = [5e12, 6e12, 10].map((flushedBytes) => [settings({ flushedBytes }, held)]);
    expect(run(steps).log[0]).toMatchObject({ bytesPerSecond: null, fullAt: null });
    expect(run([...steps, [settings({ flushedBytes: 10 + 60 * MB }, held)]]).log[0]?.bytesPerSecond).toBe(MB);
  });

  test("at most ten readings of half an hour are kept, and the same one told twice counts once", () => {
    const many = Array.from({ length: 40 }, (_, n) => [settings({ flushedBytes: n * GB })]);
    expect(run(many).memory.log[0]?.readings).toHaveLength(10);
    expect(run(many, { seconds: 600 }).memory.log[0]?.readings).toHaveLength(4);
    expect(run(many, { seconds: 0 }).memory.log[0]?.readings).toHaveLength(1);
  });

  test("room is what the files may grow to, where a limit is told, else the files as they are", () => {
    expect(run([[settings({ maxBytes: 128 * GB })]]).log[0]?.totalBytes).toBe(128 * GB);
    expect(run([[settings({ maxBytes: null })]]).log[0]?.totalBytes).toBe(64 * GB);
  });

  test("of several databases the fullest is named, and the others are counted", () => {
    const facts = link.partnerFacts();
    const two = link.database({ groupDatabaseId: "db-2", databaseName: "CRM" });
    const of = link.sqlInstance({
      databases: link.reported([
        settings({ activeBytes: 48 * GB }),
        settings({ activeBytes: 60 * GB }, { name: "CRM", groupDatabaseId: "db-2" }),
        settings({ activeBytes: 64 * GB }, { name: "not_linked", groupDatabaseId: null }),
      ]),
    });
    const partner = link.voice(link.partnerSource, { ...facts, databases: [...facts.databases, two] }, of);
    const a = assess(link.linkView({ partner }), null, defaultLimits, link.now);
    expect(a.log.map((one) => one.databaseName)).toEqual(["CRM", "ERP_Hamburg"]);
    expect(find(a, "log.space")?.reason).toBe(
      "Log of CRM on SQLHAM01 is 93 % used (60.0 GB of 64.0 GB), and 1 more database of the link: nothing holds it.",
    );
  });
});

describe("what is not known", () => {
  test("a part told too long ago is unknown, never ok", () => {
    const a = run([[settings({ activeBytes: 63 * GB })]], { told: 241 });
    expect(a.log).toMatchObject([{ usedFraction: null, fullAt: null, verdict: "unknown" }]);
    expect(find(a, "log.space")).toBeUndefined();
  });

  test.each([
    ["sizes were not told", { databases: link.reported([settings({ totalBytes: null })]) }, "unknown"],
    ["the log was not told", { databases: link.reported([settings(null)]) }, "unknown"],
    ["the databases were never told", { databases: null }, undefined],
    [
      "an older version stored the facts",
      { databases: undefined as unknown as null, backups: undefined as unknown as null },
      undefined,
    ],
  ])("nothing is found when %s", (_, instance, verdict) => {
    const a = assess(viewAt(link.now, link.sqlInstance(instance)), null, defaultLimits, link.now);
    expect([a.log[0]?.verdict, find(a, "log.space"), find(a, "log.backup")]).toEqual([verdict, undefined, undefined]);
  });

  test("a silent side says nothing of its log, and its readings are kept", () => {
    const a = run([[settings({ flushedBytes: 1 })]]);
    const silent = link.voice(link.silent(link.partnerSource), link.partnerFacts(), link.sqlInstance());
    const next = assess(link.linkView({ partner: silent }), a, defaultLimits, link.now);
    expect([next.log, next.memory.log]).toEqual([[], a.memory.log]);
  });

  test("the log of the side that follows is nobody's worry", () => {
    const follower = link.sqlInstance({ databases: link.reported([settings({ activeBytes: 64 * GB })]) });
    const instance = link.voice(link.instanceSource, link.instanceFacts(), follower);
    expect(find(assess(link.linkView({ instance }), null, defaultLimits, link.now), "log.space")).toBeUndefined();
  });

  test("a managed instance that leads backs its log up by itself: waiting for that is not being held", () => {
    const local = (role: string) => link.replica({ roleDesc: role });
    const remote = link.replica({ isLocal: false, roleDesc: "SECONDARY" });
    let a: Assessment | null = null;
    for (const seconds of [0, 60]) {
      const at = link.ago(-seconds);
      const row = settings({ flushedBytes: seconds * GB, activeBytes: 50 * GB }, { logReuseWaitDesc: "LOG_BACKUP" });
      const server = link.sqlInstance({ serverName: "mi-erp-weu", databases: { at, value: [row] } });
      const leading = link.instanceFacts({ replicas: [local("PRIMARY"), remote] });
      const view = viewAt(at, link.sqlInstance(), {
        partner: link.voice(link.partnerSource, link.partnerFacts({ replicas: [local("SECONDARY")] })),
        instance: link.voice({ ...link.instanceSource, lastAnsweredAt: at }, leading, server),
        arm: link.armVoice(null, null),
      });
      a = assess(view, a, defaultLimits, at);
    }
    expect(a?.log[0]).toMatchObject({ side: "instance", bytesPerSecond: GB, fullAt: null, verdict: "attention" });
    expect(find(a as Assessment, "log.backup")).toBeUndefined();
  });
});

describe("log backups", () => {
  const backups = (changes: Partial<SqlBackupFacts>): Partial<SqlInstanceFacts> => ({
    backups: link.reported([
      { databaseName: "ERP_Hamburg", lastFullAt: link.ago(400_000), lastLogAt: null, logBackupsAt: [], ...changes },
    ]),
  });
  const log = (seconds: number | null) => [[settings({ lastBackupAt: seconds === null ? null : link.ago(seconds) })]];

  test.each([
    [
      "a day without one needs attention",
      log(86_400),
      backups({}),
      "No log backup of ERP_Hamburg on SQLHAM01 for 1 d.",
    ],
    ["less than a day does not", log(86_399), backups({}), undefined],
    ["msdb may know a newer one", log(90_000), backups({ lastLogAt: link.ago(600) }), undefined],
    [
      "none at all counts from the full backup",
      log(null),
      backups({}),
      "No log backup of ERP_Hamburg on SQLHAM01 for 4 d 15 h.",
    ],
    ["without msdb none is not known", log(null), { backups: null }, undefined],
    [
      "in SIMPLE there are none to take",
      [[settings({ lastBackupAt: link.ago(90_000) }, { recoveryModelDesc: "SIMPLE" })]],
      backups({}),
      undefined,
    ],
  ])("%s", (_, steps, instance, reason) => {
    expect(find(run(steps, { instance }), "log.backup")?.reason).toBe(reason);
  });
});
