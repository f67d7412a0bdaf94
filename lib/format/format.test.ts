import { expect, test } from "vitest";
import { formatAge, formatClock, formatDuration, formatMs } from "./duration.ts";
import { formatLsn } from "./lsn.ts";
import { formatDay, formatDayAndTime, formatExactMoment, formatIso, formatMoment } from "./moment.ts";
import { formatKbRate, formatRate } from "./rate.ts";
import { formatBytes, formatKb, formatPercent, formatPercentUp } from "./size.ts";
import { keepUnits } from "./words.ts";

const now = "2026-11-19T23:30:00.000Z";

test.each([
  ["2026-11-19T02:02:47.000Z", "Europe/Berlin", "Thu 03:02"],
  ["2026-11-19T23:02:47.000Z", "Europe/Berlin", "00:02"],
  ["2026-11-19T02:02:47.000Z", "UTC", "02:02"],
  ["2026-11-18T21:14:00.000Z", "UTC", "Wed 21:14"],
  ["2026-11-19T19:00:00.000Z", "Asia/Kathmandu", "00:45"],
  ["2026-11-21T01:12:00.000Z", "UTC", "Sat 01:12"],
  ["2026-11-12T21:14:00.000Z", "UTC", "12 Nov"],
  ["2026-11-28T10:00:00.000Z", "UTC", "28 Nov"],
  ["2027-02-12T10:00:00.000Z", "America/New_York", "12 Feb 2027"],
])("%s reads in %s as %s", (at, zone, words) => {
  expect(formatMoment(at, now, zone)).toBe(words);
});

test("midnight is 00:00, in every zone and on the day the clocks change", () => {
  expect(formatMoment("2026-10-25T00:00:00.000Z", "2026-10-25T12:00:00.000Z", "UTC")).toBe("00:00");
  expect(formatExactMoment("2026-10-25T00:30:05.000Z", "2026-10-25T12:00:00.000Z", "Europe/Berlin")).toBe("02:30:05");
  expect(formatIso("2026-10-25T00:30:05.000Z", "Europe/Berlin")).toBe("2026-10-25T02:30:05+02:00");
  expect(formatIso("2026-10-25T01:30:05.900Z", "Europe/Berlin")).toBe("2026-10-25T02:30:05+01:00");
  expect(formatIso("2026-11-19T23:30:00.000Z", "Asia/Kathmandu")).toBe("2026-11-20T05:15:00+05:45");
  expect(formatIso("2026-11-19T23:30:00.000Z", "America/St_Johns")).toBe("2026-11-19T20:00:00-03:30");
});

test("days and forecasts carry what their distance needs", () => {
  expect(formatDay("2026-11-28T10:00:00.000Z", now, "UTC")).toBe("28 Nov");
  expect(formatDayAndTime("2026-11-21T01:12:00.000Z", now, "Europe/Berlin")).toBe("Sat 21 Nov, 02:12");
});

test("not known is a dash everywhere, and a real zero is a zero", () => {
  const unknown = [
    formatDuration(null),
    formatMs(null),
    formatAge(null),
    formatBytes(null),
    formatKb(null),
    formatPercent(null),
    formatRate(null),
    formatMoment(null, now, "UTC"),
    formatBytes(Number.NaN),
  ];
  expect(new Set(unknown)).toEqual(new Set(["–"]));
  expect([formatDuration(0), formatKb(0), formatPercent(0), formatRate(0)]).toEqual([
    "0 s",
    "0.0 MB",
    "0 %",
    "0.0 MB/s",
  ]);
});

test("figures are three at most, with their unit", () => {
  expect([formatKb(43_620_762), formatRate(14.4 * 1024 ** 2), formatKbRate(12_083)]).toEqual([
    "41.6 GB",
    "14.4 MB/s",
    "11.8 MB/s",
  ]);
  expect([formatMs(38.4), formatMs(999.7), formatMs(1400), formatMs(61_000)]).toEqual([
    "38 ms",
    "1.0 s",
    "1.4 s",
    "1 min",
  ]);
  expect([formatClock(41), formatClock(727), formatClock(3723)]).toEqual(["0:41", "12:07", "1:02:03"]);
  expect(formatAge(-3)).toBe("0 s");
});

test("an LSN keeps every digit across its parts", () => {
  const parts = formatLsn("71000009407900001")!;
  expect(parts).toEqual({ vlf: "71", block: "0000094079", slot: "00001", hex: "00000047:00016f7f:0001" });
  expect(parts.vlf + parts.block + parts.slot).toBe("71000009407900001");
  expect(formatLsn("71:94079:1")).toBeNull();
});

test("a number stays with its unit at the end of a line, and other spaces stay", () => {
  expect(keepUnits("50 % copied, about 1 d 23 h left of 7.00 TB at 14.4 MB/s, 3 links")).toBe(
    "50\u00a0% copied, about 1\u00a0d 23\u00a0h left of 7.00\u00a0TB at 14.4\u00a0MB/s, 3 links",
  );
});

test.each([
  [0.0663, "7 %"],
  [0.07, "7 %"],
  [0, "0 %"],
  [1.2, "120 %"],
])("an error of %d is less than %s", (error, words) => {
  expect(formatPercentUp(error)).toBe(words);
});
