// Binds expressions: every node gets its SQL type and becomes a closure, or the batch is refused with SQL Server's number.
import { bindAggregate, isAggregate } from "./aggregates.ts";
import { bindArithmetic, bindUnary } from "./arithmetic.ts";
import type { Expression } from "./ast.ts";
import { bindCall } from "./builtins.ts";
import { bindLiteral, coerce, converted, located, onceIfAlone, unifyTypes } from "./coercion.ts";
import { SqlFailure } from "./errors.ts";
import type { Bound, Env } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import type { Scope } from "./scope.ts";
import { conversion, INT, stringType, typeText } from "./types.ts";

export function bindExpression(node: Expression, scope: Scope): Bound {
  const grouped = groupedKey(node, scope);
  if (grouped) return grouped;
  switch (node.kind) {
    case "literal":
      return bindLiteral(node.type, node.value);
    case "column":
      return scope.column(node.parts, node.line);
    case "variable": {
      const variable = scope.batch.variables.get(node.name.toLowerCase());
      if (!variable) throw new SqlFailure(137, [node.name], node.line);
      const { index, type } = variable;
      return { type, nullable: true, evaluate: (env) => env.run.variables[index] ?? null };
    }
    case "global":
      return bindGlobal(node.name, node.line);
    case "unary":
      return located(node.line, () => bindUnary(node.operator, scope.bind(node.operand)));
    case "arithmetic":
      return located(node.line, () => bindArithmetic(node.operator, scope.bind(node.left), scope.bind(node.right)));
    case "case":
      return located(node.line, () => bindCase(node, scope));
    case "call":
      if (isAggregate(node.name)) return located(node.line, () => bindAggregate(node, scope));
      return located(node.line, () => bindCall(node, scope));
    case "convert":
      return located(node.line, () => bindConversion(node, scope));
    case "subquery":
      return located(node.line, () => bindSubquery(node, scope));
  }
}

/** After GROUP BY an expression that is one of its keys is read from the group. */
function groupedKey(node: Expression, scope: Scope): Bound | null {
  if (!scope.grouping || node.kind === "column" || node.kind === "literal" || node.kind === "variable") return null;
  if (scope.grouping.keys.length === 0) return null;
  const key = scope.grouping.keys.indexOf(scope.fingerprint(node));
  if (key < 0) return null;
  const { grouping } = scope;
  scope.grouping = null;
  const { type, nullable } = bindExpression(node, scope);
  scope.grouping = grouping;
  return { type, nullable, evaluate: (env) => env.group[key] ?? null };
}

function bindGlobal(name: string, line: number): Bound {
  const property = (key: string, type: SqlType): Bound => ({
    type,
    nullable: true,
    evaluate: (env) => env.run.server.properties[`@@${key}`] ?? env.run.server.properties[key] ?? null,
  });
  switch (name.toLowerCase()) {
    case "@@servername":
      return property("servername", stringType(true, 128));
    case "@@version":
      return property("version", stringType(true, 300));
    case "@@spid":
      return { type: { name: "smallint" }, nullable: false, evaluate: (env) => env.run.spid };
    case "@@rowcount":
      return { type: INT, nullable: false, evaluate: (env) => env.run.rowCount };
    case "@@trancount":
    case "@@error":
      return { type: INT, nullable: false, evaluate: () => 0 };
  }
  throw new SqlFailure(137, [name], line);
}

function bindCase(node: Extract<Expression, { kind: "case" }>, scope: Scope): Bound {
  const tests = node.branches.map(({ when }) => scope.test(when));
  const results = node.branches.map(({ value }) => scope.bind(value));
  const otherwise = node.otherwise ? scope.bind(node.otherwise) : bindLiteral(INT, null);
  const all = [...results, otherwise];
  if (all.every(({ isNull }) => isNull)) throw new SqlFailure(8133);
  const type = unifyTypes(all);
  const values = results.map((result) => coerce(result, type).evaluate);
  const last = coerce(otherwise, type).evaluate;
  const evaluate = (env: Env): SqlValue => {
    const hit = tests.findIndex((test) => test(env) === true);
    return hit < 0 ? last(env) : (values[hit] as Bound["evaluate"])(env);
  };
  return { type, nullable: all.some(({ nullable }) => nullable), evaluate };
}

function bindConversion(node: Extract<Expression, { kind: "convert" }>, scope: Scope): Bound {
  const operand = scope.bind(node.operand);
  if (operand.isNull) return { type: node.to, nullable: true, evaluate: () => null };
  const style = constantStyle(node.style);
  if (conversion(operand.type, node.to) === "clash")
    throw new SqlFailure(529, [typeText(operand.type), typeText(node.to)]);
  const bound = converted(operand, node.to, style);
  if (!node.tolerant) return bound;
  const { evaluate } = bound;
  const tolerant = (env: Env): SqlValue => {
    try {
      return evaluate(env);
    } catch (error) {
      if (error instanceof SqlFailure) return null;
      throw error;
    }
  };
  return { ...bound, nullable: true, evaluate: tolerant };
}

function constantStyle(style: Expression | null): number | null {
  if (style === null) return null;
  if (style.kind === "literal" && typeof style.value === "number") return style.value;
  throw new SqlFailure(40000, ["a CONVERT style that is not a number"]);
}

/** A query as a value: one column, at most one row (512). */
function bindSubquery(node: Extract<Expression, { kind: "subquery" }>, scope: Scope): Bound {
  const query = scope.subquery(node.query);
  const [column, ...more] = query.columns;
  if (!column || more.length > 0) throw new SqlFailure(116);
  const single = (rows: SqlValue[][]): SqlValue => {
    if (rows.length > 1) throw new SqlFailure(512);
    return rows[0]?.[0] ?? null;
  };
  return { type: column.type, nullable: true, evaluate: (env) => onceIfAlone(query, env, env.run, single) };
}
