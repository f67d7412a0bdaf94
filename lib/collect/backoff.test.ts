import { expect, test } from "vitest";
import type { FailureKind, Outcome } from "../domain/outcome.ts";
import { nextDue } from "./backoff.ts";

const now = new Date("2026-05-04T10:00:00Z");
const asked = { sourceId: "a", askedAt: now, durationMs: 5, latenessMs: 0 };
const answered: Outcome = {
  kind: "answered",
  ...asked,
  samples: [],
  serverClock: null,
  serverMs: null,
  roundTrips: 1,
  blind: [],
};
const failed = (kind: FailureKind, retryAfterMs: number | null = null): Outcome => ({
  kind,
  ...asked,
  message: "",
  code: null,
  permission: null,
  retryAfterMs,
});
const seconds = (outcome: Outcome, failures: number, dice: number, interval = 10, at = now) =>
  (nextDue(outcome, failures, interval, at, () => dice).getTime() - now.getTime()) / 1000;

test("an answer is followed one interval after its due time, so that lateness does not add up", () => {
  expect(seconds(answered, 0, 0.5)).toBe(10);
  expect(seconds({ ...answered, latenessMs: 4000 }, 0, 0.5)).toBe(6);
});

test("beats that passed meanwhile are skipped, not caught up", () => {
  expect(seconds(answered, 0, 0.5, 10, new Date("2026-05-04T10:00:25Z"))).toBe(30);
  expect(seconds({ ...answered, latenessMs: 34_000 }, 0, 0.5)).toBe(6);
});

test.each([
  ["timeout", 1, 7.5, 10],
  ["unreachable", 2, 15, 20],
  ["malformed", 4, 60, 80],
  ["unreachable", 6, 225, 300],
  ["unreachable", 5000, 225, 300],
  ["throttled", 1, 7.5, 10],
  ["denied", 1, 300, 330],
  ["denied", 2, 900, 990],
  ["denied", 3, 3600, 3960],
  ["denied", 40, 3600, 3960],
] as const)("%s for the %d. time waits %d to %d s at an interval of 10 s", (kind, failures, least, most) => {
  expect(seconds(failed(kind), failures, 0)).toBe(least);
  expect(seconds(failed(kind), failures, 1)).toBe(most);
});

test("what the source asks for is the least that is waited", () => {
  expect(seconds(failed("throttled", 120_000), 1, 0)).toBe(120);
  expect(seconds(failed("throttled", 120_000), 1, 1)).toBe(132);
  expect(seconds(failed("throttled", 1000), 1, 1)).toBe(10);
});

test("an interval longer than the ceiling is kept, for failures and refusals", () => {
  expect(seconds(failed("timeout"), 9, 1, 3600)).toBe(3600);
  expect(seconds(failed("denied"), 1, 0, 3600)).toBe(3600);
});
