import { expect, test } from "vitest";
import { axisUnit } from "./measure.ts";

test.each([
  ["bytes", 7.5 * 1024 ** 4, "TB"],
  ["bytes", 900 * 1024, "KB"],
  ["bytes", 0, "MB"],
  ["bytesPerSecond", 14.4 * 1024 ** 2, "MB/s"],
  ["seconds", 90, "s"],
  ["seconds", 38 * 60, "min"],
  ["seconds", 3 * 3600, "h"],
  ["share", 0.4, "%"],
] as const)("%s up to %d are counted in %s", (measure, max, unit) => {
  expect(axisUnit(measure, max).unit).toBe(unit);
});
