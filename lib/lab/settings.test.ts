import { describe, expect, it } from "vitest";
import { importedCertificate } from "./endpoint-certificates.ts";
import type { Scenario } from "./scenario.ts";
import { chapters, day, hour, minute } from "./scenarios/builders.ts";
import { type SingleOptions, scenarioNamed, single } from "./scenarios.ts";
import type { SettingChange } from "./settings.ts";
import type { Row } from "./sql/catalog.ts";
import { openSession } from "./sql/engine.ts";
import { CHECK_NETWORK_INSTANCE } from "./sql/questions.fixture.ts";
import type { SqlValue } from "./sql/result.ts";
import { answerAt } from "./sqlserver-face.ts";
import { worldAt } from "./world.ts";

const epoch = Date.UTC(2026, 10, 19, 2, 12);
const seeding: SingleOptions = { chapters: chapters(epoch, [-hour, "seeding-in-progress"]), gb: 400 };
const removed: SingleOptions = { chapters: chapters(epoch, [-20 * day, "replicating"], [-minute, "removed"]) };
const [sql, instance, link] = ["SQLLAB01", "mi-lab", "link:orders"] as const;
type Server = typeof sql | typeof instance;

/** Set at the epoch, and set back an hour later. */
function withSetting(of: string, changes: SettingChange["changes"], scenario = single(epoch, 1)): Scenario {
  const back = Object.fromEntries(Object.keys(changes).map((field) => [field, null]));
  const settings = [
    { at: epoch, of, changes },
    { at: epoch + hour, of, changes: back },
  ];
  return { ...scenario, settings };
}

function query(scenario: Scenario, server: string, at: number, text: string, login = "linkspan"): SqlValue[][] {
  const events = [...openSession(answerAt(scenario, server, at), login, "master").run({ sql: text, parameters: [] })];
  const error = events.find((event) => event.kind === "error");
  if (error?.kind === "error") return [[error.error.number, error.error.message]];
  return events.flatMap((event) => (event.kind === "rows" ? event.set.rows : []));
}

const rows = (scenario: Scenario, server: string, at: number, table: string): Row[] =>
  answerAt(scenario, server, at).rows(table, "linkspan", ["master"]);

type Knob = [
  of: string,
  changes: SettingChange["changes"],
  server: Server,
  text: string,
  before: SqlValue[][],
  set: SqlValue[][],
  options?: SingleOptions,
];

const endpoint = (column: string) => `SELECT ${column} FROM sys.database_mirroring_endpoints`;
const property = (name: string) => `SELECT CONVERT(nvarchar(128), SERVERPROPERTY('${name}'))`;
const database = (column: string) => `SELECT ${column} FROM sys.databases WHERE name = 'Orders'`;
const urlOf = (group: string) =>
  `SELECT endpoint_url FROM sys.availability_replicas WHERE replica_server_name = '${group}'`;
const certificate = (name: string) => `SELECT name FROM sys.certificates WHERE name = '${name}'`;
const mayViewState = "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')";
const check = { port5022: true, hadrPort: false, remoteAddress: "10.48.2.14" };

