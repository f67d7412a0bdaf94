// What must hold of every forecast, over runs that a generator of its own makes up; each seed makes the same run again.
import { beforeAll, describe, expect, test } from "vitest";
import { forecastRemaining, type RemainingAnswer, type SeedingSeen } from "./remaining-time.ts";
import { addPoint, type SeedingPoint } from "./seeding-points.ts";
import type { WireMate } from "./wire-mate.ts";
import { learnShare } from "./wire-share.ts";

const start = Date.UTC(2026, 10, 19, 3, 0, 0);
const hourMs = 3_600_000;
const MB = 1024 ** 2;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Dice {
  is(chance: number): boolean;
  between(low: number, high: number): number;
  /** Orders of magnitude alike. */
  scale(low: number, high: number): number;
}

function diceOf(seed: number): Dice {
  const next = numbersFrom(seed);
  return {
    is: (chance) => next() < chance,
    between: (low, high) => low + (high - low) * next(),
    scale: (low, high) => low * (high / low) ** next(),
  };
}

/** A run as it may be seen: a rate that wanders, stalls, hours of the day that are slower, polls that are late or thinned out. */
function pointsOf({ is, between, scale }: Dice): SeedingPoint[] {
  const spanMs = scale(70_000, is(0.3) ? 100 * hourMs : 6 * hourMs);
  const stepMs = Math.max(scale(3_000, 120_000), spanMs / 300);
  const isThinned = is(0.5);
  const unrest = is(0.3) ? 0 : between(0, 0.8);
  const slowShare = is(0.1) ? 0 : is(0.4) ? between(0, 0.7) : 1;
  const stallChance = is(0.4) ? between(0, 0.02) : 0;
  const base = scale(1_000, 500 * MB);
  let wander = 0;
  let [time, bytes, stalledUntil] = [start, is(0.7) ? 0 : scale(1, 1e12), 0];
  let points: SeedingPoint[] = [[time, bytes]];
  while (time < start + spanMs || points.length < 3) {
    const seconds = (stepMs * (is(0.05) ? between(1, 20) : between(0.8, 1.2))) / 1000;
    if (is(stallChance)) stalledUntil = time + scale(60_000, 3 * hourMs);
    wander = 0.9 * wander + unrest * between(-1, 1);
    const hour = new Date(time).getUTCHours();
    const pace = time < stalledUntil ? 0 : hour >= 6 && hour < 18 ? slowShare : 1;
    time += Math.round(seconds * 1000);
    bytes += Math.round(base * pace * Math.exp(wander) * seconds);
    points = isThinned ? addPoint(points, [time, bytes]) : [...points, [time, bytes]];
  }
  return points;
}

function matesOf({ is, between, scale }: Dice, last: number): WireMate[] {
  return Array.from({ length: Math.floor(between(1, 5)) }, (_, index) => ({
    linkId: `mate ${index}`,
    name: `mate ${index}`,
    server: is(0.7) ? "SQLHAM01" : "SQLBER01",
    instance: is(0.7) ? "mi-erp-weu" : null,
    via: is(0.5) ? "both" : is(0.5) ? "server" : "instance",
    startedAt: is(0.3) ? null : new Date(last - scale(1_000, 48 * hourMs)),
    remainingBytes: is(0.2) ? null : is(0.1) ? 0 : scale(1, 1e13),
    rateBytesPerSecond: is(0.2) ? null : is(0.1) ? 0 : scale(1, 500 * MB),
    toldAt: new Date(last),
  }));
}

type Given = Omit<SeedingSeen, "databaseBytes">;

function givenOf(dice: Dice, isShared: boolean): Given {
  const points = pointsOf(dice);
  const [last] = points.at(-1) as SeedingPoint;
  const isCompressed = dice.is(0.4);
  return {
    points,
    isCompressed,
    wireShare: isCompressed && dice.is(0.5) ? learnShare([dice.between(0.05, 1), dice.between(0.05, 1)]) : null,
    isStalled: false,
    ...(dice.is(0.3) && { earlier: { bytes: dice.scale(1, 1e13), seconds: dice.scale(1, 1e6) } }),
    mates: isShared ? matesOf(dice, last) : [],
    now: new Date(last + (dice.is(0.5) ? 0 : dice.scale(1_000, 24 * hourMs))),
  };
}

/** From next to nothing left to a thousand times what is over, each a little more than the one before. */
function sizesOf({ scale }: Dice, { points, isCompressed, wireShare }: Given): number[] {
  const [, over] = points.at(-1) as SeedingPoint;
  const perByte = isCompressed ? (wireShare?.middle ?? 1) : 1;
  const moved = over - (points[0] as SeedingPoint)[1];
  const sizes: number[] = [];
  for (let left = Math.max(1, moved) * 1e-6; left < Math.max(1, moved) * 1e3; left *= scale(1.01, 6))
    sizes.push((over + left) / perByte);
  return sizes;
}

const count = 300;

describe.each([
  ["alone on its wire", false],
  ["with others on its wire", true],
])("runs %s", (_, isShared) => {
  /** By seed, the answers for ever larger databases. */
  let runs: { told: string; answer: RemainingAnswer; now: Date }[][] = [];
  beforeAll(() => {
    runs = Array.from({ length: count }, (_, seed) => {
      const dice = diceOf(seed);
      const given = givenOf(dice, isShared);
      return sizesOf(dice, given).map((databaseBytes) => {
        const answer = forecastRemaining({ ...given, databaseBytes });
        return { answer, now: given.now, told: `seed ${seed}, ${databaseBytes} bytes: ${JSON.stringify(answer)}` };
      });
    });
  }, 120_000);

  test("have a forecast at most sizes, else the reason why there is none", () => {
    const answers = runs.flat();
    expect(answers.filter(({ answer }) => answer.forecast !== null).length).toBeGreaterThan(answers.length / 2);
    expect(answers.filter(({ answer }) => answer.forecast === null && !answer.missing)).toEqual([]);
  });

  test("are never forecast as negative, not a number, or before now, and the band holds the even chance", () => {
    for (const { answer, now, told } of runs.flat()) {
      if (answer.forecast === null) continue;
      const { p10Seconds, p50Seconds, p90Seconds, madeAt } = answer.forecast;
      expect([p10Seconds, p50Seconds, p90Seconds].every(Number.isFinite), told).toBe(true);
      expect(0 <= p10Seconds && p10Seconds <= p50Seconds && p50Seconds <= p90Seconds, told).toBe(true);
      expect(madeAt, told).toBe(now);
    }
  });

  test("are never over sooner for more bytes left at the same points", () => {
    for (const run of runs) {
      let before = [0, 0, 0];
      let isEndless = false;
      for (const { answer, told } of run) {
        isEndless ||= answer.missing === "at this pace it would not end";
        if (answer.forecast === null) continue;
        const band = [answer.forecast.p10Seconds, answer.forecast.p50Seconds, answer.forecast.p90Seconds];
        // A billionth for the rounding of floating numbers.
        const isLater = band.every((seconds, index) => seconds >= (before[index] as number) * (1 - 1e-9));
        expect(!isEndless && isLater, `${told} after ${before}`).toBe(true);
        before = band;
      }
    }
  });
});
