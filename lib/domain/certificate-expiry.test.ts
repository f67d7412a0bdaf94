import { expect, test } from "vitest";
import { daysUntil, expiryWords, judgeDays, milestoneOf } from "./certificate-expiry.ts";
import { defaultLimits } from "./limits.ts";

const now = new Date("2026-11-19T03:12:40.000Z");

test.each([
  [61, null, "ok"],
  [60, 60, "ok"],
  [31, 60, "ok"],
  [30, 30, "attention"],
  [15, 30, "attention"],
  [14, 14, "attention"],
  [8, 14, "attention"],
  [7, 7, "problem"],
  [2, 7, "problem"],
  [1, 1, "problem"],
  [0, 0, "problem"],
  [-1, "past", "problem"],
  [-400, "past", "problem"],
] as const)("%s days left are at milestone %s and %s", (days, milestone, verdict) => {
  expect(milestoneOf(days)).toBe(milestone);
  expect(judgeDays(days, "you", defaultLimits)).toBe(verdict);
  expect(judgeDays(days, "azure", defaultLimits)).toBe("ok");
});

test.each([
  ["2027-01-18T03:12:40.000Z", 60, "expires in 60 days, on 18 Jan 2027"],
  ["2027-01-18T03:12:39.999Z", 59, "expires in 59 days, on 18 Jan 2027"],
  ["2026-11-20T03:12:40.000Z", 1, "expires in 1 day, on 20 Nov"],
  ["2026-11-19T03:12:41.000Z", 0, "expires within a day, on 19 Nov"],
  ["2026-11-19T03:12:40.000Z", 0, "expired on 19 Nov"],
  ["2026-11-18T23:00:00.000Z", -1, "expired on 18 Nov"],
])("what ends at %s has %s whole days and %s", (at, days, words) => {
  expect([daysUntil(new Date(at), now), expiryWords(new Date(at), now)]).toEqual([days, words]);
});

test("nobody's date is unknown", () => {
  expect(judgeDays(null, "you", defaultLimits)).toBe("unknown");
});
