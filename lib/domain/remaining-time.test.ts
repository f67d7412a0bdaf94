import { expect, test } from "vitest";
import { forecastRemaining } from "./remaining-time.ts";
import type { SeedingPoint } from "./seeding-points.ts";
import type { WireMate } from "./wire-mate.ts";
import { learnShare } from "./wire-share.ts";

const start = Date.UTC(2026, 10, 19, 3, 0, 0);
const steady = (count: number, stepSeconds = 10, bytes = 1000): SeedingPoint[] =>
  Array.from({ length: count }, (_, i) => [start + i * stepSeconds * 1000, i * bytes]);
const ask = (points: SeedingPoint[], databaseBytes: number | null, changes = {}) =>
  forecastRemaining({
    points,
    databaseBytes,
    isStalled: false,
    now: new Date(points.at(-1)?.[0] ?? start),
    ...changes,
  });

test.each([
  ["no samples", [], 1000, {}, "too few samples so far"],
  ["two samples far apart", steady(2, 600), 1e6, {}, "too few samples so far"],
  ["less than a minute", steady(6, 10), 1e6, {}, "seen for less than a minute so far"],
  ["a stall", steady(20), 1e6, { isStalled: true }, "no bytes move now"],
  ["no byte at all", steady(20, 10, 0), 1e6, {}, "no bytes move now"],
  ["no size", steady(20), null, {}, "the size of the database is not known"],
  ["a size of zero", steady(20), 0, {}, "the size of the database is not known"],
  ["more bytes than the database has", steady(20), 19_000, {}, "all bytes that were expected are over"],
] as [string, SeedingPoint[], number | null, object, string][])(
  "%s gives the reason instead of a number",
  (_, points, size, changes, why) => {
    expect(ask(points, size, changes)).toEqual({ forecast: null, missing: why });
  },
);

test("a steady copy half done has about as long to go, in a narrow band around it", () => {
  const { forecast } = ask(steady(61), 120_000);
  expect(forecast?.p50Seconds).toBeGreaterThan(570);
  expect(forecast?.p50Seconds).toBeLessThan(630);
  expect(forecast?.p10Seconds).toBeGreaterThan(480);
  expect(forecast?.p90Seconds).toBeLessThan(780);
});

test("a copy that went in fits and starts gets a wider band than a steady one", () => {
  const restless = steady(61).map(
    ([at], i): SeedingPoint => [at, 1000 * (i % 12 < 6 ? i - (i % 12) : i - 12 + 2 * ((i % 12) - 6) + 12)],
  );
  const width = (points: SeedingPoint[]) => {
    const { p10Seconds, p50Seconds, p90Seconds } = ask(points, 120_000).forecast!;
    return (p90Seconds - p10Seconds) / p50Seconds;
  };
  expect(width(restless)).toBeGreaterThan(width(steady(61)));
});

test("a run that has become faster is expected to end sooner than its whole mean says", () => {
  const faster: SeedingPoint[] = Array.from({ length: 60 }, (_, i) => [
    start + (61 + i) * 10_000,
    60_000 + (i + 1) * 3000,
  ]);
  const { forecast } = ask([...steady(61), ...faster], 440_000);
  const byWholeMean = 200_000 / (240_000 / 1200);
  expect(forecast?.p50Seconds).toBeLessThan(byWholeMean);
  expect(forecast?.p50Seconds).toBeGreaterThan(200_000 / 300);
});

test("more bytes left at the same rates never means sooner", () => {
  const points = steady(200).map(
    ([at, bytes], i): SeedingPoint => [at, bytes + 400 * Math.sin(i / 7) + ((i * 7919) % 300)],
  );
  let before = [0, 0, 0];
  for (let databaseBytes = 201_000; databaseBytes < 5e6; databaseBytes *= 1.013) {
    const { p10Seconds, p50Seconds, p90Seconds } = ask(points, databaseBytes).forecast!;
    const band = [p10Seconds, p50Seconds, p90Seconds];
    expect(band.every((seconds, i) => seconds >= before[i]!)).toBe(true);
    before = band;
  }
});

test("an old sample shortens the near end only, so that the band grows wider", () => {
  const points = steady(61);
  const late = ask(points, 120_000, { now: new Date(start + 900_000) }).forecast!;
  const fresh = ask(points, 120_000).forecast!;
  expect(late.p10Seconds).toBeCloseTo(fresh.p10Seconds - 300, 6);
  expect(late.p50Seconds).toBeCloseTo(fresh.p50Seconds - 300, 6);
  expect(late.p90Seconds).toBe(fresh.p90Seconds);
  const stale = ask(points, 120_000, { now: new Date(start + 9_000_000) }).forecast!;
  expect([stale.p10Seconds, stale.p50Seconds]).toEqual([0, 0]);
});

