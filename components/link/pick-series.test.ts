import { expect, test } from "vitest";
import type { SeriesWindow } from "../../lib/domain/snapshot.ts";
import { pickSeries, valuesOf } from "./pick-series.ts";

const series = (vantage: "partner" | "instance", mean: (number | null)[]) =>
  ({ metric: "redoQueueKb", vantage, mean, max: mean }) as SeriesWindow["series"][number];
const window = (all: SeriesWindow["series"]) => ({ series: all }) as SeriesWindow;

test("the preferred voice is drawn when it knows anything", () => {
  const both = window([series("partner", [1, 2]), series("instance", [3, null])]);
  expect(pickSeries(both, "redoQueueKb", ["instance", "partner"])?.mean).toEqual([3, null]);
});

test("a voice that knew nothing gives way to one that did", () => {
  const both = window([series("partner", [1, 2]), series("instance", [null, null])]);
  expect(pickSeries(both, "redoQueueKb", ["instance"])?.vantage).toBe("partner");
});

test("nothing known is nulls, never zeros", () => {
  expect(pickSeries(window([]), "redoQueueKb", [])).toBeNull();
  expect(valuesOf(null, 2)).toEqual([null, null]);
  expect(valuesOf({ vantage: "partner", mean: [1, null] }, 2, 1024)).toEqual([1024, null]);
});
