import { expect, test } from "vitest";
import { addressOf, type PlanState, planOf } from "./plan-state.ts";

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

test.each<[Partial<PlanState>, string]>([
  [{ rate: 0 }, "Give the bandwidth as a number above 0, a thousand million at most"],
  [{ rate: -84 }, "Give the bandwidth as a number above 0, a thousand million at most"],
  [{ rate: Number.NaN }, "Give the bandwidth as a number above 0, a thousand million at most"],
  [{ rate: Number.POSITIVE_INFINITY }, "Give the bandwidth as a number above 0, a thousand million at most"],
  [{ each: -1 }, "Give what one seeding reaches as a number, 0 for no limit"],
  [{ each: Number.NaN }, "Give what one seeding reaches as a number, 0 for no limit"],
  [{ wire: 0 }, "Give the bytes that go over the wire as 1 to 100 %"],
  [{ days: "1", outside: Number.NaN }, "Give the bandwidth outside the hours as 0 to 100 %"],
  [{ days: "1", from: "" }, "Give the hours from and to, such as 20:00 and 06:00"],
  [{ days: "1", to: "25:00" }, "Give the hours from and to, such as 20:00 and 06:00"],
])("%j is no plan, and what to do is said", (changes, missing) => {
  expect(planOf({ ...state, ...changes }, orders, "UTC", now)).toEqual({ plan: null, missing });
});

test("without a database the first thing to do is to name one", () => {
  const { missing } = planOf({ ...state, rate: 0 }, [], "UTC", now);
  expect(missing).toBe('Name a database and its size, such as "Orders, 120 GB"');
});

test("nonsense in the address falls back to what is sensible", () => {
  const odd = { parallel: 99, start: "+275000-01-01", from: "99:99", to: "x", zone: "Mars/Olympus", days: "abc9" };
  expect(planOf({ ...state, ...odd }, orders, "UTC", now).plan).toMatchObject({
    parallel: 5,
    startAt: new Date(now),
    hours: { days: [], fromMinute: 0, toMinute: 0, timeZone: "UTC" },
  });
});

test("the address holds no number that is none, and no list too long for it", () => {
  expect(addressOf({ rate: Number.NaN, each: 4, unit: "MB/s" })).toEqual({ rate: null, each: 4, unit: "MB/s" });
  expect(addressOf({ databases: "Orders, 1 GB" })).toEqual({ databases: "Orders, 1 GB" });
  expect(addressOf({ databases: "Orders, 1 GB\n".repeat(1000) })).toEqual({ databases: null });
});
