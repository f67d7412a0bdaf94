import { expect, test } from "vitest";
import type { Assessment } from "./assessment.ts";
import { endedRun, forecastOf, type KeptForecast, leastGapMs, scoreRun } from "./kept-forecast.ts";

const start = new Date("2026-11-20T08:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

function assessment(changes: Partial<Assessment>): Assessment {
  return { assessedAt: at(7010), phase: "seeding", seeding: null, memory: { seeding: null }, ...changes } as Assessment;
}

const memory = {
  seeding: { startedAt: start, points: [[start.getTime(), 0]], movedAt: at(7000) },
} as unknown as Assessment["memory"];

function kept(madeSeconds: number, p50Seconds: number, band = 0.2): KeptForecast {
  return {
    madeAt: at(madeSeconds),
    runStartedAt: start,
    transferredBytes: 1,
    databaseBytes: 2,
    p10Seconds: p50Seconds * (1 - band),
    p50Seconds,
    p90Seconds: p50Seconds * (1 + band),
  };
}

test("a run is over when log flows, at the time of its last byte", () => {
  const before = assessment({ memory });
  expect(endedRun(before, assessment({ phase: "catching-up" }))).toEqual({
    runStartedAt: start,
    finishedAt: at(7005),
    databaseBytes: null,
    transferredBytes: 0,
    isCompressed: null,
  });
  expect(endedRun(before, assessment({ phase: "replicating" }))).not.toBeNull();
});

test("of a compressed run the bytes that went over unseen count, at its last rate", () => {
  const points = [
    [at(6940).getTime(), 600_000],
    [at(7000).getTime(), 606_000],
  ];
  const before = (isCompressed: boolean) =>
    assessment({
      seeding: { databaseBytes: 1_000_000, isCompressed } as Assessment["seeding"],
      memory: { seeding: { startedAt: start, points, movedAt: at(7000) } } as unknown as Assessment["memory"],
    });
  const over = assessment({ phase: "replicating" });
  expect(endedRun(before(true), over)).toMatchObject({ transferredBytes: 606_500, isCompressed: true });
  expect(endedRun(before(false), over)).toMatchObject({ transferredBytes: 606_000, isCompressed: false });
});

test.each(["seeding-failed", "disconnected", "removed", "not-known"] as const)(
  "a run that ends as %s is not over",
  (phase) => {
    expect(endedRun(assessment({ memory }), assessment({ phase }))).toBeNull();
  },
);

test("a run whose end nobody saw is not judged", () => {
  const late = assessment({ phase: "replicating", assessedAt: at(7000 + 3600) });
  expect(endedRun(assessment({ memory }), late)).toBeNull();
});

test("nothing ends that did not run, or still does", () => {
  expect(endedRun(null, assessment({ phase: "replicating" }))).toBeNull();
  expect(endedRun(assessment({}), assessment({ phase: "replicating" }))).toBeNull();
  expect(endedRun(assessment({ memory }), assessment({ phase: "replicating", memory }))).toBeNull();
});

test("a forecast is kept with its run, no closer than five minutes or a hundredth of the run's age", () => {
  const seeding = {
    transferredBytes: 5,
    databaseBytes: 9,
    forecast: { p10Seconds: 1, p50Seconds: 2, p90Seconds: 3, madeAt: at(600) },
  } as Assessment["seeding"];
  expect(forecastOf(assessment({ seeding, memory }))).toEqual({
    madeAt: at(600),
    runStartedAt: start,
    transferredBytes: 5,
    databaseBytes: 9,
    p10Seconds: 1,
    p50Seconds: 2,
    p90Seconds: 3,
  });
  expect(forecastOf(assessment({ memory }))).toBeNull();
  expect(leastGapMs(kept(600, 1))).toBe(300_000);
  expect(leastGapMs(kept(4 * 86_400, 1))).toBe(3_456_000);
});

test("a run is scored by the truth of each forecast, the last minute left out", () => {
  const score = scoreRun([kept(0, 10_000), kept(5000, 5500), kept(9000, 1000), kept(9950, 1)], at(10_000));
  expect(score).toMatchObject({ asked: 3, medianError: 0 });
  expect(score?.p90Error).toBeCloseTo(0.1, 9);
  expect(score?.band?.coverage).toBe(1);
  expect(scoreRun([kept(9990, 5)], at(10_000))).toBeNull();
});
