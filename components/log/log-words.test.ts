import { describe, expect, test } from "vitest";
import type { LogState } from "../../lib/domain/assessment.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { fullWords, reuseWords, standingLog, untoldWords } from "./log-words.ts";

const now = Date.parse("2026-11-19T03:12:40.000Z");
const log = (changes: Partial<Plain<LogState>> = {}): Plain<LogState> => ({
  databaseName: "ERP_Hamburg",
  side: "partner",
  at: "2026-11-19T03:12:10.000Z",
  totalBytes: 64,
  activeBytes: 48,
  usedFraction: 0.75,
  bytesPerSecond: 10,
  reuseWait: "AVAILABILITY_REPLICA",
  lastLogBackupAt: null,
  fullAt: null,
  verdict: "attention",
  ...changes,
});

describe("when it is full", () => {
  test.each([
    ["in about 2 h", { fullAt: "2026-11-19T05:12:40.000Z" }],
    ["about now", { fullAt: "2026-11-19T03:12:00.000Z" }],
    ["not while nothing holds it", { reuseWait: "NOTHING" }],
    ["not while nothing is written", { bytesPerSecond: 0 }],
    ["not while backups cut it", { reuseWait: "LOG_BACKUP", side: "instance" }],
    ["not known before the second reading", { bytesPerSecond: null }],
    ["not known", { usedFraction: null }],
    ["not known", { reuseWait: null }],
  ] as [string, Partial<Plain<LogState>>][])("%s", (words, changes) => {
    expect(fullWords(log(changes), now)).toBe(words);
  });
});

test("past four minutes nothing of it is known, and nothing is green", () => {
  expect(standingLog(log(), now + 210_000)).toEqual(log());
  expect(standingLog(log(), now + 210_001)).toMatchObject({
    databaseName: "ERP_Hamburg",
    at: "2026-11-19T03:12:10.000Z",
    usedFraction: null,
    fullAt: null,
    verdict: "unknown",
  });
});

test("what holds it is said in words, and another value as it came", () => {
  expect([
    reuseWords(log()),
    reuseWords(log({ reuseWait: "SOMETHING_NEW" })),
    reuseWords(log({ reuseWait: null })),
  ]).toEqual(["the link holds it", "SOMETHING_NEW holds it", "not told"]);
});

describe("why nothing is told", () => {
  const snapshot = (leads: ("partner" | "instance")[], blind: { fact: string; reason: string }[]) =>
    ({
      assessment: {
        partner: { name: "SQLHAM01", role: leads.includes("partner") ? { value: "globalPrimary" } : null },
        instance: { name: "mi-erp-weu", role: leads.includes("instance") ? { value: "globalPrimary" } : null },
        blind: blind.map((one) => ({ ...one, vantage: "partner", permission: null, server: "SQLHAM01" })),
      },
    }) as unknown as LinkSnapshot;

  test.each([
    ["Not known: SQLHAM01 does not tell it now.", ["partner"], []],
    [
      "Not known: SQLHAM01 does not tell it, this login lacks VIEW SERVER STATE.",
      ["partner"],
      [
        { fact: "log backups", reason: "this login lacks SELECT on msdb.dbo.backupset" },
        { fact: "logs of linked databases", reason: "this login lacks VIEW SERVER STATE" },
      ],
    ],
    ["Not known: mi-erp-weu does not tell it now.", ["instance"], [{ fact: "databases", reason: "no" }]],
    ["Not known: it cannot be told which side leads.", [], []],
    ["Not known: it cannot be told which side leads.", ["partner", "instance"], []],
  ] as [string, ("partner" | "instance")[], { fact: string; reason: string }[]][])("%s", (words, leads, blind) => {
    expect(untoldWords(snapshot(leads, blind))).toBe(words);
  });
});
