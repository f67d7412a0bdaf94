// The scheduler against a real history, with sources whose answers are made on the spot.
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import type { Source } from "./collect/source.ts";
import { defaultLimits } from "./domain/limits.ts";
import { readReadiness } from "./history/readiness.ts";
import { awaitPolled, requestPoll } from "./history/request-poll.ts";
import { scratchHistory } from "./history/scratch-history.fixture.ts";
import { linkSample, partnerSource } from "./history/told.fixture.ts";
import type { House } from "./house.ts";
import { type Scheduler, startScheduler } from "./scheduler.ts";

const history = await scratchHistory();

/** Answers after `answerMs`; a source that hangs ends only when it is told to. */
function source(n: number, intervalSeconds: number, answerMs = 5): Source {
  const identity = { ...partnerSource, id: `sql:S${n}`, name: `S${n}`, intervalSeconds };
  return {
    identity,
    read: async (now, signal) => {
      await sleep(answerMs, undefined, { signal });
      const key = { name: `L${n}`, distributedAvailabilityGroupId: `${n}`, partnerName: identity.name };
      return {
        samples: [linkSample(now, { source: identity, key })],
        serverClock: null,
        serverMs: 1,
        roundTrips: 1,
        blind: [],
      };
    },
    close: async () => {},
  };
}

function house(sources: Source[]): House {
  return {
    estate: {
      isDemo: false,
      identities: sources.map(({ identity }) => identity),
      sources: new Map(sources.map((one) => [one.identity.id, one])),
      limits: defaultLimits,
      tlsNotes: [],
      close: async () => {},
    },
    history,
    clock: () => new Date(),
  };
}

const start = (sources: Source[], role: "web" | "worker" = "worker"): Promise<Scheduler> =>
  startScheduler({ role }, house(sources));
const polls = async () =>
  (
    await history.pool.query<{ id: string; at: Date }>(
      "SELECT id, at FROM poll JOIN source ON no = source_no ORDER BY id, at",
    )
  ).rows;
const ownersOf = async () =>
  (
    await history.pool.query(
      "SELECT owner_id AS owner, count(*)::int AS n FROM source WHERE owner_id IS NOT NULL GROUP BY 1 ORDER BY 2",
    )
  ).rows;

beforeEach(async () => {
  process.env.LINKSPAN_LOG = "silent";
  await history.pool.query("TRUNCATE source, worker, link, poll CASCADE");
});

test("two schedulers share the sources, keep every beat once, and the one that stays takes over", async () => {
  const sources = () => Array.from({ length: 10 }, (_, n) => source(n, 2));
  const first = await start(sources(), "web");
  const second = await start(sources());
  await sleep(6000);
  expect(await ownersOf()).toEqual([
    { owner: expect.any(String), n: 5 },
    { owner: expect.any(String), n: 5 },
  ]);
  await first.stop();
  await sleep(4500);
  expect(await ownersOf()).toEqual([{ owner: second.workerId, n: 10 }]);
  await second.stop();
  const log = await polls();
  for (const { identity } of sources()) {
    const times = log.filter(({ id }) => id === identity.id).map(({ at }) => at.getTime());
    expect(times.length).toBeGreaterThanOrEqual(3);
    for (let i = 1; i < times.length; i++) {
      const gap = (times[i] as number) - (times[i - 1] as number);
      expect(gap, `${identity.id}, poll ${i}`).toBeGreaterThan(700);
      expect(gap, `${identity.id}, poll ${i}`).toBeLessThan(4500);
    }
  }
});

test("a source that hangs delays nobody, and Poll now asks at once", async () => {
  const scheduler = await start([source(0, 2, 60_000), source(1, 2), source(2, 600)]);
  await sleep(5000);
  const log = await polls();
  expect(log.filter(({ id }) => id === "sql:S0")).toHaveLength(0);
  expect(log.filter(({ id }) => id === "sql:S1").length).toBeGreaterThanOrEqual(2);
  const request = await requestPoll(history, ["sql:S2"], new Date());
  const asked = performance.now();
  expect(await awaitPolled(history, request, 3000)).toBe(true);
  expect(performance.now() - asked).toBeLessThan(800);
  expect(await readReadiness(history, new Date())).toMatchObject({ workers: 1, sources: 3, overdue: 0 });
  await scheduler.stop();
  expect((await readReadiness(history, new Date())).workers).toBe(0);
});
