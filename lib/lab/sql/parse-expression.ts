// Parses T-SQL expressions and search conditions. T-SQL keeps the two apart, and so does this: a condition is no value.
import type { ArithmeticOperator, CompareOperator, Condition, Expression } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { SqlFailure } from "./errors.ts";
import type { SqlType } from "./result.ts";
import { decimalLiteral, decimalType } from "./types.ts";

type Node = { value: Expression } | { condition: Condition };

export function parseExpression(at: Cursor): Expression {
  return asValue(at, parseAdditive(at));
}

export function parseCondition(at: Cursor): Condition {
  return asCondition(at, parseOr(at));
}

function asValue(at: Cursor, node: Node): Expression {
  if ("value" in node) return node.value;
  throw at.wrong();
}

function asCondition(at: Cursor, node: Node): Condition {
  if ("condition" in node) return node.condition;
  throw new SqlFailure(4145, [at.token.text || "end of batch"], at.line);
}

function parseOr(at: Cursor): Node {
  let left = parseAnd(at);
  while (at.is("OR")) {
    const checked = asCondition(at, left);
    at.take();
    left = { condition: { kind: "or", left: checked, right: asCondition(at, parseAnd(at)) } };
  }
  return left;
}

function parseAnd(at: Cursor): Node {
  let left = parseNot(at);
  while (at.is("AND")) {
    const checked = asCondition(at, left);
    at.take();
    left = { condition: { kind: "and", left: checked, right: asCondition(at, parseNot(at)) } };
  }
  return left;
}

function parseNot(at: Cursor): Node {
  if (at.accept("NOT")) return { condition: { kind: "not", operand: asCondition(at, parseNot(at)) } };
  if (at.accept("EXISTS")) return { condition: { kind: "exists", query: parseParenthesisedQuery(at) } };
  return parsePredicate(at);
}

const COMPARE: Record<string, CompareOperator> = {
  "=": "=",
  "<>": "<>",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  "!>": "<=",
  ">": ">",
  ">=": ">=",
  "!<": ">=",
};

function parsePredicate(at: Cursor): Node {
  const first = parseAdditive(at);
  const line = at.line;
  const operator = COMPARE[at.token.upper];
  if (operator) {
    const left = asValue(at, first);
    at.take();
    return { condition: { kind: "compare", operator, left, right: parseExpression(at), line } };
  }
  if (at.is("IS")) {
    const operand = asValue(at, first);
    at.take();
    const negated = at.accept("NOT");
    at.expect("NULL");
    return negate(negated, { kind: "is-null", operand });
  }
  const negated = at.is("NOT") && ["LIKE", "IN", "BETWEEN"].includes(at.ahead(1).upper);
  if (negated) at.take();
  if (!at.is("LIKE", "IN", "BETWEEN")) return first;
  const operand = asValue(at, first);
  if (at.accept("LIKE")) {
    const pattern = parseExpression(at);
    const mark = at.accept("ESCAPE") ? parseExpression(at) : null;
    return negate(negated, { kind: "like", operand, pattern, escape: mark, line });
  }
  if (at.accept("BETWEEN")) {
    const low = parseExpression(at);
    at.expect("AND");
    const left: Condition = { kind: "compare", operator: ">=", left: operand, right: low, line };
    const right: Condition = { kind: "compare", operator: "<=", left: operand, right: parseExpression(at), line };
    return negate(negated, { kind: "and", left, right });
  }
  at.expect("IN");
  if (at.ahead(1).upper === "SELECT") {
    return negate(negated, { kind: "in-query", operand, query: parseParenthesisedQuery(at), line });
  }
  at.expect("(");
  const list = parseList(at);
  at.expect(")");
  return negate(negated, { kind: "in", operand, list, line });
}

function negate(negated: boolean, condition: Condition): Node {
  return { condition: negated ? { kind: "not", operand: condition } : condition };
}

function parseAdditive(at: Cursor): Node {
  return parseBinary(at, ["+", "-", "&", "|", "^"], (inner) => parseBinary(inner, ["*", "/", "%"], parseUnary));
}

function parseBinary(at: Cursor, operators: string[], parseOperand: (at: Cursor) => Node): Node {
  let left = parseOperand(at);
  while (at.is(...operators)) {
    const checked = asValue(at, left);
    const { upper, line } = at.take();
    const right = asValue(at, parseOperand(at));
    left = { value: { kind: "arithmetic", operator: upper as ArithmeticOperator, left: checked, right, line } };
  }
  return left;
}

