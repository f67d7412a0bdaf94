import { expect, test } from "vitest";
import type { SeedingPoint } from "./seeding-points.ts";
import { unseenHours } from "./unseen-hours.ts";

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 19, 8, 0, 0);
const run = (hours: number): SeedingPoint[] => Array.from({ length: hours + 1 }, (_, i) => [start + i * hour, i * 1e9]);

test("hours that were seen go as they went, others may be slower or faster, but not the next six", () => {
  const [slower, faster] = unseenHours(run(4));
  const at = (hours: number) => [slower, faster].map((pace) => pace?.at(start + hours * hour));
  expect(at(4)).toEqual([1, 1]);
  expect(at(9.9)).toEqual([1, 1]);
  expect(at(10)).toEqual([0.6, 1.4]);
  expect(at(23.9)).toEqual([0.6, 1.4]);
  // Eight to twelve, a day later.
  expect(at(24)).toEqual([1, 1]);
  expect(at(28.1)).toEqual([0.6, 1.4]);
});

test("after a day every hour was seen", () => {
  expect(unseenHours(run(24))).toEqual([]);
  expect(unseenHours([])).toHaveLength(2);
});
