import { expect, test } from "vitest";
import type { RemainingTime, SeedingProgress, SeedingState } from "./assessment.ts";
import { finishOfAll, outlookOf } from "./running-seedings.ts";
import type { SeedingNow } from "./waiting-turn.ts";

const gb = 1024 ** 3;
const now = new Date("2026-11-23T08:00:00.000Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const hoursTo = (at: Date | null | undefined) => (at ? (at.getTime() - now.getTime()) / 3_600_000 : null);

function hours(p10: number, p50: number, p90: number, madeAt = now): RemainingTime {
  return { p10Seconds: p10 * 3600, p50Seconds: p50 * 3600, p90Seconds: p90 * 3600, madeAt };
}

function progress(changes: Partial<SeedingProgress> = {}): SeedingProgress {
  return {
    databaseName: "Orders",
    transferredBytes: 40 * gb,
    databaseBytes: 100 * gb,
    fraction: 0.4,
    rateBytesPerSecond: (10 * gb) / 3600,
    reportedRateBytesPerSecond: null,
    serverEstimateAt: null,
    attempt: 1,
    restarts: 0,
    lostBytes: 0,
    startedAt: inHours(-4),
    movedAt: now,
    observedAt: now,
    forecast: hours(5, 6, 8),
    forecastMissing: null,
    begunAt: inHours(-4),
    cancelAt: inHours(140),
    isCompressed: false,
    bound: null,
    expectedBytes: 100 * gb,
    ...changes,
  };
}

function seeding(name: string, state: SeedingState = "running", changes: Partial<SeedingNow> = {}): SeedingNow {
  const moves = state !== "waiting" && state !== "failed" && state !== "not-known" && state !== "finishing";
  return {
    linkId: `${name}-1`,
    name,
    server: "SQLHAM01",
    instance: "mi-erp",
    standing: { state, reason: "So it is.", since: inHours(-1) },
    progress: moves ? progress() : null,
    databaseBytes: 100 * gb,
    cutoverAt: null,
    ...changes,
  };
}

const waits = seeding("waits", "waiting");
const missing = (links: SeedingNow[], name: string) =>
  outlookOf(links, now).seedings.find((one) => one.name === name)?.finishMissing;

test("one alone is over when its own forecast says", () => {
  const all = finishOfAll([hours(5, 6, 8)], now);
  expect(hoursTo(all?.p10At)).toBeCloseTo(5, 2);
  expect(hoursTo(all?.p50At)).toBeCloseTo(6, 2);
  expect(hoursTo(all?.p90At)).toBeCloseTo(8, 2);
});

test("two alike are over when each is with the root of the chance, which is later than either", () => {
  const all = finishOfAll([hours(5, 6, 8), hours(5, 6, 8)], now);
  // Above the even chance 6 h grows with z, by the ratio of 8 to 6: the root of 1/2 is z 0.545, of 0.9 z 1.633.
  expect(hoursTo(all?.p50At)).toBeCloseTo(6 * (8 / 6) ** (0.545 / 1.2816), 1);
  expect(hoursTo(all?.p90At)).toBeCloseTo(6 * (8 / 6) ** (1.633 / 1.2816), 1);
});

test("one that is over long before the last hardly counts", () => {
  const all = finishOfAll([hours(0.5, 1, 2), hours(50, 60, 80)], now);
  expect(hoursTo(all?.p50At)).toBeCloseTo(60, 1);
  expect(hoursTo(all?.p90At)).toBeCloseTo(80, 1);
});

test("each counts from when its forecast was made, and nothing is over before now", () => {
  const all = finishOfAll([hours(5, 6, 8, inHours(-2))], now);
  expect(hoursTo(all?.p50At)).toBeCloseTo(4, 2);
  expect(finishOfAll([hours(0, 0, 0, inHours(-2))], now)?.p10At).toEqual(now);
});

test("more of them are never over sooner, a hundred have a finish, and the times are in order", () => {
  let before = [now, now, now];
  for (const count of [1, 2, 3, 11, 30, 100]) {
    const forecasts = Array.from({ length: count }, (_, n) => hours(2 + (n % 7), 4 + (n % 7), 9 + (n % 11)));
    const all = finishOfAll(forecasts, now);
    const times = [all?.p10At, all?.p50At, all?.p90At] as Date[];
    expect(times).toEqual([...times].sort((a, b) => a.getTime() - b.getTime()));
    for (const [at, time] of times.entries()) expect(Number(time)).toBeGreaterThanOrEqual(Number(before[at]) - 1000);
    expect(hoursTo(all?.p50At)).toBeGreaterThanOrEqual(
      Math.max(...forecasts.map((one) => one.p50Seconds)) / 3600 - 0.01,
    );
    before = times;
  }
});

test("none with a forecast has no finish", () => {
  expect(finishOfAll([], now)).toBeNull();
  expect(outlookOf([], now)).toEqual({
    all: { p10At: null, p50At: null, p90At: null, counted: 0, notCounted: 0 },
    seedings: [],
  });
});

test("the soonest stand first, those without a finish at the end, by name", () => {
  const later = seeding("later", "running", { progress: progress({ forecast: hours(9, 10, 12) }) });
  const links = [seeding("zinc", "not-known"), later, seeding("amber", "failed"), seeding("sooner")];
  const { seedings, all } = outlookOf(links, now);
  expect(seedings.map(({ name }) => name)).toEqual(["sooner", "later", "amber", "zinc"]);
  expect([all.counted, all.notCounted]).toEqual([2, 2]);
});

test("deadlines have a chance where there is a forecast, none once they have passed, and nothing where nobody can say", () => {
  const soon = seeding("soon", "running", { cutoverAt: inHours(6), progress: progress({ cancelAt: inHours(200) }) });
  const past = seeding("past", "running", { cutoverAt: inHours(-1) });
  const deaf = seeding("deaf", "running", {
    cutoverAt: inHours(6),
    progress: progress({ forecast: null, forecastMissing: "too few samples so far" }),
  });
  const { seedings } = outlookOf([soon, past, deaf], now);
  const of = (name: string) => seedings.find((one) => one.name === name);
  expect(of("soon")?.cutover?.chance).toBeCloseTo(0.5, 5);
  expect(of("soon")?.cancel?.chance).toBe(0.99);
  expect(of("past")?.cutover).toEqual({ at: inHours(-1), chance: 0 });
  expect(of("deaf")?.cutover).toEqual({ at: inHours(6), chance: null });
  expect(of("deaf")?.finishMissing).toBe("too few samples so far");
});

test("one that waits begins when the next is over, and shares the wire with what still runs", () => {
  // 10 GB an hour each, 60 GB left each; with two at once the third begins after 6 h and then has 20 GB an hour to itself.
  const links = [seeding("first"), seeding("second"), seeding("third", "waiting")];
  const third = outlookOf(links, now).seedings.find(({ name }) => name === "third");
  expect(hoursTo(third?.beginsAt)).toBeCloseTo(6, 3);
  expect(hoursTo(third?.finish?.p50At)).toBeCloseTo(11, 3);
  expect(hoursTo(third?.finish?.p10At)).toBeLessThan(11);
  expect(hoursTo(third?.finish?.p90At)).toBeGreaterThan(11);
  expect(third?.finishMissing).toBeNull();
  expect(third?.cancel).toBeNull();
});

test("what runs is over when its own forecast says, and at its present rate before it has one", () => {
  // Each way a different one of the two is over first.
  const soon = progress({ forecast: hours(2, 3, 4) });
  const young = progress({ forecast: null, forecastMissing: "too few samples so far", transferredBytes: 80 * gb });
  const begins = (first: SeedingProgress) =>
    hoursTo(
      outlookOf([{ ...seeding("a"), progress: first }, seeding("b"), waits], now).seedings.find((one) => one.beginsAt)
        ?.beginsAt,
    );
  expect(begins(soon)).toBeCloseTo(3, 3);
  expect(begins(young)).toBeCloseTo(2, 3);
  expect(begins(progress({ forecast: hours(9, 9, 9) }))).toBeCloseTo(6, 3);
});

test("who has waited longest begins first", () => {
  const waiting = (name: string, since: Date) =>
    seeding(name, "waiting", { standing: { state: "waiting", reason: "Nothing is copied yet.", since } });
  const { seedings } = outlookOf([seeding("runs"), waiting("young", inHours(-1)), waiting("old", inHours(-3))], now);
  const begins = (name: string) => hoursTo(seedings.find((one) => one.name === name)?.beginsAt);
  expect(begins("old")).toBeCloseTo(6, 3);
  expect(begins("young")).toBeCloseTo(16, 3);
});

test("a turn is not counted among all", () => {
  const { all } = outlookOf([seeding("runs"), seeding("waits", "waiting")], now);
  expect(hoursTo(all.p50At)).toBeCloseTo(6, 2);
  expect([all.counted, all.notCounted]).toEqual([1, 1]);
});

const runs = (changes: Partial<SeedingProgress>) => seeding("runs", "running", { progress: progress(changes) });

test.each<[string, SeedingNow[], string]>([
  ["nothing runs", [waits], "nothing runs on SQLHAM01 that tells how fast it goes"],
  [
    "what runs runs elsewhere",
    [waits, seeding("far", "running", { server: "SQLMUC01" })],
    "nothing runs on SQLHAM01 that tells how fast it goes",
  ],
  [
    "only one that failed",
    [waits, seeding("broken", "failed")],
    "nothing runs on SQLHAM01 that tells how fast it goes",
  ],
  ["no rate", [waits, runs({ rateBytesPerSecond: null })], "the rate of runs is not known"],
  ["no byte moves", [waits, runs({ rateBytesPerSecond: 0 })], "no byte of runs moves now"],
  ["no bytes counted", [waits, runs({ transferredBytes: null })], "it is not known how much of runs is left"],
  [
    "more went over than expected",
    [waits, runs({ transferredBytes: 120 * gb })],
    "it is not known how much of runs is left",
  ],
  ["no bytes any more", [waits, seeding("ends", "finishing")], "it is not known how much of ends is left"],
  ["one is silent", [waits, seeding("runs"), seeding("mute", "not-known")], "it cannot be seen how far mute is"],
  ["no size of its own", [{ ...waits, databaseBytes: null }, seeding("runs")], "the size of waits is not known"],
  [
    "no size of another that waits",
    [waits, seeding("runs"), seeding("other", "waiting", { databaseBytes: null })],
    "the size of other is not known",
  ],
  [
    "no server",
    [{ ...waits, server: null }, seeding("runs", "running", { server: null })],
    "its SQL Server is not known",
  ],
  [
    "a rate of next to nothing",
    [waits, runs({ rateBytesPerSecond: 1, forecast: null })],
    "at this pace it would not be over within a year",
  ],
])("where %s, no turn is claimed, and why is said", (_, links, why) => {
  expect(missing(links, "waits")).toBe(why);
  const { beginsAt, finish } = outlookOf(links, now).seedings.find(({ name }) => name === "waits") ?? {};
  expect([beginsAt, finish]).toEqual([null, null]);
});
