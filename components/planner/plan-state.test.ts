import { expect, test } from "vitest";
import { type PlanState, planOf } from "./plan-state.ts";

const now = Date.parse("2026-11-23T08:00:00.000Z");
const orders = [{ name: "Orders", bytes: 1024 ** 3 }];
const state: PlanState = {
  databases: "Orders, 1 GB",
  rate: 84,
  unit: "GB/h",
  each: 0,
  parallel: 5,
  wire: 100,
  order: "largest-first",
  start: "",
  by: "",
  days: "",
  from: "20:00",
  to: "06:00",
  outside: 0,
  zone: "",
};

test("an address without keys is a plan that begins now, in the reader's zone", () => {
  const { plan } = planOf(state, orders, "Asia/Kathmandu", now);
  expect(plan).toMatchObject({
    bytesPerSecond: (84 * 1024 ** 3) / 3600,
    seedingBytesPerSecond: null,
    parallel: 5,
    startAt: new Date(now),
    hours: { days: [], timeZone: "Asia/Kathmandu" },
  });
});

test("units, hours and zone of the address count", () => {
  const changed = {
    rate: 800,
    unit: "Mbit/s",
    each: 200,
    days: "5516",
    from: "22:30",
    to: "05:00",
    outside: 25,
  } as const;
  const { plan } = planOf({ ...state, ...changed, zone: "Europe/Berlin" }, orders, "UTC", now);
  expect(plan).toMatchObject({
    bytesPerSecond: 100_000_000,
    seedingBytesPerSecond: 25_000_000,
    hours: { days: [5, 1, 6], fromMinute: 1350, toMinute: 300, shareOutside: 0.25, timeZone: "Europe/Berlin" },
  });
});

test.each([
  [{ rate: 0 }, "the bandwidth is more than 0"],
  [{ rate: Number.NaN }, "the bandwidth is more than 0"],
  [{ each: -1 }, "what one seeding reaches is 0 (no limit) or more"],
  [{ wire: 0 }, "between 1 and 100 % of the bytes go over the wire"],
])("%j is no plan, and why is said", (changes, missing) => {
  expect(planOf({ ...state, ...changes }, orders, "UTC", now)).toEqual({ plan: null, missing });
});

test("nonsense in the address falls back to what is sensible", () => {
  const odd = { parallel: 99, start: "soon", from: "99:99", to: "x", zone: "Mars/Olympus", outside: 900, days: "abc9" };
  expect(planOf({ ...state, ...odd }, orders, "UTC", now).plan).toMatchObject({
    parallel: 5,
    startAt: new Date(now),
    hours: { days: [], fromMinute: 0, toMinute: 0, shareOutside: 1, timeZone: "UTC" },
  });
});
