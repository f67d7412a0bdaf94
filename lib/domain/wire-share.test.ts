import { expect, test } from "vitest";
import { learnShare, shareAfter, untaught } from "./wire-share.ts";

const after = (share: Parameters<typeof shareAfter>[0], done: number) =>
  Object.values(shareAfter(share, done)).map((value) => Math.round(value * 1000) / 1000);

test("no compressed seeding teaches nothing", () => {
  expect(learnShare([])).toBeNull();
  expect(learnShare([0])).toBeNull();
});

test("one is a middle with room on both sides, more of the same narrow it, and those that differ widen it", () => {
  const bandOf = (shares: number[]) => after(learnShare(shares)!, 0);
  expect(bandOf([0.4])).toEqual([0.282, 0.4, 0.565]);
  expect(bandOf(new Array(9).fill(0.4))).toEqual([0.356, 0.4, 0.449]);
  expect(bandOf([0.2, 0.3, 0.5, 0.6, 0.95])[0]).toBeLessThan(0.25);
  expect(bandOf([1.02])[2]).toBeLessThanOrEqual(1);
});

test("what went over without an end is no end any more", () => {
  expect(after(untaught, 0)).toEqual([0.272, 0.482, 0.775]);
  expect(after(untaught, 0.5)).toEqual([0.524, 0.64, 0.868]);
  expect(after(untaught, 0.95)).toEqual([0.955, 0.974, 0.994]);
  expect(after(untaught, 1)).toEqual([1, 1, 1]);
});

test("far beyond all that was learned it still lies between what went over and the whole", () => {
  const sure = { middle: 0.3, spread: 0.004 };
  for (const done of [0.31, 0.5, 0.9, 0.999]) {
    const { low, middle, high } = shareAfter(sure, done);
    expect([done, low, middle, high, 1]).toEqual([done, low, middle, high, 1].toSorted((a, b) => a - b));
    expect(low).toBeGreaterThan(done);
  }
});
