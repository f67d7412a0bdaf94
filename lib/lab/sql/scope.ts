// Names in sight while a query is bound: its sources and columns, the queries around it, variables and CTEs.
import type { Condition, Expression, Query } from "./ast.ts";
import type { Flavour, TableDefinition } from "./catalog.ts";
import { SqlFailure } from "./errors.ts";
import type { Bound, BoundQuery, Env, Evaluate, Test } from "./plan.ts";
import type { Column, SqlType, SqlValue } from "./result.ts";

export interface Source {
  slot: number;
  /** What qualifies its columns: an alias, or the parts of a table's name. */
  names: string[];
  columns: Column[];
  /** Ordinals of the columns that are read, in the order of the tuple's values. */
  reads: number[];
  /** Set when an outer join may leave it without a row. */
  optional: boolean;
}

export interface Grouping {
  /** Fingerprints of the GROUP BY expressions; their values come first in Env.group, aggregates after them. */
  keys: string[];
  aggregates: Aggregate[];
  /** The error a bare column raises: 8120, 8121 or 8127 by clause. */
  error: number;
}

export interface Aggregate {
  argument: Evaluate | null;
  distinct: SqlType | null;
  reduce(values: SqlValue[], count: number): SqlValue;
}

/** Expressions, conditions and queries hold each other; they meet here instead of importing one another. */
export interface Binder {
  expression(node: Expression, scope: Scope): Bound;
  condition(node: Condition, scope: Scope): Test;
  query(node: Query, batch: Batch, parent: Scope | null, ctes: readonly CteInSight[], place: QueryPlace): BoundQuery;
}

/** Where a query stands: only the outermost and EXISTS may leave columns unnamed, only the outermost may order without TOP. */
export type QueryPlace = "outermost" | "inner" | "table";

export interface Batch {
  binder: Binder;
  flavour: Flavour;
  tables: Map<string, TableDefinition>;
  tableFunctions: Map<string, { definition: TableDefinition; parameters: SqlType[] }>;
  database: string;
  variables: Map<string, { index: number; type: SqlType }>;
}

export interface CteInSight {
  name: string;
  bind(): BoundQuery;
}

export class Scope {
  sources: Source[] = [];
  /** Slots that may be seen: while an ON is bound only those of its join. */
  window: [low: number, high: number] = [0, Number.POSITIVE_INFINITY];
  /** Bits of the slots that were read since it was last cleared. */
  touched = 0;
  /** Whether anything bound here read a query around it. */
  reachesOut = false;
  grouping: Grouping | null = null;
  /** Aggregates do not nest (130). */
  insideAggregate = false;

  readonly batch: Batch;
  readonly parent: Scope | null;
  readonly ctes: readonly CteInSight[];

  constructor(batch: Batch, parent: Scope | null, ctes: readonly CteInSight[]) {
    this.batch = batch;
    this.parent = parent;
    this.ctes = ctes;
  }

  bind(node: Expression): Bound {
    return this.batch.binder.expression(node, this);
  }
  test(node: Condition): Test {
    return this.batch.binder.condition(node, this);
  }
  /** A query inside this one, that may read its rows. */
  subquery(node: Query): BoundQuery {
    return this.batch.binder.query(node, this.batch, this, this.ctes, "inner");
  }

  visible(): Source[] {
    const [low, high] = this.window;
    return this.sources.filter((source) => source.slot >= low && source.slot <= high);
  }

  /** Finds a column; 207, 209 or 4104 if that cannot be done. */
  column(parts: string[], line: number): { type: SqlType; nullable: boolean; evaluate: Evaluate } {
    let depth = 0;
    for (let scope: Scope | null = this; scope; scope = scope.parent, depth++) {
      const found = scope.#find(parts, line);
      if (!found) continue;
      for (let inner: Scope = this; inner !== scope; inner = inner.parent as Scope) inner.reachesOut = true;
      return scope.#read(found.source, found.ordinal, depth, parts, line);
    }
    if (parts.length > 1) throw new SqlFailure(4104, [parts.join(".")], line);
    throw new SqlFailure(207, parts, line);
  }

  #find(parts: string[], line: number): { source: Source; ordinal: number } | null {
    const name = (parts.at(-1) as string).toLowerCase();
    const qualifier = parts.slice(0, -1);
    const candidates = this.visible().filter((source) => qualifier.length === 0 || isNamed(source, qualifier));
    const hits = candidates.flatMap((source) => {
      const ordinal = source.columns.findIndex((column) => column.name.toLowerCase() === name);
      return ordinal < 0 ? [] : [{ source, ordinal }];
    });
    if (hits.length > 1) throw new SqlFailure(209, [parts.at(-1) as string], line);
    if (hits.length === 0 && qualifier.length > 0 && candidates.length > 0) {
      throw new SqlFailure(207, [parts.at(-1) as string], line);
    }
    return hits[0] ?? null;
  }

  #read(source: Source, ordinal: number, depth: number, parts: string[], line: number) {
    const column = source.columns[ordinal] as Column;
    const nullable = column.nullable || source.optional;
    if (this.grouping) {
      const key = this.grouping.keys.indexOf(columnKey(source.slot, ordinal));
      if (key < 0) throw new SqlFailure(this.grouping.error, [[...source.names, parts.at(-1)].join(".")], line);
      return { type: column.type, nullable, evaluate: groupReader(depth, key) };
    }
    this.touched |= 1 << source.slot;
    let position = source.reads.indexOf(ordinal);
    if (position < 0) position = source.reads.push(ordinal) - 1;
    return { type: column.type, nullable, evaluate: tupleReader(depth, source.slot, position) };
  }

  /** The text two expressions share when GROUP BY holds them for the same. */
  fingerprint(expression: Expression): string {
    if (expression.kind === "column") {
      const found = this.#find(expression.parts, expression.line);
      if (found) return columnKey(found.source.slot, found.ordinal);
    }
    return JSON.stringify(expression, (key, value) => {
      if (key === "line") return undefined;
      if (typeof value === "bigint") return `${value}n`;
      if (value !== expression && value?.kind === "column") return this.fingerprint(value);
      return key === "name" && Array.isArray(value) ? value.join(".").toLowerCase() : value;
    });
  }
}

export function isNamed(source: Source, qualifier: string[]): boolean {
  const names = source.names.slice(-qualifier.length);
  return (
    names.length === qualifier.length && names.every((name, at) => name.toLowerCase() === qualifier[at]?.toLowerCase())
  );
}

function columnKey(slot: number, ordinal: number): string {
  return `#${slot}.${ordinal}`;
}

function tupleReader(depth: number, slot: number, position: number): Evaluate {
  if (depth === 0) return (env) => env.tuple[slot]?.[position] ?? null;
  return (env) => outward(env, depth).tuple[slot]?.[position] ?? null;
}

function groupReader(depth: number, key: number): Evaluate {
  return (env) => outward(env, depth).group[key] ?? null;
}

function outward(env: Env, depth: number): Env {
  let at = env;
  for (let step = 0; step < depth; step++) at = at.outer as Env;
  return at;
}
