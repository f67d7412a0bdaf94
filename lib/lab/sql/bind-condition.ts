// Binds search conditions to three-valued tests: true, false, or null for unknown.
import type { CompareOperator, Condition } from "./ast.ts";
import { coerce, comparable, located, onceIfAlone, unifyTypes } from "./coercion.ts";
import { compareValues, keyOf, likeTest } from "./compare.ts";
import { SqlFailure } from "./errors.ts";
import type { Bound, Env, Test } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import type { Scope } from "./scope.ts";
import { commonType, isString, stringType, typeText } from "./types.ts";

export function bindCondition(node: Condition, scope: Scope): Test {
  switch (node.kind) {
    case "and": {
      const [left, right] = [scope.test(node.left), scope.test(node.right)];
      return (env) => {
        const first = left(env);
        if (first === false) return false;
        const second = right(env);
        return second === false ? false : first === null || second === null ? null : true;
      };
    }
    case "or": {
      const [left, right] = [scope.test(node.left), scope.test(node.right)];
      return (env) => {
        const first = left(env);
        if (first === true) return true;
        const second = right(env);
        return second === true ? true : first === null || second === null ? null : false;
      };
    }
    case "not": {
      const operand = scope.test(node.operand);
      return (env) => {
        const result = operand(env);
        return result === null ? null : !result;
      };
    }
    case "compare":
      return located(node.line, () => bindComparison(node.operator, scope.bind(node.left), scope.bind(node.right)));
    case "like":
      return located(node.line, () => bindLike(node, scope));
    case "in":
      return located(node.line, () => bindIn(node, scope));
    case "in-query":
      return located(node.line, () => bindInQuery(node, scope));
    case "is-null": {
      const { evaluate } = scope.bind(node.operand);
      return (env) => evaluate(env) === null;
    }
    case "exists": {
      const query = scope.subquery(node.query);
      return (env) => onceIfAlone(query, env, env.run, (rows) => rows.length > 0);
    }
  }
}

export function bindComparison(operator: CompareOperator, first: Bound, second: Bound): Test {
  const [left, right, type] = comparable(first, second);
  const [x, y] = [left.evaluate, right.evaluate];
  const accepts = ACCEPTS[operator];
  if (operator === "=" && type.name !== "sql_variant") {
    return (env) => {
      const a = x(env);
      if (a === null) return null;
      const b = y(env);
      return b === null ? null : keyOf(a, type) === keyOf(b, type);
    };
  }
  return (env) => {
    const a = x(env);
    if (a === null) return null;
    const b = y(env);
    return b === null ? null : accepts(compareValues(a, b, type));
  };
}

const ACCEPTS: Record<CompareOperator, (order: number) => boolean> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function bindLike(node: Extract<Condition, { kind: "like" }>, scope: Scope): Test {
  const asText = (bound: Bound, position: number): Bound => {
    if (bound.type.name === "sql_variant") throw new SqlFailure(8116, [typeText(bound.type), position, "like"]);
    return isString(bound.type) ? bound : coerce(bound, stringType(true, 4000));
  };
  const operand = asText(scope.bind(node.operand), 1).evaluate;
  const pattern = asText(scope.bind(node.pattern), 2).evaluate;
  const mark = node.escape ? asText(scope.bind(node.escape), 3).evaluate : () => null;
  let last: { pattern: string; escape: string | null; test: (text: string) => boolean } | null = null;
  return (env) => {
    const [text, wanted, by] = [operand(env), pattern(env), mark(env)] as (string | null)[];
    if (text == null || wanted == null) return null;
    if (last?.pattern !== wanted || last.escape !== by) {
      last = { pattern: wanted, escape: by ?? null, test: likeTest(wanted, by ?? null) };
    }
    return last.test(text);
  };
}

function bindIn(node: Extract<Condition, { kind: "in" }>, scope: Scope): Test {
  const operand = scope.bind(node.operand);
  const list = node.list.map((item) => scope.bind(item));
  const type = unifyTypes([operand, ...list]);
  const tests = list.map((item) => bindComparison("=", coerce(operand, type), coerce(item, type)));
  return (env) => {
    let unknown = false;
    for (const test of tests) {
      const result = test(env);
      if (result) return true;
      if (result === null) unknown = true;
    }
    return unknown ? null : false;
  };
}

function bindInQuery(node: Extract<Condition, { kind: "in-query" }>, scope: Scope): Test {
  const operand = scope.bind(node.operand);
  const query = scope.subquery(node.query);
  const [column, ...more] = query.columns;
  if (!column || more.length > 0) throw new SqlFailure(116);
  const type = commonType(operand.type, column.type);
  const own = coerce(operand, type).evaluate;
  let current: SqlValue = null;
  const convert = coerce({ type: column.type, nullable: true, evaluate: () => current }, type).evaluate;
  const members = (env: Env) => (rows: SqlValue[][]) => {
    const keys = new Set<unknown>();
    for (const [value] of rows) {
      current = value ?? null;
      const member = convert(env);
      keys.add(member === null ? null : keyOf(member, type as SqlType));
    }
    return keys;
  };
  return (env) => {
    const keys = onceIfAlone(query, env, env.run, members(env));
    if (keys.size === 0) return false;
    const value = own(env);
    if (value === null) return null;
    return keys.has(keyOf(value, type)) ? true : keys.has(null) ? null : false;
  };
}
