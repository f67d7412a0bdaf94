// Two workers and a web process on one history: nothing is polled twice, a worker killed with -9 is replaced within seconds, restarts lose nothing.
import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { expect, test } from "@playwright/test";
import type { SourceHealth } from "../lib/domain/snapshot.ts";
import { end, leashed } from "../lib/launch/leashed.ts";
import { raiseStage, root, startProduct } from "./product.ts";

const stage = raiseStage({ scenario: "crowd:6x1", poller: "off", pollSeconds: 2 });
const workers: ChildProcess[] = [];

test.describe.configure({ mode: "serial" });
test.afterAll(() => Promise.all(workers.map(end)));

test("two workers share the sources and ask each of them on its beat, once", async () => {
  await Promise.all([startWorker(), startWorker()]);
  await expect.poll(async () => (await owners()).size, { timeout: 20_000 }).toBe(2);
  await expect.poll(async () => [...(await owners()).values()].sort()).toEqual([4, 4]);
  const from = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  const gaps = await stage.query<{ closest: number; widest: number; sources: number }>(
    `SELECT min(gap)::float8 AS closest, max(gap)::float8 AS widest, count(DISTINCT source_no)::int AS sources FROM (
       SELECT source_no, extract(epoch FROM at - lag(at) OVER (PARTITION BY source_no ORDER BY at)) AS gap
       FROM poll WHERE at > to_timestamp(${from / 1000})) AS gaps`,
  );
  expect(gaps[0]?.sources).toBe(8);
  expect(gaps[0]?.closest, "seconds between two polls of a source").toBeGreaterThan(0.9);
  expect(gaps[0]?.widest, "seconds between two polls of a source").toBeLessThan(4);
});

test("the sources of a worker killed with -9 are asked again within seconds", async () => {
  const victim = workers[0] as ChildProcess;
  const orphans = (await sources()).filter((one) => one.ownedBy?.endsWith(` ${victim.pid}`)).map((one) => one.id);
  expect(orphans).toHaveLength(4);
  const killedAt = Date.now();
  victim.kill("SIGKILL");
  await expect
    .poll(async () => (await sources()).filter((one) => Date.parse(one.lastAskedAt ?? "") > killedAt + 1000).length, {
      timeout: 10_000,
    })
    .toBe(8);
  const [late] = await stage.query<{ seconds: number }>(
    `SELECT max(first)::float8 AS seconds FROM (
       SELECT extract(epoch FROM min(at)) - ${killedAt / 1000} AS first FROM poll JOIN source ON no = source_no
       WHERE id = ANY('{${orphans.join()}}') AND at > to_timestamp(${killedAt / 1000}) GROUP BY id) AS firsts`,
  );
  expect(late?.seconds, "from the kill to the first poll by the other").toBeLessThan(7);
  expect(await stage.json("/api/health/ready")).toMatchObject({ ready: true, workers: 1 });
});

test("after everything was killed and started again the history is whole", async ({ page }) => {
  const before = await changes(stage.url);
  for (const child of [...workers, stage.process]) child.kill("SIGKILL");
  const again = await startProduct(stage.lab, { databaseUrl: stage.databaseUrl, pollSeconds: 2 });
  const ids = (list: { at: string; subject: string }[]) => list.map((one) => `${one.at} ${one.subject}`);
  expect(ids(await changes(again.url))).toEqual(expect.arrayContaining(ids(before)));
  await page.goto(again.url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("All 6 links are as they should be");
  await expect.poll(async () => (await again.json<{ overdue: number }>("/api/health/ready")).overdue).toBe(0);
  await again.stop();
});

async function startWorker(): Promise<void> {
  const log = path.join(root, `.data/e2e/worker-${workers.length}.log`);
  const worker = leashed(["lib/launch/worker.mjs"], { ...stage.environment, LINKSPAN_POLLER: "on" }, { file: log });
  workers.push(worker);
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("exit", (code) => reject(new Error(`the worker ended with exit code ${code}, see ${log}`)));
  });
}

async function sources(): Promise<SourceHealth[]> {
  return (await stage.json<{ sources: SourceHealth[] }>("/api/v1/sources")).sources;
}

async function owners(): Promise<Map<string, number>> {
  const held = new Map<string, number>();
  for (const { ownedBy } of await sources()) if (ownedBy) held.set(ownedBy, (held.get(ownedBy) ?? 0) + 1);
  return held;
}

async function changes(url: string): Promise<{ at: string; subject: string }[]> {
  const { links } = await (await fetch(`${url}/api/v1/links`)).json();
  return (await (await fetch(url + links[0].href)).json()).transitions;
}
