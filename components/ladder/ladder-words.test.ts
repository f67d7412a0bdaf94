import { expect, test } from "vitest";
import { isOffRail, missingWords, type Rung, rungName } from "./ladder-words.ts";

test("rungs are spelled as SQL Server spells its columns", () => {
  expect(rungName("lastHardenedLsn")).toEqual({ column: "last_hardened_lsn", means: "safe on disk" });
});

test("a missing LSN says why; without a reason it is not known", () => {
  expect(missingWords({ lsn: null, at: null, why: "primary only" })).toEqual({
    words: "primary only",
    isUnknown: false,
  });
  expect(missingWords({ lsn: null, at: null, why: null })).toEqual({ words: "not known", isUnknown: true });
  expect(missingWords({ lsn: null, at: null, why: "not known since 03:02" }).isUnknown).toBe(true);
});

test.each([
  ["ok", false],
  ["progress", false],
  ["attention", true],
  ["problem", true],
  ["unknown", true],
] as const)("a rung that is %s is off the rail: %s", (verdict, off) => {
  expect(isOffRail({ verdict } as Rung)).toBe(off);
});
