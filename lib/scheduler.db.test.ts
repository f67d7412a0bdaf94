// The scheduler against a real history, with sources whose answers are made on the spot.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import type { Source } from "./collect/source.ts";
import { defaultLimits } from "./domain/limits.ts";
import { type History, openHistory } from "./history/pool.ts";
import { readReadiness } from "./history/readiness.ts";
import { awaitPolled, requestPoll } from "./history/request-poll.ts";
import { scratchHistory } from "./history/scratch-history.fixture.ts";
import { linkSample, partnerSource } from "./history/told.fixture.ts";
import type { House } from "./house.ts";
import { startPostgres } from "./launch/embedded-postgres.mjs";
import { ensureDatabase, migrate } from "./launch/migrate.mjs";
import { type Scheduler, startScheduler, tickOnce } from "./scheduler.ts";

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

function house(sources: Source[], on: History = history): House {
  return {
    estate: {
      isDemo: false,
      identities: sources.map(({ identity }) => identity),
      sources: new Map(sources.map((one) => [one.identity.id, one])),
      limits: defaultLimits,
      tlsNotes: [],
      close: async () => {},
    },
    history: on,
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

test("a lost connection costs one beat of listening, not Poll now", async () => {
  const scheduler = await start([source(0, 600)]);
  await sleep(1500);
  const { rowCount } = await history.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
  );
  expect(rowCount).toBe(1);
  await sleep(4500);
  const request = await requestPoll(history, ["sql:S0"], new Date());
  const asked = performance.now();
  expect(await awaitPolled(history, request, 3000)).toBe(true);
  // The next beat alone would take half a second more on the average; listening is at once.
  const { rows } = await history.pool.query(
    "SELECT count(*)::int AS ears FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
  );
  expect(rows).toEqual([{ ears: 1 }]);
  expect(performance.now() - asked).toBeLessThan(900);
  await scheduler.stop();
});

test("what is being asked as the scheduler stops is not told as a timeout", async () => {
  const scheduler = await start([source(0, 2, 60_000), source(1, 2)]);
  await sleep(1500);
  const asking = await history.pool.query("SELECT polling_by FROM source WHERE id = 'sql:S0'");
  expect(asking.rows).toEqual([{ polling_by: scheduler.workerId }]);
  await scheduler.stop();
  const { rows } = await history.pool.query(
    "SELECT last_failure, last_asked_at, polling_by FROM source WHERE id = 'sql:S0'",
  );
  expect(rows).toEqual([{ last_failure: null, last_asked_at: null, polling_by: null }]);
  expect((await polls()).map(({ id }) => id)).not.toContain("sql:S0");
});

test("a page asks by itself where nobody polls, once however many are open, and takes nothing from a poller", async () => {
  const sources = () => [source(0, 600), source(1, 600)];
  await Promise.all([tickOnce(house(sources())), tickOnce(house(sources()))]);
  await sleep(1);
  // New sources are due within seconds of each other.
  await history.pool.query("UPDATE source SET due_at = clock_timestamp() WHERE last_asked_at IS NULL");
  await tickOnce(house(sources()));
  expect((await polls()).map(({ id }) => id)).toEqual(["sql:S0", "sql:S1"]);
  expect(await tickOnce(house(sources()))).toBe(0);
  const { rows } = await history.pool.query(
    "SELECT (SELECT count(*)::int FROM worker) AS workers, (SELECT count(*)::int FROM source WHERE owner_id IS NOT NULL OR polling_by IS NOT NULL) AS held",
  );
  expect(rows).toEqual([{ workers: 0, held: 0 }]);
});

test("while Postgres is away nothing ends, and polling goes on when it is back", async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "linkspan-outage-"));
  const directory = path.join(home, "postgres");
  let server = await startPostgres({ directory });
  const url = server.url("linkspan");
  await ensureDatabase(server.url(), "linkspan");
  await migrate(url);
  const outage = openHistory(url);
  const pollCount = async () => (await outage.pool.query("SELECT count(*)::int AS n FROM poll")).rows[0].n as number;
  const scheduler = await startScheduler({ role: "web" }, house([source(0, 1), source(1, 1)], outage));
  await sleep(3000);
  await server.stop();
  await sleep(2500);
  server = await startPostgres({ directory, port: Number(new URL(url).port) });
  const before = await pollCount();
  expect(before).toBeGreaterThan(0);
  // What could not be written is asked again after five seconds.
  await sleep(7000);
  expect(await pollCount()).toBeGreaterThanOrEqual(before + 4);
  const request = await requestPoll(outage, ["sql:S0"], new Date(Date.now() + 3000));
  expect(await awaitPolled(outage, request, 1500)).toBe(true);
  await scheduler.stop();
  await outage.close();
  await server.stop();
  fs.rmSync(home, { recursive: true, force: true });
});
