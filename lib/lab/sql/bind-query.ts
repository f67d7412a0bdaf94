// Binds a whole query: CTEs, the select list, grouping, UNION, DISTINCT, ordering and TOP; the result runs over any server.
import { hasAggregate } from "./aggregates.ts";
import type { Body, Cte, Expression, OrderItem, Query, Select, SelectItem } from "./ast.ts";
import { bindFrom, nameColumns } from "./bind-from.ts";
import { coerce, located, unifyTypes } from "./coercion.ts";
import { SqlFailure } from "./errors.ts";
import { cursorEnv, distinctRows, groupTuples, type SortKey, sortRows } from "./exec.ts";
import type { Bound, BoundQuery, Env, Evaluate, Run } from "./plan.ts";
import type { Column, SqlType, SqlValue } from "./result.ts";
import { type Batch, type CteInSight, isNamed, type QueryPlace, Scope } from "./scope.ts";
import { BIGINT } from "./types.ts";

interface Sortable {
  values: SqlValue[];
  keys: SqlValue[];
}

/** A select or union before TOP and OFFSET cut it. */
interface BoundBody {
  columns: Column[];
  /** Columns that are the bare NULL and take any type in a UNION. */
  nulls: boolean[];
  assigns: number[] | null;
  order: SortKey[];
  scope: Scope;
  rows(env: Env): Sortable[];
}

export function bindQuery(
  node: Query,
  batch: Batch,
  parent: Scope | null,
  outerCtes: readonly CteInSight[],
  place: QueryPlace,
): BoundQuery {
  const ctes = bindCtes(node.ctes, batch, outerCtes);
  const top = node.body.kind === "select" ? node.body.top : null;
  if (place !== "outermost" && node.orderBy.length > 0 && !top && !node.offset)
    throw new SqlFailure(1033, [], node.line);
  const body = bindBody(node.body, node.orderBy, batch, parent, ctes);
  if (body.assigns && place !== "outermost") throw new SqlFailure(102, ["="], node.line);
  const limit = (expression: Expression | null): Evaluate | null =>
    expression && coerce(new Scope(batch, null, []).bind(expression), BIGINT).evaluate;
  const [first, offset, fetch] = [limit(top), limit(node.offset), limit(node.fetch)];
  const rows = (outer: Env | null, run: Run): SqlValue[][] => {
    const env: Env = { tuple: [], group: [], outer, run };
    const found = body.rows(env);
    sortRows(found, body.order);
    const start = offset ? Number(offset(env)) : 0;
    const end = start + Math.min(amount(first, env), amount(fetch, env));
    return found.slice(start, end).map(({ values }) => values);
  };
  return { columns: body.columns, correlated: body.scope.reachesOut, assigns: body.assigns, rows };
}

function amount(evaluate: Evaluate | null, env: Env): number {
  return evaluate ? Number(evaluate(env) ?? 0) : Number.POSITIVE_INFINITY;
}

/** Each CTE sees those before it; it is bound where it is named, and once here for its errors. */
function bindCtes(nodes: Cte[], batch: Batch, outer: readonly CteInSight[]): readonly CteInSight[] {
  let known = outer;
  for (const node of nodes) {
    const before = known;
    const bind = (): BoundQuery => {
      const query = bindQuery(node.query, batch, null, before, "table");
      return { ...query, columns: located(node.line, () => nameColumns(query.columns, node.name, node.columns)) };
    };
    bind();
    known = [...known, { name: node.name, bind }];
  }
  return known;
}