function parseUnary(at: Cursor): Node {
  const { line } = at;
  if (at.accept("+")) return { value: asValue(at, parseUnary(at)) };
  if (at.is("-", "~")) {
    const operator = at.take().upper as "-" | "~";
    const operand = asValue(at, parseUnary(at));
    if (operator === "-" && operand.kind === "literal") {
      if (typeof operand.value === "number") return { value: { ...operand, value: -operand.value } };
      if (typeof operand.value === "bigint") return { value: { ...operand, value: -operand.value } };
    }
    return { value: { kind: "unary", operator, operand, line } };
  }
  const node = parsePrimary(at);
  if (!at.accept("COLLATE")) return node;
  at.name();
  return { value: asValue(at, node) };
}

function parsePrimary(at: Cursor): Node {
  const token = at.token;
  switch (token.kind) {
    case "string":
    case "nstring": {
      const name = token.kind === "string" ? "varchar" : "nvarchar";
      const length = Math.max(1, token.text.length);
      const limit = name === "varchar" ? 8000 : 4000;
      return literal(at, { name, length: length > limit ? "max" : length }, token.text);
    }
    case "number":
      return parseNumber(at);
    case "binary": {
      const hex = token.text.slice(2);
      const bytes = Uint8Array.from(Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex"));
      return literal(at, { name: "varbinary", length: bytes.length > 8000 ? "max" : Math.max(1, bytes.length) }, bytes);
    }
    case "variable":
      at.take();
      if (token.text.startsWith("@@")) return { value: { kind: "global", name: token.text, line: token.line } };
      return { value: { kind: "variable", name: token.text, line: token.line } };
    case "quoted":
      return parseNamed(at);
  }
  if (at.accept("NULL")) return { value: { kind: "literal", type: { name: "int" }, value: null } };
  if (at.is("CASE")) return { value: parseCase(at) };
  if (at.is("(")) return parseParenthesis(at);
  if (at.is("CAST", "TRY_CAST", "CONVERT", "TRY_CONVERT") && at.ahead(1).upper === "(")
    return { value: parseConversion(at) };
  if (at.is("IIF", "NULLIF") && at.ahead(1).upper === "(") return { value: parseChoice(at) };
  if (at.accept("CURRENT_TIMESTAMP")) return { value: call(["getdate"], [], token.line) };
  // LEFT, RIGHT and COALESCE are reserved words and functions.
  if (at.is("LEFT", "RIGHT", "COALESCE") && at.ahead(1).upper === "(")
    return { value: parseCall(at, [at.take().text]) };
  if (at.atName()) return parseNamed(at);
  throw at.wrong();
}

function literal(at: Cursor, type: SqlType, value: Extract<Expression, { kind: "literal" }>["value"]): Node {
  at.take();
  return { value: { kind: "literal", type, value } };
}

/** 1 is int, 3000000000 and 1.5 are decimal, 1e3 is float, as in SQL Server. */
function parseNumber(at: Cursor): Node {
  const { text, line } = at.token;
  if (/e/i.test(text)) return literal(at, { name: "float" }, Number(text));
  if (/^\d+$/.test(text) && BigInt(text) <= 2147483647n) return literal(at, { name: "int" }, Number(text));
  const { precision, scale, unscaled } = decimalLiteral(text);
  if (precision > 38) throw new SqlFailure(1007, [text], line);
  return literal(at, decimalType(precision, scale), unscaled);
}

function parseParenthesis(at: Cursor): Node {
  const { line } = at;
  if (at.ahead(1).upper === "SELECT") return { value: { kind: "subquery", query: parseParenthesisedQuery(at), line } };
  at.expect("(");
  const inner = parseOr(at);
  at.expect(")");
  return inner;
}

function parseParenthesisedQuery(at: Cursor) {
  at.expect("(");
  const query = at.query(at);
  at.expect(")");
  return query;
}

function parseNamed(at: Cursor): Node {
  const { line } = at;
  const parts = at.dottedName();
  if (at.is("(")) return { value: parseCall(at, parts, line) };
  return { value: { kind: "column", parts, line } };
}

function parseCall(at: Cursor, name: string[], line = at.line): Expression {
  at.expect("(");
  if (at.is("*") && at.ahead(1).upper === ")") {
    at.take();
    at.take();
    return { kind: "call", name, args: [], distinct: false, star: true, line };
  }
  const distinct = at.accept("DISTINCT");
  const args = at.is(")") ? [] : parseList(at);
  at.expect(")");
  if (at.is("OVER")) throw new SqlFailure(40000, ["OVER"], at.line);
  return { kind: "call", name, args, distinct, star: false, line };
}

function call(name: string[], args: Expression[], line: number): Expression {
  return { kind: "call", name, args, distinct: false, star: false, line };
}

export function parseList(at: Cursor): Expression[] {
  const list = [parseExpression(at)];
  while (at.accept(",")) list.push(parseExpression(at));
  return list;
}

function parseCase(at: Cursor): Expression {
  const { line } = at.expect("CASE");
  const subject = at.is("WHEN") ? null : parseExpression(at);
  const branches: { when: Condition; value: Expression }[] = [];
  while (at.accept("WHEN")) {
    const when: Condition = subject
      ? { kind: "compare", operator: "=", left: subject, right: parseExpression(at), line }
      : parseCondition(at);
    at.expect("THEN");
    branches.push({ when, value: parseExpression(at) });
  }
  if (branches.length === 0) throw at.wrong();
  const otherwise = at.accept("ELSE") ? parseExpression(at) : null;
  at.expect("END");
  return { kind: "case", branches, otherwise, line };
}

/** IIF and NULLIF are CASE in short. */
function parseChoice(at: Cursor): Expression {
  const { upper, line } = at.take();
  at.expect("(");
  if (upper === "IIF") {
    const when = parseCondition(at);
    at.expect(",");
    const value = parseExpression(at);
    at.expect(",");
    const otherwise = parseExpression(at);
    at.expect(")");
    return { kind: "case", branches: [{ when, value }], otherwise, line };
  }
  const left = parseExpression(at);
  at.expect(",");
  const right = parseExpression(at);
  at.expect(")");
  const nothing: Expression = { kind: "literal", type: { name: "int" }, value: null };
  const when: Condition = { kind: "compare", operator: "=", left, right, line };
  return { kind: "case", branches: [{ when, value: nothing }], otherwise: left, line };
}

function parseConversion(at: Cursor): Expression {
  const { upper, line } = at.take();
  const tolerant = upper.startsWith("TRY_");
  at.expect("(");
  if (upper.endsWith("CAST")) {
    const operand = parseExpression(at);
    at.expect("AS");
    const to = parseType(at, 30);
    at.expect(")");
    return { kind: "convert", to, operand, style: null, tolerant, line };
  }
  const to = parseType(at, 30);
  at.expect(",");
  const operand = parseExpression(at);
  const style = at.accept(",") ? parseExpression(at) : null;
  at.expect(")");
  return { kind: "convert", to, operand, style, tolerant, line };
}

/** `defaultLength` is what char and its kin get without a length: 30 in CAST, 1 in DECLARE. */
export function parseType(at: Cursor, defaultLength: number): SqlType {
  const { line } = at;
  const name = at.name().toLowerCase();
  const sizes = parseSizes(at);
  const [size] = sizes;
  const number = (position: number, otherwise: number) => (sizes[position] as number | undefined) ?? otherwise;
  switch (name) {
    case "bit":
    case "tinyint":
    case "smallint":
    case "int":
    case "bigint":
    case "real":
    case "float":
    case "money":
    case "datetime":
    case "date":
    case "uniqueidentifier":
    case "sql_variant":
      return { name };
    case "integer":
      return { name: "int" };
    case "sysname":
      return { name: "nvarchar", length: 128 };
    case "decimal":
    case "numeric":
      return decimalType(number(0, 18), number(1, 0));
    case "datetime2":
    case "time":
    case "datetimeoffset":
      return { name, scale: number(0, 7) };
    case "varchar":
    case "nvarchar":
    case "varbinary":
      return { name, length: size ?? defaultLength };
    case "char":
    case "nchar":
    case "binary":
      return { name, length: number(0, defaultLength) };
  }
  throw new SqlFailure(40000, [`type ${name}`], line);
}

function parseSizes(at: Cursor): (number | "max")[] {
  const sizes: (number | "max")[] = [];
  if (!at.accept("(")) return sizes;
  do {
    if (at.accept("MAX")) sizes.push("max");
    else if (at.token.kind === "number") sizes.push(Number(at.take().text));
    else throw at.wrong();
  } while (at.accept(","));
  at.expect(")");
  return sizes;
}
