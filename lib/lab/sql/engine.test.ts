import { describe, expect, it } from "vitest";
import { checkBatch } from "./engine.ts";
import { ask, at, literalServer, value } from "./literal-server.fixture.ts";

const BOX = { platform: "box", majorVersion: 16 } as const;
const numbers = (sql: string) => checkBatch(BOX, sql).map(({ number }) => number);

describe("a wrong batch is refused before anything runs, with SQL Server's number", () => {
  it.each<[number, string]>([
    [102, "SELECT name name2 name3 FROM sys.databases"],
    [102, "SELECT 1 +"],
    [102, "SELECT name FROM sys.databases LIMIT 1 1"],
    [102, "USE master\nGO\nSELECT 1"],
    [102, "SELECT name = 1 = 2"],
    [102, "SELEC 1"],
    [102, "SELECT a::int FROM sys.databases"],
    [156, "SELECT FROM sys.databases"],
    [156, "SELECT name FROM sys.databases GROUP ORDER BY name"],
    [105, "SELECT 'x"],
    [113, "SELECT 1 /* never ends"],
    [107, "SELECT x.* FROM sys.databases AS d"],
    [108, "SELECT name FROM sys.databases ORDER BY 2"],
    [116, "SELECT 1 WHERE 1 IN (SELECT name, database_id FROM sys.databases)"],
    [130, "SELECT SUM(COUNT(*)) FROM sys.databases"],
    [134, "DECLARE @x int DECLARE @X int"],
    [137, "SELECT @nobody"],
    [137, "SET @nobody = 1"],
    [141, "DECLARE @x int SELECT @x = 1, name FROM sys.databases"],
    [145, "SELECT DISTINCT name FROM sys.databases ORDER BY database_id"],
    [147, "SELECT name FROM sys.databases WHERE COUNT(*) > 1"],
    [155, "SELECT DATEDIFF(fortnight, GETDATE(), GETDATE())"],
    [174, "SELECT LEN('a', 'b')"],
    [189, "SELECT CHARINDEX('a')"],
    [195, "SELECT NOW()"],
    [195, "SELECT date_trunc('day', GETDATE())"],
    [195, "SET sensible_defaults ON"],
    [205, "SELECT 1 UNION SELECT 1, 2"],
    [206, "SELECT 1 FROM sys.availability_groups WHERE group_id = 5"],
    [206, "SELECT 1 FROM sys.availability_groups g JOIN sys.databases d ON g.group_id = d.database_id"],
    [206, "SELECT SYSDATETIME() + 1"],
    [207, "SELECT nonsense FROM sys.databases"],
    [207, "SELECT transfered_size_bytes FROM sys.dm_hadr_physical_seeding_stats"],
    [207, "SELECT d.nonsense FROM sys.databases d"],
    [208, "SELECT 1 FROM sys.dm_hadr_fabric_nodes"],
    [208, "SELECT 1 FROM databases"],
    [209, "SELECT group_id FROM sys.availability_groups g JOIN sys.availability_replicas r ON g.group_id = r.group_id"],
    [215, "SELECT * FROM sys.databases(1)"],
    [216, "SELECT * FROM sys.dm_db_log_stats"],
    [313, "SELECT * FROM sys.dm_db_log_stats()"],
    [319, "SELECT 1 WITH a AS (SELECT 1 AS x) SELECT x FROM a"],
    [402, "SELECT GETDATE() * 1.5 + 'a' - name FROM sys.databases"],
    [529, "SELECT CAST(group_id AS int) FROM sys.availability_groups"],
    [1011, "SELECT 1 FROM sys.databases d, sys.endpoints d"],
    [1033, "SELECT * FROM (SELECT name FROM sys.databases ORDER BY name) AS d"],
    [4104, "SELECT x.name FROM sys.databases d"],
    [4104, "SELECT 1 FROM sys.databases a JOIN sys.databases b ON a.name = c.name"],
    [4121, "SELECT msdb.dbo.agent_date(1, 2)"],
    [4145, "SELECT 1 WHERE 1"],
    [4145, "SELECT 1 FROM sys.databases WHERE is_read_only"],
    [8116, "SELECT SUBSTRING(name, GETDATE(), 1) FROM sys.databases"],
    [8117, "SELECT SUM(name) FROM sys.databases"],
    [8117, "SELECT 'a' - 'b'"],
    [8120, "SELECT name, COUNT(*) FROM sys.databases GROUP BY state"],
    [8121, "SELECT COUNT(*) FROM sys.databases GROUP BY state HAVING name = 'x'"],
    [8127, "SELECT COUNT(*) AS n FROM sys.databases GROUP BY state ORDER BY name"],
    [8133, "SELECT CASE WHEN 1 = 1 THEN NULL END"],
    [8155, "SELECT * FROM (SELECT COUNT(*) FROM sys.databases) AS d"],
    [8156, "SELECT * FROM (SELECT name, name FROM sys.databases) AS d"],
    [8158, "WITH a (x) AS (SELECT 1, 2) SELECT x FROM a"],
    [40000, "WHILE 1 = 1 SELECT 1"],
    [40000, "SELECT ROW_NUMBER() OVER (ORDER BY name) FROM sys.databases"],
    [40000, "DBCC CHECKDB"],
    [40001, "ALTER AVAILABILITY GROUP [dag-sales] FAILOVER"],
    [40001, "UPDATE msdb.dbo.sysjobs SET name = 'x'"],
    [40001, "BACKUP DATABASE Sales TO DISK = N'x'"],
    [40001, "SELECT name INTO x FROM sys.databases"],
    [40001, "IF 1 = 1 DROP ENDPOINT TEST_ENDPOINT"],
  ])("%i for %s", (number, sql) => {
    expect(numbers(sql)).toEqual([number]);
    expect(ask(sql).rows).toEqual([]);
  });

  it("reports the line and the name as SQL Server does", () => {
    expect(checkBatch(BOX, "SELECT name\nFROM sys.databases\nWHERE nonsense = 1")).toEqual([
      { number: 207, severity: 16, state: 1, line: 3, message: "Invalid column name 'nonsense'." },
    ]);
  });

  it("a column error in the second statement keeps the first from running; a missing object does not", () => {
    expect(ask("SELECT 1 AS a; SELECT nonsense FROM sys.databases").rows).toEqual([]);
    const late = ask("SELECT 1 AS a; SELECT 2 FROM sys.nonsense; SELECT 3 AS c");
    expect(late.rows).toEqual([[1]]);
    expect(late.errors.map(({ number }) => number)).toEqual([208]);
  });

  it("columns come and go with the version", () => {
    const of = (majorVersion: number, column: string, view: string) =>
      checkBatch({ platform: "box", majorVersion }, `SELECT ${column} FROM ${view}`).map(({ number }) => number);
    expect(of(13, "cluster_type", "sys.availability_groups")).toEqual([207]);
    expect(of(14, "cluster_type", "sys.availability_groups")).toEqual([]);
    expect(of(14, "is_contained", "sys.availability_groups")).toEqual([207]);
    expect(of(14, "quorum_commit_lsn", "sys.dm_hadr_database_replica_states")).toEqual([207]);
    expect(of(16, "is_internal", "sys.dm_hadr_availability_replica_states")).toEqual([207]);
    expect(of(17, "is_internal", "sys.dm_hadr_availability_replica_states")).toEqual([]);
    expect(of(15, "group_id", "sys.dm_hadr_internal_availability_groups")).toEqual([208]);
    expect(
      checkBatch(
        { platform: "mi", majorVersion: 12 },
        "SELECT is_internal FROM sys.dm_hadr_availability_replica_states",
      ),
    ).toEqual([]);
  });
});

