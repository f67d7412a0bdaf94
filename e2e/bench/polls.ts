// Polls over TLS from the lab into Postgres: as fast as they go, and at the product's own beat.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { end, leashed } from "../../lib/launch/leashed.ts";
import type { Lab } from "../product.ts";
import { factOf, type Line, lineOf, short } from "./figures.ts";
import { askedSources, polledSince, postgresPid } from "./history-sql.ts";
import type { Flat } from "./poll-process.ts";
import { processorMs } from "./processor-time.ts";

/** Of the product, unless the estate file says otherwise. */
export const beatSeconds = 10;

export interface Crowd {
  /** "50 SQL Servers, 5 managed instances, 100 links". */
  name: string;
  lab: Lab;
  databaseUrl: string;
}

/** Everything is asked without a pause; the first round, which connects, is told apart. */
export async function pollFlatOut({ name, lab, databaseUrl }: Crowd, seconds: number): Promise<Line[]> {
  const environment = { ...process.env, ...lab.environment, DATABASE_URL: databaseUrl, LINKSPAN_LOG: "silent" };
  const child = leashed(["--import", "tsx", "e2e/bench/poll-process.ts"], environment, {
    file: ".data/bench/poller.log",
  });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await answerOf(child);
    const flat = (time: number): Promise<Flat> => {
      child.send(time);
      return answerOf(child) as Promise<Flat>;
    };
    // One round connects and asks everything for the first time; the code is warm after a few more.
    const first = await flat(0.001);
    await flat(Math.min(3, seconds / 4));
    const since = new Date();
    const before = await processorsOf(pool, lab);
    const { polls, seconds: took, processorMs: ours } = await flat(seconds);
    const after = await processorsOf(pool, lab);
    const durations = await polledSince(pool, since);
    const each = (total: number) => (Number.isNaN(total) ? "not measured" : `${short(total / polls)} ms`);
    const cost = `CPU per poll: Linkspan ${each(ours)}, Postgres ${each(after.postgres - before.postgres)}, the lab ${each(after.lab - before.lab)}`;
    child.send("end");
    return [
      lineOf(
        `a poll, without a pause: ${name}`,
        durations.map(({ durationMs }) => durationMs),
        `**${short(polls / took)} polls/s**; ${cost}${failures(durations)}`,
      ),
      factOf(`first round, with connecting: ${name}`, `${first.polls} sources in ${short(first.seconds)} s`),
    ];
  } finally {
    await pool.end();
    await end(child);
  }
}

/** `npm run worker` on the same estate, for so long after its first round. */
export async function pollAtBeat({ name, lab, databaseUrl }: Crowd, seconds: number): Promise<Line[]> {
  const estate = path.join(lab.directory, "estate-at-beat.yaml");
  const written = fs.readFileSync(lab.environment.LINKSPAN_ESTATE as string, "utf8");
  fs.writeFileSync(estate, written.replaceAll(/pollSeconds: \d+/g, `pollSeconds: ${beatSeconds}`));
  const environment = { ...process.env, ...lab.environment, DATABASE_URL: databaseUrl, LINKSPAN_ESTATE: estate };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const started = new Date();
  const child = leashed(["lib/launch/worker.mjs"], environment, { file: ".data/bench/worker.log" });
  try {
    for (let asked = { done: 0, all: 1 }; asked.done < asked.all; asked = await askedSources(pool, started)) {
      if (child.exitCode !== null) throw new Error("the worker ended; .data/bench/worker.log says why");
      await sleep(250);
    }
    // The round that connected came in a bunch; the next goes out at the beat.
    await sleep(beatSeconds * 1000);
    const since = new Date();
    const pid = child.pid as number;
    const before = { ...(await processorsOf(pool, lab)), ours: processorMs(pid) };
    await sleep(seconds * 1000);
    const after = { ...(await processorsOf(pool, lab)), ours: processorMs(pid) };
    const durations = await polledSince(pool, since);
    const share = (from: number, to: number) =>
      Number.isNaN(to - from) ? "not measured" : `${short((to - from) / 10 / seconds)} %`;
    return [
      lineOf(
        `a poll, every source each ${beatSeconds} s: ${name}`,
        durations.map(({ durationMs }) => durationMs),
        `${short(durations.length / seconds)} polls/s; of one core: Linkspan ${share(before.ours, after.ours)}, Postgres ${share(before.postgres, after.postgres)}${failures(durations)}`,
      ),
      lineOf(
        "how late such a poll is",
        durations.map(({ latenessMs }) => latenessMs),
      ),
    ];
  } finally {
    await pool.end();
    await end(child);
  }
}

async function processorsOf(pool: pg.Pool, lab: Lab): Promise<{ postgres: number; lab: number }> {
  return { postgres: processorMs(await postgresPid(pool)), lab: processorMs(lab.process.pid as number) };
}

function failures(polls: { isAnswer: boolean }[]): string {
  const failed = polls.filter(({ isAnswer }) => !isAnswer).length;
  return failed === 0 ? "" : `; ${failed} of ${polls.length} failed`;
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const gone = once(child, "exit").then(() => {
    throw new Error("the poller ended; .data/bench/poller.log says why");
  });
  const [answer] = await Promise.race([once(child, "message"), gone]);
  return answer;
}
