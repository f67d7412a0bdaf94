import { expect, test } from "vitest";
import { LookFailure } from "../source.ts";
import { aloneMs, readAlone } from "./rows.ts";
import { instantOf } from "./rows-read.ts";
import { partsOf, type Told, tell } from "./rows-told.ts";

const at = new Date("2026-05-04T10:00:00Z");
const later = new Date("2026-05-04T10:01:00Z");
const instant = instantOf(120);
const say = (told: Told, question: string, rows: unknown[], when = at) => tell(told, question, rows, instant, when);

const group = "11111111-1111-1111-1111-111111111111";
const settings = {
  name: "ERP",
  database_id: 7,
  group_database_id: group,
  state_desc: "ONLINE",
  is_read_only: false,
  recovery_model_desc: "FULL",
  collation_name: "Latin1_General_CI_AS",
  is_encrypted: true,
  log_reuse_wait_desc: "LOG_BACKUP",
  data_bytes: "1048576000",
};
const log = {
  database_id: 7,
  total_log_size_mb: 1024.5,
  active_log_size_mb: 100,
  log_since_last_log_backup_mb: 12.25,
  log_backup_time: new Date("2026-05-04T11:00:00Z"),
  log_truncation_holdup_reason: "LOG_BACKUP",
  flushed_bytes: "4147264268792",
  file_count: 1,
  max_bytes: null,
};

test("nothing told is nothing known, not an empty list", () => {
  expect(partsOf({}, true)).toEqual({
    endpoint: null,
    certificates: [],
    hostPlatform: null,
    isMultiDatabaseLink: null,
    databases: null,
    backups: null,
    traceFlags: null,
    innerGroups: null,
    leftovers: null,
    networkChecks: null,
    fabric: null,
    agentStatus: null,
    allocatedBytes: null,
  });
});

test("linked databases of the minute are laid over all databases of the quarter, with their logs", () => {
  const spare = { ...settings, name: "Spare", database_id: 8, group_database_id: null };
  let told = say({}, "databases", [settings, spare]);
  told = say(told, "linked-databases", [{ ...settings, recovery_model_desc: "SIMPLE" }], later);
  told = say(told, "database-logs", [log], later);
  expect(partsOf(told, true).databases).toMatchObject({
    at: later,
    value: [
      {
        name: "ERP",
        recoveryModelDesc: "SIMPLE",
        dataBytes: 1_048_576_000,
        log: {
          totalBytes: 1_074_266_112,
          sinceLastBackupBytes: 12_845_056,
          lastBackupAt: new Date("2026-05-04T09:00:00Z"),
          flushedBytes: 4_147_264_268_792,
          maxBytes: null,
        },
      },
      { name: "Spare", groupDatabaseId: null, log: null },
    ],
  });
});

test("a database that left its group since the quarter is linked no more, a new one is", () => {
  let told = say({}, "databases", [settings]);
  told = say(told, "linked-databases", [{ ...settings, name: "CRM", database_id: 9 }], later);
  expect(partsOf(told, true).databases?.value.map(({ name, groupDatabaseId }) => [name, groupDatabaseId])).toEqual([
    ["CRM", group],
    ["ERP", null],
  ]);
});

test.each([
  ["a secondary tells no size", { total_log_size_mb: null }, null],
  ["1900 is never", { log_backup_time: new Date("1900-01-01T00:00:00Z") }, { lastBackupAt: null }],
  ["no backup time is none", { log_backup_time: null }, { lastBackupAt: null }],
])("of a log, %s", (_, change, expected) => {
  const told = say(say({}, "linked-databases", [settings]), "database-logs", [{ ...log, ...change }]);
  const [database] = partsOf(told, true).databases!.value;
  if (expected === null) expect(database!.log).toBeNull();
  else expect(database!.log).toMatchObject(expected);
});

test("leftovers are as old as the older of both answers; a certificate's date is UTC as it stands", () => {
  const made = new Date("2026-05-01T12:00:00Z");
  let told = say({}, "leftover-objects", [{ kind: "certificate", name: "TEST_CERT", created_at: made }]);
  told = say(told, "leftover-jobs", [{ kind: "job", name: "NetHelper", created_at: made }], later);
  expect(partsOf(told, true).leftovers).toEqual({
    at,
    value: [
      { kind: "certificate", name: "TEST_CERT", createdAt: made },
      { kind: "job", name: "NetHelper", createdAt: new Date("2026-05-01T10:00:00Z") },
    ],
  });
});

