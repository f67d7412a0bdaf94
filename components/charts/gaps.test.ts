import { expect, test } from "vitest";
import { bridgePolls, findGaps, lonePoints, subtract } from "./gaps.ts";

const at = [0, 10, 20, 30, 40, 50];

test("a line runs from poll to poll where buckets are finer than polls", () => {
  expect(bridgePolls(at, [0, null, 20, null, 40, null], 20)).toEqual([0, 10, 20, 30, 40, null]);
});

test("a line is never drawn across a missed poll", () => {
  expect(bridgePolls(at, [0, null, null, null, 40, 50], 20)).toEqual([0, null, null, null, 40, 50]);
});

test("a measured zero stays a zero and is not a gap", () => {
  expect(bridgePolls(at, [0, 0, 0, null, null, 0], 10)).toEqual([0, 0, 0, null, null, 0]);
});

test("a point without a neighbour is drawn as a dot", () => {
  expect(lonePoints([1, null, 2, 3, null, 4])).toEqual([0, 5]);
});

const chart = { at, bucketMs: 10, toleranceMs: 20, until: 60, suspended: [], blank: [] };

test("silence between known points is not known, silence before the first is blank", () => {
  expect(findGaps({ ...chart, drawn: [[null, 1, null, null, 2, 3]] })).toEqual([{ from: 20, to: 40, kind: "unknown" }]);
});

test("silence at the end is not known only once a poll is missed", () => {
  expect(findGaps({ ...chart, drawn: [[1, 2, 3, 4, null, null]] })).toEqual([]);
  expect(findGaps({ ...chart, drawn: [[1, 2, 3, null, null, null]] })).toEqual([{ from: 30, to: 60, kind: "unknown" }]);
});

test("a gap of one line is hatched though another goes on, but a line that never knew hatches nothing", () => {
  const known = [1, 1, 1, 1, 1, 1];
  const never = [null, null, null, null, null, null];
  expect(findGaps({ ...chart, drawn: [[1, null, null, null, null, 1], known, never] })).toEqual([
    { from: 10, to: 50, kind: "unknown" },
  ]);
});

test("suspended time is striped, not hatched, and time with nothing to measure is left out", () => {
  const drawn = [[1, null, null, null, null, 2]];
  expect(findGaps({ ...chart, drawn, suspended: [{ from: 20, to: 30 }], blank: [{ from: 40, to: 50 }] })).toEqual([
    { from: 10, to: 20, kind: "unknown" },
    { from: 20, to: 30, kind: "suspended" },
    { from: 30, to: 40, kind: "unknown" },
  ]);
});

test("holes cut spans apart", () => {
  expect(
    subtract(
      [{ from: 0, to: 10 }],
      [
        { from: 3, to: 4 },
        { from: 8, to: 20 },
      ],
    ),
  ).toEqual([
    { from: 0, to: 3 },
    { from: 4, to: 8 },
  ]);
});