const knobs: Knob[] = [
  [sql, { endpointState: "STOPPED" }, sql, endpoint("state_desc"), [["STARTED"]], [["STOPPED"]]],
  [sql, { isMissingEndpoint: true }, sql, endpoint("state_desc"), [["STARTED"]], []],
  [
    sql,
    { edition: "Web Edition (64-bit)" },
    sql,
    property("Edition"),
    [["Enterprise Edition: Core-based Licensing (64-bit)"]],
    [["Web Edition (64-bit)"]],
  ],
  [sql, { permissionsOf: "nostate" }, sql, mayViewState, [[1]], [[0]]],
  [link, { isLostOnInstance: true }, instance, database("name"), [["Orders"]], []],
  [sql, { endpointAuth: "NTLM" }, sql, endpoint("connection_auth_desc"), [["CERTIFICATE"]], [["NTLM"]]],
  [sql, { endpointAuth: "NEGOTIATE" }, sql, endpoint("certificate_id"), [[256]], [[0]]],
  [sql, { isEncryptionEnabled: false }, sql, endpoint("is_encryption_enabled"), [[true]], [[false]]],
  [sql, { encryptionAlgorithm: "RC4" }, sql, endpoint("encryption_algorithm_desc"), [["AES"]], [["RC4"]]],
  [
    sql,
    { traceFlags: [12381] },
    sql,
    "DBCC TRACESTATUS (-1) WITH NO_INFOMSGS",
    [1800, 9567].map((flag) => [flag, 1, 1, 0]),
    [[12381, 1, 1, 0]],
  ],
  [sql, { isHadrEnabled: false }, sql, property("IsHadrEnabled"), [["1"]], [["0"]]],
  [
    sql,
    { agentStatus: "Stopped" },
    sql,
    "SELECT servicename, status_desc FROM sys.dm_server_services WHERE servicename LIKE '%Agent%'",
    [["SQL Server Agent (MSSQLSERVER)", "Running"]],
    [["SQL Server Agent (MSSQLSERVER)", "Stopped"]],
  ],
  [
    sql,
    { collation: "Czech_CI_AS" },
    sql,
    database("collation_name"),
    [["Latin1_General_100_CI_AS"]],
    [["Czech_CI_AS"]],
  ],
  [
    instance,
    { collation: "Czech_CI_AS" },
    instance,
    property("Collation"),
    [["Latin1_General_100_CI_AS"]],
    [["Czech_CI_AS"]],
  ],
  [sql, { productVersion: "16.0.1000.6" }, sql, property("ProductVersion"), [["16.0.4185.3"]], [["16.0.1000.6"]]],
  [
    sql,
    { productVersion: "13.0.5026.0" },
    sql,
    "SELECT 1 FROM sys.dm_os_host_info",
    [[1]],
    [[208, "Invalid object name 'sys.dm_os_host_info'."]],
  ],
  [sql, { hostPlatform: "Linux" }, sql, "SELECT host_platform FROM sys.dm_os_host_info", [["Windows"]], [["Linux"]]],
  [
    sql,
    { leftovers: ["TEST_ENDPOINT"] },
    sql,
    endpoint("name"),
    [["database_mirroring_endpoint"]],
    [["TEST_ENDPOINT"]],
  ],
  [sql, { leftovers: ["TEST_CERT"] }, sql, certificate("TEST_CERT"), [], [["TEST_CERT"]]],
  [
    sql,
    { leftovers: ["TestMILinkConnection"] },
    sql,
    "SELECT name FROM msdb.dbo.sysjobs",
    [],
    [["TestMILinkConnection"]],
  ],
  [instance, { leftovers: ["NetHelper"] }, instance, "SELECT name FROM msdb.dbo.sysjobs_view", [], [["NetHelper"]]],
  [
    instance,
    { leftovers: ["ExecuteNetHelper"] },
    instance,
    "SELECT name FROM sys.procedures",
    [],
    [["ExecuteNetHelper"]],
  ],
  [sql, { isMissingRoots: true }, sql, certificate("MicrosoftPKI"), [["MicrosoftPKI"]], []],
  [
    instance,
    { fabricNode: "DB07C" },
    instance,
    "SELECT COUNT(*) FROM sys.dm_hadr_fabric_replicas WHERE node_name = 'DB07C'",
    [[0]],
    [[1]],
  ],
  [link, { recoveryModel: "SIMPLE" }, sql, database("recovery_model_desc"), [["FULL"]], [["SIMPLE"]]],
  [
    link,
    { hasFullBackup: false },
    sql,
    "SELECT is_copy_only FROM msdb.dbo.backupset WHERE type = 'D'",
    [[false]],
    [[true]],
  ],
  [
    link,
    { logFileCount: 2 },
    sql,
    "SELECT COUNT(*) FROM sys.master_files WHERE type = 1 AND database_id = DB_ID('Orders')",
    [[1]],
    [[2]],
  ],
  [
    link,
    { seedingMode: "MANUAL" },
    sql,
    "SELECT seeding_mode_desc FROM sys.availability_replicas WHERE replica_server_name = 'AG_Orders'",
    [["AUTOMATIC"]],
    [["MANUAL"]],
  ],
  [
    link,
    { databaseCollation: "Czech_CI_AS" },
    sql,
    database("collation_name"),
    [["Latin1_General_100_CI_AS"]],
    [["Czech_CI_AS"]],
  ],
  [
    link,
    { instanceEndpointUrl: "tcp://mi-lab:5022" },
    sql,
    urlOf("AG_Orders_MI"),
    [["tcp://mi-lab.6dafb162ffff.database.windows.net:5022;Server=[mi-lab]"]],
    [["tcp://mi-lab:5022"]],
  ],
  [
    link,
    { partnerEndpointUrl: "tcp://10.1.1.1:5024" },
    instance,
    urlOf("AG_Orders"),
    [["tcp://sqllab01.corp.example:5022"]],
    [["tcp://10.1.1.1:5024"]],
  ],
  [
    link,
    { leavesWritableCopies: true },
    instance,
    database("state_desc, is_read_only, group_database_id"),
    [],
    [["ONLINE", false, null]],
    removed,
  ],
];