test("without VIEW ANY DEFINITION what a catalog view does not show is not known", () => {
  let told = say({}, "leftover-objects", []);
  told = say(told, "availability-groups", []);
  told = say(told, "allocated-storage", [{ allocated_bytes: "8192" }]);
  expect(partsOf(told, true)).toMatchObject({ leftovers: { value: [] }, innerGroups: { value: [] } });
  expect(partsOf(told, false)).toMatchObject({ leftovers: null, innerGroups: null, allocatedBytes: null });
});

test("the node stands in the cluster's domain, and what is missing is not known", () => {
  const fabric = {
    dns_name: "mi.abc.database.windows.net",
    cluster_name: "tr1.weu.worker.database.windows.net",
    hadr_port: "11002",
    replica_address: "DB44C\\a1,11002",
  };
  expect(partsOf(say({}, "fabric", [fabric]), true).fabric?.value).toEqual({
    dnsName: "mi.abc.database.windows.net",
    nodeName: "DB44C.tr1.weu.worker.database.windows.net",
    hadrPort: 11_002,
  });
  const bare = { ...fabric, hadr_port: null, replica_address: null };
  expect(partsOf(say({}, "fabric", [bare]), true).fabric?.value).toMatchObject({ nodeName: null, hadrPort: null });
});

test("trace flags that are on, global or of a session; none at all is an empty list", () => {
  const flags = [
    { TraceFlag: 9567, Status: 1, Global: 1, Session: 0 },
    { TraceFlag: 1800, Status: 1, Global: 0, Session: 1 },
    { TraceFlag: 3226, Status: 0, Global: 0, Session: 0 },
  ];
  expect(partsOf(say({}, "trace-flags", flags), true).traceFlags?.value).toEqual([
    { flag: 9567, isGlobal: true },
    { flag: 1800, isGlobal: false },
  ]);
  expect(partsOf(say({}, "trace-flags", []), true).traceFlags).toEqual({ at, value: [] });
});

test.each([
  [[{ "": 1 }], { at, value: true }],
  [[{ is_multidb_milink: 0 }], { at, value: false }],
  [[{ "": null }], null],
  [[], null],
])("the multiple-database mode of %j", (rows, expected) => {
  expect(partsOf(say({}, "multiple-database-mode", rows), true).isMultiDatabaseLink).toEqual(expected);
});

test("only the newest fifty log backups of a database are kept", () => {
  const rows = Array.from({ length: 60 }, (_, n) => ({
    database_name: "ERP",
    backup_start_date: new Date(at.getTime() - n * 3_600_000),
  }));
  let told = say({}, "log-backups", rows);
  told = say(told, "newest-backups", [{ database_name: "ERP", last_full_at: null, last_log_at: null }]);
  const [backups] = partsOf(told, true).backups!.value;
  expect(backups!.logBackupsAt).toHaveLength(50);
  expect(backups!.logBackupsAt[0]).toEqual(new Date("2026-05-04T08:00:00Z"));
});

test("a malformed row is told by question and column", () => {
  expect(() => say({}, "database-logs", [{ ...log, file_count: "one" }])).toThrow(LookFailure);
  expect(() => say({}, "database-logs", [{ ...log, file_count: "one" }])).toThrow("database-logs: column file_count");
});

test("result sets follow their question's name; a question may have none or two", () => {
  const named = (name: string) => [{ linkspan_question: name }];
  const answers = readAlone([named("a"), [{ x: 1 }], [{ y: 2 }], named("b"), named("c"), []]);
  expect([...answers]).toEqual([
    ["a", [{ x: 1 }]],
    ["b", []],
    ["c", []],
  ]);
});

test("what was asked beside a poll is told with its cost; cut off before the end it cost nothing that is known", () => {
  const cost = {
    started_at_instant: new Date("2026-05-04T10:00:00.500Z"),
    ended_at_instant: Object.assign(new Date("2026-05-04T10:00:00.512Z"), { nanosecondsDelta: 0.00025 }),
  };
  expect(aloneMs(readAlone([[{ linkspan_question: "cost" }], [cost]]))).toBe(12.25);
  expect(aloneMs(readAlone([[{ linkspan_question: "cost" }]]))).toBe(0);
});
