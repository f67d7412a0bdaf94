import { expect, test } from "vitest";
import { changeWords, letterOf } from "./timeline-words.ts";

test("a change carries the letter of the event with the same subject and time", () => {
  const letters = [{ letter: "B", at: Date.parse("2026-11-19T02:00:00Z"), subject: "phase" }];
  expect(letterOf({ at: "2026-11-19T02:00:00.000Z", subject: "phase" }, letters)).toBe("B");
  expect(letterOf({ at: "2026-11-19T02:00:00.000Z", subject: "connection" }, letters)).toBeNull();
});

test("what moved is told in words", () => {
  expect(changeWords({ subject: "phase", from: "catching-up", to: "replicating" })).toBe(
    "phase: catching up to replicating",
  );
  expect(changeWords({ subject: "role.instance", from: "forwarder", to: null })).toBe(
    "role, instance: forwarder to not known",
  );
  expect(changeWords({ subject: "finding.split-brain", from: null, to: "problem" })).toBe("finding: problem");
});
