import { expect, test } from "vitest";
import { againstDeadline, chanceBefore, finishTimes } from "./deadline.ts";

const hour = 3_600_000;
const finish = { p10At: 10 * hour, p50At: 12 * hour, p90At: 16 * hour };

test("times of finish count from when the forecast was made", () => {
  expect(finishTimes({ p10Seconds: 60, p50Seconds: 120, p90Seconds: 300, madeAt: "2026-11-19T02:00:00.000Z" })).toEqual(
    {
      p10At: Date.parse("2026-11-19T02:01:00Z"),
      p50At: Date.parse("2026-11-19T02:02:00Z"),
      p90At: Date.parse("2026-11-19T02:05:00Z"),
    },
  );
});

test.each([
  [30, "ok"],
  [17, "ok"],
  [13, "attention"],
  [11, "problem"],
  [9, "problem"],
])("a limit at hour %d against 10, 12 and 16 is %s", (limit, verdict) => {
  expect(chanceBefore(limit * hour, finish).verdict).toBe(verdict);
});

test.each([
  [18, "6 h to spare, 2 h at the far end", "over 9 in 10 likely in time", "ok"],
  [14, "2 h to spare, 2 h too late at the far end", "more likely than not in time", "attention"],
  [11.5, "30 min too late, 4 h 30 min at the far end", "less likely than not in time", "problem"],
  [9, "3 h too late, 7 h at the far end", "under 1 in 10 likely in time", "problem"],
])("a deadline at hour %d leaves %s", (limit, margin, words, verdict) => {
  expect(againstDeadline(limit * hour, finish, 8 * hour)).toEqual({ words, margin, verdict });
});

test("of a deadline that has passed, or without a forecast, there is no chance and no margin", () => {
  expect(againstDeadline(8 * hour, finish, 8 * hour)).toEqual({
    words: "has passed, and the copy is not over",
    margin: null,
    verdict: "problem",
  });
  expect(againstDeadline(14 * hour, null, 8 * hour)).toEqual({
    words: "cannot be told without a forecast",
    margin: null,
    verdict: "unknown",
  });
});
