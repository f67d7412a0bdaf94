import { expect, test } from "vitest";
import { chanceBefore, finishTimes } from "./deadline.ts";

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
