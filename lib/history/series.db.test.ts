// Charts: windows, rollups and bands against plain arithmetic on the same samples.
import { beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import type { SeriesRange } from "../domain/snapshot.ts";
import { bandsLink } from "./bands-link.ts";
import { recordJudged } from "./judged.fixture.ts";
import { dropOldPartitions, ensurePartitions, partitionOf } from "./partitions.ts";
import { registerSources } from "./register-sources.ts";
import { rollUp, rollUpAgain } from "./rollup.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { seriesLink, seriesMetrics, seriesRanges } from "./series-link.ts";
import { makeSparks } from "./sparks.ts";
import { answer, later, linkSample, partnerSource, sqlFacts, t0 } from "./told.fixture.ts";

const history = await scratchHistory();
const minute = 60_000;
const hour = 60 * minute;
const replicating = "erp-hamburg-1f2e3d";
const seeding = "crm-2f2e3d";

/** KB in the log send queue at a minute; polled every minute for three hours but for a silent half hour. */
const queueAt = (n: number) => (n * 37) % 1000;
const isSilent = (n: number) => n >= 70 && n < 100;
/** Bytes copied at a minute: one GB a minute, begun anew at minute 50. */
const copiedAt = (n: number) => (n < 50 ? n : n - 50) * 1e9;

beforeAll(async () => {
  await registerSources(history, [partnerSource], t0);
  for (let n = 0; n < 180; n++) {
    if (isSilent(n)) continue;
    const at = later(n * minute);
    const samples = [
      linkSample(at, { facts: sqlFacts({ numbers: { logSendQueueKb: queueAt(n) } }) }),
      linkSample(at, {
        key: { name: "CRM", distributedAvailabilityGroupId: "2f2e3d4c-0" },
        facts: sqlFacts({ transferredBytes: copiedAt(n) }),
      }),
    ];
    await recordJudged(history, [answer(at, samples)], at);
    if (n % 25 === 0) await rollUp(history, at);
  }
  await rollUp(history, later(180 * minute));
});

const window = (linkId: string, range: SeriesRange, now: Date) =>
  seriesLink(history, linkId, range, seriesMetrics, now);

test("rollups made bit by bit equal the plain mean and maximum of the samples", async () => {
  const { rows } = await history.pool.query(
    "SELECT at, log_send_queue_kb_mean AS mean, log_send_queue_kb_max AS max FROM sample_5min JOIN link ON no = link_no WHERE id = $1 ORDER BY at",
    [replicating],
  );
  const expected = [];
  for (let bucket = 0; bucket < 36; bucket++) {
    const values = [0, 1, 2, 3, 4]
      .map((i) => bucket * 5 + i)
      .filter((n) => !isSilent(n))
      .map(queueAt);
    if (values.length === 0) continue;
    const mean = Math.fround(values.reduce((a, b) => a + b, 0) / values.length);
    expected.push({ at: later(bucket * 5 * minute), mean: expect.closeTo(mean, 2), max: Math.max(...values) });
  }
  expect(rows).toEqual(expected);
});

test("an hour is the mean of its five-minute means, and making everything again changes nothing", async () => {
  const read = async (table: string) =>
    (await history.pool.query(`SELECT * FROM ${table} ORDER BY link_no, vantage, at`)).rows;
  const before = [await read("sample_5min"), await read("sample_hour")];
  const fives = before[0]?.filter((row) => row.link_no === before[1]?.[0].link_no && row.at < later(hour)) ?? [];
  const mean = fives.reduce((sum, row) => sum + row.log_send_queue_kb_mean, 0) / fives.length;
  expect(before[1]?.[0].log_send_queue_kb_mean).toBeCloseTo(mean, 2);
  await rollUpAgain(history, t0, later(180 * minute));
  expect([await read("sample_5min"), await read("sample_hour")]).toEqual(before);
});

test("no range has more than 500 points, and every bucket start is on the grid", async () => {
  for (const range of seriesRanges) {
    const got = await window(replicating, range, later(180 * minute + 7000));
    expect(got?.at.length).toBeLessThanOrEqual(500);
    expect(got?.at.length).toBeGreaterThan(10);
    for (const series of got?.series ?? []) expect(series.mean).toHaveLength(got?.at.length ?? 0);
    expect(Date.parse(got?.at[0] as string) % ((got?.bucketSeconds ?? 0) * 1000)).toBe(0);
  }
});

test("silence is null, in raw windows and in rollups alike", async () => {
  for (const range of ["6h", "24h"] as const) {
    const got = await window(replicating, range, later(180 * minute));
    const queue = got?.series.find((series) => series.metric === "logSendQueueKb" && series.vantage === "partner");
    const valueAt = (n: number) => queue?.mean[got?.at.indexOf(later(n * minute).toISOString()) ?? -1];
    expect(valueAt(60)).toBeTypeOf("number");
    expect(valueAt(75)).toBeNull();
    expect(valueAt(90)).toBeNull();
    expect(valueAt(120)).toBeTypeOf("number");
    expect(queue?.mean[0]).toBeNull();
  }
});

test("the seeding rate is what was copied between two polls; a new beginning is a gap and never negative", async () => {
  const got = await window(seeding, "6h", later(180 * minute));
  const rate = got?.series.find((series) => series.metric === "seedingRateBytesPerSecond");
  const valueAt = (n: number) => rate?.mean[got?.at.indexOf(later(n * minute).toISOString()) ?? -1];
  expect(valueAt(10)).toBeCloseTo(1e9 / 60, 0);
  expect(valueAt(50)).toBeNull();
  expect(valueAt(51)).toBeCloseTo(1e9 / 60, 0);
  // The first poll after half an hour of silence does not tell a rate.
  expect(valueAt(100)).toBeNull();
  expect(Math.min(...(rate?.mean.filter((value) => value !== null) ?? []))).toBeGreaterThan(0);
  const disk = got?.series.find((series) => series.metric === "diskWaitShare");
  expect(disk?.max.find((value) => value !== null)).toBeCloseTo(1000 / 60_000, 5);
});

test("an unknown link has no series and no bands", async () => {
  expect(await window("nobody-000000", "1h", t0)).toBeNull();
  expect(await bandsLink(history, "nobody-000000", t0, later(hour), defaultLimits)).toBeNull();
});

test("bands lie back to back over the whole range and begin as not known", async () => {
  const bands = await bandsLink(history, replicating, later(-hour), later(3 * hour), defaultLimits);
  for (const { segments } of bands?.bands ?? []) {
    expect(segments[0]?.from).toBe(later(-hour).toISOString());
    expect(segments.at(-1)?.to).toBe(later(3 * hour).toISOString());
    for (let i = 1; i < segments.length; i++) expect(segments[i]?.from).toBe(segments[i - 1]?.to);
  }
  const phase = bands?.bands.find((band) => band.subject === "phase")?.segments;
  expect(phase?.[0]).toMatchObject({ value: null, verdict: "unknown", to: t0.toISOString() });
  expect(phase?.length).toBeGreaterThan(1);
  expect(bands?.events).toEqual([]);
});

test("a value that never changed has a band since the first look", async () => {
  const bands = await bandsLink(history, replicating, later(-hour), later(3 * hour), defaultLimits);
  const connection = bands?.bands.find((band) => band.subject === "connection")?.segments;
  expect(connection?.map(({ from, value }) => [from, value])).toEqual([
    [later(-hour).toISOString(), null],
    [t0.toISOString(), "connected"],
  ]);
});

test("while nobody polls every band is not known from the last judgement's silence on", async () => {
  const bands = await bandsLink(history, replicating, later(2 * hour), later(5 * hour), defaultLimits);
  for (const { segments } of bands?.bands ?? []) {
    expect(segments.at(-1)).toMatchObject({
      from: later(180 * minute).toISOString(),
      value: null,
      verdict: "unknown",
      reason: "Nobody polls now.",
    });
  }
});

test("sparklines have 72 points and show the rate of what is seeding", async () => {
  await makeSparks(history, later(180 * minute));
  const { rows } = await history.pool.query("SELECT what, points FROM spark JOIN link ON no = link_no WHERE id = $1", [
    seeding,
  ]);
  expect(rows[0].what).toBe("seeding-rate");
  expect(rows[0].points).toHaveLength(72);
  expect(rows[0].points.at(-1)).toBeCloseTo(1e9 / 60, 0);
  expect(rows[0].points[0]).toBeNull();
});

describe("partitions", () => {
  test("hold whole days, weeks and months counted in UTC, wherever the server stands", () => {
    const at = new Date("2026-11-21T23:59:59.999Z");
    expect(partitionOf("sample", at)).toEqual({
      name: "sample_20261121",
      from: new Date("2026-11-21T00:00:00Z"),
      to: new Date("2026-11-22T00:00:00Z"),
    });
    expect(partitionOf("sample_5min", at).name).toBe("sample_5min_20261119");
  });

  test("are made by several processes at once, and dropped whole once past their keep", async () => {
    const from = new Date("2026-07-01T00:00:00Z");
    const to = new Date("2026-07-03T12:00:00Z");
    await Promise.all([
      ensurePartitions(history, from, to),
      ensurePartitions(history, from, to),
      ensurePartitions(history, from, to),
    ]);
    const keep = { poll: 7, sample: 7, sample_5min: 35, sample_hour: 400 };
    const dropped = await dropOldPartitions(history, keep, new Date("2026-07-09T00:00:00Z"));
    expect(dropped.filter((name) => name.includes("202607"))).toEqual(["poll_20260701", "sample_20260701"]);
    expect(await dropOldPartitions(history, keep, new Date("2026-07-09T00:00:00Z"))).toEqual([]);
  });
});
