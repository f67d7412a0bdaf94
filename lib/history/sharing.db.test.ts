// Who asks whom: shares, claims, and what happens when a worker dies.
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import type { Outcome, SourceIdentity } from "../domain/outcome.ts";
import { claimDue } from "./claim-due.ts";
import { ensurePartitionsAhead } from "./partitions.ts";
import { record } from "./record.ts";
import { registerSources } from "./register-sources.ts";
import { awaitPolled, requestPoll } from "./request-poll.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { leaveSources, shareSources } from "./share-sources.ts";

const history = await scratchHistory();
const now = new Date("2026-11-21T10:00:00.000Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const ids = Array.from({ length: 20 }, (_, i) => `sql:S${String(i).padStart(2, "0")}`);
const worker = (id: string) => ({ id, role: "worker", host: "h", pid: 1 });

function identity(id: string): SourceIdentity {
  return { id, kind: "sqlserver", side: "partner", name: id.slice(4), intervalSeconds: 15, isTlsUnchecked: false };
}

function failure(sourceId: string, kind: "timeout" | "denied", askedAt: Date): Outcome {
  return {
    kind,
    sourceId,
    askedAt,
    durationMs: 5,
    latenessMs: 0,
    message: "no",
    code: null,
    permission: null,
    retryAfterMs: null,
  };
}

const noLinks = () => {
  throw new Error("no links here");
};

const finish = (outcomes: Outcome[], dueAt: Date, at: Date) =>
  record(history, outcomes, { link: noLinks, synapse: noLinks }, () => dueAt, at);

async function owners(): Promise<Record<string, number>> {
  const { rows } = await history.pool.query(
    "SELECT coalesce(owner_id, '-') AS owner, count(*)::int AS n FROM source WHERE is_active GROUP BY 1",
  );
  return Object.fromEntries(rows.map((row) => [row.owner, row.n]));
}

beforeEach(async () => {
  await history.pool.query("TRUNCATE source, worker");
  await ensurePartitionsAhead(history, now);
  await registerSources(history, ids.map(identity), now);
});

describe("sharing", () => {
  test("one worker takes all, a second gets half of them back, and one that leaves gives all", async () => {
    expect(await shareSources(history, worker("a"))).toEqual({ taken: 20, given: 0 });
    expect(await shareSources(history, worker("b"))).toEqual({ taken: 0, given: 0 });
    expect(await shareSources(history, worker("a"))).toEqual({ taken: 0, given: 10 });
    expect(await shareSources(history, worker("b"))).toEqual({ taken: 10, given: 0 });
    expect(await owners()).toEqual({ a: 10, b: 10 });
    await leaveSources(history, "a");
    await shareSources(history, worker("b"));
    expect(await owners()).toEqual({ b: 20 });
  });

  test("a worker that died without a word is replaced within seconds, with what it was asking", async () => {
    await shareSources(history, worker("dead"));
    expect(await claimDue(history, "dead", ids, later(6000))).toHaveLength(20);
    const died = Date.now();
    while (((await owners()).heir ?? 0) < 20) {
      await shareSources(history, worker("heir"));
      await sleep(200);
    }
    expect(Date.now() - died).toBeLessThan(4500);
    expect(await claimDue(history, "heir", ids, later(10_000))).toHaveLength(20);
  });

  test("a source that left the estate belongs to nobody and comes back with its history", async () => {
    await shareSources(history, worker("a"));
    await registerSources(history, ids.slice(1).map(identity), now);
    expect(await owners()).toEqual({ a: 19 });
    await registerSources(history, ids.map(identity), later(1000));
    const { rows } = await history.pool.query("SELECT no, is_active FROM source WHERE id = $1", [ids[0]]);
    expect(rows[0].is_active).toBe(true);
  });
});

describe("claiming", () => {
  test("two workers that claim at once over and over poll nothing twice and skip nothing", async () => {
    const polled: string[] = [];
    await shareSources(history, worker("a"));
    const turn = async (id: string, at: Date) => {
      await shareSources(history, worker(id));
      const claims = await claimDue(history, id, ids, at);
      polled.push(...claims.map((claim) => `${claim.sourceId}@${at.toISOString()}`));
      await finish(
        claims.map((claim) => failure(claim.sourceId, "timeout", at)),
        later(at.getTime() - now.getTime() + 15_000),
        at,
      );
    };
    for (let round = 0; round < 12; round++) {
      const at = later(6000 + round * 15_000);
      // Three times: what one gives back, the other takes a moment later.
      for (let i = 0; i < 3; i++) await Promise.all([turn("a", at), turn("b", at)]);
    }
    expect(new Set(polled).size).toBe(polled.length);
    expect(polled).toHaveLength(12 * 20);
  });

  test("a source that changes hands while it is being asked is not asked by the new hands until that is written", async () => {
    await shareSources(history, worker("a"));
    await claimDue(history, "a", ids, later(6000));
    await history.pool.query("UPDATE source SET owner_id = 'b'");
    expect(await claimDue(history, "b", ids, later(21_000))).toEqual([]);
    await finish([failure("sql:S00", "timeout", later(6000))], later(21_000), later(20_000));
    expect(await claimDue(history, "b", ids, later(21_000))).toEqual([{ sourceId: "sql:S00", dueAt: later(21_000) }]);
  });

  test("what is being asked is not asked again, and due times are kept", async () => {
    await shareSources(history, worker("a"));
    const claims = await claimDue(history, "a", ids, later(6000));
    expect(claims[0]?.dueAt).toEqual(now);
    expect(await claimDue(history, "b", ids, later(6000))).toEqual([]);
    await finish([failure("sql:S00", "timeout", later(6000))], later(30_000), later(6001));
    expect(await claimDue(history, "a", ["sql:S00"], later(29_000))).toEqual([]);
    expect((await claimDue(history, "a", ["sql:S00"], later(30_000)))[0]).toEqual({
      sourceId: "sql:S00",
      dueAt: later(30_000),
    });
  });
});

describe("poll now", () => {
  test("makes a source due at once, not one just asked, and never one that refuses our login", async () => {
    await shareSources(history, worker("a"));
    await claimDue(history, "a", ids, later(6000));
    await finish(
      [
        failure("sql:S00", "timeout", later(6000)),
        failure("sql:S01", "denied", later(6000)),
        failure("sql:S02", "timeout", later(9000)),
      ],
      later(600_000),
      later(9000),
    );
    const request = await requestPoll(history, ["sql:S00", "sql:S01", "sql:S02"], later(10_000));
    expect(request).toEqual({
      asked: [{ sourceId: "sql:S00", before: later(6000) }],
      resting: [{ sourceId: "sql:S01", until: later(306_000) }],
    });
    expect(await awaitPolled(history, request, 20)).toBe(false);
    const claims = await claimDue(history, "a", ["sql:S00", "sql:S01", "sql:S02"], later(10_000));
    expect(claims.map((claim) => claim.sourceId)).toEqual(["sql:S00"]);
    const waiting = awaitPolled(history, request, 5000);
    await finish([failure("sql:S00", "timeout", later(10_000))], later(60_000), later(10_005));
    expect(await waiting).toBe(true);
  });
});