describe("values", () => {
  it.each<[string, unknown]>([
    ["SELECT 7 / 2", 3],
    ["SELECT -7 / 2", -3],
    ["SELECT 7 / 2.0", 3500000n],
    ["SELECT 1 + '2'", 3],
    ["SELECT 'a' + NULL", null],
    ["SELECT CAST(2147483647 AS bigint) + 1", 2147483648n],
    ["SELECT CONVERT(varchar(30), CAST('1234567000409600900001' AS numeric(25, 0)))", "1234567000409600900001"],
    ["SELECT CONVERT(varchar(30), CAST('1234567000409600900001' AS numeric(25, 0)) + 1)", "1234567000409600900002"],
    ["SELECT CASE WHEN NULL = NULL THEN 1 ELSE 0 END", 0],
    ["SELECT CASE WHEN NOT (NULL = 1) THEN 1 ELSE 0 END", 0],
    ["SELECT CASE WHEN 1 NOT IN (2, NULL) THEN 1 ELSE 0 END", 0],
    ["SELECT CASE WHEN 1 IN (1, NULL) THEN 1 ELSE 0 END", 1],
    ["SELECT CASE WHEN 'ABC  ' = 'abc' THEN 1 ELSE 0 END", 1],
    ["SELECT CASE WHEN 'a_c' LIKE 'a!_c' ESCAPE '!' THEN 1 ELSE 0 END", 1],
    ["SELECT CASE WHEN 'abc' LIKE 'a!_c' ESCAPE '!' THEN 1 ELSE 0 END", 0],
    ["SELECT CASE WHEN 'b2' LIKE '[a-c][^0]' THEN 1 ELSE 0 END", 1],
    ["SELECT IIF(2 BETWEEN 1 AND 3, 'in', 'out')", "in"],
    ["SELECT NULLIF(5, 5)", null],
    ["SELECT COALESCE(NULL, 2, 3.5)", 20n],
    ["SELECT ISNULL(NULL, 'x')", "x"],
    ["SELECT LEN('ab  ')", 2],
    ["SELECT DATALENGTH(N'ab')", 4],
    ["SELECT SUBSTRING('abcdef', 0, 3)", "ab"],
    ["SELECT RIGHT('abc', 2) + LEFT('xyz', 1)", "bcx"],
    ["SELECT REPLACE('aXbx', 'x', '-')", "a-b-"],
    ["SELECT QUOTENAME('a]b')", "[a]]b]"],
    ["SELECT CONCAT('a', NULL, 1)", "a1"],
    ["SELECT ROUND(2.567, 1)", 2600n],
    ["SELECT CEILING(2.1)", 3n],
    ["SELECT FLOOR(-2.1)", -3n],
    ["SELECT CONVERT(varchar(40), 0xAB01, 1)", "0xAB01"],
    ["SELECT CONVERT(varchar(40), 0xAB01, 2)", "AB01"],
    ["SELECT TRY_CAST('x' AS int)", null],
    ["SELECT CAST('12345' AS varchar(3))", "123"],
    ["SELECT CONVERT(varchar(30), CAST('2026-11-21T09:05:03.123' AS datetime), 120)", "2026-11-21 09:05:03"],
    ["SELECT CONVERT(varchar(30), CAST('2026-11-21T09:05:03.123' AS datetime), 121)", "2026-11-21 09:05:03.123"],
    ["SELECT CONVERT(varchar(30), CAST('2026-11-21T09:05:03' AS datetime), 126)", "2026-11-21T09:05:03"],
    ["SELECT CONVERT(varchar(30), CAST('2026-11-21T09:05:03.12' AS datetime2(3)), 127)", "2026-11-21T09:05:03.120"],
    ["SELECT CONVERT(varchar(8), CAST('2026-11-21T09:05:03' AS datetime), 112)", "20261121"],
    ["SELECT CONVERT(varchar(8), CAST('2026-11-21T09:05:03' AS datetime), 108)", "09:05:03"],
    ["SELECT CAST(CAST('2026-11-21T15:05:03' AS datetime) AS varchar(30))", "Nov 21 2026  3:05PM"],
    ["SELECT CAST('2026-11-21T09:05:03.005' AS datetime)", at("2026-11-21T09:05:03.007")],
    ["SELECT DATEADD(month, 1, CAST('2026-01-31' AS datetime))", at("2026-02-28T00:00:00")],
    ["SELECT DATEDIFF(day, '2026-11-20T23:59:59', '2026-11-21T00:00:01')", 1],
    ["SELECT DATEDIFF(microsecond, '2026-01-01 10:00:00.001', '2026-01-01 10:00:01')", 999000],
    ["SELECT DATEDIFF_BIG(ns, '2026-01-01 10:00:00', '2026-01-01 11:00:00')", 3_600_000_000_000n],
    ["SELECT DATEDIFF_BIG(millisecond, '1900-01-01', '2026-01-01')", 3976214400000n],
    ["SELECT msdb.dbo.agent_datetime(20261121, 93005)", at("2026-11-21T09:30:05")],
    ["SELECT 0x0A", new Uint8Array([10])],
    ["SELECT CAST('a1111111-1111-1111-1111-111111111111' AS uniqueidentifier)", "A1111111-1111-1111-1111-111111111111"],
    ["SELECT CAST(SERVERPROPERTY('IsHadrEnabled') AS int)", 1],
    ["SELECT CASE WHEN SERVERPROPERTY('IsHadrEnabled') = 1 THEN 'on' END", "on"],
    ["SELECT SERVERPROPERTY('NoSuchThing')", null],
    ["SELECT @@SERVERNAME", "SQL1"],
    ["SELECT DB_NAME(7)", "Sales"],
    ["SELECT DB_ID('sales')", 7],
    ["SELECT OBJECT_ID('sys.nonsense')", null],
    ["SELECT OBJECT_ID('msdb.dbo.sysjobs') - OBJECT_ID(N'[msdb].[dbo].[sysjobs]')", 0],
    ["SELECT COL_LENGTH('sys.dm_hadr_database_replica_states', 'last_hardened_lsn')", 13],
    ["SELECT IS_SRVROLEMEMBER('sysadmin')", 1],
    ["SELECT SUSER_SNAME()", "monitor"],
    ["SELECT MAX(n) FROM (VALUES (1), (NULL), (3)) AS v (n)", 3],
    ["SELECT AVG(n) FROM (VALUES (1), (2)) AS v (n)", 1],
    ["SELECT SUM(n) FROM (SELECT 1 AS n WHERE 1 = 0) AS v", null],
    ["SELECT COUNT(*) FROM sys.databases WHERE 1 = 0", 0],
    ["SELECT COUNT(DISTINCT n) FROM (VALUES ('a'), ('A '), ('b')) AS v (n)", 2],
    ["SELECT STRING_AGG(name, ',') FROM sys.databases", "master,Sales"],
    ["SELECT TOP (1) name FROM sys.databases ORDER BY database_id DESC", "Sales"],
    ["SELECT name FROM sys.databases ORDER BY 1 OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY", "Sales"],
    ["SELECT (SELECT d.name) FROM sys.databases AS d WHERE d.database_id = 7", "Sales"],
    ["SELECT counter_name FROM sys.dm_os_performance_counters", null],
  ])("%s", (sql, expected) => {
    expect(value(sql)).toEqual(expected);
  });

  it.each<[number, string]>([
    [241, "SELECT CAST('yesterday' AS datetime)"],
    [242, "SELECT CAST('2026-02-30' AS datetime)"],
    [245, "SELECT CAST('12x' AS int)"],
    [245, "SELECT name FROM sys.databases WHERE name = 5"],
    [512, "SELECT (SELECT name FROM sys.databases)"],
    [517, "SELECT DATEADD(year, 9000, GETDATE())"],
    [535, "SELECT DATEDIFF(millisecond, '1900-01-01', '2026-01-01')"],
    [8114, "SELECT CAST('x' AS bigint)"],
    [8115, "SELECT 2147483647 + 1"],
    [8134, "SELECT 1 / 0"],
    [8169, "SELECT 1 FROM sys.availability_groups WHERE group_id = 'x'"],
    [911, "USE nowhere"],
    [2812, "EXEC dbo.nothing_here"],
  ])("%i while running %s", (number, sql) => {
    expect(value(sql)).toEqual({ error: number });
  });

  it("clocks: GETDATE is the server's wall clock, SYSUTCDATETIME is UTC, the offset says how far apart", () => {
    const { rows, types } = ask("SELECT GETDATE(), GETUTCDATE(), SYSUTCDATETIME(), SYSDATETIME(), SYSDATETIMEOFFSET()");
    const utc = at("2026-11-21T12:00:00");
    const local = at("2026-11-21T17:45:00");
    expect(rows).toEqual([[local, utc, utc, local, { ms: utc, offsetMinutes: 345 }]]);
    expect(types).toEqual(["datetime", "datetime", "datetime2", "datetime2", "datetimeoffset"]);
    expect(value("SELECT DATEDIFF(minute, SYSUTCDATETIME(), SYSDATETIME())")).toBe(345);
    expect(value("SELECT DATEDIFF(minute, SYSUTCDATETIME(), SYSDATETIMEOFFSET())")).toBe(0);
  });

  it("joins: NULL matches nothing, outer sides are kept", () => {
    const from = "FROM (VALUES (1), (NULL)) AS a (x) {join} JOIN (VALUES (1), (NULL), (2)) AS b (y) ON a.x = b.y";
    const rows = (join: string) => ask(`SELECT x, y ${from.replace("{join}", join)}`).rows;
    expect(rows("INNER")).toEqual([[1, 1]]);
    expect(rows("LEFT")).toEqual([
      [1, 1],
      [null, null],
    ]);
    expect(rows("RIGHT")).toEqual([
      [1, 1],
      [null, null],
      [null, 2],
    ]);
    expect(rows("FULL OUTER")).toEqual([
      [1, 1],
      [null, null],
      [null, null],
      [null, 2],
    ]);
  });
});