function bindBody(
  node: Body,
  orderBy: OrderItem[],
  batch: Batch,
  parent: Scope | null,
  ctes: readonly CteInSight[],
): BoundBody {
  if (node.kind === "select") return new SelectBinder(node, new Scope(batch, parent, ctes)).bind(orderBy);
  const left = bindBody(node.left, [], batch, parent, ctes);
  const right = bindBody(node.right, [], batch, parent, ctes);
  if (left.columns.length !== right.columns.length) throw new SqlFailure(205, [], node.line);
  if (left.assigns || right.assigns) throw new SqlFailure(141, [], node.line);
  const sides = [left, right].map((side) => side.columns.map((column, at) => asBound(side, column, at)));
  const types = left.columns.map((_, at) =>
    located(node.line, () => unifyTypes(sides.map((side) => side[at] as Bound))),
  );
  const columns = left.columns.map((column, at) => ({
    name: column.name,
    type: types[at] as SqlType,
    nullable: column.nullable || (right.columns[at] as Column).nullable,
  }));
  const converters = sides.map((side) => side.map((bound, at) => coerce(bound, types[at] as SqlType).evaluate));
  const convert = (rows: Sortable[], side: Evaluate[], env: Env): Sortable[] =>
    rows.map(({ values }) => ({ values: side.map((column) => column({ ...env, group: values })), keys: [] }));
  const order = orderBy.map((item) => unionOrder(item, columns));
  left.scope.reachesOut ||= right.scope.reachesOut;
  const rows = (env: Env): Sortable[] => {
    const [a, b] = [
      convert(left.rows(env), converters[0] as Evaluate[], env),
      convert(right.rows(env), converters[1] as Evaluate[], env),
    ];
    const all = node.all ? [...a, ...b] : distinctRows([...a, ...b], ({ values }) => values, types);
    for (const row of all) row.keys = order.map(({ position }) => row.values[position] ?? null);
    return all;
  };
  return {
    columns,
    nulls: left.nulls.map((isNull, at) => isNull && (right.nulls[at] as boolean)),
    assigns: null,
    order,
    scope: left.scope,
    rows,
  };
}

/** A column of a finished row, as an expression to be converted; the row lies in Env.group. */
function asBound(side: BoundBody, { type, nullable }: Column, at: number): Bound {
  return { type, nullable, isNull: side.nulls[at], evaluate: (env) => env.group[at] ?? null };
}

function unionOrder({ expression, descending }: OrderItem, columns: Column[]): SortKey & { position: number } {
  const position = outputPosition(expression, columns);
  if (position === null) throw new SqlFailure(104);
  return { position, descending, type: (columns[position] as Column).type };
}

/** The output column an ORDER BY item names by position or by name; null if it does neither. */
function outputPosition(expression: Expression, columns: Column[]): number | null {
  if (expression.kind === "literal" && typeof expression.value === "number") {
    if (expression.value < 1 || expression.value > columns.length) throw new SqlFailure(108, [expression.value]);
    return expression.value - 1;
  }
  if (expression.kind !== "column" || expression.parts.length > 1) return null;
  const name = (expression.parts[0] as string).toLowerCase();
  const position = columns.findIndex((column) => column.name.toLowerCase() === name);
  return position < 0 ? null : position;
}

type Item = Extract<SelectItem, { kind: "expression" | "assign" }>;

class SelectBinder {
  readonly node: Select;
  readonly scope: Scope;
  constructor(node: Select, scope: Scope) {
    this.node = node;
    this.scope = scope;
  }

