import { expect, test } from "vitest";
import { stackBars } from "./stack-bars.ts";

test("thin buckets become few bars of their means; what is not known is not counted as zero", () => {
  expect(
    stackBars(
      [0, 10, 20, 30],
      [
        [0.2, 0.4, null, null],
        [null, 0.1, null, null],
      ],
      10,
      2,
    ),
  ).toEqual([
    { from: 0, to: 20, parts: [0.30000000000000004, 0.1] },
    { from: 20, to: 40, parts: [null, null] },
  ]);
});
