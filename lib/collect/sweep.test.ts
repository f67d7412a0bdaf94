import { expect, test } from "vitest";
import type { Outcome } from "../domain/outcome.ts";
import { LookFailure, type Reading, type Source } from "./source.ts";
import { type Due, sweep } from "./sweep.ts";

const now = new Date("2026-05-04T10:00:00Z");
const reading: Reading = { samples: [], serverClock: null, serverMs: 1, roundTrips: 1, blind: [] };

function source(id: string, read: Source["read"]): Due {
  const identity = {
    id,
    kind: "sqlserver",
    side: "partner",
    name: id,
    intervalSeconds: 10,
    isTlsUnchecked: false,
  } as const;
  return { source: { identity, read, close: async () => {} }, latenessMs: 7 };
}
const answers = (id: string, afterMs = 0) =>
  source(id, () => new Promise((resolve) => setTimeout(() => resolve(reading), afterMs)));
const hangs = (id: string) => source(id, () => new Promise(() => {}));
const throws = (id: string, error: unknown) => source(id, () => Promise.reject(error));

const options = { clock: () => now, concurrency: 8, deadlineMs: 400, gatherMs: 20 };

async function all(due: Due[], more: Partial<Parameters<typeof sweep>[1]> = {}) {
  const batches: Outcome[][] = [];
  for await (const batch of sweep(due, { ...options, ...more })) batches.push(batch);
  return batches;
}

test("an answer carries who was asked, when, and how late", async () => {
  const [[outcome]] = (await all([answers("a")])) as [[Outcome]];
  expect(outcome).toMatchObject({ kind: "answered", sourceId: "a", askedAt: now, latenessMs: 7, roundTrips: 1 });
  expect(outcome.durationMs).toBeGreaterThanOrEqual(0);
});

test("a source that hangs, even deaf to the signal, fails alone at its deadline and delays nobody", async () => {
  const started = performance.now();
  const seen: { ids: string[]; ms: number }[] = [];
  for await (const batch of sweep([hangs("dead"), answers("a"), answers("b", 5)], options)) {
    seen.push({ ids: batch.map((outcome) => outcome.sourceId), ms: performance.now() - started });
  }
  expect(seen.map(({ ids }) => ids)).toEqual([["a", "b"], ["dead"]]);
  expect(seen[0]!.ms).toBeLessThan(200);
  expect(seen[1]!.ms).toBeGreaterThanOrEqual(395);
});

test("the deadline is told as a timeout with the source's name", async () => {
  const [[outcome]] = (await all([hangs("dead")], { deadlineMs: 30 })) as [[Outcome]];
  expect(outcome).toMatchObject({ kind: "timeout", message: "no answer within 0.03 s", code: null });
});

test("the signal aborts at the deadline, so that a source can let go", async () => {
  let isAborted = false;
  const listens = source(
    "a",
    (_, signal) => new Promise(() => signal.addEventListener("abort", () => (isAborted = true))),
  );
  await all([listens], { deadlineMs: 20 });
  expect(isAborted).toBe(true);
});

test.each([
  [
    new LookFailure("denied", "no", { code: "300", permission: "VIEW SERVER STATE" }),
    { kind: "denied", message: "no", code: "300", permission: "VIEW SERVER STATE", retryAfterMs: null },
  ],
  [new LookFailure("throttled", "later", { retryAfterMs: 9000 }), { kind: "throttled", retryAfterMs: 9000 }],
  [
    new TypeError("password hunter2 is undefined"),
    { kind: "malformed", message: "Linkspan could not read the answer (TypeError)" },
  ],
  ["text", { kind: "malformed", message: "Linkspan could not read the answer (string)" }],
])("%s becomes a failure and is never thrown", async (error, failure) => {
  expect((await all([throws("a", error)])).flat()).toMatchObject([failure]);
});

test("a source that throws before it returns a promise is a failure too", async () => {
  const careless = source("a", () => {
    throw new Error("at once");
  });
  expect((await all([careless, answers("b")])).flat().map(({ kind }) => kind)).toEqual(["malformed", "answered"]);
});

test("no more than the allowed number are asked at once, and all are asked", async () => {
  let asked = 0;
  let most = 0;
  const busy = Array.from({ length: 20 }, (_, at) =>
    source(`s${at}`, async () => {
      most = Math.max(most, ++asked);
      await new Promise((resolve) => setTimeout(resolve, 2));
      asked--;
      return reading;
    }),
  );
  expect((await all(busy, { concurrency: 3 })).flat()).toHaveLength(20);
  expect(most).toBe(3);
});

test("a hanging source gives its place away at the deadline", async () => {
  const outcomes = (await all([hangs("dead"), answers("a")], { concurrency: 1, deadlineMs: 30 })).flat();
  expect(outcomes.map(({ sourceId, kind }) => `${sourceId} ${kind}`)).toEqual(["dead timeout", "a answered"]);
});

test("nothing due yields nothing", async () => {
  expect(await all([])).toEqual([]);
});

test("called off from outside, what is being asked ends at once", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  const outcomes = (await all([hangs("a")], { deadlineMs: 60_000, signal: stop.signal })).flat();
  expect(outcomes).toMatchObject([{ kind: "timeout", message: "the question was called off" }]);
});
