import { expect, test } from "vitest";
import { dailyPace } from "./daily-pace.ts";
import { onClockOf, realMs, steady, steps, together } from "./pace.ts";
import { addPoint, type SeedingPoint } from "./seeding-points.ts";
import { stallPace } from "./stall-pace.ts";
import type { WireLeaver, WireMate } from "./wire-mate.ts";
import { sharingOf, wirePace } from "./wire-pace.ts";

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 10, 20, 8);

/** Points of a run at a rate (bytes per second) by time, asked every minute. */
function run(forMs: number, rateAt: (time: number) => number): SeedingPoint[] {
  let points: SeedingPoint[] = [[start, 0]];
  let bytes = 0;
  for (let at = start; at < start + forMs; at += minute) {
    bytes += rateAt(at) * 60;
    points = addPoint(points, [at + minute, bytes]);
  }
  return points;
}

test("a clock of half the pace passes in double the time, and stands still where nothing goes", () => {
  const pace = steps([10, 20], [0.5, 0, 1], "slow");
  expect(realMs(pace, 0, 5)).toBe(10);
  expect(realMs(pace, 0, 6)).toBe(21);
  expect(realMs(steady, 0, 7)).toBe(7);
  expect(realMs(steps([10], [1, 0], "dead"), 0, 11)).toBe(Number.POSITIVE_INFINITY);
  expect(realMs(together([pace, steps([5], [1, 2], "fast")]), 0, 6)).toBe(8.5);
  expect(
    onClockOf(pace, [
      [0, 1],
      [10, 2],
      [20, 3],
      [30, 4],
    ]),
  ).toEqual([
    [15, 1],
    [20, 2],
    [20, 3],
    [30, 4],
  ]);
});

test("a stall that is over is taken out of the clock; one that lasts is not over, and unrest is no stall", () => {
  const stalled = run(3 * hour, (at) => (at >= start + hour && at < start + 2 * hour ? 0 : 1000));
  const clocked = onClockOf(stallPace(stalled), stalled);
  expect(((clocked.at(-1)?.[0] ?? 0) - (clocked[0]?.[0] ?? 0)) / hour).toBeCloseTo(2, 1);
  expect(stallPace(run(2 * hour, (at) => (at >= start + hour ? 0 : 1000)))).toBe(steady);
  expect(stallPace(run(2 * hour, (at) => ((at / minute) % 4 === 0 ? 0 : 1000)))).toBe(steady);
});

test("slow nights are known after a day, and what is left is told by the hours to come", () => {
  const rateAt = (at: number) => (new Date(at).getUTCHours() >= 20 || new Date(at).getUTCHours() < 5 ? 300 : 1000);
  const points = run(30 * hour, rateAt);
  const pace = dailyPace(points);
  // It is 14:00 of the second day: six hours in full, nine of three tenths, then full again.
  const now = points.at(-1)?.[0] ?? 0;
  expect(pace?.at(now)).toBe(1);
  expect(pace?.at(now + 8 * hour)).toBeCloseTo(0.3, 1);
  expect(realMs(pace ?? steady, now, 10 * hour) / hour).toBeCloseTo(16.3, 0);
});

test.each([
  ["less than a day", 20, (at: number) => (new Date(at).getUTCHours() >= 20 ? 300 : 1000)],
  ["an even rate", 40, () => 1000],
  ["one slow stretch that was no night", 60, (at: number) => (at < start + 30 * hour ? 1000 : 300)],
  ["a rate that falls all day", 48, (at: number) => 1000 - (at - start) / (60 * minute) / 0.06],
  ["unrest", 48, (at: number) => (Math.sin(at / 1e6) > 0 ? 1000 : 300)],
] as const)("%s is no daily rhythm", (_, hours, rateAt) => {
  expect(dailyPace(run(hours * hour, rateAt))).toBeNull();
});

function mate(changes: Partial<WireMate> = {}): WireMate {
  return {
    linkId: "b",
    name: "b",
    server: "SQLHAM01",
    instance: "mi-erp-weu",
    via: "both",
    startedAt: new Date(start),
    remainingBytes: 3_600_000,
    rateBytesPerSecond: 1000,
    toldAt: new Date(start),
    ...changes,
  };
}

