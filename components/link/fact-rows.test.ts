import { expect, test } from "vitest";
import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { factRows } from "./fact-rows.ts";

const sql = (roleDesc: string, availabilityModeDesc: string) => ({
  groupId: "6F0C",
  replicas: [{ isLocal: true, roleDesc, availabilityModeDesc, lastConnectErrorNumber: null }],
  databases: [],
  seedings: [],
});

function snapshot(replicationMode: string): LinkSnapshot {
  return {
    link: { databases: ["ERP"] },
    facts: [
      {
        vantage: "partner",
        observedAt: "2026-11-19T02:00:05Z",
        facts: sql("PRIMARY", "ASYNCHRONOUS_COMMIT"),
        instanceFacts: null,
      },
      {
        vantage: "instance",
        observedAt: "2026-11-19T02:00:03Z",
        facts: sql("SECONDARY", "ASYNCHRONOUS_COMMIT"),
        instanceFacts: null,
      },
      {
        vantage: "arm",
        observedAt: "2026-11-19T01:59:00Z",
        facts: { replicationMode, distributedAvailabilityGroupId: "6f0c", databases: [] },
        instanceFacts: null,
      },
    ],
  } as unknown as LinkSnapshot;
}

const row = (mode: string, fact: string) => factRows(snapshot(mode)).find((one) => one.fact === fact);

test("voices that say the same in other spellings share a line with the oldest age", () => {
  expect(row("Async", "Replication mode")).toEqual({
    fact: "Replication mode",
    disagrees: false,
    hasOwnClock: false,
    voices: [{ value: "ASYNCHRONOUS_COMMIT", vantages: ["partner", "instance", "arm"], at: "2026-11-19T01:59:00Z" }],
  });
});

test("a voice that differs is a disagreement, in its own words", () => {
  const mode = row("Sync", "Replication mode");
  expect(mode?.disagrees).toBe(true);
  expect(mode?.voices.map((voice) => [voice.value, voice.vantages])).toEqual([
    ["ASYNCHRONOUS_COMMIT", ["partner", "instance"]],
    ["Sync", ["arm"]],
  ]);
});

test("a fact nobody tells has no row", () => {
  expect(row("Async", "Database state")).toBeUndefined();
});

const told = { at: "2026-11-19T01:50:00Z" };
const server = {
  productVersion: "16.0.4125.3",
  productUpdateLevel: "CU13",
  traceFlags: {
    ...told,
    value: [
      { flag: 1800, isGlobal: true },
      { flag: 460, isGlobal: false },
    ],
  },
  databases: { ...told, value: [{ name: "ERP", recoveryModelDesc: "FULL" }] },
};

test("what is asked on a slower clock has its own time, and both sides share a line where they say the same", () => {
  const base = snapshot("Async");
  const facts = base.facts.map((one) => ({ ...one, instanceFacts: one.vantage === "arm" ? null : server }));
  const rows = factRows({ ...base, facts });
  expect(rows.find((one) => one.fact === "Recovery model")).toEqual({
    fact: "Recovery model",
    disagrees: false,
    hasOwnClock: true,
    voices: [{ value: "FULL", vantages: ["partner", "instance"], at: "2026-11-19T01:50:00Z" }],
  });
  expect(rows.find((one) => one.fact === "Trace flags")?.voices).toEqual([
    { value: "1800", vantages: ["partner"], at: "2026-11-19T01:50:00Z" },
  ]);
  expect(rows.find((one) => one.fact === "Build of the SQL Server")?.voices[0]?.value).toBe(
    "16.0.4125.3 CU13, carries a link; fails over by T-SQL; takes a managed instance as initial primary",
  );
});