test("whoever begins to watch late gets the wide band of a beginning", () => {
  const fromStart = ask(steady(61), 120_000).forecast!;
  const lateComer = ask(steady(61).slice(-7), 120_000).forecast!;
  const width = (f: { p10Seconds: number; p50Seconds: number; p90Seconds: number }) =>
    (f.p90Seconds - f.p10Seconds) / f.p50Seconds;
  expect(width(lateComer)).toBeGreaterThan(width(fromStart));
});

test("never negative, never NaN, always in order", () => {
  for (let seed = 1; seed < 400; seed += 1) {
    let bytes = 0;
    const points: SeedingPoint[] = Array.from({ length: (seed % 40) + 1 }, (_, i) => {
      bytes += ((seed * 7919 + i * 104_729) % 5) * 1e6;
      return [start + i * 13_000, bytes];
    });
    const { forecast } = ask(points, (seed % 7) * 1e8, { now: new Date(start + seed * 2000) });
    if (forecast === null) continue;
    const { p10Seconds, p50Seconds, p90Seconds } = forecast;
    expect([p10Seconds, p50Seconds, p90Seconds].every((one) => Number.isFinite(one) && one >= 0)).toBe(true);
    expect(p10Seconds <= p50Seconds && p50Seconds <= p90Seconds).toBe(true);
  }
});

const steadyPoints: [number, number][] = Array.from({ length: 60 }, (_, at) => [at * 60_000, at * 60 * 1_000_000]);
const asked = { points: steadyPoints, databaseBytes: 10_000_000_000, isStalled: false, now: new Date(59 * 60_000) };

test("compression that earlier seedings taught shortens the rest, in a band as wide as they differ; untaught the band is wider still", () => {
  const seen = { ...asked, databaseBytes: 20_000_000_000, isCompressed: true };
  const plain = forecastRemaining({ ...seen, isCompressed: false }).forecast!;
  const taught = forecastRemaining({ ...seen, wireShare: learnShare([0.5, 0.5, 0.5, 0.5]) }).forecast!;
  const untaught = forecastRemaining(seen).forecast!;
  expect(taught.p50Seconds / plain.p50Seconds).toBeCloseTo((10 - 3.54) / (20 - 3.54), 1);
  expect(taught.p10Seconds).toBeLessThan(taught.p50Seconds * 0.75);
  expect(taught.p90Seconds).toBeGreaterThan(taught.p50Seconds * 1.3);
  expect(untaught.p10Seconds).toBeLessThan(taught.p10Seconds);
  expect(untaught.p90Seconds).toBeGreaterThan(taught.p90Seconds);
});

test("a compressed copy past what was expected of it is expected to end before the whole, not now", () => {
  const beyond = { ...asked, databaseBytes: 5_000_000_000, isCompressed: true, wireShare: learnShare([0.5]) };
  const { p10Seconds, p50Seconds, p90Seconds } = forecastRemaining(beyond).forecast!;
  expect(0 < p10Seconds && p10Seconds < p50Seconds && p50Seconds < p90Seconds).toBe(true);
  expect(p90Seconds).toBeLessThan(forecastRemaining({ ...beyond, isCompressed: false }).forecast?.p90Seconds ?? 0);
});

test("an earlier run at much the same rate pulls the forecast towards its own; one at another rate does not", () => {
  const plain = forecastRemaining(asked).forecast?.p50Seconds ?? 0;
  const faster = forecastRemaining({ ...asked, earlier: { bytes: 40_000_000_000, seconds: 33_000 } }).forecast;
  expect(faster?.p50Seconds).toBeLessThan(plain * 0.9);
  const other = forecastRemaining({ ...asked, earlier: { bytes: 40_000_000_000, seconds: 10_000 } }).forecast;
  expect(other?.p50Seconds).toBe(plain);
});

const mate: WireMate = {
  linkId: "crm",
  name: "CRM",
  server: "SQLBER01",
  instance: "mi-erp-weu",
  via: "both",
  startedAt: new Date(0),
  remainingBytes: 1_000_000_000,
  rateBytesPerSecond: 1_000_000,
  toldAt: new Date(59 * 60_000),
};

test("a mate of the same server that will be over leaves its share to the rest", () => {
  const alone = forecastRemaining(asked).forecast;
  const beside = forecastRemaining({ ...asked, mates: [mate] }).forecast;
  expect(beside?.p50Seconds).toBeLessThan((alone?.p50Seconds ?? 0) * 0.75);
  expect(beside?.p90Seconds).toBeLessThan((alone?.p90Seconds ?? 0) * 0.85);
});

