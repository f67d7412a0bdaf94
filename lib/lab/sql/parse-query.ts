// Parses SELECT: common table expressions, the select list, FROM with joins and APPLY, grouping, UNION, ordering.
import type { Body, Cte, Expression, From, OrderItem, Query, Select, SelectItem } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { SqlFailure } from "./errors.ts";
import { parseCondition, parseExpression, parseList } from "./parse-expression.ts";

export function parseQuery(at: Cursor): Query {
  const { line } = at;
  const ctes = parseCtes(at);
  const body = parseBody(at);
  const orderBy = parseOrderBy(at);
  let offset: Expression | null = null;
  let fetch: Expression | null = null;
  if (orderBy.length > 0 && at.accept("OFFSET")) {
    offset = parseExpression(at);
    takeOneOf(at, "ROW", "ROWS");
    if (at.accept("FETCH")) {
      takeOneOf(at, "NEXT", "FIRST");
      fetch = parseExpression(at);
      takeOneOf(at, "ROW", "ROWS");
      at.expect("ONLY");
    }
  }
  if (at.is("FOR")) throw new SqlFailure(40000, ["FOR"], at.line);
  if (at.accept("OPTION")) skipOptions(at);
  return { ctes, body, orderBy, offset, fetch, line };
}

function takeOneOf(at: Cursor, ...words: string[]): void {
  if (!at.is(...words)) throw at.wrong();
  at.take();
}

function parseCtes(at: Cursor): Cte[] {
  const ctes: Cte[] = [];
  if (!at.accept("WITH")) return ctes;
  do {
    const { line } = at;
    const name = at.name();
    const columns = at.is("(") ? parseColumnNames(at) : null;
    at.expect("AS");
    at.expect("(");
    const query = parseQuery(at);
    at.expect(")");
    ctes.push({ name, columns, query, line });
  } while (at.accept(","));
  return ctes;
}

function parseColumnNames(at: Cursor): string[] {
  at.expect("(");
  const names = [at.name()];
  while (at.accept(",")) names.push(at.name());
  at.expect(")");
  return names;
}

function parseBody(at: Cursor): Body {
  let left: Body = parseBodyTerm(at);
  while (at.is("UNION", "EXCEPT", "INTERSECT")) {
    const { upper, line } = at.take();
    if (upper !== "UNION") throw new SqlFailure(40000, [upper], line);
    const all = at.accept("ALL");
    left = { kind: "union", all, left, right: parseBodyTerm(at), line };
  }
  return left;
}

function parseBodyTerm(at: Cursor): Body {
  if (!at.accept("(")) return parseSelect(at);
  const body = parseBody(at);
  at.expect(")");
  return body;
}

function parseSelect(at: Cursor): Select {
  const { line } = at.expect("SELECT");
  const distinct = at.accept("DISTINCT");
  if (!distinct) at.accept("ALL");
  const top = at.accept("TOP") ? parseTop(at) : null;
  const items = [parseItem(at)];
  while (at.accept(",")) items.push(parseItem(at));
  if (at.is("INTO")) throw new SqlFailure(40001, ["SELECT INTO"], at.line);
  const from = at.accept("FROM") ? parseFromList(at) : null;
  const where = at.accept("WHERE") ? parseCondition(at) : null;
  let groupBy: Expression[] = [];
  if (at.accept("GROUP")) {
    at.expect("BY");
    groupBy = parseList(at);
  }
  const having = at.accept("HAVING") ? parseCondition(at) : null;
  return { kind: "select", distinct, top, items, from, where, groupBy, having, line };
}

function parseTop(at: Cursor): Expression {
  let top: Expression;
  if (at.accept("(")) {
    top = parseExpression(at);
    at.expect(")");
  } else if (at.token.kind === "number" || at.token.kind === "variable") {
    const token = at.take();
    top =
      token.kind === "number"
        ? { kind: "literal", type: { name: "int" }, value: Number(token.text) }
        : { kind: "variable", name: token.text, line: token.line };
  } else throw at.wrong();
  if (at.is("PERCENT") || (at.is("WITH") && at.ahead(1).upper === "TIES"))
    throw new SqlFailure(40000, [`TOP … ${at.token.upper}`], at.line);
  return top;
}

function parseItem(at: Cursor): SelectItem {
  const { line } = at;
  if (at.accept("*")) return { kind: "star", qualifier: [], line };
  const qualified = starQualifier(at);
  if (qualified) return { kind: "star", qualifier: qualified, line };
  if (at.token.kind === "variable" && !at.token.text.startsWith("@@") && at.ahead(1).upper === "=") {
    const variable = at.take().text;
    at.take();
    return { kind: "assign", variable, expression: parseExpression(at), line };
  }
  const named = at.atName() || at.token.kind === "string";
  if (named && at.ahead(1).upper === "=") {
    const alias = at.take().text;
    at.take();
    return { kind: "expression", expression: parseExpression(at), alias };
  }
  const expression = parseExpression(at);
  return { kind: "expression", expression, alias: parseItemAlias(at) };
}

