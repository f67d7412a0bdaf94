import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tableFunctionsOf, tablesOf } from "../../lab/catalog/catalog.ts";
import type { Flavour } from "../../lab/sql/catalog.ts";
import { checkBatch } from "../../lab/sql/engine.ts";
import { aloneBatch, aloneOf, batchOf, type Clock, columnsProbe, optionalColumns, questions } from "./questions.ts";
import { probedColumns } from "./questions-capabilities.ts";

const everything = new Set(Object.keys(optionalColumns));
const clocks: Clock[] = ["poll", "minute", "quarter"];
const flavours: [string, Flavour][] = [
  ["SQL Server 2016", { platform: "box", majorVersion: 13 }],
  ["SQL Server 2017", { platform: "box", majorVersion: 14 }],
  ["SQL Server 2019", { platform: "box", majorVersion: 15 }],
  ["SQL Server 2022", { platform: "box", majorVersion: 16 }],
  ["SQL Server 2025", { platform: "box", majorVersion: 17 }],
  ["a managed instance", { platform: "mi", majorVersion: 17 }],
];

/** Columns that the lab's catalog of this flavour has. */
function capabilitiesOf(flavour: Flavour): Set<string> {
  const definitions = [
    ...tablesOf(flavour).values(),
    ...[...tableFunctionsOf(flavour).values()].map(({ definition }) => definition),
  ];
  return new Set(
    definitions.flatMap(({ name, columns }) =>
      columns.map((column) => `${name.split(".").at(-1)}.${column.name}`.toLowerCase()),
    ),
  );
}

describe.each(flavours)("on %s", (_, flavour) => {
  const capabilities = capabilitiesOf(flavour);

  test.each(clocks)("the batch of a poll binds on the clock %s, with all columns and with none", (due) => {
    expect(checkBatch(flavour, batchOf(capabilities, due).sql)).toEqual([]);
    expect(checkBatch(flavour, batchOf(everything, due).sql)).toEqual([]);
    expect(checkBatch(flavour, batchOf(new Set(), due).sql)).toEqual([]);
    expect(checkBatch(flavour, batchOf(new Set([...capabilities, "hidden groups"]), due).sql)).toEqual([]);
  });

  test("what is asked beside it binds, together and one by one", () => {
    const asked = aloneOf(capabilities, "quarter", flavour.platform === "mi");
    expect(checkBatch(flavour, aloneBatch(asked, capabilities))).toEqual([]);
    for (const question of asked) expect(checkBatch(flavour, aloneBatch([question], capabilities))).toEqual([]);
  });

  test("the probe binds", () => {
    expect(checkBatch(flavour, columnsProbe.sql)).toEqual([]);
  });
});

test("the slow questions are left out of the fast batch", () => {
  expect(batchOf(everything, "poll").asked.map(({ name }) => name)).toEqual([
    "clock-and-identity",
    "distributed-availability-groups-and-replicas",
    "database-replica-states",
    "seedings",
    "cost",
  ]);
});

test("a clock that comes round brings the faster ones along", () => {
  const names = (due: Clock) => batchOf(everything, due).asked.map(({ name }) => name);
  expect(names("minute")).toEqual(expect.arrayContaining([...names("poll"), "certificates"]));
  expect(names("minute")).not.toContain("databases");
  expect(names("quarter")).toEqual(expect.arrayContaining([...names("minute"), "databases"]));
});

test("what another kind of server has, or this version lacks, is not asked", () => {
  const all = new Set([...everything, ...Object.keys(probedColumns)]);
  const names = (capabilities: ReadonlySet<string>, isManagedInstance: boolean) =>
    aloneOf(capabilities, "quarter", isManagedInstance).map(({ name }) => name);
  expect(names(all, false)).not.toContain("fabric");
  expect(names(all, true)).toContain("fabric");
  expect(names(all, true)).not.toContain("agent-service");
  expect(names(everything, false)).toEqual([
    "network-test-runs",
    "network-test-output",
    "newest-backups",
    "log-backups",
    "leftover-jobs",
    "trace-flags",
  ]);
});

test("a column that is missing is read as NULL of its type", () => {
  expect(batchOf(new Set(), "poll").sql).toContain("CAST(NULL AS bigint) AS secondary_lag_seconds");
});

test("nothing but reading is ever sent", () => {
  const all = new Set([...everything, ...Object.keys(probedColumns)]);
  const alone = aloneBatch(
    questions.filter(({ isAlone }) => isAlone),
    all,
  );
  const sql = `${batchOf(all, "quarter").sql}${alone}${columnsProbe.sql}`
    .replaceAll(/--[^\n]*/g, "")
    .replace("EXEC sys.sp_multidb_milink;", "")
    .replace("DBCC TRACESTATUS (-1)", "");
  expect(sql).not.toMatch(
    /\b(INSERT|UPDATE|DELETE|MERGE|INTO|EXEC|EXECUTE|ALTER|CREATE|DROP|GRANT|DBCC|BACKUP|KILL)\b/i,
  );
});

test("every question says what it is for and what it needs", () => {
  for (const { name, purpose, permission } of [...questions, columnsProbe]) {
    expect(name).toMatch(/^[a-z-]+$/);
    expect(purpose).toMatch(/\.$/);
    expect(permission).not.toBe("");
  }
});

test("the grants name every permission and every table that a question needs", () => {
  const grants = readFileSync(join(import.meta.dirname, "grants.sql"), "utf8");
  for (const { permission, reads = [] } of questions) {
    for (const [view] of permission.matchAll(/VIEW [A-Z]+( [A-Z]+)+(?= |\)|$)/g))
      expect(grants).toContain(`GRANT ${view} TO`);
    for (const table of reads) expect(grants).toContain(`GRANT SELECT ON ${table.replace("msdb.", "")} TO`);
  }
});