describe("a setting shows in the rows, and is gone when it is set back", () => {
  it.each(knobs)("%s %o", (of, changes, server, text, before, set, options) => {
    const scenario = withSetting(of, changes, single(epoch, 1, options));
    const at = (time: number) => query(scenario, server, time, text);
    expect([at(epoch - 1000), at(epoch + minute), at(epoch + 2 * hour)]).toEqual([before, set, before]);
  });
});

describe("the log", () => {
  const log = (scenario: Scenario, at: number) =>
    query(
      scenario,
      sql,
      at,
      `SELECT s.total_log_size_mb, s.active_log_size_mb, s.log_backup_time
       FROM sys.databases AS d CROSS APPLY sys.dm_db_log_stats(d.database_id) AS s WHERE d.name = 'Orders'`,
    )[0] as [number, number, number];
  const counter = (scenario: Scenario, at: number, name: string) =>
    Number(
      rows(scenario, sql, at, "sys.dm_os_performance_counters").find((row) => String(row.counter_name).trim() === name)
        ?.cntr_value,
    );

  it("is as full as it is set to be, in the function, the view, DBCC and the counters alike", () => {
    const scenario = withSetting(link, { logUsedShare: 0.74 });
    const at = epoch + minute;
    const [total, active] = log(scenario, at);
    expect(active / total).toBeCloseTo(0.74, 6);
    expect(query(scenario, sql, at, "DBCC SQLPERF(LOGSPACE)")[0]?.[2]).toBeCloseTo(74, 3);
    expect(counter(scenario, at, "Percent Log Used")).toBe(74);
    expect(
      counter(scenario, at, "Log File(s) Used Size (KB)") / counter(scenario, at, "Log File(s) Size (KB)"),
    ).toBeCloseTo(0.74, 5);
    const [, before] = log(scenario, epoch - 1000);
    expect(before / total).toBeLessThan(0.2);
  });

  it("grows at the rate that is set, goes on where it was, and never backwards", () => {
    const scenario = withSetting(link, { logBytesPerSecond: 80_000_000 });
    const flushed = (at: number) => counter(scenario, at, "Log Bytes Flushed/sec");
    const perSecond = (from: number) => (flushed(from + 10 * minute) - flushed(from)) / 600;
    expect(perSecond(epoch + minute) / perSecond(epoch - 11 * minute)).toBeGreaterThan(60);
    expect(perSecond(epoch + 2 * hour)).toBeLessThan(3_000_000);
    expect(flushed(epoch + 100) - flushed(epoch - 100)).toBeGreaterThan(0);
  });

  it("was backed up when it is set to have been, in the function and in msdb, and not again since", () => {
    const scenario = withSetting(link, { lastLogBackupHoursAgo: 30 });
    const newest = "SELECT MAX(backup_start_date) FROM msdb.dbo.backupset WHERE type = 'L'";
    // Local time of a server an hour east of UTC, whose clock is off.
    const local = epoch - 30 * hour + hour;
    for (const at of [epoch + minute, epoch + 59 * minute]) {
      const [, , told] = log(scenario, at);
      expect(Math.abs(told - local)).toBeLessThan(2000);
      expect(query(scenario, sql, at, newest)).toEqual([[told]]);
    }
    expect(query(scenario, sql, epoch + 2 * hour, newest)[0]?.[0]).toBeGreaterThan(epoch);
  });

  it("is backed up while a seeding runs if it is so set, and the seeding goes on", () => {
    const scenario = withSetting(link, { logBackupDuringSeeding: true }, single(epoch, 1, seeding));
    const during = `SELECT COUNT(*) FROM msdb.dbo.backupset WHERE type = 'L' AND backup_start_date >
                    (SELECT MAX(start_time) FROM sys.dm_hadr_automatic_seeding)`;
    expect([epoch - 1000, epoch + minute].map((at) => query(scenario, sql, at, during))).toEqual([[[0]], [[1]]]);
    expect(rows(scenario, sql, epoch + minute, "sys.dm_hadr_physical_seeding_stats")).toHaveLength(1);
  });
});

