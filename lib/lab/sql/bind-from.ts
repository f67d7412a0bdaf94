// Binds FROM: views, table-valued functions, derived tables, VALUES, joins (hashed on their equalities) and APPLY.
import type { Condition, From } from "./ast.ts";
import type { TableDefinition } from "./catalog.ts";
import { coerce, comparable, located, onceIfAlone, unifyTypes } from "./coercion.ts";
import { SqlFailure } from "./errors.ts";
import { type HashPair, joinTuples } from "./exec.ts";
import { catalogName } from "./metadata.ts";
import type { BoundQuery, Env, Test, Tuple } from "./plan.ts";
import type { Column, SqlValue } from "./result.ts";
import { rowsOf, stored } from "./scan.ts";
import type { Scope, Source } from "./scope.ts";

export interface BoundFrom {
  /** The slots it fills in a tuple. */
  low: number;
  high: number;
  rows(env: Env): Tuple[];
}

/** `lateral`: bound under APPLY, so the sources to the left are in sight. */
export function bindFrom(node: From, scope: Scope, lateral = false): BoundFrom {
  switch (node.kind) {
    case "table":
      return located(node.line, () => bindTable(node, scope));
    case "function":
      return located(node.line, () => bindTableFunction(node, scope, lateral));
    case "derived": {
      const parent = lateral ? scope : scope.parent;
      const query = scope.batch.binder.query(node.query, scope.batch, parent, scope.ctes, "table");
      if (!lateral && query.correlated) scope.reachesOut = true;
      return located(node.line, () => bindRowSource(query, node.alias, node.columns, scope, lateral));
    }
    case "values":
      return located(node.line, () => bindValues(node, scope, lateral));
    case "join":
      return bindJoin(node, scope);
    case "apply":
      return bindApply(node, scope);
  }
}

function addSource(scope: Scope, alias: string | null, names: string[], columns: Column[]): Source {
  const exposed = (alias ?? names.at(-1) ?? "").toLowerCase();
  const same = scope.sources.find((source) => source.names.at(-1)?.toLowerCase() === exposed);
  if (same) throw alias ? new SqlFailure(1011, [alias]) : new SqlFailure(1013, [names.join("."), same.names.join(".")]);
  const slot = scope.sources.length;
  const source = { slot, names: alias ? [alias] : names, columns, reads: [], optional: false };
  scope.sources.push(source);
  return source;
}

function single(source: Source, values: (env: Env) => SqlValue[][]): BoundFrom {
  const { slot } = source;
  const rows = (env: Env): Tuple[] =>
    values(env).map((row) => {
      const tuple: Tuple = [];
      tuple[slot] = row;
      return tuple;
    });
  return { low: slot, high: slot, rows };
}

function bindTable(node: Extract<From, { kind: "table" }>, scope: Scope): BoundFrom {
  const [first, ...rest] = node.name as [string, ...string[]];
  const cte = rest.length === 0 && scope.ctes.findLast(({ name }) => name.toLowerCase() === first.toLowerCase());
  if (cte) return bindRowSource(cte.bind(), node.alias ?? first, null, scope, false);
  const { batch } = scope;
  const name = catalogName(node.name, batch.database);
  const table = batch.tables.get(name);
  if (!table) {
    if (batch.tableFunctions.has(name)) throw new SqlFailure(216, [node.name.join(".")]);
    throw new SqlFailure(208, [node.name.join(".")]);
  }
  const database = node.name.length === 3 ? (node.name[0] as string) : batch.database;
  const source = addSource(scope, node.alias, node.name, table.columns);
  const read = reader(source, table);
  return single(source, (env) => read(() => rowsOf(table, database, batch, env.run)));
}

/** Reads only the columns the query uses; which ones is known once the whole query is bound, so not before the first run. */
function reader(source: Source, table: TableDefinition) {
  return (rows: () => ReturnType<typeof rowsOf>): SqlValue[][] => {
    const columns = source.reads.map((ordinal) => source.columns[ordinal] as Column);
    const keys = columns.map((column) => column.name.toLowerCase());
    return rows().map((row) => columns.map((column, at) => stored(row[keys[at] as string], column, table.name)));
  };
}

function bindTableFunction(node: Extract<From, { kind: "function" }>, scope: Scope, lateral: boolean): BoundFrom {
  const { batch } = scope;
  const name = catalogName(node.name, batch.database);
  const found = batch.tableFunctions.get(name);
  if (!found) throw new SqlFailure(batch.tables.has(name) ? 215 : 208, [node.name.join(".")]);
  const { definition, parameters } = found;
  if (node.args.length < parameters.length) throw new SqlFailure(313, [node.name.join(".")]);
  if (node.args.length > parameters.length) throw new SqlFailure(8144, [node.name.join(".")]);
  const args = withWindow(scope, lateral ? scope.window : NOTHING_IN_SIGHT, () =>
    node.args.map((arg, at) => coerce(scope.bind(arg), parameters[at] as (typeof parameters)[number])),
  );
  const source = addSource(scope, node.alias, node.name, definition.columns);
  const read = reader(source, definition);
  return single(source, (env) => {
    const values = args.map(({ evaluate }) => evaluate(env));
    return read(() => rowsOf(definition, batch.database, batch, env.run, values));
  });
}

const NOTHING_IN_SIGHT: Scope["window"] = [1, 0];

function withWindow<Result>(scope: Scope, window: Scope["window"], bind: () => Result): Result {
  const before = scope.window;
  scope.window = window;
  try {
    return bind();
  } finally {
    scope.window = before;
  }
}

