// Fills the demo's history: what the lab's world was like for 30 days, through the product's own questions, assessment and record.
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { readEnv } from "../lib/env.ts";
import { ensurePartitions, ensurePartitionsAhead } from "../lib/history/partitions.ts";
import { registerSources } from "../lib/history/register-sources.ts";
import { rollUpAgain } from "../lib/history/rollup.ts";
import { keepUp } from "../lib/history/upkeep.ts";
import { openHouse } from "../lib/house.ts";
import { recordOutcomes } from "../lib/tick.ts";
import { setCutoverDates } from "./past-dates.ts";
import type { Errand, Moment, Told } from "./past-process.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A test asks for fewer hours, and less often. */
const [hours = 30 * 24, leastSeconds = 10] = process.argv.slice(2).map(Number);
const longest = hours * hour;
const newestEvery = leastSeconds * 1000;
/** The nearer to now, the denser, so that every chart window has a sample in each of its buckets. */
const stretches = [
  { from: 30 * day, every: 2 * hour },
  { from: 7 * day, every: 30 * minute },
  // Fits a seeding of two days.
  { from: 2 * day, every: 10 * minute },
  { from: 1 * day, every: 5 * minute },
  { from: 15 * hour, every: 2 * minute },
  { from: 6 * hour, every: minute },
  { from: 1 * hour, every: newestEvery },
].map(({ from, every }) => ({ from: Math.min(from, longest), every: Math.max(every, newestEvery) }));
const momentsAtOnce = 8;

const env = readEnv();
if (!env.estatePath) throw new Error("LINKSPAN_ESTATE is not set; the demo sets it to the lab's estate file");
const labDirectory = path.dirname(env.estatePath);
const house = openHouse(env);
const { rows } = await house.history.pool.query<{ known: boolean }>("SELECT EXISTS (SELECT FROM assessment) AS known");
if (!rows[0]?.known) await fill(Date.now());
await house.estate.close();
await house.history.pool.end();

async function fill(now: number): Promise<void> {
  const { history, estate } = house;
  await ensurePartitions(history, new Date(now - longest), new Date(now));
  await ensurePartitionsAhead(history, new Date(now));
  await registerSources(history, estate.identities, new Date(now));
  // Without our own preloads: on a leash it would end whenever it has nothing to do.
  const execArgv = ["--import", "tsx"];
  const asker = fork(path.join(import.meta.dirname, "past-process.ts"), { serialization: "advanced", execArgv });
  asker.send({ labDirectory, sources: estate.identities } satisfies Errand);
  const ask = (moments: Moment[]): Promise<[Told[]]> => {
    asker.send(moments);
    return once(asker, "message") as Promise<[Told[]]>;
  };
  const waiting = moments(now);
  let total = waiting.length;
  let saidAt = performance.now();
  let askedUntil = now;
  let next: Promise<[Told[]]> | null = ask(waiting.splice(0, momentsAtOnce));
  while (next) {
    const [told] = await next;
    if (waiting.length === 0) {
      const more = momentsSince(askedUntil, Date.now());
      askedUntil += more.length * newestEvery;
      total += more.length;
      waiting.push(...more);
    }
    // The other process asks on while this one writes.
    next = waiting.length > 0 ? ask(waiting.splice(0, momentsAtOnce)) : null;
    for (const { at, outcomes } of told) await recordOutcomes(house, outcomes, at, null);
    if (performance.now() - saidAt > 5000) {
      saidAt = performance.now();
      console.log(`  ${(100 * (1 - waiting.length / total)).toFixed(0)} % of the history`);
    }
  }
  asker.disconnect();
  await rollUpAgain(history, new Date(now - longest), new Date(askedUntil));
  // Nobody was asked over a wire, so there are no durations and no lateness to show.
  await history.pool.query("TRUNCATE poll");
  await keepUp(history, new Date(askedUntil));
  await setCutoverDates(history, now);
  // What was due in the past is due now.
  await history.pool.query("UPDATE source SET due_at = clock_timestamp()");
}

/** What went by while the past was told, so that polling goes on from there without a pause. */
function momentsSince(from: number, until: number): Moment[] {
  return Array.from({ length: Math.floor((until - from) / newestEvery) }, (_, step) => ({
    at: new Date(from + step * newestEvery),
    slowToo: false,
  }));
}

/** Oldest first; the questions on the slow clock are asked about once an hour. */
function moments(now: number): Moment[] {
  let slowAt = Number.NEGATIVE_INFINITY;
  return stretches.flatMap(({ from, every }, index) => {
    const until = stretches[index + 1]?.from ?? 0;
    return Array.from({ length: Math.floor((from - until) / every) }, (_, step) => {
      const at = now - from + step * every;
      const slowToo = at - slowAt >= hour;
      if (slowToo) slowAt = at;
      return { at: new Date(at), slowToo };
    });
  });
}
