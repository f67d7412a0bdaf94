// Keeps a process polling: its heartbeat and its share of the sources every second, a tick with it, and the upkeep every minute.
import { randomBytes } from "node:crypto";
import os from "node:os";
import type { PoolClient } from "pg";
import pino from "pino";
import { readEnv } from "./env.ts";
import { ensurePartitionsAhead } from "./history/partitions.ts";
import type { History } from "./history/pool.ts";
import { registerSources } from "./history/register-sources.ts";
import { dueChannel } from "./history/request-poll.ts";
import { leaveSources, shareSources } from "./history/share-sources.ts";
import { keepUp } from "./history/upkeep.ts";
import { type House, openHouse, pageHouse } from "./house.ts";
import { type Poller, tick } from "./tick.ts";

const beatMs = 1000;
const upkeepMs = 60_000;

export interface Scheduler {
  workerId: string;
  /** Gives the sources to others; what is being asked is dropped. */
  stop(): Promise<void>;
}

/** Throws if the estate is wrong or the database does not answer at the start; later it only complains and goes on. */
export async function startScheduler(
  { role }: { role: "web" | "worker" },
  house: House = openHouse(),
): Promise<Scheduler> {
  const log = pino({ name: "linkspan", level: readEnv().logLevel });
  const worker = { id: randomBytes(6).toString("hex"), role, host: os.hostname(), pid: process.pid };
  const ending = new AbortController();
  const poller: Poller = {
    workerId: worker.id,
    asking: new Set(),
    waiting: new Map(),
    signal: ending.signal,
    onLost: (error, outcomes) =>
      log.error(
        { error: textOf(error), sources: outcomes.map(({ sourceId }) => sourceId) },
        "a poll could not be written",
      ),
  };
  await ensurePartitionsAhead(house.history, house.clock());
  await registerSources(house.history, house.estate.identities, house.clock());
  const running = new Set<Promise<unknown>>();
  function attempt(what: string, work: () => Promise<unknown>): void {
    if (ending.signal.aborted) return;
    const attempted = work()
      .catch((error) => ending.signal.aborted || log.error({ error: textOf(error) }, `${what} failed`))
      .finally(() => running.delete(attempted));
    running.add(attempted);
  }
  const ear = openEar(house.history, () => attempt("tick", () => tick(house, poller)));
  async function beat(): Promise<void> {
    await ear.listen();
    const { taken, given } = await shareSources(house.history, worker);
    if (taken + given > 0) log.info({ taken, given }, "sources shared anew");
    attempt("tick", () => tick(house, poller));
  }
  const everyBeat = repeat(beatMs, () =>
    beat().catch((error) => ending.signal.aborted || log.error({ error: textOf(error) }, "heartbeat failed")),
  );
  const everyMinute = repeat(upkeepMs, async () => attempt("upkeep", () => keepUp(house.history, house.clock())));

  return {
    workerId: worker.id,
    stop: async () => {
      ending.abort();
      await Promise.all([everyBeat(), everyMinute()]);
      ear.close();
      await Promise.allSettled(running);
      await leaveSources(house.history, worker.id).catch(() => {});
      await house.estate.close();
    },
  };
}

/** What the server process does besides showing pages: poll, unless LINKSPAN_POLLER is off. Ends the process if it cannot do its work. */
export async function serve(): Promise<void> {
  try {
    const { isPoller, estatePath } = readEnv();
    if (!estatePath) return;
    if (isPoller) {
      const scheduler = await startScheduler({ role: "web" });
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void scheduler.stop());
    } else {
      // Its pages name the sources, and say that nobody asks them.
      const { history, estate, clock } = pageHouse();
      await registerSources(history, estate.identities, clock());
    }
  } catch (error) {
    // Next would go on and fail every request; whoever started this process must see that it cannot work.
    console.error(`Linkspan could not start: ${textOf(error)}`);
    process.exit(1);
  }
}

/** One turn by a process that does not poll by itself, for a page that is open while nobody polls. Returns how many sources were asked. */
export async function tickOnce(house: House): Promise<number> {
  const { history, estate, clock } = house;
  const worker = { id: randomBytes(6).toString("hex"), role: "page", host: os.hostname(), pid: process.pid };
  await ensurePartitionsAhead(history, clock());
  await registerSources(history, estate.identities, clock());
  await shareSources(history, worker);
  // Without its heartbeat a slow source would look abandoned, and be asked twice.
  const heart = setInterval(() => void shareSources(history, worker).catch(() => {}), beatMs);
  try {
    const signal = new AbortController().signal;
    const onLost = (error: unknown) =>
      pino({ name: "linkspan" }).error({ error: textOf(error) }, "a poll could not be written");
    return await tick(house, { workerId: worker.id, asking: new Set(), waiting: new Map(), signal, onLost });
  } finally {
    clearInterval(heart);
    await leaveSources(history, worker.id);
  }
}

/** Calls `work` now and again `everyMs` after each start, never twice at once. The returned function ends it. */
function repeat(everyMs: number, work: () => Promise<unknown>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let current = Promise.resolve();
  const turn = () => {
    const started = performance.now();
    current = work().then(() => {
      if (!ended) timer = setTimeout(turn, Math.max(0, everyMs - (performance.now() - started)));
    });
  };
  turn();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await current;
  };
}

/** "Poll now" anywhere wakes this process. A connection that was lost is made anew by the next `listen`. */
function openEar({ pool }: History, onDue: () => void): { listen(): Promise<void>; close(): void } {
  let client: PoolClient | null = null;
  const close = (reason: Error) => {
    client?.release(reason);
    client = null;
  };
  return {
    listen: async () => {
      if (client) return;
      client = await pool.connect();
      client.on("notification", onDue);
      client.once("error", close);
      try {
        await client.query(`LISTEN ${dueChannel}`);
      } catch (error) {
        close(error as Error);
        throw error;
      }
    },
    close: () => close(new Error("the scheduler ended")),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