/** a.* or a.b.*: looks ahead without taking, unless it is one. */
function starQualifier(at: Cursor): string[] | null {
  const parts: string[] = [];
  let ahead = 0;
  while (["word", "quoted"].includes(at.ahead(ahead).kind) && at.ahead(ahead + 1).upper === ".") {
    parts.push(at.ahead(ahead).text);
    ahead += 2;
  }
  if (parts.length === 0 || at.ahead(ahead).upper !== "*") return null;
  for (let taken = 0; taken <= ahead; taken++) at.take();
  return parts;
}

function parseItemAlias(at: Cursor): string | null {
  const isText = () => at.token.kind === "string" || at.token.kind === "nstring";
  if (at.accept("AS")) return isText() ? at.take().text : at.name();
  return isText() || at.atName() ? at.take().text : null;
}

function parseFromList(at: Cursor): From {
  let left = parseJoins(at);
  while (at.accept(",")) left = { kind: "join", join: "cross", left, right: parseJoins(at), on: null };
  return left;
}

function parseJoins(at: Cursor): From {
  let left = parseSource(at);
  for (;;) {
    const next = at.ahead(1).upper;
    if (at.is("CROSS", "OUTER") && next === "APPLY") {
      const outer = at.take().upper === "OUTER";
      at.take();
      left = { kind: "apply", outer, left, right: parseSource(at) };
    } else if (at.is("CROSS")) {
      at.take();
      at.expect("JOIN");
      left = { kind: "join", join: "cross", left, right: parseSource(at), on: null };
    } else if (at.is("JOIN", "INNER", "LEFT", "RIGHT", "FULL")) {
      const join = at.is("JOIN") ? "inner" : (at.take().upper.toLowerCase() as "inner" | "left" | "right" | "full");
      if (join !== "inner") at.accept("OUTER");
      if (at.is("HASH", "LOOP", "MERGE")) at.take();
      at.expect("JOIN");
      const right = parseJoinedSource(at);
      at.expect("ON");
      left = { kind: "join", join, left, right, on: parseCondition(at) };
    } else return left;
  }
}

/** a JOIN b JOIN c ON … ON … is legal T-SQL, and refused: nobody here writes it but by mistake. */
function parseJoinedSource(at: Cursor): From {
  const source = parseSource(at);
  if (!at.is("JOIN", "INNER", "LEFT", "RIGHT", "FULL")) return source;
  throw new SqlFailure(40000, ["a nested join without parentheses"], at.line);
}

function parseSource(at: Cursor): From {
  const { line } = at;
  if (at.is("(")) return parseParenthesisedSource(at);
  const name = at.dottedName();
  if (at.accept("(")) {
    const args = at.is(")") ? [] : parseList(at);
    at.expect(")");
    return { kind: "function", name, args, alias: parseTableAlias(at), line };
  }
  const alias = parseTableAlias(at);
  if (at.is("WITH") && at.ahead(1).upper === "(") {
    at.take();
    skipOptions(at);
  }
  return { kind: "table", name, alias, line };
}

function parseParenthesisedSource(at: Cursor): From {
  const { line } = at.expect("(");
  if (at.is("VALUES")) {
    const rows = parseValues(at);
    at.expect(")");
    const alias = requiredAlias(at);
    return { kind: "values", rows, alias, columns: parseColumnNames(at), line };
  }
  if (at.is("SELECT", "(")) {
    const query = parseQuery(at);
    at.expect(")");
    const alias = requiredAlias(at);
    return { kind: "derived", query, alias, columns: at.is("(") ? parseColumnNames(at) : null, line };
  }
  const inner = parseJoins(at);
  at.expect(")");
  return inner;
}

function parseValues(at: Cursor): Expression[][] {
  at.expect("VALUES");
  const rows: Expression[][] = [];
  do {
    at.expect("(");
    rows.push(parseList(at));
    at.expect(")");
  } while (at.accept(","));
  return rows;
}

function requiredAlias(at: Cursor): string {
  at.accept("AS");
  return at.name();
}

function parseTableAlias(at: Cursor): string | null {
  if (at.accept("AS")) return at.name();
  const joins = at.is("APPLY", "OFFSET");
  return at.atName() && !joins ? at.take().text : null;
}

function parseOrderBy(at: Cursor): OrderItem[] {
  const items: OrderItem[] = [];
  if (!at.accept("ORDER")) return items;
  at.expect("BY");
  do {
    const expression = parseExpression(at);
    const descending = at.accept("DESC");
    if (!descending) at.accept("ASC");
    items.push({ expression, descending });
  } while (at.accept(","));
  return items;
}

/** Hints change plans, not answers: (NOLOCK), (RECOMPILE, MAXDOP 1). */
function skipOptions(at: Cursor): void {
  at.expect("(");
  do {
    at.name();
    if (at.token.kind === "number") at.take();
  } while (at.accept(","));
  at.expect(")");
}