  bind(orderBy: OrderItem[]): BoundBody {
    const { node, scope } = this;
    const from = node.from ? bindFrom(node.from, scope) : null;
    const where = node.where ? scope.test(node.where) : null;
    const items = node.items.flatMap((item) => (item.kind === "star" ? this.#expand(item) : [item]));
    const assigned = items.filter((item) => item.kind === "assign").length;
    if (assigned > 0 && assigned < items.length) throw new SqlFailure(141, [], node.line);
    const groups = this.#bindGroups(items, orderBy);
    const outputs = items.map((item) => this.#output(item));
    const columns = outputs.map(({ type, nullable }, at) => ({ name: nameOf(items[at] as Item), type, nullable }));
    const types = columns.map(({ type }) => type);
    const having = this.#within(8121, () => (node.having ? scope.test(node.having) : null));
    const order = orderBy.map((item) => this.#within(8127, () => this.#orderKey(item, items, columns)));

    const rows = (env: Env): Sortable[] => {
      const at = cursorEnv(env);
      const results: Sortable[] = [];
      const emit = () => {
        if (having && having(at) !== true) return;
        const values = outputs.map(({ evaluate }) => evaluate(at));
        results.push({
          values,
          keys: order.map((key) => (key.position === null ? key.evaluate(at) : (values[key.position] ?? null))),
        });
      };
      let tuples = from ? from.rows(env) : [[]];
      if (where) {
        tuples = tuples.filter((tuple) => {
          at.tuple = tuple;
          return where(at) === true;
        });
      }
      if (groups) {
        for (const group of groupTuples(tuples, groups.keys, groups.types, groups.aggregates, env)) {
          at.group = group;
          emit();
        }
      } else {
        for (const tuple of tuples) {
          at.tuple = tuple;
          emit();
        }
      }
      return node.distinct ? distinctRows(results, ({ values }) => values, types) : results;
    };
    const assigns = assigned > 0 ? items.map((item) => this.#variable(item)) : null;
    return { columns, nulls: outputs.map(({ isNull }) => isNull === true), assigns, order, scope, rows };
  }

  /** * and a.* as the columns they stand for. */
  #expand({ qualifier, line }: Extract<SelectItem, { kind: "star" }>): Item[] {
    const sources = this.scope.sources.filter((source) => qualifier.length === 0 || isNamed(source, qualifier));
    if (sources.length === 0) {
      if (qualifier.length === 0) throw new SqlFailure(263, [], line);
      throw new SqlFailure(107, [qualifier.join(".")], line);
    }
    return sources.flatMap((source) =>
      source.columns.map(({ name }) => ({
        kind: "expression" as const,
        expression: { kind: "column" as const, parts: [...source.names, name], line },
        alias: null,
      })),
    );
  }

  #bindGroups(items: Item[], orderBy: OrderItem[]) {
    const { node, scope } = this;
    const expressions = [...items.map(({ expression }) => expression), ...orderBy.map(({ expression }) => expression)];
    const grouped = node.groupBy.length > 0 || node.having !== null || expressions.some(hasAggregate);
    if (!grouped) return null;
    if (node.groupBy.some(hasAggregate)) throw new SqlFailure(144, [], node.line);
    const keys = node.groupBy.map((expression) => scope.bind(expression));
    const fingerprints = node.groupBy.map((expression) => scope.fingerprint(expression));
    scope.grouping = { keys: fingerprints, aggregates: [], error: 8120 };
    const { aggregates } = scope.grouping;
    return { keys: keys.map(({ evaluate }) => evaluate), types: keys.map(({ type }) => type), aggregates };
  }

  #within<Result>(error: number, bind: () => Result): Result {
    if (this.scope.grouping) this.scope.grouping.error = error;
    return bind();
  }

  #output(item: Item): Bound {
    const bound = this.scope.bind(item.expression);
    if (item.kind === "expression") return bound;
    return coerceTo(bound, this.#target(item).type, item.line);
  }

  #variable(item: Item): number {
    return item.kind === "assign" ? this.#target(item).index : -1;
  }

  #target({ variable, line }: Extract<Item, { kind: "assign" }>) {
    const found = this.scope.batch.variables.get(variable.toLowerCase());
    if (!found) throw new SqlFailure(137, [variable], line);
    return found;
  }

  #orderKey(
    { expression, descending }: OrderItem,
    items: Item[],
    columns: Column[],
  ): SortKey & { position: number | null; evaluate: Evaluate } {
    const position = outputPosition(expression, columns);
    const none: Evaluate = () => null;
    if (position !== null) return { position, descending, type: (columns[position] as Column).type, evaluate: none };
    const bound = this.scope.bind(expression);
    if (this.node.distinct) {
      const wanted = this.scope.fingerprint(expression);
      const at = items.findIndex((item) => this.scope.fingerprint(item.expression) === wanted);
      if (at < 0) throw new SqlFailure(145, [], this.node.line);
    }
    return { position: null, descending, type: bound.type, evaluate: bound.evaluate };
  }
}

function coerceTo(bound: Bound, type: SqlType, line: number): Bound {
  return located(line, () => coerce(bound, type));
}

function nameOf(item: Item): string {
  if (item.kind === "assign") return "";
  const { alias, expression } = item;
  return alias ?? (expression.kind === "column" ? (expression.parts.at(-1) as string) : "");
}
