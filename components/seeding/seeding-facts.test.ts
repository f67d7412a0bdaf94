import { expect, test } from "vitest";
import * as link from "../../lib/domain/link-view.fixture.ts";
import type { SqlLinkFacts, SqlSeedingFacts } from "../../lib/domain/sample.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { databaseSeedings } from "./seeding-facts.ts";

const GB = 1024 ** 3;
const said = (seedings: SqlSeedingFacts[]): Plain<SqlLinkFacts> =>
  JSON.parse(JSON.stringify(link.partnerFacts({ seedings })));
const running = link.seedingRow({ physical: link.streaming(3 * GB, 12 * GB) });

function cells(column: string, partner: SqlSeedingFacts[], instance: SqlSeedingFacts[]) {
  const row = databaseSeedings(said(partner), said(instance))[0]?.rows.find((one) => one.column === column);
  return row && [row.partner, row.instance].map((cell) => cell.text ?? cell.at ?? cell.missing);
}

test.each([
  ["current_state", ["SEEDING", "SEEDING"]],
  ["is_source", ["yes", "no"]],
  ["number_of_attempts", ["1", "1"]],
  ["start_time", ["2026-11-19T02:12:40.000Z", "2026-11-19T02:12:40.000Z"]],
  ["completion_time", ["not over", "not over"]],
  ["failure_state", ["none", "none"]],
  ["transferred_size_bytes", ["3.00 GB", "told only while it runs"]],
  ["database_size_bytes", ["12.0 GB", "told only while it runs"]],
  ["transfer_rate_bytes_per_second", ["14.3 MB/s", "told only while it runs"]],
  ["total_network_wait_time_ms", ["900 ms", "told only while it runs"]],
  ["is_compression_enabled", ["no", "told only while it runs"]],
  ["estimate_time_complete_utc", ["2026-11-19T05:42:40.000Z", "told only while it runs"]],
  ["failure_message", ["none", "told only while it runs"]],
])("%s: %j", (column, expected) => {
  expect(cells(column, [running], [link.seedingRow({ isSource: false })])).toEqual(expected);
});

test("a failure is decoded beside its own words", () => {
  const failed = link.seedingRow({
    currentState: "FAILED",
    failureState: 121,
    failureStateDesc: "Seeding Check Message Timeout",
    errorCode: 0,
  });
  expect(cells("failure_state", [failed], [])).toEqual([
    "121, Seeding Check Message Timeout: on the source",
    "no attempt is told",
  ]);
  expect(cells("error_code", [failed], [])?.[0]).toBe("none");
});

test("an attempt that is over has no rows of the view that tells only what runs", () => {
  const over = link.seedingRow({ currentState: "COMPLETED" });
  const [seeding] = databaseSeedings(said([over]), null);
  expect([seeding?.isRunning, seeding?.rows.length]).toEqual([false, 8]);
});

test("several databases stand apart, each with its newest attempt; local replicas are left out", () => {
  const other = link.seedingRow({ databaseName: "CRM", groupDatabaseId: "db-2" });
  const older = link.seedingRow({ startedAt: link.ago(9000), currentState: "FAILED" });
  const local = link.seedingRow({
    databaseName: "Z",
    physical: { ...link.streaming(1, 2)!, roleDesc: "Forwarder" },
  });
  const all = databaseSeedings(said([running, older, other]), said([local]));
  expect(all.map((one) => one.databaseName)).toEqual(["CRM", "ERP_Hamburg"]);
  expect(all[1]?.rows[0]?.partner.text).toBe("SEEDING");
});

test("no side tells an attempt", () => {
  expect(databaseSeedings(null, said([]))).toEqual([]);
});

test("a side that does not know the database's name shares the other's", () => {
  const nameless = link.seedingRow({ databaseName: null, isSource: false, currentState: "FAILED" });
  const all = databaseSeedings(said([running]), said([nameless]));
  expect(all.map((one) => one.databaseName)).toEqual(["ERP_Hamburg"]);
  expect(all[0]?.rows[0]?.instance.text).toBe("FAILED");
});
