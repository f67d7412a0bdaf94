// COUNT, SUM, AVG, MIN, MAX and STRING_AGG: their types, and how a group's values become one.
import type { Condition, Expression } from "./ast.ts";
import { coerce, converted } from "./coercion.ts";
import { compareValues } from "./compare.ts";
import { rescale, toInteger } from "./convert.ts";
import { SqlFailure } from "./errors.ts";
import type { Bound } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import type { Aggregate, Scope } from "./scope.ts";
import { BIGINT, decimalType, FLOAT, family, INT, isNational, isNumeric, stringType, typeText } from "./types.ts";

type Call = Extract<Expression, { kind: "call" }>;
type Reduce = Aggregate["reduce"];

const NAMES = new Set(["count", "count_big", "sum", "avg", "min", "max", "string_agg"]);

export function isAggregate(name: string[]): boolean {
  return name.length === 1 && NAMES.has((name[0] as string).toLowerCase());
}

/** Whether an expression holds an aggregate of its own query (not of a subquery). */
export function hasAggregate(node: Expression | Condition): boolean {
  if (node.kind === "call" && isAggregate(node.name)) return true;
  return Object.values(node).some((part) => {
    if (Array.isArray(part)) return part.some((item) => isNode(item) && hasAggregate(item));
    return isNode(part) && hasAggregate(part);
  });
}

function isNode(part: unknown): part is Expression {
  if (typeof part !== "object" || part === null) return false;
  // CASE branches are {when, then}; queries have a body and are not entered.
  return ("kind" in part || "when" in part) && !("body" in part);
}

/** Registers the aggregate with the query's grouping and reads its value from the group. */
export function bindAggregate(node: Call, scope: Scope): Bound {
  const name = (node.name[0] as string).toLowerCase();
  const { grouping } = scope;
  if (!grouping) throw new SqlFailure(scope.insideAggregate ? 130 : 147);
  if (name === "string_agg" && scope.batch.flavour.platform === "box" && scope.batch.flavour.majorVersion < 14) {
    throw new SqlFailure(195, ["STRING_AGG", "built-in function name"]);
  }
  const wanted = name === "string_agg" ? 2 : 1;
  const counted = node.star && name.startsWith("count");
  if (!counted && (node.star || node.args.length !== wanted)) throw new SqlFailure(174, [name, wanted]);
  scope.grouping = null;
  scope.insideAggregate = true;
  const [argument, separator] = node.args.map((arg) => scope.bind(arg));
  scope.insideAggregate = false;
  scope.grouping = grouping;
  const { type, input, reduce } = reducer(name, argument, separator);
  const index = grouping.keys.length + grouping.aggregates.length;
  grouping.aggregates.push({
    argument: input?.evaluate ?? null,
    distinct: node.distinct && input ? input.type : null,
    reduce,
  });
  return { type, nullable: true, evaluate: (env) => env.group[index] ?? null };
}

function reducer(
  name: string,
  argument: Bound | undefined,
  separator: Bound | undefined,
): { type: SqlType; input?: Bound; reduce: Reduce } {
  if (name === "count")
    return { type: INT, input: argument, reduce: (values, rows) => (argument ? values.length : rows) };
  if (name === "count_big") {
    return { type: BIGINT, input: argument, reduce: (values, rows) => BigInt(argument ? values.length : rows) };
  }
  const input = argument as Bound;
  if (name === "string_agg") return stringAggregate(input, separator as Bound);
  if (name === "min" || name === "max") {
    if (input.type.name === "bit") throw new SqlFailure(8117, ["bit", name]);
    const sign = name === "min" ? -1 : 1;
    const better = (a: SqlValue, b: SqlValue) => compareValues(a as string, b as string, input.type) * sign > 0;
    return {
      type: input.type,
      input,
      reduce: (values) => values.reduce((best, value) => (better(value, best) ? value : best), values[0] ?? null),
    };
  }
  return total(name === "avg", input);
}

function total(average: boolean, input: Bound): { type: SqlType; input: Bound; reduce: Reduce } {
  const { type } = input;
  if (!isNumeric(type) || type.name === "bit") throw new SqlFailure(8117, [typeText(type), average ? "avg" : "sum"]);
  switch (family(type)) {
    case "float": {
      const sum = (values: SqlValue[]) => values.reduce<number>((all, value) => all + (value as number), 0);
      const reduce: Reduce = (values) => (values.length === 0 ? null : sum(values) / (average ? values.length : 1));
      return { type: FLOAT, input: converted(input, FLOAT, null), reduce };
    }
    case "integer": {
      const result = type.name === "bigint" ? BIGINT : INT;
      const exact = coerce(input, BIGINT);
      const reduce: Reduce = (values) => {
        if (values.length === 0) return null;
        const all = sumOf(values);
        return toInteger(average ? all / BigInt(values.length) : all, result);
      };
      return { type: result, input: exact, reduce };
    }
    default: {
      const scale = type.name === "decimal" ? type.scale : 4;
      const resultScale = average && type.name === "decimal" ? Math.max(scale, 6) : scale;
      const result: SqlType = type.name === "decimal" ? decimalType(38, resultScale) : type;
      const reduce: Reduce = (values) => {
        if (values.length === 0) return null;
        const all = rescale(sumOf(values), scale, resultScale);
        return average ? all / BigInt(values.length) : all;
      };
      return { type: result, input, reduce };
    }
  }
}

function sumOf(values: SqlValue[]): bigint {
  return values.reduce<bigint>((all, value) => all + (value as bigint), 0n);
}

function stringAggregate(input: Bound, separator: Bound): { type: SqlType; input: Bound; reduce: Reduce } {
  const constant = separator.evaluate;
  const text = coerce(input, stringType(isNational(input.type), "max"));
  const type = stringType(isNational(input.type), isNational(input.type) ? 4000 : 8000);
  // The separator is a constant: it needs no row to be read.
  const between = constant({ tuple: [], group: [], outer: null, run: undefined as never });
  return { type, input: text, reduce: (values) => (values.length === 0 ? null : values.join(String(between ?? ""))) };
}