/** A derived table or a CTE. */
function bindRowSource(
  query: BoundQuery,
  alias: string,
  names: string[] | null,
  scope: Scope,
  lateral: boolean,
): BoundFrom {
  const source = addSource(scope, alias, [alias], nameColumns(query.columns, alias, names));
  return single(source, (env) => {
    const rows = onceIfAlone(query, lateral ? env : env.outer, env.run, (all) => all);
    return rows.map((row) => source.reads.map((ordinal) => row[ordinal] ?? null));
  });
}

/** Names a table's columns need: all of them (8155), each once (8156), as many as listed (8158, 8159). */
export function nameColumns(columns: Column[], table: string, names: string[] | null): Column[] {
  if (names && names.length < columns.length) throw new SqlFailure(8158, [table]);
  if (names && names.length > columns.length) throw new SqlFailure(8159, [table]);
  const named = columns.map((column, at) => ({ ...column, name: names?.[at] ?? column.name }));
  const seen = new Set<string>();
  for (const [at, { name }] of named.entries()) {
    if (name === "") throw new SqlFailure(8155, [at + 1, table]);
    if (seen.has(name.toLowerCase())) throw new SqlFailure(8156, [name, table]);
    seen.add(name.toLowerCase());
  }
  return named;
}

function bindValues(node: Extract<From, { kind: "values" }>, scope: Scope, lateral: boolean): BoundFrom {
  const window: Scope["window"] = lateral ? scope.window : NOTHING_IN_SIGHT;
  const rows = withWindow(scope, window, () => node.rows.map((row) => row.map((value) => scope.bind(value))));
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) throw new SqlFailure(10709);
  const types = Array.from({ length: width }, (_, at) =>
    unifyTypes(rows.map((row) => row[at] as (typeof row)[number])),
  );
  const typed = rows.map((row) => row.map((value, at) => coerce(value, types[at] as (typeof types)[number]).evaluate));
  const columns = types.map((type) => ({ name: "", type, nullable: true }));
  const source = addSource(scope, node.alias, [node.alias], nameColumns(columns, node.alias, node.columns));
  return single(source, (env) => typed.map((row) => source.reads.map((ordinal) => row[ordinal]?.(env) ?? null)));
}

function bindJoin(node: Extract<From, { kind: "join" }>, scope: Scope): BoundFrom {
  const left = bindFrom(node.left, scope);
  const right = bindFrom(node.right, scope);
  const { pairs, residual } = withWindow(scope, [left.low, right.high], () => bindOn(node.on, left, right, scope));
  for (const source of scope.sources.slice(left.low, right.high + 1)) {
    const isRight = source.slot >= right.low;
    if (node.join === "full" || (isRight ? node.join === "left" : node.join === "right")) source.optional = true;
  }
  const plan = { join: node.join, rightLow: right.low, rightHigh: right.high, pairs, residual };
  return { low: left.low, high: right.high, rows: (env) => joinTuples(plan, left.rows(env), right.rows(env), env) };
}

/** Splits an ON into equalities between the two sides, which are hashed, and the rest. */
function bindOn(on: Condition | null, left: BoundFrom, right: BoundFrom, scope: Scope) {
  const pairs: HashPair[] = [];
  const residual: Test[] = [];
  for (const part of on ? conjuncts(on) : []) {
    const pair = part.kind === "compare" && part.operator === "=" ? hashPair(part, left, right, scope) : null;
    if (pair) pairs.push(pair);
    else residual.push(scope.test(part));
  }
  return { pairs, residual };
}

function conjuncts(node: Condition): Condition[] {
  return node.kind === "and" ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node];
}

function hashPair(
  node: Extract<Condition, { kind: "compare" }>,
  left: BoundFrom,
  right: BoundFrom,
  scope: Scope,
): HashPair | null {
  const [first, firstSlots] = touching(scope, () => scope.bind(node.left));
  const [second, secondSlots] = touching(scope, () => scope.bind(node.right));
  const within = (slots: number, side: BoundFrom) => slots !== 0 && (slots & ~slotsOf(side)) === 0;
  const straight = within(firstSlots, left) && within(secondSlots, right);
  if (!straight && !(within(firstSlots, right) && within(secondSlots, left))) return null;
  const [a, b, type] = located(node.line, () => comparable(first, second));
  if (type.name === "sql_variant") return null;
  return straight ? { left: a.evaluate, right: b.evaluate, type } : { left: b.evaluate, right: a.evaluate, type };
}

function slotsOf({ low, high }: BoundFrom): number {
  let bits = 0;
  for (let slot = low; slot <= high; slot++) bits |= 1 << slot;
  return bits;
}

function touching<Result>(scope: Scope, bind: () => Result): [Result, slots: number] {
  const before = scope.touched;
  scope.touched = 0;
  const result = bind();
  const slots = scope.touched;
  scope.touched |= before;
  return [result, slots];
}

function bindApply(node: Extract<From, { kind: "apply" }>, scope: Scope): BoundFrom {
  const left = bindFrom(node.left, scope);
  const right = withWindow(scope, [left.low, left.high], () => bindFrom(node.right, scope, true));
  if (node.outer) for (const source of scope.sources.slice(right.low, right.high + 1)) source.optional = true;
  const rows = (env: Env): Tuple[] =>
    left.rows(env).flatMap((tuple) => {
      const found = right.rows({ tuple, group: [], outer: env.outer, run: env.run });
      if (found.length === 0) return node.outer ? [tuple] : [];
      return found.map((match) => {
        const merged = tuple.slice();
        for (let slot = right.low; slot <= right.high; slot++) merged[slot] = match[slot];
        return merged;
      });
    });
  return { low: left.low, high: right.high, rows };
}
