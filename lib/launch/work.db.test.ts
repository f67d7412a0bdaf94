// Two workers as processes of their own, on one estate: one is killed outright, and the other takes all.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, test } from "vitest";
import { scratchHistory } from "../history/scratch-history.fixture.ts";
import { startLab } from "../lab/lab.ts";

const history = await scratchHistory();
const directory = fs.mkdtempSync(path.join(os.tmpdir(), "linkspan-work-"));
const lab = await startLab({ scenario: "crowd:2x1", directory });
const workers: ChildProcess[] = [];

afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await lab.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

async function startWorker(): Promise<ChildProcess> {
  const entry = path.join(directory, "worker.mjs");
  fs.writeFileSync(entry, `await (await import(${JSON.stringify(path.resolve("lib/launch/work.ts"))})).work();`);
  const worker = fork(entry, {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, ...lab.environment, DATABASE_URL: history.url, LINKSPAN_LOG: "error" },
  });
  workers.push(worker);
  await once(worker, "message");
  return worker;
}

const ownedBy = async (pid: number | undefined) =>
  (
    await history.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM source JOIN worker ON worker.id = owner_id WHERE pid = $1",
      [pid],
    )
  ).rows[0]?.n;

async function until(isTrue: () => Promise<boolean>, withinMs: number): Promise<void> {
  const started = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - started > withinMs) throw new Error(`not within ${withinMs} ms`);
    await sleep(50);
  }
}

test("a worker that is killed outright is replaced within seconds, and no source is forgotten", {
  timeout: 60_000,
}, async () => {
  const [first, second] = await Promise.all([startWorker(), startWorker()]);
  const { rows } = await history.pool.query<{ n: number }>("SELECT count(*)::int AS n FROM source");
  const all = rows[0]?.n as number;
  await until(async () => (await ownedBy(first.pid)) === all / 2 && (await ownedBy(second.pid)) === all / 2, 10_000);
  first.kill("SIGKILL");
  const killedAt = new Date();
  await until(async () => (await ownedBy(second.pid)) === all, 6000);
  // Every source is asked again by the one that lives, also those the dead one was asking.
  await until(async () => {
    const asked = await history.pool.query("SELECT id FROM source WHERE last_answered_at > $1", [killedAt]);
    return asked.rowCount === all;
  }, 20_000);
});
