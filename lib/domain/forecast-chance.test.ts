import { expect, test } from "vitest";
import { chanceWithin, secondsAt } from "./forecast-chance.ts";

const hour = 3600;
const band = { p10Seconds: 2 * hour, p50Seconds: 4 * hour, p90Seconds: 8 * hour };

test.each([
  [0.1, 2],
  [0.25, 2.95],
  [0.5, 4],
  [0.75, 5.76],
  [0.9, 8],
])("a chance of %d stands at hour %d, and the other way round", (chance, hours) => {
  expect(secondsAt(band, chance) / hour).toBeCloseTo(hours, 2);
  expect(chanceWithin(band, secondsAt(band, chance))).toBeCloseTo(chance, 4);
});

test("nobody is sure of the end of a wire", () => {
  expect(chanceWithin(band, 1)).toBe(0.01);
  expect(chanceWithin(band, 1000 * hour)).toBe(0.99);
  expect(secondsAt(band, 0.0001)).toBe(0);
});

test("one that may be over at any moment is not said to be over soon", () => {
  const open = { p10Seconds: 0, p50Seconds: 20 * hour, p90Seconds: 30 * hour };
  expect(chanceWithin(open, 60)).toBeCloseTo(0.1, 2);
  expect(chanceWithin(open, 10 * hour)).toBeCloseTo(0.26, 2);
  expect(secondsAt(open, 0.25) / hour).toBeCloseTo(9.47, 2);
});

test("a band without a width is a step", () => {
  const sure = { p10Seconds: 60, p50Seconds: 60, p90Seconds: 60 };
  expect(chanceWithin(sure, 59)).toBe(0.01);
  expect(chanceWithin(sure, 60)).toBeCloseTo(0.5, 6);
  expect(chanceWithin(sure, 61)).toBe(0.99);
  expect(secondsAt(sure, 0.25)).toBe(60);
});

test("later is never less likely", () => {
  const chances = Array.from({ length: 200 }, (_, step) => chanceWithin(band, step * 300));
  expect(chances.toSorted((a, b) => a - b)).toEqual(chances);
});
