import { expect, test } from "vitest";
import { rateChange } from "./rate-change.ts";

const minute = 60_000;

/** Every five minutes; before the border at one rate, after it at the other, bytes per minute. */
function seen(border: number, before: number, after: number, unrest = 0) {
  return Array.from({ length: 25 }, (_, index) => {
    const time = index * 5;
    const bytes = Math.min(time, border) * before + Math.max(0, time - border) * after;
    return { at: time * minute, bytes: bytes + unrest * Math.sin(index * 2.4) };
  });
}

test.each([
  ["falls by half on the mark", 60, 100, 50, 0.5],
  ["falls by half between two looks", 62, 100, 50, 0.5],
  ["rises by half", 47, 100, 150, 1.5],
  ["ends", 33, 100, 0, 0],
] as const)("a rate that %s is found to the minute", (_, border, before, after, ratio) => {
  const change = rateChange(seen(border, before, after));
  expect((change?.at.getTime() ?? 0) / minute).toBeCloseTo(border, 6);
  expect(change?.ratio).toBeCloseTo(ratio, 6);
});

test("unrest moves it by a few minutes at most, and never out of its two intervals", () => {
  const change = rateChange(seen(62, 100, 50, 60));
  expect(Math.abs((change?.at.getTime() ?? 0) / minute - 62)).toBeLessThan(5);
  expect(change?.ratio).toBeCloseTo(0.5, 1);
  expect(change?.at.getTime()).toBeGreaterThanOrEqual(change?.from.getTime() ?? Number.NaN);
  expect(change?.at.getTime()).toBeLessThanOrEqual(change?.to.getTime() ?? Number.NaN);
});

test("nothing is found in a steady rate, in two looks, or where nothing moved before", () => {
  expect(rateChange(seen(500, 100, 100))).toBeNull();
  expect(rateChange(seen(60, 100, 50).slice(0, 2))).toBeNull();
  expect(rateChange(seen(60, 0, 50))).toBeNull();
  expect(rateChange([])).toBeNull();
});
