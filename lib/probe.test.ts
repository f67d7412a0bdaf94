import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "./collect/secret.ts";
import { sqlAddress } from "./estate.ts";
import { readEstate } from "./estate-file.ts";
import { type Lab, startLab } from "./lab/lab.ts";
import { type Columns, differences, storedType } from "./probe-catalog.ts";
import { probeServer } from "./probe-server.ts";

const directory = mkdtempSync(join(tmpdir(), "probe-"));
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ scenario: "single", directory });
});
afterAll(async () => {
  await lab.close();
  rmSync(directory, { recursive: true });
});

function addressOf(name: string, user = "linkspan") {
  const { sqlServers, managedInstances } = readEstate(lab.estatePath, lab.environment);
  const entry = [...sqlServers, ...managedInstances.map(({ name, sql }) => ({ ...sql!, name }))].find(
    (one) => one.name === name,
  )!;
  const address = sqlAddress(entry);
  return user === "linkspan"
    ? address
    : { ...address, login: { user, password: new Secret("env:X", () => lab.secrets.password) } };
}

describe("a server over the wire", () => {
  test("a SQL Server is compared, and what it lacks is said", async () => {
    const text = await probeServer(addressOf("SQLLAB01"), AbortSignal.timeout(20_000));
    expect(text).toMatch(/^Linkspan probe: 16\.0\.4185\.3 CU18 Enterprise Edition/);
    expect(text).toMatch(/Catalog, against the lab\n {2}the same as in the lab, \d\d views/);
    expect(text).toContain(
      "multiple-database-mode: this version of SQL Server has no sys.dm_hadr_internal_availability_groups",
    );
  });

  test("a managed instance answers every question", async () => {
    const text = await probeServer(addressOf("mi-lab"), AbortSignal.timeout(20_000));
    expect(text).toContain("Questions\n  all are answered");
  });

  test("a login that may see less is told which questions come back empty, and no name is in the text", async () => {
    const text = await probeServer(addressOf("SQLLAB01", "blind"), AbortSignal.timeout(20_000));
    expect(text).toContain("certificates: empty, this login lacks VIEW ANY DEFINITION");
    expect(text).not.toMatch(/SQLLAB01|Orders|blind/);
  });

  test("a login without msdb is told which questions would be refused", async () => {
    const text = await probeServer(addressOf("SQLLAB01", "nomsdb"), AbortSignal.timeout(20_000));
    expect(text).toContain("newest-backups: this login lacks SELECT on msdb.dbo.backupset");
    expect(text).not.toMatch(/nomsdb/);
  });
});

const columns = (views: Record<string, Record<string, string>>): Columns =>
  new Map(Object.entries(views).map(([view, types]) => [view, new Map(Object.entries(types))]));

test("what is missing, additional and typed otherwise is told, one line each", () => {
  const here = columns({
    "sys.databases": { name: "nvarchar(128)", is_ledger_on: "bit", state: "int" },
    "sys.dm_hadr_cluster": { cluster_name: "nvarchar(128)" },
  });
  const there = columns({
    "sys.databases": { name: "nvarchar(128)", state: "tinyint", replica_id: "uniqueidentifier" },
    "sys.dm_os_host_info": { host_platform: "nvarchar(256)" },
    "msdb.dbo.sysjobs": { name: "nvarchar(128)" },
  });
  expect(differences(here, there)).toEqual([
    "msdb.dbo.sysjobs: missing here, or not to be seen by this login",
    "sys.databases.state: int here, tinyint in the lab",
    "sys.databases.replica_id: missing here",
    "sys.databases.is_ledger_on: bit here, not in the lab",
    "sys.dm_os_host_info: missing here",
    "sys.dm_hadr_cluster: here, not in the lab: cluster_name nvarchar(128)",
  ]);
  expect(differences(there, there)).toEqual([]);
});

test.each([
  ["nvarchar", 256, 0, 0, "nvarchar(128)"],
  ["nvarchar", -1, 0, 0, "nvarchar(max)"],
  ["varbinary", 85, 0, 0, "varbinary(85)"],
  ["numeric", 13, 25, 0, "decimal(25,0)"],
  ["datetimeoffset", 10, 34, 7, "datetimeoffset(7)"],
  ["bigint", 8, 19, 0, "bigint"],
] as const)("%s of %d bytes, %d digits, scale %d is %s", (name, bytes, digits, scale, told) => {
  expect(storedType(name, bytes, digits, scale)).toBe(told);
});

async function run(
  args: string[],
  environment: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "probe.ts"), ...args], {
    env: { ...process.env, LINKSPAN_ESTATE: "", ...environment },
  });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
}

test("the command says what it needs, in one line", { timeout: 20_000 }, async () => {
  expect(await run([], {})).toEqual({
    code: 1,
    said: "No estate file is named: set LINKSPAN_ESTATE to its path, then run this again.\n",
  });
  expect(await run(["nobody"], lab.environment)).toEqual({
    code: 1,
    said: 'The estate file has no "nobody". It has SQLLAB01, mi-lab.\n',
  });
  expect(await run(["sqllab01"], lab.environment)).toMatchObject({
    code: 0,
    said: expect.stringContaining("Questions"),
  });
});