describe("network tests", () => {
  const history = `SELECT h.step_name, h.message FROM msdb.dbo.sysjobs j JOIN msdb.dbo.sysjobhistory h
                   ON h.job_id = j.job_id WHERE j.name = 'TestMILinkConnection' AND h.step_id > 0 ORDER BY h.step_id`;

  it("tell of each port in the text of a step that succeeded, aimed at the node of that time", () => {
    const scenario = withSetting(sql, { networkCheck: check });
    const [open, closed] = query(scenario, sql, epoch + minute, history);
    expect(open).toEqual(["Test Port 5022", expect.stringContaining("TcpTestSucceeded : True")]);
    expect(closed).toEqual(["Test HADR Port", expect.stringMatching(/TcpTestSucceeded : False.*step succeeded/)]);
    const [node] = rows(scenario, instance, epoch, "sys.dm_hadr_fabric_replicas").map((row) => row.node_name);
    expect(closed?.[1]).toContain(`ComputerName     : ${node}.tr1207.`);
    expect(query(scenario, sql, epoch + 2 * hour, history)).toEqual([]);
  });

  it("keep their node when it moves", () => {
    const scenario = withSetting(sql, { networkCheck: check });
    const moved = { at: epoch + 10 * minute, of: instance, changes: { fabricNode: "DB07C" } };
    const [before, after] = [scenario, { ...scenario, settings: [...scenario.settings, moved] }].map((one) =>
      query(one, sql, epoch + 20 * minute, history),
    );
    expect(after).toEqual(before);
  });

  it("cannot be run by the Agent of a SQL Server on Linux", () => {
    const scenario = withSetting(sql, { networkCheck: check, hostPlatform: "Linux" });
    expect(query(scenario, sql, epoch + minute, history)).toEqual([]);
  });

  it("write True or False to the log of NetHelper's step", () => {
    const log = (port5022: boolean) =>
      query(
        withSetting(instance, { networkCheck: { ...check, port5022 } }),
        instance,
        epoch + minute,
        `SELECT l.log FROM msdb.dbo.sysjobsteps s JOIN msdb.dbo.sysjobstepslogs l ON l.step_uid = s.step_uid`,
      )[0]?.[0];
    expect(log(true)).toMatch(/^Job 'NetHelper' : Step 1, .*\r\n\r\nTrue\r\n$/);
    expect(log(false)).toMatch(/failed\r\nFalse\r\n$/);
  });
});

describe("the fabric", () => {
  it("gives Microsoft's own query the name, the node and the port to test", () => {
    const scenario = withSetting(instance, { fabricNode: "DB07C" });
    expect(query(scenario, instance, epoch + minute, CHECK_NETWORK_INSTANCE.parameters).sort()).toEqual([
      ["DECLARE @node NVARCHAR(512) = N'DB07C.tr1207.westeurope1-a.worker.database.windows.net'"],
      ["DECLARE @port NVARCHAR(512) = N'11002'"],
      ["DECLARE @serverName NVARCHAR(512) = N'mi-lab.6dafb162ffff.database.windows.net'"],
    ]);
  });
});

