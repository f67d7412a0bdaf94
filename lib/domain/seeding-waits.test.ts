import { describe, expect, test } from "vitest";
import { addWaits, boundOf, type WaitPoint } from "./seeding-waits.ts";

const second = 1000;
const from = (...points: WaitPoint[]) => points.reduce<WaitPoint[]>(addWaits, []);

describe("what binds the rate", () => {
  test.each([
    ["network", [90_000, 1000], [0.01, 0.75]],
    ["disk", [90_000, 80_000], [0.67, 0.25]],
    ["neither", [50_000, 20_000], [0.42, 0.42]],
    ["network", [500_000, 0], [0, 1]],
  ] as const)("%s when %j ms of two minutes were waited", (by, [total, disk], shares) => {
    const network = by === "disk" ? 30_000 : by === "neither" ? 50_000 : total;
    const bound = boundOf(from([0, 0, 0], [120 * second, by === "neither" ? 50_000 : disk, network]));
    expect(bound?.by).toBe(by);
    expect([bound?.diskShare, bound?.networkShare]).toEqual(shares.map((share) => expect.closeTo(share, 2)));
  });

  test("less than a minute is too little to tell", () => {
    expect(boundOf(from([0, 0, 0], [59 * second, 0, 59_000]))).toBeNull();
    expect(boundOf(from([0, 0, 0]))).toBeNull();
  });
});

describe("which readings are kept", () => {
  test("one a minute of the last ten, and the newest", () => {
    let points: WaitPoint[] = [];
    for (let n = 0; n <= 200; n++) points = addWaits(points, [n * 10 * second, n, n]);
    expect(points.length).toBeLessThanOrEqual(12);
    expect(points.length).toBeGreaterThanOrEqual(10);
    expect(points[0]?.[0]).toBeGreaterThanOrEqual(1400 * second);
    expect(points.at(-1)?.[0]).toBe(2000 * second);
  });

  test("counters that fall begin anew, and an old reading adds nothing", () => {
    expect(from([0, 500, 500], [60 * second, 10, 600])).toEqual([[60 * second, 10, 600]]);
    expect(from([60 * second, 1, 1], [30 * second, 2, 2])).toEqual([[60 * second, 1, 1]]);
  });
});
