import { expect, test } from "vitest";
import { timeTicks, valueTicks } from "./ticks.ts";

test.each([
  [41.6, [0, 10, 20, 30, 40, 50]],
  [38, [0, 10, 20, 30, 40]],
  [7, [0, 2, 4, 6, 8]],
  [0.3, [0, 0.1, 0.2, 0.3]],
  [100, [0, 20, 40, 60, 80, 100]],
  [0, [0, 0.5, 1]],
  [Number.NaN, [0, 0.5, 1]],
])("values up to %d are marked in round steps from zero", (max, ticks) => {
  expect(valueTicks(max)).toEqual(ticks);
});

test("an axis never has fewer than 3 or more than 6 ticks and always reaches the maximum", () => {
  for (let max = 0.013; max < 9000; max *= 1.37) {
    const ticks = valueTicks(max);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * 0.999);
  }
});

const at = (iso: string) => Date.parse(iso);

test("a day is marked at round hours of the reader's zone, midnight by its day", () => {
  const ticks = timeTicks(at("2026-11-18T02:12:00Z"), at("2026-11-19T02:12:00Z"), 640, "Asia/Kathmandu");
  expect(ticks.map((tick) => tick.label)).toEqual([
    "09:00",
    "12:00",
    "15:00",
    "18:00",
    "21:00",
    "Thu 19",
    "03:00",
    "06:00",
  ]);
  expect(ticks[5]).toEqual({ at: at("2026-11-18T18:15:00Z"), label: "Thu 19", isDay: true });
});

test("the day on which clocks go back keeps round hours on both sides of the change", () => {
  const ticks = timeTicks(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"), 640, "Europe/Berlin");
  expect(ticks.map((tick) => [tick.label, new Date(tick.at).toISOString().slice(11, 16)])).toEqual([
    ["Sun 25", "22:00"],
    ["06:00", "05:00"],
    ["12:00", "11:00"],
    ["18:00", "17:00"],
    ["Mon 26", "23:00"],
  ]);
});

test("the hour that the clock leaps over has no tick", () => {
  const ticks = timeTicks(at("2026-03-28T22:30:00Z"), at("2026-03-29T03:30:00Z"), 640, "Europe/Berlin");
  expect(ticks.map((tick) => [tick.label, new Date(tick.at).toISOString().slice(11, 16)])).toEqual([
    ["Sun 29", "23:00"],
    ["01:00", "00:00"],
    ["03:00", "01:00"],
    ["04:00", "02:00"],
    ["05:00", "03:00"],
  ]);
});

test("an hour is marked in minutes and a quarter of a year in dates", () => {
  const hour = timeTicks(at("2026-11-19T02:03:00Z"), at("2026-11-19T03:03:00Z"), 326, "UTC");
  expect(hour.map((tick) => tick.label)).toEqual(["02:15", "02:30", "02:45", "03:00"]);
  const quarter = timeTicks(at("2026-08-21T00:00:00Z"), at("2026-11-19T00:00:00Z"), 640, "UTC");
  expect(quarter.map((tick) => tick.label)).toEqual([
    "27 Aug",
    "10 Sep",
    "24 Sep",
    "8 Oct",
    "22 Oct",
    "5 Nov",
    "19 Nov",
  ]);
});

test("a phone gets fewer ticks, never closer than asked for", () => {
  const [from, to] = [at("2026-11-18T02:12:00Z"), at("2026-11-19T02:12:00Z")];
  const ticks = timeTicks(from, to, 270, "UTC");
  const gaps = ticks.slice(1).map((tick, index) => ((tick.at - ticks[index]!.at) / (to - from)) * 270);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(64);
});
