// Brings bound expressions to a type: by themselves, by CONVERT, or to the common type of several.
import { converterTo } from "./convert.ts";
import { SqlFailure } from "./errors.ts";
import type { Bound, BoundQuery, Env, Run } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import { commonType, INT, requireImplicit, VARIANT } from "./types.ts";

export function bindLiteral(type: SqlType, value: SqlValue): Bound {
  if (value === null) return { type, nullable: true, evaluate: () => null, isNull: true };
  return { type, nullable: false, evaluate: () => value };
}

/** Brings a bound expression to a type; 206 or 257 if that does not happen by itself. */
export function coerce(bound: Bound, to: SqlType): Bound {
  if (bound.isNull) return { ...bound, type: to };
  requireImplicit(bound.type, to);
  return converted(bound, to, null);
}

export function converted(bound: Bound, to: SqlType, style: number | null): Bound {
  const convert = converterTo(bound.type, to, style);
  const { evaluate } = bound;
  return {
    type: to,
    nullable: bound.nullable,
    evaluate: (env) => {
      const value = evaluate(env);
      return value === null ? null : convert(value);
    },
  };
}

/** The type of several alternatives (CASE, COALESCE, IN, UNION); the untyped NULL has no say. */
export function unifyTypes(bounds: readonly Bound[]): SqlType {
  const typed = bounds.filter((bound) => !bound.isNull);
  return typed.length === 0 ? INT : typed.map(({ type }) => type).reduce(commonType);
}

/** Comparison of two expressions in their common type; sql_variant takes what stands beside it. */
export function comparable(left: Bound, right: Bound): [Bound, Bound, SqlType] {
  const type = left.isNull ? right.type : right.isNull ? left.type : commonType(left.type, right.type);
  return type.name === "sql_variant"
    ? [{ ...left, type: VARIANT }, { ...right, type: VARIANT }, VARIANT]
    : [coerce(left, type), coerce(right, type), type];
}

/** Gives an error raised inside the line of the node, unless it has a nearer one. */
export function located<Result>(line: number, bind: () => Result): Result {
  try {
    return bind();
  } catch (error) {
    if (error instanceof SqlFailure && error.error.line === 0) error.error.line = line;
    throw error;
  }
}

/** A query that reads nothing around it runs once per statement. */
export function onceIfAlone<Result>(
  query: BoundQuery,
  outer: Env | null,
  run: Run,
  read: (rows: SqlValue[][]) => Result,
): Result {
  if (query.correlated) return read(query.rows(outer, run));
  if (!run.memo.has(query)) run.memo.set(query, read(query.rows(outer, run)));
  return run.memo.get(query) as Result;
}
