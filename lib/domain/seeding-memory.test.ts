import { expect, test } from "vitest";
import type { Memory } from "./assessment.ts";
import type { SqlHeard } from "./hearing.ts";
import * as link from "./link-view.fixture.ts";
import type { SqlSeedingFacts } from "./sample.ts";
import { rememberSeeding } from "./seeding-memory.ts";

const start = new Date("2026-11-21T08:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

type Look = { seconds: number; by: "partner" | "instance"; bytes: number } & Partial<SqlSeedingFacts>;

function remembered(looks: Look[]): NonNullable<Memory["seeding"]> {
  let memory: Memory["seeding"] = null;
  for (const { seconds, by, bytes, ...more } of looks) {
    const physical = { ...link.streaming(bytes, 1e12)!, startedAt: at(by === "partner" ? 0 : 4) };
    const row = link.seedingRow({ operationId: `op-${by}`, physical, ...more });
    memory = rememberSeeding(memory, row, { vantage: by, at: at(seconds) } as SqlHeard);
  }
  return memory as NonNullable<Memory["seeding"]>;
}

const silence: Look[] = [
  { seconds: 0, by: "partner", bytes: 0 },
  { seconds: 60, by: "partner", bytes: 600 },
  // The source is silent; the destination counts a little less.
  { seconds: 120, by: "instance", bytes: 1150 },
  { seconds: 180, by: "instance", bytes: 1750 },
];

test("while the source is silent the destination's count begins for itself, of the same run", () => {
  const { vantage, points, startedAt, begunAt, restarts } = remembered(silence);
  expect({ vantage, startedAt, begunAt, restarts }).toEqual({
    vantage: "instance",
    startedAt: start,
    begunAt: start,
    restarts: 0,
  });
  expect(points.map(([, bytes]) => bytes)).toEqual([1150, 1750]);
});

test("the source is gone on with when it is back, with all that it had told", () => {
  const { vantage, points, startedAt, restarts } = remembered([
    ...silence,
    { seconds: 240, by: "partner", bytes: 2400 },
  ]);
  expect({ vantage, startedAt, restarts }).toEqual({ vantage: "partner", startedAt: start, restarts: 0 });
  expect(points.map(([, bytes]) => bytes)).toEqual([0, 600, 2400]);
});

test("a restart that the destination saw counts once, and the source begins anew", () => {
  const back = remembered([
    ...silence,
    { seconds: 300, by: "instance", bytes: 50, operationId: "op-instance-2" },
    { seconds: 360, by: "partner", bytes: 700, operationId: "op-partner-2" },
  ]);
  expect(back).toMatchObject({ restarts: 1, lostBytes: 1750, begunAt: start });
  expect(back.points.map(([, bytes]) => bytes)).toEqual([700]);
});

test("what each keeps of the other does not grow", () => {
  const { aside } = remembered([...silence, ...silence.map((look) => ({ ...look, seconds: look.seconds + 240 }))]);
  expect(aside).not.toHaveProperty("aside");
});
