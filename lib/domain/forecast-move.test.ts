import { expect, test } from "vitest";
import { movesOf, moveWords } from "./forecast-move.ts";
import type { KeptForecast } from "./kept-forecast.ts";

const start = new Date("2026-11-20T08:00:00.000Z");
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const size = 1_000_000_000_000;

/** Every five minutes of a run whose forecast is plainly what is left at the rate of the last half hour. */
function run(
  rates: [fromMinute: number, bytesPerSecond: number][],
  forMinutes: number,
  runStartedAt = start,
): KeptForecast[] {
  const kept: KeptForecast[] = [];
  const seen: number[] = [];
  let bytes = 0;
  for (let minute = 0; minute <= forMinutes; minute += 5) {
    const rate = rates.findLast(([from]) => from <= minute)?.[1] ?? 0;
    if (minute > 0) bytes += rate * 300;
    seen.push(rate);
    const last = seen.slice(-6);
    const p50Seconds = (size - bytes) / (last.reduce((sum, one) => sum + one, 0) / last.length);
    kept.push({
      madeAt: minutes(minute),
      runStartedAt,
      transferredBytes: bytes,
      databaseBytes: size,
      p10Seconds: p50Seconds * 0.8,
      p50Seconds,
      p90Seconds: p50Seconds * 1.3,
    });
  }
  return kept;
}

test("a steady run never moves", () => {
  expect(movesOf(run([[0, 20e6]], 300), [])).toEqual([]);
});

test("a rate that falls by half moves the finish once, with its reason", () => {
  const [move, ...others] = movesOf(
    run(
      [
        [0, 20e6],
        [120, 10e6],
      ],
      400,
    ),
    [],
  );
  expect(others).toEqual([]);
  expect(move).toMatchObject({ at: minutes(125), because: "the rate fell by 50 %" });
  expect(move?.movedSeconds).toBeGreaterThan(30_000);
  expect(moveWords(move ?? { movedSeconds: 0 })).toBe("11 h 58 min later");
});

test("another seeding that began then is named", () => {
  const [move] = movesOf(
    run(
      [
        [0, 20e6],
        [120, 12e6],
      ],
      200,
    ),
    [{ name: "fin-archive", startedAt: minutes(118) }],
  );
  expect(move?.because).toBe("fin-archive began on the same wire and the rate fell by 40 %");
  const [other] = movesOf(
    run(
      [
        [0, 20e6],
        [120, 12e6],
      ],
      200,
    ),
    [{ name: "fin-archive", startedAt: minutes(1) }],
  );
  expect(other?.because).toBe("the rate fell by 40 %");
});

test("a run that begins anew is a move of its own, and sooner is said, too", () => {
  const first = run([[0, 20e6]], 120);
  const second = run([[0, 30e6]], 60, minutes(125)).map((one) => ({
    ...one,
    madeAt: new Date(one.madeAt.getTime() + 125 * 60_000),
  }));
  const moves = movesOf([...first, ...second], []);
  expect(moves).toHaveLength(1);
  expect(moves[0]).toMatchObject({ at: minutes(125), because: "the copy began anew" });
  expect(moveWords({ movedSeconds: -2400 })).toBe("40 min sooner");
});