describe("queries inside queries", () => {
  const rows = (sql: string) => ask(sql).rows;

  it("a correlated subquery, EXISTS and IN read the row around them", () => {
    expect(
      rows(
        "SELECT g.name, (SELECT COUNT(*) FROM sys.availability_replicas r WHERE r.group_id = g.group_id) FROM sys.availability_groups g",
      ),
    ).toEqual([
      ["dag-sales", 2],
      ["ag-sales", 0],
    ]);
    expect(
      rows(
        "SELECT name FROM sys.availability_groups g WHERE NOT EXISTS (SELECT 1 FROM sys.availability_replicas r WHERE r.group_id = g.group_id)",
      ),
    ).toEqual([["ag-sales"]]);
    expect(
      rows(
        "SELECT name FROM sys.availability_groups WHERE group_id IN (SELECT group_id FROM sys.availability_replicas)",
      ),
    ).toEqual([["dag-sales"]]);
  });

  it("CROSS APPLY takes the first row of an ordered query per row, OUTER APPLY keeps rows without one", () => {
    const latest =
      "(SELECT TOP 1 r.replica_server_name AS replica FROM sys.availability_replicas r WHERE r.group_id = g.group_id ORDER BY 1 DESC) AS x";
    expect(rows(`SELECT g.name, x.replica FROM sys.availability_groups g CROSS APPLY ${latest}`)).toEqual([
      ["dag-sales", "mi-sales"],
    ]);
    expect(rows(`SELECT g.name, x.replica FROM sys.availability_groups g OUTER APPLY ${latest}`)).toEqual([
      ["dag-sales", "mi-sales"],
      ["ag-sales", null],
    ]);
    expect(numbers("SELECT 1 FROM sys.availability_groups g, (SELECT 1 AS n WHERE g.name = 'x') AS d")).toEqual([4104]);
  });

  it("GROUP BY takes expressions, HAVING filters groups, UNION makes rows distinct and converts", () => {
    expect(
      rows(
        "SELECT UPPER(role_desc), COUNT(*) FROM sys.dm_hadr_availability_replica_states GROUP BY UPPER(role_desc) HAVING COUNT(*) > 0 ORDER BY 1",
      ),
    ).toEqual([
      ["PRIMARY", 1],
      ["SECONDARY", 1],
    ]);
    expect(rows("SELECT 1 AS n UNION SELECT 1 UNION ALL SELECT 2.5 ORDER BY n DESC")).toEqual([[25n], [10n]]);
    expect(ask("SELECT CAST(NULL AS datetime) AS t UNION ALL SELECT GETDATE()").types).toEqual(["datetime"]);
  });

  it("a parenthesised join is the right side of an outer join", () => {
    const sql = `SELECT g.name, r.replica_server_name FROM sys.availability_groups g LEFT JOIN (sys.availability_replicas r
      INNER JOIN sys.dm_hadr_availability_replica_states s ON s.replica_id = r.replica_id AND s.is_local = 0) ON r.group_id = g.group_id`;
    expect(rows(sql)).toEqual([
      ["dag-sales", "mi-sales"],
      ["ag-sales", null],
    ]);
  });
});

