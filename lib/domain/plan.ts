// What if: how long a set of databases takes to seed over one wire, with a band, from sizes, bandwidth, parallelism and working hours.
import { nextChange, shareAt, type WorkingHours } from "./working-hours.ts";

export interface PlannedDatabase {
  name: string;
  bytes: number;
}

export interface Plan {
  databases: readonly PlannedDatabase[];
  /** Of the way they all go over. */
  bytesPerSecond: number;
  /** One seeding alone goes no faster than this (one thread, one disk); null: only the wire limits it. */
  seedingBytesPerSecond: number | null;
  /** Seedings at once; SQL Server runs up to five. */
  parallel: number;
  /** Bytes on the wire per byte of database: 1 without compression. */
  wireBytesPerByte: number;
  hours: WorkingHours;
  startAt: Date;
  order: PlanOrder;
}

export type PlanOrder = "largest-first" | "smallest-first" | "as-given";

export const mostParallel = 5;

/** One run through the plan. Null: not over within a year. */
export interface PlannedRun {
  database: PlannedDatabase;
  startAt: Date;
  finishAt: Date | null;
}

/** Of a time: 1 in 10 are earlier than p10, 9 in 10 than p90. Null: not within a year. */
export interface TimeBand {
  p10: Date | null;
  p50: Date | null;
  p90: Date | null;
}

export interface PlanForecast {
  /** In the order in which they begin. */
  databases: { database: PlannedDatabase; startAt: Date; finishAt: TimeBand; longestSeconds: number | null }[];
  finishAt: TimeBand;
}

/**
 * How many times longer a whole copy took than its rate so far promised, from the 5th to the 95th of a hundred, in steps of five:
 * the first tenth of each of the 522 traces in shared/traces against what came of it.
 */
export const slownesses: readonly number[] = [
  0.671, 0.779, 0.846, 0.906, 0.944, 0.966, 0.989, 1.002, 1.017, 1.038, 1.057, 1.08, 1.11, 1.146, 1.176, 1.236, 1.326,
  1.401, 1.564,
];

const p10 = slownesses[1] as number;
const p90 = slownesses[17] as number;
const yearMs = 366 * 86_400_000;

/** The even chance is the plain arithmetic; the band is how far plain arithmetic has been off. */
export function forecastPlan(plan: Plan): PlanForecast {
  const middle = runPlan(plan, 1);
  const soon = runPlan(plan, p10);
  const late = runPlan(plan, p90);
  const finishOf = (runs: readonly PlannedRun[], database: PlannedDatabase) =>
    runs.find((run) => run.database === database)?.finishAt ?? null;
  return {
    databases: middle.map(({ database, startAt, finishAt }) => {
      const lateRun = late.find((run) => run.database === database);
      return {
        database,
        startAt,
        finishAt: { p10: finishOf(soon, database), p50: finishAt, p90: lateRun?.finishAt ?? null },
        longestSeconds: lateRun?.finishAt ? (lateRun.finishAt.getTime() - lateRun.startAt.getTime()) / 1000 : null,
      };
    }),
    finishAt: { p10: lastFinish(soon), p50: lastFinish(middle), p90: lastFinish(late) },
  };
}

/** Share of outcomes in which everything is over by then, 0 to 1, in steps of a twentieth; never surer than the steps are. */
export function chanceBy(plan: Plan, deadline: Date): number {
  const inTime = slownesses.filter((slowness) => {
    const finish = lastFinish(runPlan(plan, slowness));
    return finish !== null && finish <= deadline;
  }).length;
  return inTime / (slownesses.length + 1);
}

/** Null when something is not over within a year; the start when there is nothing to do. */
export function lastFinish(runs: readonly PlannedRun[]): Date | null {
  let last: Date | null = null;
  for (const { finishAt } of runs) {
    if (finishAt === null) return null;
    if (last === null || finishAt > last) last = finishAt;
  }
  return last;
}

/** From event to event: somebody is done, or the hours change. `slowness`: every byte takes so many times longer. */
export function runPlan(plan: Plan, slowness: number): PlannedRun[] {
  const waiting = inOrder(plan);
  const running: { run: PlannedRun; leftBytes: number }[] = [];
  const runs: PlannedRun[] = [];
  const end = plan.startAt.getTime() + yearMs;
  let at = plan.startAt.getTime();
  while ((waiting.length > 0 || running.length > 0) && at < end) {
    while (running.length < plan.parallel && waiting.length > 0) {
      const database = waiting.shift() as PlannedDatabase;
      const run: PlannedRun = { database, startAt: new Date(at), finishAt: null };
      runs.push(run);
      running.push({ run, leftBytes: database.bytes * plan.wireBytesPerByte });
    }
    const wire = (plan.bytesPerSecond * shareAt(plan.hours, at)) / slowness;
    const each = Math.min(wire / running.length, (plan.seedingBytesPerSecond ?? Number.POSITIVE_INFINITY) / slowness);
    const soonest = Math.min(...running.map(({ leftBytes }) => leftBytes)) / each;
    // Whole milliseconds: a fraction of one would be lost against the size of the clock, and the loop would stand still.
    const next = at + Math.max(1, Math.ceil(Math.min(nextChange(plan.hours, at) - at, soonest * 1000, end - at)));
    const moved = (each * (next - at)) / 1000;
    at = next;
    for (let index = running.length - 1; index >= 0; index--) {
      const one = running[index] as (typeof running)[number];
      one.leftBytes -= moved;
      if (one.leftBytes > 0) continue;
      one.run.finishAt = new Date(at);
      running.splice(index, 1);
    }
  }
  return runs;
}

function inOrder({ databases, order }: Plan): PlannedDatabase[] {
  if (order === "as-given") return [...databases];
  const sign = order === "largest-first" ? -1 : 1;
  return [...databases].sort((a, b) => sign * (a.bytes - b.bytes));
}