test("one that waits, of a size nobody told, widens the band and moves no point", () => {
  const waiting = { ...mate, name: "WMS", startedAt: null, rateBytesPerSecond: null, remainingBytes: null };
  const without = forecastRemaining({ ...asked, mates: [mate] }).forecast!;
  const beside = forecastRemaining({ ...asked, mates: [mate, waiting] }).forecast!;
  expect(beside.p50Seconds).toBe(without.p50Seconds);
  expect(beside.p90Seconds).toBeGreaterThan(without.p90Seconds);
  expect(beside.grounds).toContain("the size of WMS, which waits, is not known");
});

test("one that only shares the managed instance may share no wire: the band holds both, until its beginning shows which", () => {
  const alone = forecastRemaining(asked).forecast;
  const ofServer = forecastRemaining({ ...asked, mates: [mate] }).forecast;
  const unseen = forecastRemaining({ ...asked, mates: [{ ...mate, via: "instance" }] }).forecast;
  expect(unseen?.p50Seconds).toBe(ofServer?.p50Seconds);
  expect(unseen?.p10Seconds).toBe(ofServer?.p10Seconds);
  expect(unseen?.p90Seconds).toBe(alone?.p90Seconds);
  const joined = { ...mate, via: "instance" as const, startedAt: new Date(30 * 60_000) };
  expect(forecastRemaining({ ...asked, mates: [joined] }).forecast).toEqual(alone);
  const fell: SeedingPoint[] = steadyPoints.map(([at, bytes]) => [at, at <= 30 * 60_000 ? 2 * bytes : bytes + 1.8e9]);
  const halved = forecastRemaining({ ...asked, points: fell, databaseBytes: 12e9, mates: [joined] }).forecast;
  const same = forecastRemaining({
    ...asked,
    points: fell,
    databaseBytes: 12e9,
    mates: [{ ...joined, via: "both" }],
  }).forecast;
  expect(halved).toEqual(same);
});

test("what was reckoned with is said, and a plain run has nothing to say but the hours nobody saw", () => {
  const unseen = "23 hours of the day were not seen yet; there it may go slower or faster";
  const grounds = (changes = {}) => forecastRemaining({ ...asked, ...changes }).forecast?.grounds;
  expect(grounds()).toEqual([unseen]);
  expect(grounds({ mates: [mate, { ...mate, name: "WMS" }] })).toEqual([
    "the wire is shared with CRM and WMS, until they are over",
    unseen,
  ]);
  expect(grounds({ mates: [{ ...mate, via: "instance" }] })).toContain(
    "that CRM slows it down was not seen yet, so the band holds both",
  );
  expect(grounds({ isCompressed: true })).toContain(
    "how far compression goes is not known: between all bytes and a quarter of them may go over",
  );
  expect(grounds({ isCompressed: true, wireShare: learnShare([0.5]) })).toContain(
    "compressed seedings of this server needed 50 % of their bytes",
  );
  expect(grounds({ earlier: { bytes: 40_000_000_000, seconds: 33_000 } })).toContain(
    "9 h 10 min of runs that were lost count for the rate",
  );
  expect(grounds({ now: new Date(64 * 60_000) })).toContain("the last count is 5 min old");
});

const hour = 3_600_000;
/** Twelve hours by day at 30 MB/s, then two by night at 9; a poll a minute. */
const intoTheNight: SeedingPoint[] = Array.from({ length: 14 * 60 + 1 }, (_, minute) => [
  start + minute * 60_000,
  1_800e6 * Math.min(minute, 720) + 540e6 * Math.max(0, minute - 720),
]);

test("two slow hours of a seeding of days weigh as two hours, and the band holds both readings", () => {
  const bytesLeft = 5e12;
  const { points, now } = { points: intoTheNight, now: new Date(start + 14 * hour) };
  const databaseBytes = (points.at(-1)?.[1] ?? 0) + bytesLeft;
  const forecast = forecastRemaining({ points, databaseBytes, isStalled: false, now }).forecast!;
  const byMean = bytesLeft / (1.3608e12 / (14 * 3600));
  expect(forecast.p50Seconds).toBeGreaterThan(0.9 * byMean);
  expect(forecast.p50Seconds).toBeLessThan(1.25 * byMean);
  expect(forecast.p10Seconds).toBeLessThan(0.85 * byMean);
  expect(forecast.p90Seconds).toBeGreaterThan(1.5 * byMean);
});

test("who has not seen a day yet plans days ahead in a wider band than who has", () => {
  const width = (hours: number) => {
    const points: SeedingPoint[] = Array.from({ length: hours * 60 + 1 }, (_, minute) => [
      minute * 60_000,
      minute * 1e9,
    ]);
    const { p10Seconds, p50Seconds, p90Seconds } = forecastRemaining({
      points,
      databaseBytes: hours * 60e9 + 4e12,
      isStalled: false,
      now: new Date(hours * hour),
    }).forecast!;
    return (p90Seconds - p10Seconds) / p50Seconds;
  };
  expect(width(12)).toBeGreaterThan(2 * width(30));
});
