import { expect, test } from "vitest";
import { learnShare } from "./wire-share.ts";

test("no compressed seeding teaches nothing", () => {
  expect(learnShare([])).toBeNull();
  expect(learnShare([0])).toBeNull();
});

test("one is a middle with room on both sides, more of the same narrow it", () => {
  const [one, nine] = [learnShare([0.4]), learnShare(new Array(9).fill(0.4))];
  expect(one).toEqual({ low: expect.closeTo(0.282, 3), middle: 0.4, high: expect.closeTo(0.568, 3) });
  expect(nine).toEqual({ low: expect.closeTo(0.356, 3), middle: 0.4, high: expect.closeTo(0.449, 3) });
});

test("seedings that differ are as wide as they differ, and no stream is longer than its database", () => {
  expect(learnShare([0.2, 0.3, 0.5, 0.9, 0.95])).toMatchObject({ low: 0.2, middle: 0.5, high: 0.95 });
  expect(learnShare([1.02])).toMatchObject({ middle: 1, high: 1 });
});