test("a mate that is over leaves its share; before it began the share was ours", () => {
  const now = start + 2 * hour;
  const pace = wirePace(1000, [mate({ startedAt: new Date(start + hour) })], now);
  expect([start, start + 90 * minute, now + 59 * minute, now + 61 * minute].map((at) => pace.at(at))).toEqual([
    2, 1, 1, 2,
  ]);
});

test("two mates leave one after the other, the second sooner for the first's share", () => {
  const pace = wirePace(1000, [mate(), mate({ linkId: "c", remainingBytes: 7_200_000 })], start + hour);
  const now = start + hour;
  expect([59, 61, 99, 101].map((minutes) => pace.at(now + minutes * minute))).toEqual([1, 1.5, 1.5, 3]);
});

test("one that waits takes the place of one of its server that is over", () => {
  const waiting = mate({ linkId: "c", startedAt: null, rateBytesPerSecond: null });
  const now = start + hour;
  const pace = wirePace(1000, [mate(), waiting], now);
  expect([61, 119, 121].map((minutes) => pace.at(now + minutes * minute))).toEqual([1, 1, 2]);
  const ofAnother = wirePace(1000, [mate(), { ...waiting, server: "SQLBER01" }], now);
  expect(ofAnother.at(now + 61 * minute)).toBe(2);
  const unsized = wirePace(1000, [mate(), { ...waiting, remainingBytes: null }], now);
  expect(unsized.at(now + 50 * hour)).toBe(1);
});

test("without a mate whose rate and rest are known the wire says nothing", () => {
  expect(wirePace(1000, [mate({ rateBytesPerSecond: null })], start)).toBe(steady);
  expect(wirePace(0, [mate()], start)).toBe(steady);
});

test("whether the wire is shared shows where a mate began: the rate fell, or it did not", () => {
  const joined = mate({ startedAt: new Date(start + hour) });
  const fell = run(2 * hour, (at) => (at < start + hour ? 2000 : 1000));
  const stayed = run(2 * hour, () => 1000);
  expect(sharingOf(fell, [joined])).toBe("seen");
  expect(sharingOf(stayed, [joined])).toBe("not");
  // Nothing to see: it was there from the start, or came a minute ago.
  expect(sharingOf(stayed, [mate()])).toBe("likely");
  expect(sharingOf(stayed, [mate({ startedAt: new Date(start + 119 * minute) })])).toBe("likely");
});

function leaver(startedAt: number, leftAt: number): WireLeaver {
  const { name, server, instance, via } = mate();
  return {
    name,
    server,
    instance,
    via,
    startedAt: new Date(startedAt),
    leftAt: new Date(leftAt),
    end: "finished",
    wireBytesPerByte: null,
  };
}

test("one that left had a share until its end", () => {
  const gone = leaver(start + hour, start + 2 * hour);
  const alone = wirePace(1000, [], start + 3 * hour, [gone]);
  expect([0.5, 1.5, 2.5, 9].map((hours) => alone.at(start + hours * hour))).toEqual([1, 0.5, 1, 1]);
  expect(alone.because).toBe("b had a part of the wire until its end");
  const beside = wirePace(1000, [mate()], start + 3 * hour, [gone]);
  expect([0.5, 1.5, 2.5].map((hours) => beside.at(start + hours * hour))).toEqual([1, expect.closeTo(2 / 3), 1]);
});

test("a fourth that joined three is held against as many as ran then, not as run now", () => {
  const at = (minutes: number) => start + minutes * minute;
  const rates = run(3 * hour, (time) => (time < at(60) ? 1600 : time < at(100) ? 1250 : 1650));
  const others = [mate(), mate({ linkId: "c" })];
  expect(sharingOf(rates, others, [leaver(at(60), at(100))])).toBe("seen");
  const untouched = run(3 * hour, () => 1600);
  expect(sharingOf(untouched, others, [leaver(at(60), at(100))])).toBe("not");
});

test("of many on a wire one more shows nothing", () => {
  const many = Array.from({ length: 12 }, (_, index) => mate({ linkId: `m${index}` }));
  const joined = mate({ linkId: "late", startedAt: new Date(start + hour) });
  expect(
    sharingOf(
      run(2 * hour, () => 1000),
      [...many, joined],
    ),
  ).toBe("likely");
});
