import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { SqlSeedingFacts } from "./sample.ts";

const GB = 1024 ** 3;
const restoring = {
  databaseStateDesc: "RESTORING",
  synchronizationStateDesc: "NOT SYNCHRONIZING",
  synchronizationHealthDesc: "NOT_HEALTHY",
};

/** A link that seeds: what the source says, what the destination says, the state of the copy; ARM is of no mind. */
function seeding(
  source: Partial<SqlSeedingFacts> | null,
  destination: Partial<SqlSeedingFacts> | null,
  { copy = restoring as object | null, seconds = 0, armState = "LinkInitialSeeding" } = {},
): LinkView {
  const at = link.ago(-seconds);
  const fresh = (of: typeof link.partnerSource) => ({ ...of, lastAnsweredAt: at });
  return link.linkView({
    partner: link.voice(fresh(link.partnerSource), {
      ...link.partnerFacts({ databases: [link.database()] }),
      seedings: source === null ? [] : [link.seedingRow(source)],
    }),
    instance: link.voice(fresh(link.instanceSource), {
      ...link.instanceFacts({ databases: copy === null ? [] : [link.database(copy)] }),
      seedings: destination === null ? [] : [link.seedingRow({ operationId: "op-d", isSource: false, ...destination })],
    }),
    arm: link.armVoice(
      fresh(link.armSource),
      link.armFacts({ databases: [link.armDatabase({ replicaState: armState })] }),
    ),
  });
}

const streaming = (gb: number, seconds: number, more: Partial<SqlSeedingFacts> = {}) =>
  seeding({ physical: link.streaming(gb * GB, 100 * GB), ...more }, {}, { seconds });

function run(views: [number, LinkView][], limits = defaultLimits): Assessment {
  let previous: Assessment | null = null;
  for (const [seconds, view] of views) previous = assess(view, previous, limits, link.ago(-seconds));
  return previous as Assessment;
}

const running = (gb: number) => ({ physical: link.streaming(gb * GB, 100 * GB) });
const failed = { currentState: "FAILED", failureState: 121, failureStateDesc: "Seeding Check Message Timeout" };
const done = { currentState: "COMPLETED" };
const online = { databaseStateDesc: "ONLINE" };

describe("the stage is told by both sides and the state of the copy", () => {
  test.each([
    ["seeding", "bytes stream", seeding(running(10), {})],
    ["seeding", "only the destination is told to stream", seeding({}, running(10))],
    ["waiting-to-seed", "the source waits for its turn", seeding({ currentState: "LIMIT_CONCURRENT_BACKUPS" }, null)],
    ["seeding", "a state nobody documented is taken as work", seeding({ currentState: "SOME_NEW_STATE" }, null)],
    ["waiting-to-seed", "ARM says it seeds and no side has a row yet", seeding(null, null, { copy: null })],
    ["seeding-failed", "the source failed", seeding(failed, null)],
    ["seeding-failed", "the destination failed and the source has no row", seeding(null, failed)],
    ["replicating", "the destination says FAILED of a seeding that worked", seeding(done, failed, { copy: online })],
    ["replicating", "the destination says FAILED and the copy is ONLINE", seeding(null, failed, { copy: online })],
    [
      "replicating",
      "the destination says FAILED of a copy that is ONLINE though log stands",
      seeding(null, failed, { copy: { ...online, synchronizationStateDesc: "NOT SYNCHRONIZING" } }),
    ],
    ["seeding", "the destination says FAILED while the source streams", seeding(running(10), failed)],
    ["seeding", "all bytes are over and the copy is RESTORING", seeding(done, done)],
    ["replicating", "it is complete and log flows", seeding(done, done, { copy: online })],
  ] as const)("%s when %s", (phase, _, view) => {
    expect(run([[0, view]]).phase).toBe(phase);
  });

  test("a failure names the side by its hundreds", () => {
    expect(run([[0, seeding(failed, null)]]).headline).toBe(
      "erp-hamburg failed to seed on SQLHAM01, attempt 1: Seeding Check Message Timeout.",
    );
    expect(run([[0, seeding({ ...failed, failureState: 221 }, null)]]).headline).toContain(
      "failed to seed on mi-erp-weu",
    );
  });

  test("the managed instance's own local seeding is not the link's copy", () => {
    const inner = { isSource: false, physical: { ...link.streaming(GB, 2 * GB)!, roleDesc: "Forwarder" } };
    expect(run([[0, seeding(done, inner, { copy: online })]]).phase).toBe("replicating");
  });
});