describe("sessions", () => {
  it("a DMV needs its permission: 300, then 297, and the next statement still runs", () => {
    const blind = (majorVersion: number) =>
      literalServer({ flavour: { platform: "box", majorVersion }, hasPermission: () => false });
    const { errors, rows } = ask("SELECT * FROM sys.dm_os_sys_info; SELECT 2", blind(15));
    expect(errors.map(({ number, message }) => [number, message])).toEqual([
      [300, "VIEW SERVER STATE permission was denied on object 'server', database 'master'."],
      [297, "The user does not have permission to perform this action."],
    ]);
    expect(rows).toEqual([[2]]);
    expect(ask("SELECT * FROM sys.dm_os_sys_info", blind(16)).errors[0]?.message).toMatch(
      /^VIEW SERVER PERFORMANCE STATE/,
    );
    expect(ask("SELECT name FROM sys.databases", blind(16)).errors).toEqual([]);
    const partly = literalServer({
      hasPermission: (_login, permission) => permission === "VIEW SERVER PERFORMANCE STATE",
    });
    expect(ask("SELECT cpu_count FROM sys.dm_os_sys_info", partly).rows).toEqual([[8]]);
    expect(value("SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DEFINITION')", partly)).toBe(0);
  });

  it("parameters are variables with their types", () => {
    const name = { name: "link", type: { name: "nvarchar", length: 128 }, value: "DAG-SALES" } as const;
    expect(
      ask("SELECT is_distributed FROM sys.availability_groups WHERE name = @link", literalServer(), [name]).rows,
    ).toEqual([[true]]);
    const wrong = { name: "@link", type: { name: "int" }, value: 1 } as const;
    expect(checkBatch(BOX, "SELECT 1 FROM sys.availability_groups WHERE group_id = @link", [wrong])[0]?.number).toBe(
      206,
    );
  });

  it("what drivers send after login passes", () => {
    const sql = `set ansi_nulls on\nset ansi_null_dflt_on on\nset ansi_padding on\nset ansi_warnings on\nset arithabort on
      set concat_null_yields_null on\nset cursor_close_on_commit off\nset datefirst 7\nset dateformat mdy\nset deadlock_priority -5
      set implicit_transactions off\nset language us_english\nset lock_timeout -1\nset numeric_roundabort off\nset quoted_identifier on
      set textsize 2147483647\nset transaction isolation level read committed\nset xact_abort off`;
    expect(ask(sql).errors).toEqual([]);
    expect(ask("SELECT 1;").events.at(-1)).toEqual({ kind: "done", rowCount: 1 });
    expect(ask("SET NOCOUNT ON SELECT 1").events.at(-1)).toEqual({ kind: "done" });
  });

  it("USE changes where names are looked up, within the batch and after it", () => {
    expect(ask("USE msdb SELECT name FROM sysjobs").rows).toEqual([["TestMILinkConnection"]]);
    expect(ask("SELECT name FROM dbo.sysjobs", literalServer(), [], "msdb").rows).toHaveLength(1);
    expect(numbers("SELECT name FROM dbo.sysjobs")).toEqual([208]);
  });

  it("procedures and DBCC answer with the server's rows", () => {
    expect(ask("EXEC sys.sp_multidb_milink").rows).toEqual([[0]]);
    expect(ask("EXEC sp_get_endpoint_certificate 4").rows).toEqual([[new Uint8Array([0x30])]]);
    expect(ask("DBCC TRACESTATUS(-1) WITH NO_INFOMSGS").rows).toEqual([[9567, 1, 1, 0]]);
    expect(ask("DBCC TRACESTATUS(-1)").messages).toHaveLength(1);
  });

  it("a value of the wrong kind from the server is an error of the lab, not a wrong answer", () => {
    const sloppy = literalServer({}, { "sys.databases": [{ name: "x", database_id: 1n }] });
    expect(value("SELECT database_id FROM sys.databases", sloppy)).toEqual({ error: 40002 });
  });

  it("char columns are blank-padded and compare without the blanks", () => {
    const server = literalServer(
      {},
      { "sys.dm_os_performance_counters": [{ object_name: "SQLServer:Databases", cntr_value: 1n }] },
    );
    expect(value("SELECT DATALENGTH(object_name) FROM sys.dm_os_performance_counters", server)).toBe(256);
    expect(
      value("SELECT cntr_value FROM sys.dm_os_performance_counters WHERE object_name = 'sqlserver:databases'", server),
    ).toBe(1n);
  });
});
