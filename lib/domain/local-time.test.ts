import { expect, test } from "vitest";
import { instantIn } from "./local-time.ts";

test.each([
  ["2026-11-28T22:00", "UTC", "2026-11-28T22:00:00.000Z"],
  ["2026-11-28T22:00", "Europe/Berlin", "2026-11-28T21:00:00.000Z"],
  ["2026-07-28T22:00", "Europe/Berlin", "2026-07-28T20:00:00.000Z"],
  ["2026-11-28T22:00", "Asia/Kathmandu", "2026-11-28T16:15:00.000Z"],
  ["2026-11-28T22:00", "America/Los_Angeles", "2026-11-29T06:00:00.000Z"],
  ["2026-11-28T22:00:30.5", "UTC", "2026-11-28T22:00:00.000Z"],
  ["2027-03-28T02:30", "Europe/Berlin", "2027-03-28T01:30:00.000Z"],
  ["2027-03-28T03:00", "Europe/Berlin", "2027-03-28T01:00:00.000Z"],
  ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ["2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00:00.000Z"],
])("%s in %s is %s", (local, zone, instant) => {
  expect(instantIn(local, zone)?.toISOString()).toBe(instant);
});

test.each([
  ["", "UTC"],
  ["tomorrow", "UTC"],
  ["2026-02-30T10:00", "UTC"],
  ["2026-11-28T24:00", "UTC"],
  ["12026-11-28T10:00", "UTC"],
  ["2026-11-28", "UTC"],
  ["2026-11-28T10:00", "Middle/Earth"],
  ["2026-11-28T10:00", ""],
])("%j in %j is no time", (local, zone) => {
  expect(instantIn(local, zone)).toBeNull();
});
