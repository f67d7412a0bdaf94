import { expect, test } from "vitest";
import { chanceBy, forecastPlan, type Plan, runPlan, slownesses } from "./plan.ts";
import { findSavings } from "./plan-savings.ts";
import type { WorkingHours } from "./working-hours.ts";

const gb = 1024 ** 3;
const hour = 3600;
const start = new Date("2026-11-23T08:00:00.000Z");
const always: WorkingHours = { days: [], fromMinute: 0, toMinute: 0, shareOutside: 1, timeZone: "UTC" };

function plan(changes: Partial<Plan> = {}): Plan {
  return {
    databases: [{ name: "Orders", bytes: 100 * gb }],
    bytesPerSecond: (84 * gb) / hour,
    seedingBytesPerSecond: null,
    parallel: 5,
    wireBytesPerByte: 1,
    hours: always,
    startAt: start,
    order: "largest-first",
    ...changes,
  };
}

const hoursTo = (at: Date | null | undefined) => (at ? (at.getTime() - start.getTime()) / 3_600_000 : null);

test.each([
  [84, 1.19],
  [10, 10],
])("the document's example: 100 GB at %d GB an hour take %d hours", (rate, hours) => {
  const forecast = forecastPlan(plan({ bytesPerSecond: (rate * gb) / hour }));
  expect(hoursTo(forecast.finishAt.p50)).toBeCloseTo(hours, 2);
  expect(hoursTo(forecast.finishAt.p10)).toBeCloseTo(0.779 * (100 / rate), 3);
  expect(hoursTo(forecast.finishAt.p90)).toBeCloseTo(1.401 * (100 / rate), 3);
});

test("several at once share the wire, and the last to begin speeds up when the others are done", () => {
  const runs = runPlan(
    plan({
      bytesPerSecond: (100 * gb) / hour,
      databases: [
        { name: "A", bytes: 100 * gb },
        { name: "B", bytes: 300 * gb },
        { name: "C", bytes: 100 * gb },
      ],
      parallel: 2,
    }),
    1,
  );
  expect(runs.map(({ database, startAt, finishAt }) => [database.name, hoursTo(startAt), hoursTo(finishAt)])).toEqual([
    ["B", 0, 5],
    ["A", 0, 2],
    ["C", 2, 4],
  ]);
});

test("one seeding alone goes no faster than one can", () => {
  const one = plan({ bytesPerSecond: (1000 * gb) / hour, seedingBytesPerSecond: (50 * gb) / hour });
  expect(hoursTo(forecastPlan(one).finishAt.p50)).toBeCloseTo(2, 6);
});

test("outside the working hours only the share goes over, over midnight and weekends too", () => {
  const nights = { days: [1, 2, 3, 4, 5], fromMinute: 22 * 60, toMinute: 6 * 60, shareOutside: 0, timeZone: "UTC" };
  const night = plan({ hours: nights, bytesPerSecond: (10 * gb) / hour });
  // Monday 08:00; 8 h from 22:00 on Monday, 2 h from 22:00 on Tuesday.
  expect(hoursTo(forecastPlan(night).finishAt.p50)).toBeCloseTo(40, 6);
  const half = { ...nights, shareOutside: 0.5 };
  expect(hoursTo(forecastPlan({ ...night, hours: half }).finishAt.p50)).toBeCloseTo(17, 6);
});

test("hours are those of the time zone", () => {
  const office = { days: [1], fromMinute: 14 * 60, toMinute: 20 * 60, shareOutside: 0, timeZone: "Asia/Kathmandu" };
  // 14:00 in Kathmandu is 08:15 UTC.
  const runs = runPlan(plan({ hours: office, bytesPerSecond: (50 * gb) / hour }), 1);
  expect(hoursTo(runs[0]?.finishAt)).toBeCloseTo(2.25, 6);
});

test("what is not over within a year has no finish, and no chance", () => {
  const never = plan({
    bytesPerSecond: gb / hour,
    hours: { days: [1], fromMinute: 60, toMinute: 61, shareOutside: 0, timeZone: "UTC" },
  });
  expect(forecastPlan(never).finishAt).toEqual({ p10: null, p50: null, p90: null });
  expect(chanceBy(never, new Date("2036-01-01T00:00:00.000Z"))).toBe(0);
});

test("chances rise with the deadline and are never certain", () => {
  const at = (hours: number) =>
    chanceBy(plan({ bytesPerSecond: (10 * gb) / hour }), new Date(start.getTime() + hours * 3_600_000));
  expect(at(5)).toBe(0);
  expect(at(10.1)).toBeCloseTo(0.4, 9);
  expect(at(12)).toBeCloseTo(0.75, 9);
  expect(at(1000)).toBeCloseTo(0.95, 9);
});

test("the band holds the even chance, and a slower outcome never ends sooner", () => {
  const many = plan({
    databases: [3, 900, 41, 41, 0.002].map((size, at) => ({ name: `Db${at}`, bytes: size * gb })),
    parallel: 2,
    hours: { days: [0, 6], fromMinute: 1200, toMinute: 300, shareOutside: 0.2, timeZone: "Europe/Berlin" },
  });
  const finishes = slownesses.map((slowness) =>
    Math.max(...runPlan(many, slowness).map(({ finishAt }) => Number(finishAt))),
  );
  expect(finishes).toEqual([...finishes].sort((a, b) => a - b));
  for (const { finishAt, startAt } of forecastPlan(many).databases) {
    expect(Number(finishAt.p10)).toBeLessThanOrEqual(Number(finishAt.p50));
    expect(Number(finishAt.p50)).toBeLessThanOrEqual(Number(finishAt.p90));
    expect(startAt >= start).toBe(true);
  }
});

test("more bytes at the same rates never means sooner", () => {
  const finish = (bytes: number) => Number(forecastPlan(plan({ databases: [{ name: "A", bytes }] })).finishAt.p50);
  let before = 0;
  for (let bytes = 1; bytes < 2000 * gb; bytes *= 1.7) {
    const now = finish(bytes);
    expect(now).toBeGreaterThanOrEqual(before);
    before = now;
  }
});

test("what would shorten it is told with the time it saves, the most first", () => {
  const nights = { days: [0, 1, 2, 3, 4, 5, 6], fromMinute: 1320, toMinute: 360, shareOutside: 0.1, timeZone: "UTC" };
  const savings = findSavings(plan({ hours: nights, bytesPerSecond: (4 * gb) / hour }));
  expect(savings.map(({ change }) => change)).toEqual([
    "Use the wire in full round the clock",
    "Double the bandwidth",
    "Compress the stream by a third (trace flag 9567, if the data allows it)",
  ]);
  expect(savings[0]?.savedSeconds).toBeGreaterThan(20 * hour);
  expect(findSavings(plan()).some(({ change }) => /at once|Begin with/.test(change))).toBe(false);
});
