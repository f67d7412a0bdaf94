// From a command to what it is for: `npm start` to its first page, a worker to its first poll.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { end, leashed } from "../../lib/launch/leashed.ts";
import { ensureBuilt, ensureGenerated, ensureInstalled } from "../../lib/launch/prepare.mjs";
import { createDatabase, dropDatabase, freePort, type Lab, root } from "../product.ts";
import { type Durations, type Line, lineOf, ms } from "./figures.ts";
import { askedSources } from "./history-sql.ts";

const mostMs = 120_000;

/** The first start makes the database; the others find it. */
export async function startAgain(lab: Lab, times: number): Promise<Line[]> {
  // Here and not within a start, where installing or building would count as its time and be cut off half-way.
  await ensureInstalled();
  await ensureGenerated();
  await ensureBuilt();
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "linkspan-bench-start-"));
  try {
    const [first = Number.NaN, ...others] = await inTurn(times + 1, () => startOnce(lab, data));
    return [lineOf("`npm start` to the first page, second start", others, `the very first start: ${ms(first)}`)];
  } finally {
    fs.rmSync(data, { recursive: true, force: true });
  }
}

async function startOnce(lab: Lab, data: string): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, ...lab.environment, LINKSPAN_DATA: data, PORT: String(port), DATABASE_URL: "" };
  const log = fs.openSync(path.join(root, ".data/bench/start.log"), "w");
  const started = performance.now();
  const child = spawn(process.execPath, ["lib/launch/start.mjs"], { cwd: root, env, stdio: ["ignore", log, log] });
  fs.closeSync(log);
  try {
    const isThere = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        async (answer) => (await answer.text()).includes("</html>") && answer.ok,
        () => false,
      );
    await until(isThere, "start.log");
    return performance.now() - started;
  } finally {
    // SIGKILL would leave the database behind.
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null) {
      child.kill("SIGINT");
      await gone;
    }
  }
}

/** Each time on an empty history. */
export async function workerToFirstPoll(lab: Lab, times: number): Promise<Line[]> {
  const durations = await inTurn(times, async () => {
    const databaseUrl = await createDatabase();
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    const since = new Date();
    const started = performance.now();
    const child = leashed(
      ["lib/launch/worker.mjs"],
      { ...process.env, ...lab.environment, DATABASE_URL: databaseUrl },
      { file: ".data/bench/first-poll.log" },
    );
    try {
      await until(async () => (await askedSources(pool, since)).done > 0, "first-poll.log");
      return performance.now() - started;
    } finally {
      await end(child);
      await pool.end();
      await dropDatabase(databaseUrl);
    }
  });
  return [lineOf("a worker to its first poll written down", durations)];
}

async function inTurn(times: number, work: () => Promise<number>): Promise<Durations> {
  const durations: Durations = [];
  for (let run = 0; run < times; run++) durations.push(await work());
  return durations;
}

async function until(isSo: () => Promise<boolean>, log: string): Promise<void> {
  for (const started = performance.now(); performance.now() - started < mostMs; await sleep(20))
    if (await isSo()) return;
  throw new Error(`nothing came of it in ${mostMs / 1000} s; .data/bench/${log} says why`);
}