describe("certificates", () => {
  const rotated = (scenario: Scenario): Scenario => ({
    ...scenario,
    rotations: [
      {
        at: epoch + minute,
        server: sql,
        certificate: { name: "Cert_SQLLAB01_endpoint", startsAt: epoch, expiresAt: epoch + 300 * day },
      },
    ],
  });
  const thumbprints = (scenario: Scenario, at: number) => {
    const of = (server: Server) =>
      rows(scenario, server, at, "sys.certificates").find((row) => row.name === "Cert_SQLLAB01_endpoint")?.thumbprint;
    return [of(sql), of(instance)] as Uint8Array[];
  };

  it("are copied to the other side as they are rotated, unless it keeps old copies", () => {
    const [followed, copy] = thumbprints(rotated(single(epoch, 1)), epoch + 2 * minute);
    expect(copy).toEqual(followed);
    const kept = rotated(withSetting(instance, { keepsOldCopies: true }));
    const [old] = thumbprints(kept, epoch - 1000);
    expect(thumbprints(kept, epoch + 2 * minute)).toEqual([followed, old]);
    expect(thumbprints(kept, epoch + 2 * hour)).toEqual([followed, followed]);
  });

  it("are the same old ones to ARM", () => {
    const kept = rotated(withSetting(instance, { keepsOldCopies: true }));
    const [, copy] = thumbprints(kept, epoch + 2 * minute);
    const { thumbprint } = importedCertificate(worldAt(kept, epoch + 2 * minute), instance, sql);
    expect(
      Buffer.from(copy as Uint8Array)
        .toString("hex")
        .toUpperCase(),
    ).toBe(thumbprint.toUpperCase());
  });
});

describe("logins and builds", () => {
  const scenario = single(epoch, 1);
  const at = epoch + minute;

  it("refuse msdb's tables to one without rights there, and say so beforehand", () => {
    const backups = "SELECT COUNT(*) FROM msdb.dbo.backupset WHERE type = 'D'";
    expect(query(scenario, sql, at, backups)).toEqual([[1]]);
    expect(query(scenario, sql, at, backups, "nomsdb")).toEqual([
      [229, "The SELECT permission was denied on the object 'backupset', database 'msdb', schema 'dbo'."],
    ]);
    const mayI = "SELECT HAS_PERMS_BY_NAME('msdb.dbo.backupset', 'OBJECT', 'SELECT'), HAS_DBACCESS('msdb')";
    expect(query(scenario, sql, at, mayI)).toEqual([[1, 1]]);
    expect(query(scenario, sql, at, mayI, "nomsdb")).toEqual([[0, 1]]);
  });

  it("show the host to everybody, and the services to who may see the server's state", () => {
    const services = "SELECT COUNT(*) FROM sys.dm_server_services";
    expect(query(scenario, sql, at, "SELECT host_platform FROM sys.dm_os_host_info", "nostate")).toEqual([["Windows"]]);
    expect(query(scenario, sql, at, services, "nostate")[0]?.[0]).toBe(300);
    expect(query(scenario, sql, at, services)).toEqual([[2]]);
  });

  it("let nobody of Linkspan's into a user database", () => {
    const message =
      'The server principal "linkspan" is not able to access the database "Orders" under the current security context.';
    expect(query(scenario, sql, at, "SELECT HAS_DBACCESS('Orders'), HAS_DBACCESS('None')")).toEqual([[0, null]]);
    expect(query(scenario, sql, at, "SELECT name FROM Orders.sys.objects")).toEqual([[916, message]]);
    expect(query(scenario, sql, at, "USE Orders")).toEqual([[916, message]]);
  });

  it("have sp_multidb_milink only from the update on that brought it", () => {
    const ask = (name: string) => query(scenarioNamed(name, epoch, 1), sql, at, "EXEC sys.sp_multidb_milink");
    expect(ask("single")).toEqual([[2812, "Could not find stored procedure 'sys.sp_multidb_milink'."]]);
    expect(ask("multi")).toEqual([[1]]);
    const known = "SELECT COUNT(*) FROM sys.all_objects WHERE name = 'sp_multidb_milink' AND type = 'P'";
    expect(query(scenario, sql, at, known)).toEqual([[0]]);
    expect(query(scenarioNamed("multi", epoch, 1), sql, at, known)).toEqual([[1]]);
  });

  it("send no result set when no trace flag is on, and a row for each flag that is asked for", () => {
    const quiet = { ...scenario, settings: [{ at: epoch, of: sql, changes: { traceFlags: [] } }] };
    const session = openSession(answerAt(quiet, sql, at), "linkspan", "master");
    const events = [...session.run({ sql: "DBCC TRACESTATUS (-1)", parameters: [] })];
    expect(events.map((event) => event.kind)).toEqual(["message", "done"]);
    expect(query(scenario, sql, at, "DBCC TRACESTATUS (1800, 12381)")).toEqual([
      [1800, 1, 1, 0],
      [12381, 0, 0, 0],
    ]);
  });
});

