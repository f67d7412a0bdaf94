// Binds a batch: every statement is typed before anything runs; a missing object waits for its statement, other errors refuse the batch.
import type { Declaration, Statement } from "./ast.ts";
import { bindCondition } from "./bind-condition.ts";
import { bindExpression } from "./bind-expression.ts";
import { bindQuery } from "./bind-query.ts";
import { databaseId } from "./builtins-server.ts";
import { coerce } from "./coercion.ts";
import { atLine, SqlFailure } from "./errors.ts";
import type { Bound, BoundStatement, Env, Run } from "./plan.ts";
import type { SqlError, SqlEvent, SqlType, SqlValue } from "./result.ts";
import { DBCC_COMMANDS, PROCEDURES, type Routine } from "./routines.ts";
import { requireAccess, stored } from "./scan.ts";
import { type Batch, type Binder, Scope } from "./scope.ts";
import { stringType } from "./types.ts";

export const BINDER: Binder = { expression: bindExpression, condition: bindCondition, query: bindQuery };

export interface BoundBatch {
  statements: BoundStatement[];
  /** Errors that refuse the whole batch. */
  errors: SqlError[];
  /** Errors of statements whose objects are missing: they are raised when the statement is reached. */
  deferred: SqlError[];
}

type Binding = { errors: SqlError[]; deferred: SqlError[]; batch: Batch };

export function bindBatch(statements: Statement[], batch: Batch): BoundBatch {
  const state: Binding = { errors: [], deferred: [], batch };
  const bound = statements.map((statement) => bindStatement(statement, state));
  return { statements: bound, errors: state.errors, deferred: state.deferred };
}

function bindStatement(node: Statement, state: Binding): BoundStatement {
  try {
    return { line: node.line, run: bindRun(node, state) };
  } catch (error) {
    if (!(error instanceof SqlFailure)) throw error;
    const found = atLine(error.error, node.line);
    const waits = found.number === 208;
    (waits ? state.deferred : state.errors).push(found);
    return { line: node.line, run: () => fails(error) };
  }
}

// biome-ignore lint/correctness/useYield: a statement that fails before its first event
function* fails(error: SqlFailure): Generator<SqlEvent, void> {
  throw error;
}

function bindRun(node: Statement, state: Binding): BoundStatement["run"] {
  const { batch } = state;
  const scope = new Scope(batch, null, []);
  switch (node.kind) {
    case "select":
      return bindSelect(node.query, batch);
    case "use":
      batch.database = node.database;
      return (run) => use(node.database, run);
    case "declare":
      return bindDeclare(node.variables, scope);
    case "set": {
      const target = batch.variables.get(node.variable.toLowerCase());
      if (!target) throw new SqlFailure(137, [node.variable]);
      const value = coerce(scope.bind(node.value), target.type);
      return (run) => assign([{ index: target.index, value }], run);
    }
    case "set-option":
      return (run) => setOption(node.option, node.value, run);
    case "print": {
      const text = coerce(scope.bind(node.value), stringType(true, 4000)).evaluate;
      return (run) => print(String(text(emptyEnv(run)) ?? " "));
    }
    case "if": {
      const test = scope.test(node.condition);
      const body = bindStatement(node.body, state);
      const otherwise = node.otherwise ? bindStatement(node.otherwise, state) : null;
      return (run) => runStatements(test(emptyEnv(run)) === true ? [body] : otherwise ? [otherwise] : [], run);
    }
    case "block": {
      const statements = node.statements.map((statement) => bindStatement(statement, state));
      return (run) => runStatements(statements, run);
    }
    case "execute": {
      const name = (node.procedure.at(-1) as string).toLowerCase();
      const procedure = PROCEDURES[name];
      if (name === "sp_executesql") throw new SqlFailure(40000, ["EXEC sp_executesql inside a batch"]);
      const args = node.args.map((arg) => scope.bind(arg));
      if (!procedure?.platforms.includes(batch.flavour.platform))
        return () => fails(new SqlFailure(2812, [node.procedure.join(".")], node.line));
      if (args.length > procedure.parameters)
        return () => fails(new SqlFailure(8144, [node.procedure.join(".")], node.line));
      return (run) => {
        if (run.server.hasProcedure?.(name) === false)
          return fails(new SqlFailure(2812, [node.procedure.join(".")], node.line));
        const values = args.map(({ evaluate }) => evaluate(emptyEnv(run)));
        return runRoutine(name, procedure, values, run);
      };
    }
    case "dbcc": {
      const command = DBCC_COMMANDS[node.command];
      if (!command) throw new SqlFailure(40000, [`DBCC ${node.command.toUpperCase()}`]);
      const args = node.args.map((arg) => (/^-?\d+$/.test(arg) ? Number(arg) : arg));
      return (run) => runRoutine(`dbcc ${node.command}`, command, args, run, !node.quiet);
    }
  }
}

