import { expect, test } from "vitest";
import { againstDeadline, chanceBefore, chanceWords, finishTimes, firstFullLog } from "./deadline.ts";

const hour = 3_600_000;
const start = Date.parse("2026-11-19T00:00:00.000Z");
const now = start + 8 * hour;
/** Made at hour 8: over at hour 12, 8 in 10 between 10 and 16. */
const forecast = {
  p10Seconds: 2 * 3600,
  p50Seconds: 4 * 3600,
  p90Seconds: 8 * 3600,
  madeAt: "2026-11-19T08:00:00.000Z",
};

test("times of finish count from when the forecast was made, the inner band within the outer", () => {
  const { p10At, p25At, p50At, p75At, p90At } = finishTimes(forecast);
  expect([p10At, p50At, p90At]).toEqual([start + 10 * hour, start + 12 * hour, start + 16 * hour]);
  expect((p25At - start) / hour).toBeCloseTo(10.95, 2);
  expect((p75At - start) / hour).toBeCloseTo(13.76, 2);
});

test.each([
  [1000, "6 h to spare", "over 99 % likely in time", "ok"],
  [18, "6 h to spare, 2 h at the far end", "95 % likely in time", "ok"],
  [16, "4 h to spare, 0 s at the far end", "90 % likely in time", "ok"],
  [14, "2 h to spare, 2 h too late at the far end", "77 % likely in time", "attention"],
  [12, "0 s to spare, 4 h too late at the far end", "50 % likely in time", "attention"],
  [11.5, "30 min too late, 4 h 30 min at the far end", "37 % likely in time", "problem"],
  [8.1, "3 h 54 min too late, 7 h 54 min at the far end", "under 1 % likely in time", "problem"],
])("a deadline at hour %d leaves %s", (limit, margin, words, verdict) => {
  const told = againstDeadline(start + limit * hour, forecast, now);
  expect(told).toMatchObject({ words, verdict });
  if (limit < 1000) expect(told.margin).toBe(margin);
});

test("of a deadline that has passed, or without a forecast, there is no chance and no margin", () => {
  expect(againstDeadline(now, forecast, now)).toEqual({
    words: "has passed, and the copy is not over",
    margin: null,
    verdict: "problem",
  });
  expect(chanceBefore(now, forecast, now)).toBe(0);
  expect(againstDeadline(now + hour, null, now)).toEqual({
    words: "cannot be told without a forecast",
    margin: null,
    verdict: "unknown",
  });
});

test.each([
  [0.99, "over 99 %"],
  [0.986, "99 %"],
  [0.874, "87 %"],
  [0.014, "1 %"],
  [0.01, "under 1 %"],
  [0, "under 1 %"],
])("a chance of %d is %s", (chance, words) => {
  expect(chanceWords(chance)).toBe(words);
});

test("the log that is full first counts; one that nobody told of for long does not", () => {
  const log = (databaseName: string, at: number, fullAt: number | null) => ({
    databaseName,
    side: "partner" as const,
    at: new Date(at).toISOString(),
    totalBytes: 100,
    activeBytes: 50,
    usedFraction: 0.5,
    bytesPerSecond: 1,
    reuseWait: "AVAILABILITY_REPLICA",
    lastLogBackupAt: null,
    fullAt: fullAt === null ? null : new Date(fullAt).toISOString(),
    verdict: "ok" as const,
  });
  const logs = [
    log("Later", now, now + 3 * hour),
    log("Sooner", now, now + 2 * hour),
    log("Calm", now, null),
    log("Old", now - hour, now + hour),
  ];
  expect(firstFullLog(logs, now)).toEqual({ databaseName: "Sooner", fullAt: "2026-11-19T10:00:00.000Z" });
  expect(firstFullLog([], now)).toBeNull();
});