describe("a managed instance", () => {
  it("has as much of its storage taken as is set", () => {
    const allocated = (scenario: Scenario) =>
      Number(
        query(
          scenario,
          instance,
          epoch + minute,
          "SELECT SUM(CONVERT(bigint, size)) * 8192 FROM sys.master_files",
        )[0]?.[0],
      );
    expect(allocated(withSetting(instance, { storageUsedShare: 0.9 })) / (4096 * 1024 ** 3)).toBeCloseTo(0.9, 2);
    expect(allocated(single(epoch, 1)) / (4096 * 1024 ** 3)).toBeLessThan(0.1);
  });
});

describe("links that share", () => {
  const count = (scenario: Scenario, text: string) => query(scenario, sql, epoch + minute, text);

  it("one database in one inner group, with a distributed group to each instance", () => {
    const fan = scenarioNamed("fan", epoch, 1);
    const groups = "SELECT name, is_distributed FROM sys.availability_groups ORDER BY name";
    expect(count(fan, groups)).toEqual([
      ["AG_Orders", false],
      ["orders", true],
      ["orders-dr", true],
    ]);
    expect(count(fan, "SELECT name FROM sys.databases WHERE database_id > 4")).toEqual([["Orders"]]);
    expect(
      count(
        fan,
        "SELECT is_local, COUNT(*) FROM sys.dm_hadr_database_replica_states GROUP BY is_local ORDER BY is_local",
      ),
    ).toEqual([
      [false, 2],
      [true, 3],
    ]);
  });

  it("one distributed group for four databases, each in a group that the catalog hides", () => {
    const multi = scenarioNamed("multi", epoch, 1);
    const groups = "SELECT name, is_distributed FROM sys.availability_groups ORDER BY name";
    expect(count(multi, groups)).toEqual([
      ["AG_apps", false],
      ["apps", true],
    ]);
    expect(
      count(
        multi,
        `SELECT i.name, COUNT(*) FROM sys.dm_hadr_internal_availability_groups i
         JOIN sys.availability_groups g ON g.group_id = i.distributed_availability_group_id AND g.name = 'apps'
         JOIN sys.dm_hadr_database_replica_states s ON s.group_id = i.group_id GROUP BY i.name ORDER BY i.name`,
      ),
    ).toEqual(["Billing", "Catalog", "Identity", "Shipping"].map((name) => [`apps_${name}`, 2]));
  });

  it("an event and a setting by the name of a link of many databases are those of each of them", () => {
    const multi = scenarioNamed("multi", epoch, 1);
    const told: Scenario = {
      ...multi,
      events: [{ at: epoch, link: "apps", story: "suspended", parameters: {} }],
      settings: [
        { at: epoch, of: "link:apps", changes: { recoveryModel: "SIMPLE" } },
        { at: epoch, of: "link:apps/Catalog", changes: { recoveryModel: "BULK_LOGGED" } },
      ],
    };
    expect(count(told, "SELECT COUNT(*) FROM sys.dm_hadr_database_replica_states WHERE is_suspended = 1")).toEqual([
      [8],
    ]);
    expect(
      count(told, "SELECT name, recovery_model_desc FROM sys.databases WHERE database_id > 4 ORDER BY name"),
    ).toEqual([
      ["Billing", "SIMPLE"],
      ["Catalog", "BULK_LOGGED"],
      ["Identity", "SIMPLE"],
      ["Shipping", "SIMPLE"],
    ]);
  });
});

describe("the managed instance as the initial primary", () => {
  it("leads, has the log, and its address names the database", () => {
    const scenario = scenarioNamed("single:instance", epoch, 1);
    const at = epoch + minute;
    const role = `SELECT s.role_desc FROM sys.availability_groups g JOIN sys.dm_hadr_availability_replica_states s
                  ON s.group_id = g.group_id WHERE g.is_distributed = 1 AND s.is_local = 1`;
    expect([query(scenario, instance, at, role), query(scenario, sql, at, role)]).toEqual([
      [["PRIMARY"]],
      [["SECONDARY"]],
    ]);
    expect(query(scenario, sql, at, urlOf("AG_Orders_MI"))[0]?.[0]).toMatch(/;Server=\[mi-lab\];Database=\[Orders\]$/);
  });
});