describe("bytes over time", () => {
  test("progress, rate and time left come from the bytes between polls", () => {
    const a = run([0, 30, 60, 90].map((s) => [s, streaming(10 + s / 30, s)]));
    expect(a.seeding).toMatchObject({ fraction: 0.13, attempt: 1, restarts: 0, lostBytes: 0, forecastMissing: null });
    expect(a.seeding?.rateBytesPerSecond).toBeCloseTo(GB / 30, 0);
    expect(a.seeding?.forecast?.p50Seconds).toBeGreaterThan(0.85 * 87 * 30);
    expect(a.seeding?.forecast?.p50Seconds).toBeLessThan(1.15 * 87 * 30);
    expect(a.headline).toMatch(/^13 % copied, about 4\d min left \(\d+ min to (\d h )?\d+ min\)\.$/);
    expect(a.verdict).toBe("progress");
  });

  test.each([
    ["bytes fall", streaming(2, 20), 50 * GB],
    ["the attempt rises", streaming(51, 20, { numberOfAttempts: 2 }), 50 * GB],
    ["another operation runs", streaming(51, 20, { operationId: "op-2" }), 50 * GB],
  ])("it restarted when %s", (_, view, lost) => {
    const a = run([
      [0, streaming(49, 0)],
      [10, streaming(50, 10)],
      [20, view],
    ]);
    expect([a.phase, a.seeding?.restarts, a.seeding?.lostBytes]).toEqual(["seeding-restarted", 1, lost]);
    expect(a.headline).toMatch(/^Seeding began anew once, attempt \d now; 50\.0 GB went over for nothing\.$/);
  });

  test("a destination that still says it streams, a poll behind, hides no restart", () => {
    const behind = { operationId: "op-d", isSource: false, physical: link.streaming(50 * GB, 100 * GB) };
    const a = run([
      [0, streaming(50, 0)],
      [10, seeding(failed, behind, { seconds: 10 })],
      [30, streaming(1, 30, { operationId: "op-2", numberOfAttempts: 2 })],
    ]);
    expect(a.seeding).toMatchObject({ restarts: 1, lostBytes: 50 * GB });
  });

  test("a restart through failed and waiting still counts, and is told for an hour only", () => {
    const views: [number, LinkView][] = [
      [0, streaming(50, 0)],
      [10, seeding(failed, null, { seconds: 10 })],
      [20, seeding({ currentState: "PENDING", operationId: "op-2", numberOfAttempts: 2 }, null, { seconds: 20 })],
      [30, streaming(1, 30, { operationId: "op-2", numberOfAttempts: 2 })],
    ];
    expect(run(views).seeding).toMatchObject({ restarts: 1, lostBytes: 50 * GB });
    const later = run([...views, [3640, streaming(40, 3640, { operationId: "op-2", numberOfAttempts: 2 })]]);
    expect([later.phase, later.seeding?.restarts]).toEqual(["seeding", 1]);
  });

  test("it stalls when no byte moves for the limit, and says since when", () => {
    const a = run([
      [0, streaming(10, 0)],
      [10, streaming(11, 10)],
      [200, streaming(11, 200)],
      [310, streaming(11, 310)],
    ]);
    expect([a.phase, a.verdict, a.headline]).toEqual([
      "seeding-stalled",
      "problem",
      "Seeding has stalled at 11 %: no byte for 5 min.",
    ]);
    expect(a.seeding).toMatchObject({ forecast: null, forecastMissing: "no bytes move now", rateBytesPerSecond: 0 });
    expect(a.findings.find((one) => one.key === "seeding")?.since).toEqual(link.ago(-10));
  });

  test("a silent source is not a stall, and its return without bytes lost is no restart", () => {
    const quiet = { ...streaming(10, 0), partner: link.voice(link.silent(link.partnerSource), link.partnerFacts()) };
    const a = run([
      [0, streaming(10, 0)],
      [600, { ...quiet, instance: link.voice(link.silent(link.instanceSource), link.instanceFacts()) }],
      [1200, streaming(30, 1200)],
    ]);
    expect([a.phase, a.seeding?.restarts]).toEqual(["seeding", 0]);
  });

  test("while its source is silent a seeding does not seem to wait for its turn", () => {
    const half = seeding(null, null, { seconds: 60 });
    const a = run([
      [0, streaming(10, 0)],
      [60, { ...half, partner: link.voice(link.silent(link.partnerSource), link.partnerFacts()) }],
    ]);
    expect([a.phase, a.verdict]).toEqual(["seeding", "unknown"]);
  });

  test("the destination's count is never mixed with the source's", () => {
    const atDestination = seeding(null, running(40), { seconds: 10 });
    const a = run([
      [0, streaming(50, 0)],
      [10, { ...atDestination, partner: link.voice(link.silent(link.partnerSource), link.partnerFacts()) }],
    ]);
    expect([a.seeding?.transferredBytes, a.seeding?.restarts]).toEqual([40 * GB, 0]);
  });

  test("the same sample assessed twice adds nothing", () => {
    const a = run([
      [0, streaming(50, 0)],
      [3, streaming(50, 0)],
      [6, streaming(50, 0)],
    ]);
    expect(a.memory.seeding?.points).toHaveLength(1);
  });

  test("an hour of polls stays within 200 points, first and last included", () => {
    const a = run(Array.from({ length: 750 }, (_, i) => [i * 5, streaming(i / 50, i * 5)] as [number, LinkView]));
    const points = a.memory.seeding?.points ?? [];
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points.length).toBeGreaterThan(100);
    expect(points[0]?.[1]).toBe(0);
    expect(points.at(-1)?.[1]).toBeCloseTo(14.98 * GB, 0);
  });

  test("unknown sizes give no share and no forecast, not 0 %", () => {
    const a = run(
      [0, 60, 120].map((s) => [s, seeding({ physical: link.streaming(s * GB, null) }, {}, { seconds: s })]),
    );
    expect(a.seeding).toMatchObject({
      fraction: null,
      forecast: null,
      forecastMissing: "the size of the database is not known",
    });
  });
});