/**
 * Runs statements one after another; each error ends its statement, and some the batch.
 * The run's clock and memory are renewed for each.
 */
export function* runStatements(statements: BoundStatement[], run: Run): Generator<SqlEvent, void> {
  for (const statement of statements) {
    run.now = run.server.now();
    run.memo = new Map();
    try {
      yield* statement.run(run);
    } catch (error) {
      if (!(error instanceof SqlFailure)) throw error;
      if (error.preceding) yield { kind: "error", error: atLine(error.preceding.error, statement.line) };
      yield { kind: "error", error: atLine(error.error, statement.line) };
      yield { kind: "done" };
      if (error.endsBatch) throw new BatchEnded();
    }
  }
}

/** Thrown through nested blocks once an error has ended the batch; nothing more is to be said. */
export class BatchEnded extends Error {}

export function emptyEnv(run: Run): Env {
  return { tuple: [], group: [], outer: null, run };
}

function bindSelect(query: Extract<Statement, { kind: "select" }>["query"], batch: Batch): BoundStatement["run"] {
  const bound = bindQuery(query, batch, null, [], "outermost");
  const { assigns } = bound;
  return function* (run) {
    const rows = bound.rows(null, run);
    run.rowCount = rows.length;
    if (assigns) {
      const last = rows.at(-1);
      if (last) for (const [at, index] of assigns.entries()) run.variables[index] = last[at] ?? null;
    } else yield { kind: "rows", set: { columns: bound.columns, rows } };
    yield run.noCount ? { kind: "done" } : { kind: "done", rowCount: rows.length };
  };
}

function bindDeclare(variables: Declaration[], scope: Scope): BoundStatement["run"] {
  const { batch } = scope;
  const assignments = variables.map(({ name, type, value }) => {
    // The value is bound first: DECLARE @x int = @x refers to nothing.
    const bound = value ? coerce(scope.bind(value), type) : null;
    const index = declare(name, type, batch);
    return { index, value: bound };
  });
  return (run) => assign(assignments, run);
}

/** Gives a variable its place; 134 if the batch has it already. */
export function declare(name: string, type: SqlType, batch: Batch): number {
  const key = name.toLowerCase();
  if (batch.variables.has(key)) throw new SqlFailure(134, [name]);
  const index = batch.variables.size;
  batch.variables.set(key, { index, type });
  return index;
}

// biome-ignore lint/correctness/useYield: an assignment tells the client nothing
function* assign(assignments: { index: number; value: Bound | null }[], run: Run): Generator<SqlEvent, void> {
  for (const { index, value } of assignments) run.variables[index] = value ? value.evaluate(emptyEnv(run)) : null;
}

function* use(database: string, run: Run): Generator<SqlEvent, void> {
  const rows = run.server.rows("sys.databases", run.login);
  if (databaseId(database, rows) === null) throw new SqlFailure(911, [database]);
  requireAccess(database, run);
  const found = rows.find((row) => String(row.name).toLowerCase() === database.toLowerCase());
  run.database = String(found?.name ?? database.toLowerCase());
  yield { kind: "database", name: run.database };
  yield { kind: "done" };
}

function* setOption(option: string, value: string, run: Run): Generator<SqlEvent, void> {
  if (option === "nocount") run.noCount = value === "ON";
  yield { kind: "done" };
}

function* print(text: string): Generator<SqlEvent, void> {
  yield { kind: "message", text };
  yield { kind: "done" };
}

function* runRoutine(
  name: string,
  routine: Routine,
  args: SqlValue[],
  run: Run,
  chatty = false,
): Generator<SqlEvent, void> {
  const found = run.server.rows(name, run.login, args);
  const { columns } = routine;
  const rows = found.map((row) => columns.map((column) => stored(row[column.name.toLowerCase()], column, name)));
  run.rowCount = rows.length;
  if (rows.length > 0 || !routine.isSilentWithoutRows) yield { kind: "rows", set: { columns, rows } };
  if (chatty) {
    yield {
      kind: "message",
      text: "DBCC execution completed. If DBCC printed error messages, contact your system administrator.",
    };
  }
  yield run.noCount ? { kind: "done" } : { kind: "done", rowCount: rows.length };
}
