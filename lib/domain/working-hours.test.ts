import { expect, test } from "vitest";
import { isAlways, nextChange, shareAt, type WorkingHours } from "./working-hours.ts";

const nights: WorkingHours = {
  days: [1, 5],
  fromMinute: 22 * 60,
  toMinute: 6 * 60,
  shareOutside: 0.25,
  timeZone: "Europe/Berlin",
};
const at = (berlin: string) => Date.parse(`${berlin}:00+01:00`);

test.each([
  ["2026-11-23T21:59", 0.25, "Monday, just before"],
  ["2026-11-23T22:00", 1, "Monday, as it begins"],
  ["2026-11-24T05:59", 1, "Tuesday morning belongs to Monday"],
  ["2026-11-24T06:00", 0.25, "Tuesday, as it ends"],
  ["2026-11-24T23:00", 0.25, "Tuesday is not chosen"],
  ["2026-11-28T03:00", 1, "Saturday morning belongs to Friday"],
  ["2026-11-23T03:00", 0.25, "Monday morning belongs to Sunday"],
])("at %s the share is %d: %s", (time, share) => {
  expect(shareAt(nights, at(time))).toBe(share);
});

test("the next change is a border of the hours, or midnight", () => {
  expect(nextChange(nights, at("2026-11-23T21:30"))).toBe(at("2026-11-23T22:00"));
  expect(nextChange(nights, at("2026-11-23T22:00"))).toBe(at("2026-11-24T00:00"));
  expect(nextChange(nights, at("2026-11-24T00:00"))).toBe(at("2026-11-24T06:00"));
});

test("no day, nothing held back, or all days round the clock is always", () => {
  expect(isAlways(nights)).toBe(false);
  expect(isAlways({ ...nights, days: [] })).toBe(true);
  expect(isAlways({ ...nights, shareOutside: 1 })).toBe(true);
  expect(isAlways({ ...nights, days: [0, 1, 2, 3, 4, 5, 6], toMinute: 22 * 60 })).toBe(true);
  expect(nextChange({ ...nights, days: [] }, at("2026-11-23T21:30"))).toBe(Number.POSITIVE_INFINITY);
});

test("clocks that change move the hours with them", () => {
  const days = { ...nights, days: [0], fromMinute: 8 * 60, toMinute: 20 * 60 };
  // Sunday, 29 March 2026: Berlin goes from +01:00 to +02:00 at 02:00.
  expect(shareAt(days, Date.parse("2026-03-29T05:59:00Z"))).toBe(0.25);
  expect(shareAt(days, Date.parse("2026-03-29T06:00:00Z"))).toBe(1);
});
