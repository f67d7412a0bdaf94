// Runs what was bound: hash and nested-loop joins, grouping, distinct, ordering.
import { compareValues, keyOf, rowKey } from "./compare.ts";
import type { Env, Evaluate, Test, Tuple } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import type { Aggregate } from "./scope.ts";

/** One `left = right` of an ON, both sides already of the same type. */
export interface HashPair {
  left: Evaluate;
  right: Evaluate;
  type: SqlType;
}

export interface JoinPlan {
  join: "inner" | "left" | "right" | "full" | "cross";
  /** Slots the right side fills. */
  rightLow: number;
  rightHigh: number;
  pairs: HashPair[];
  /** What of the ON is no hash pair. */
  residual: Test[];
}

/** An environment whose tuple is changed row by row: one object for a whole scan. */
export function cursorEnv(env: Env): Env {
  return { tuple: [], group: [], outer: env.outer, run: env.run };
}

export function joinTuples(plan: JoinPlan, lefts: Tuple[], rights: Tuple[], env: Env): Tuple[] {
  const at = cursorEnv(env);
  const candidates = plan.pairs.length > 0 ? hashed(plan, rights, at) : () => rights.keys();
  const matchedRights = new Set<number>();
  const keepsRight = plan.join === "right" || plan.join === "full";
  const keepsLeft = plan.join === "left" || plan.join === "full";
  const result: Tuple[] = [];
  for (const left of lefts) {
    let matched = false;
    for (const index of candidates(left)) {
      const tuple = merge(left, rights[index] as Tuple, plan);
      at.tuple = tuple;
      if (!plan.residual.every((test) => test(at) === true)) continue;
      matched = true;
      if (keepsRight) matchedRights.add(index);
      result.push(tuple);
    }
    if (!matched && keepsLeft) result.push(left);
  }
  if (keepsRight) {
    for (const [index, right] of rights.entries()) if (!matchedRights.has(index)) result.push(right);
  }
  return result;
}

function merge(left: Tuple, right: Tuple, plan: JoinPlan): Tuple {
  const tuple = left.slice();
  for (let slot = plan.rightLow; slot <= plan.rightHigh; slot++) tuple[slot] = right[slot];
  return tuple;
}

function hashed(plan: JoinPlan, rights: Tuple[], at: Env): (left: Tuple) => Iterable<number> {
  const buckets = new Map<unknown, number[]>();
  for (const [index, right] of rights.entries()) {
    at.tuple = right;
    const key = joinKey(plan.pairs, "right", at);
    if (key === null) continue;
    const bucket = buckets.get(key);
    if (bucket) bucket.push(index);
    else buckets.set(key, [index]);
  }
  return (left) => {
    at.tuple = left;
    const key = joinKey(plan.pairs, "left", at);
    return (key === null ? undefined : buckets.get(key)) ?? [];
  };
}

/** NULL joins nothing. */
function joinKey(pairs: HashPair[], side: "left" | "right", at: Env): unknown {
  const [first, ...more] = pairs as [HashPair, ...HashPair[]];
  const value = first[side](at);
  if (value === null) return null;
  const key = keyOf(value, first.type);
  if (more.length === 0) return key;
  let combined = `${key}`;
  for (const pair of more) {
    const next = pair[side](at);
    if (next === null) return null;
    combined += `\u0001${keyOf(next, pair.type)}`;
  }
  return combined;
}

/** Groups tuples by key and yields per group its keys followed by its aggregates. No keys: always exactly one group. */
export function groupTuples(
  tuples: Tuple[],
  keys: Evaluate[],
  types: SqlType[],
  aggregates: Aggregate[],
  env: Env,
): SqlValue[][] {
  const at = cursorEnv(env);
  const groups = new Map<string, { values: SqlValue[]; tuples: Tuple[] }>();
  if (keys.length === 0) groups.set("", { values: [], tuples });
  else {
    for (const tuple of tuples) {
      at.tuple = tuple;
      const values = keys.map((key) => key(at));
      const name = rowKey(values, types);
      const group = groups.get(name);
      if (group) group.tuples.push(tuple);
      else groups.set(name, { values, tuples: [tuple] });
    }
  }
  return [...groups.values()].map((group) => [
    ...group.values,
    ...aggregates.map((one) => aggregate(one, group.tuples, at)),
  ]);
}

function aggregate({ argument, distinct, reduce }: Aggregate, tuples: Tuple[], at: Env): SqlValue {
  if (!argument) return reduce([], tuples.length);
  const values: SqlValue[] = [];
  for (const tuple of tuples) {
    at.tuple = tuple;
    const value = argument(at);
    if (value !== null) values.push(value);
  }
  return reduce(distinct ? distinctRows(values, (value) => [value], [distinct]) : values, tuples.length);
}

export function distinctRows<Item>(items: Item[], values: (item: Item) => SqlValue[], types: SqlType[]): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = rowKey(values(item), types);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export interface SortKey {
  type: SqlType;
  descending: boolean;
}

/** Sorts in place, NULLs first, as SQL Server does. */
export function sortRows<Item extends { keys: SqlValue[] }>(items: Item[], order: SortKey[]): void {
  items.sort((a, b) => {
    for (const [at, { type, descending }] of order.entries()) {
      const [left, right] = [a.keys[at] ?? null, b.keys[at] ?? null];
      const result = compareNullable(left, right, type);
      if (result !== 0) return descending ? -result : result;
    }
    return 0;
  });
}

function compareNullable(left: SqlValue, right: SqlValue, type: SqlType): number {
  if (left === null) return right === null ? 0 : -1;
  return right === null ? 1 : compareValues(left, right, type);
}
