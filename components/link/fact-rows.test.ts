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
