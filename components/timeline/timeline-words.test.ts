import { expect, test } from "vitest";
import { changeWords, foldChanges, letterOf } from "./timeline-words.ts";

test("a change carries the letter of the event with the same subject and time", () => {
  const letters = [{ letter: "B", at: Date.parse("2026-11-19T02:00:00Z"), subject: "phase" }];
  expect(letterOf({ at: "2026-11-19T02:00:00.000Z", subject: "phase" }, letters)).toBe("B");
  expect(letterOf({ at: "2026-11-19T02:00:00.000Z", subject: "connection" }, letters)).toBeNull();
});

test("what moved is told in words", () => {
  expect(changeWords({ subject: "phase", from: "catching-up", to: "replicating" })).toBe(
    "phase: catching up to replicating",
  );
  expect(changeWords({ subject: "role.instance", from: "globalPrimary", to: null })).toBe(
    "role: global primary to not known",
  );
  expect(changeWords({ subject: "verdict", from: "progress", to: "ok" })).toBe("verdict: in progress to OK");
});

test("nothing is said twice: of a finding, and of what was not known before, the sentence is enough", () => {
  expect(changeWords({ subject: "finding.split-brain", from: "attention", to: "problem" })).toBeNull();
  expect(changeWords({ subject: "health.partner", from: null, to: "HEALTHY" })).toBeNull();
});

test("changes of one moment with one sentence are one line, led by what was measured", () => {
  const at = "2026-11-19T02:00:00.000Z";
  const silent = { at, reason: "SQLKAS01 does not answer." };
  const lines = foldChanges([
    { ...silent, subject: "verdict" },
    { ...silent, subject: "finding.reach.partner" },
    { ...silent, subject: "reach.partner" },
    { at, reason: "orders: not known.", subject: "phase" },
  ]);
  expect(lines.map((line) => line.map((change) => change.subject))).toEqual([
    ["reach.partner", "finding.reach.partner", "verdict"],
    ["phase"],
  ]);
});
