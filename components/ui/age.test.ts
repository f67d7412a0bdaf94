import { expect, it } from "vitest";
import { freshnessOf } from "./age.tsx";

it.each([
  [14, 5, "fresh"],
  [16, 5, "late"],
  [26, 5, "silent"],
  [120, 60, "fresh"],
  [9999, undefined, "fresh"],
] as const)("an answer of %i s from a source asked every %s s is %s", (age, interval, freshness) => {
  expect(freshnessOf(age, interval)).toBe(freshness);
});
