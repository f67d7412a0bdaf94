import { describe, expect, test } from "vitest";
import { type ForecastMove, movesOf, moveWords } from "./forecast-move.ts";
import type { KeptForecast } from "./kept-forecast.ts";
import type { Surroundings } from "./move-reason.ts";

const start = new Date("2026-11-20T08:00:00.000Z");
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const size = 1_000_000_000_000;
const alone: Surroundings = {
  server: "SQLHAM01",
  instance: "mi-erp",
  isCompressed: false,
  joiners: [],
  leavers: [],
  stalls: [],
};
const [here, there, both, nowhere] = [
  { server: "SQLHAM01", instance: "mi-crm" },
  { server: "SQLMUC01", instance: "mi-erp" },
  { server: "SQLHAM01", instance: "mi-erp" },
  { server: null, instance: null },
];

/** Every five minutes of a run whose forecast is plainly what is left at the rate of the last half hour; none is made where no byte goes over. */
function run(
  rates: [fromMinute: number, bytesPerSecond: number][],
  forMinutes: number,
  { runStartedAt = start, expectedBytes = [[0, size]] as [fromMinute: number, bytes: number][] } = {},
): KeptForecast[] {
  const kept: KeptForecast[] = [];
  const seen: number[] = [];
  let bytes = 0;
  for (let minute = 0; minute <= forMinutes; minute += 5) {
    const rateAt = (time: number) => rates.findLast(([from]) => from <= time)?.[1] ?? 0;
    const rate = minute === 0 ? rateAt(0) : [5, 4, 3, 2, 1].reduce((sum, ago) => sum + rateAt(minute - ago) / 5, 0);
    if (minute > 0) bytes += rate * 300;
    if (rate === 0) continue;
    seen.push(rate);
    const last = seen.slice(-6);
    const expected = expectedBytes.findLast(([from]) => from <= minute)?.[1] ?? size;
    const p50Seconds = (expected - bytes) / (last.reduce((sum, one) => sum + one, 0) / last.length);
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

const fell = (to: number, at = 120) =>
  run(
    [
      [0, 20e6],
      [at, to],
    ],
    at + 80,
  );

function only(moves: ForecastMove[]): ForecastMove {
  expect(moves).toHaveLength(1);
  return moves[0] as ForecastMove;
}

test("a steady run never moves", () => {
  expect(movesOf(run([[0, 20e6]], 300), alone)).toEqual([]);
  expect(movesOf([], alone)).toEqual([]);
});

test("a rate that falls by half moves the finish once, with the time at which it fell", () => {
  const rates: [number, number][] = [
    [0, 20e6],
    [122, 10e6],
  ];
  const move = only(movesOf(run(rates, 400), alone));
  expect(move).toMatchObject({ at: minutes(135), changedAt: minutes(122), because: "the rate fell by 50 %" });
  expect(move.movedSeconds).toBeGreaterThan(30_000);
  expect(moveWords(move)).toBe("10 h 24 min later");
});

test("the rate's change is found where forecasts lie an hour apart, too, and told once", () => {
  const rates: [number, number][] = [
    [0, 10e6],
    [600, 30e6],
  ];
  const expectedBytes: [number, number][] = [
    [0, size],
    [840, 0.5 * size],
  ];
  const kept = run(rates, 900, { expectedBytes }).filter((_, index) => index % 12 === 0);
  expect(movesOf(kept, alone).map(({ because, changedAt }) => [because, changedAt])).toEqual([
    [expect.not.stringContaining("200 %"), null],
    ["the rate rose by 200 %", minutes(600)],
  ]);
});

test("one that rises is told as well, and one that creeps has no time", () => {
  expect(only(movesOf(fell(30e6), alone))).toMatchObject({ changedAt: minutes(120), because: "the rate rose by 50 %" });
  const creeping = run(
    Array.from({ length: 100 }, (_, step) => [step * 5, 20e6 * 0.985 ** step] as [number, number]),
    300,
  );
  expect(movesOf(creeping, alone).map(({ because, changedAt }) => [because, changedAt])).toContainEqual([
    "the rate sank little by little",
    null,
  ]);
});

describe("another seeding that began then is named, with the wire", () => {
  test.each([
    [here, "fin-archive began to copy from the same SQL Server and the rate fell by 40 %"],
    [there, "fin-archive began to copy to the same managed instance and the rate fell by 40 %"],
    [both, "fin-archive began to copy from the same SQL Server to the same managed instance and the rate fell by 40 %"],
    [nowhere, "fin-archive began to copy and the rate fell by 40 %"],
  ])("%o", (ends, because) => {
    const joiners = [{ name: "fin-archive", startedAt: minutes(118), ...ends }];
    expect(only(movesOf(fell(12e6), { ...alone, joiners }))).toMatchObject({ changedAt: minutes(118), because });
  });

  test("one that began with it is not, and of two an hour apart only the newer is", () => {
    const joiners = [
      { name: "crm", startedAt: minutes(10), ...here },
      { name: "docs", startedAt: minutes(55), ...here },
    ];
    const longer = run([[0, 20e6]], 90, {
      expectedBytes: [
        [0, size],
        [58, 1.5 * size],
      ],
    });
    expect(only(movesOf(longer, { ...alone, joiners }))).toMatchObject({
      changedAt: minutes(55),
      because: "docs began to copy from the same SQL Server",
    });
    const together = [{ name: "crm", startedAt: minutes(1), ...here }];
    expect(only(movesOf(longer, { ...alone, joiners: together })).because).not.toContain("began");
  });

  test("also when it is over by now", () => {
    const leavers = [
      {
        name: "crm",
        startedAt: minutes(118),
        leftAt: minutes(190),
        end: "finished" as const,
        wireBytesPerByte: null,
        ...here,
      },
    ];
    expect(only(movesOf(fell(12e6), { ...alone, leavers }))).toMatchObject({
      changedAt: minutes(118),
      because: "crm began to copy from the same SQL Server and the rate fell by 40 %",
    });
  });

  test("two are named together", () => {
    const joiners = ["crm", "docs"].map((name) => ({ name, startedAt: minutes(118), ...here }));
    expect(only(movesOf(fell(5e6), { ...alone, joiners })).because).toBe(
      "crm and docs began to copy from the same SQL Server and the rate fell by 75 %",
    );
  });

  test("one that began an hour before, or when it goes faster, is not", () => {
    const joiners = [{ name: "fin-archive", startedAt: minutes(75), ...here }];
    expect(only(movesOf(fell(12e6), { ...alone, joiners })).because).toBe("the rate fell by 40 %");
    const now = [{ name: "fin-archive", startedAt: minutes(118), ...here }];
    expect(only(movesOf(fell(30e6), { ...alone, joiners: now })).because).toBe("the rate rose by 50 %");
  });
});

describe("another seeding that ended then is named, too", () => {
  const leaver = {
    name: "crm",
    startedAt: minutes(-600),
    leftAt: minutes(119),
    end: "finished" as const,
    wireBytesPerByte: null,
  };
  test.each([
    [{ ...leaver, ...there }, "crm, to the same managed instance, finished and left its share; the rate rose by 100 %"],
    [
      { ...leaver, ...here, end: "failed" as const },
      "crm, from the same SQL Server, failed and left its share; the rate rose by 100 %",
    ],
  ])("%o", (left, because) => {
    expect(only(movesOf(fell(40e6), { ...alone, leavers: [left] }))).toMatchObject({
      changedAt: minutes(119),
      because,
    });
  });

  test("not where it goes slower, and not where it ended long before", () => {
    const leavers = [{ ...leaver, ...here }];
    expect(only(movesOf(fell(10e6), { ...alone, leavers })).because).toBe("the rate fell by 50 %");
    const before = [{ ...leaver, ...here, leftAt: minutes(70) }];
    expect(only(movesOf(fell(40e6), { ...alone, leavers: before })).because).toBe("the rate rose by 100 %");
  });

  test("a compressed one of the same server teaches what compression leaves", () => {
    const leavers = [{ ...leaver, ...here, wireBytesPerByte: 0.62 }];
    const taught = run([[0, 20e6]], 200, {
      expectedBytes: [
        [0, size],
        [120, 0.62 * size],
      ],
    });
    expect(only(movesOf(taught, { ...alone, isCompressed: true, leavers }))).toMatchObject({
      changedAt: minutes(119),
      because: "crm finished and taught what compression leaves, 62 % of the bytes",
    });
    expect(only(movesOf(taught, { ...alone, leavers })).because).toBe("the rate rose little by little");
    const elsewhere = [{ ...leaver, ...there, wireBytesPerByte: 0.62 }];
    expect(only(movesOf(taught, { ...alone, isCompressed: true, leavers: elsewhere })).because).not.toContain("taught");
  });
});

test("what happens while the finish still moves for another reason is a move of its own", () => {
  const rates: [number, number][] = [
    [0, 20e6],
    [100, 14e6],
    [130, 8e6],
  ];
  const joiners = [{ name: "crm", startedAt: minutes(130), ...here }];
  const moves = movesOf(run(rates, 200), { ...alone, joiners });
  expect(moves.map(({ because, changedAt }) => [because, changedAt])).toEqual([
    [expect.stringMatching(/^crm began to copy from the same SQL Server and the rate fell by \d+ %$/), minutes(130)],
    [expect.stringMatching(/^the rate fell by \d+ %$/), minutes(100)],
  ]);
  for (const { at, changedAt } of moves) expect(Number(changedAt)).toBeLessThanOrEqual(at.getTime());
});

test("a rate that went the other way is no reason: those beside it are, or its unrest", () => {
  const rates: [number, number][] = [
    [0, 20e6],
    [60, 26e6],
  ];
  const expectedBytes: [number, number][] = [
    [0, size],
    [70, 2 * size],
  ];
  const longer = run(rates, 75, { expectedBytes });
  const joiners = [{ name: "crm", startedAt: minutes(-600), ...here }];
  expect(only(movesOf(longer, { ...alone, joiners })).because).toBe(
    "the others beside it went otherwise than was reckoned",
  );
  expect(only(movesOf(longer, alone)).because).toBe("the rate swings");
});

test("a stall that is over is told with its length", () => {
  const rates: [number, number][] = [
    [0, 20e6],
    [120, 0],
    [240, 20e6],
  ];
  const stalls = [{ from: minutes(120), to: minutes(240) }];
  expect(only(movesOf(run(rates, 400), { ...alone, stalls }))).toMatchObject({
    at: minutes(245),
    changedAt: minutes(240),
    because: "bytes went over again; nothing had moved for 2 h",
  });
  const short = [{ from: minutes(230), to: minutes(240) }];
  expect(only(movesOf(run(rates, 400), { ...alone, stalls: short })).because).not.toContain("bytes went over again");
});

test("a run that begins anew is a move of its own, and sooner is said, too", () => {
  const first = run([[0, 20e6]], 120);
  const second = run([[0, 30e6]], 60, { runStartedAt: minutes(125) }).map((one) => ({
    ...one,
    madeAt: new Date(one.madeAt.getTime() + 125 * 60_000),
  }));
  expect(only(movesOf([...first, ...second], alone))).toMatchObject({
    at: minutes(125),
    changedAt: minutes(125),
    because: "the copy began anew",
  });
  expect(moveWords({ movedSeconds: -2400 })).toBe("40 min sooner");
});
