import { describe, expect, test } from "vitest";
import type { Flavour } from "../../lab/sql/catalog.ts";
import { checkBatch } from "../../lab/sql/engine.ts";
import { batchOf, columnsProbe, optionalColumns, questions } from "./questions.ts";

const everything = new Set(Object.keys(optionalColumns));
const flavours: [string, Flavour][] = [
  ["SQL Server 2016", { platform: "box", majorVersion: 13 }],
  ["SQL Server 2017", { platform: "box", majorVersion: 14 }],
  ["SQL Server 2019", { platform: "box", majorVersion: 15 }],
  ["SQL Server 2022", { platform: "box", majorVersion: 16 }],
  ["SQL Server 2025", { platform: "box", majorVersion: 17 }],
  ["a managed instance", { platform: "mi", majorVersion: 17 }],
];

describe.each(flavours)("on %s", (_, flavour) => {
  test.each([
    ["everything", everything, true],
    ["everything, fast", everything, false],
    ["no optional column", new Set<string>(), true],
  ])("the batch binds with %s", (_, capabilities, slowToo) => {
    expect(checkBatch(flavour, batchOf(capabilities, slowToo).sql)).toEqual([]);
  });

  test("the probe binds", () => {
    expect(checkBatch(flavour, columnsProbe.sql)).toEqual([]);
  });
});

test("the slow questions are left out of the fast batch", () => {
  expect(batchOf(everything, false).asked.map(({ name }) => name)).toEqual([
    "clock-and-identity",
    "distributed-availability-groups-and-replicas",
    "database-replica-states",
    "seedings",
    "cost",
  ]);
});

test("a column that is missing is read as NULL of its type", () => {
  expect(batchOf(new Set(), false).sql).toContain("CAST(NULL AS bigint) AS secondary_lag_seconds");
});

test("nothing but reading is ever sent", () => {
  const sql = `${batchOf(everything, true).sql}${columnsProbe.sql}`.replaceAll(/--[^\n]*/g, "");
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
