// The lab's T-SQL engine: a session runs batches over a server's rows; checkBatch is the gate for every question the product ships.
import { tableFunctionsOf, tablesOf } from "../catalog/catalog.ts";
import { BatchEnded, BINDER, type BoundBatch, bindBatch, declare, runStatements } from "./bind.ts";
import type { Flavour, Server } from "./catalog.ts";
import { SqlFailure } from "./errors.ts";
import { parseBatch } from "./parse.ts";
import type { Run } from "./plan.ts";
import type { Parameter, Session, SqlError, SqlEvent, SqlRequest } from "./result.ts";
import type { Batch } from "./scope.ts";

/** Plans by flavour, database, text and parameter types, shared by all servers; emptied when full. */
const plans = new Map<string, BoundBatch>();
const PLANS_KEPT = 1000;

let lastSpid = 50;

/** A session of a login that is already let in; it never throws, errors are events. */
export function openSession(server: Server, login: string, database: string): Session {
  lastSpid = lastSpid >= 32_000 ? 51 : lastSpid + 1;
  const run: Run = {
    server,
    login,
    database,
    spid: lastSpid,
    rowCount: 0,
    noCount: false,
    variables: [],
    now: server.now(),
    memo: new Map(),
  };
  return {
    get database() {
      return run.database;
    },
    run: (request) => runRequest(request, run),
  };
}

/** Errors of a batch that is parsed and bound but not run; missing objects count. `parameters` are those it will be sent with. */
export function checkBatch(
  flavour: Flavour,
  sql: string,
  parameters: Pick<Parameter, "name" | "type">[] = [],
): SqlError[] {
  const { errors, deferred } = plan(flavour, "master", sql, parameters);
  return [...errors, ...deferred];
}

function* runRequest({ sql, parameters }: SqlRequest, run: Run): Generator<SqlEvent, void> {
  const { statements, errors } = plan(run.server.flavour, run.database, sql, parameters);
  if (errors.length > 0) {
    for (const error of errors) yield { kind: "error", error };
    yield { kind: "done" };
    return;
  }
  run.variables = parameters.map(({ value }) => value);
  try {
    yield* runStatements(statements, run);
  } catch (error) {
    if (!(error instanceof BatchEnded)) throw error;
  }
}

function plan(
  flavour: Flavour,
  database: string,
  sql: string,
  parameters: Pick<Parameter, "name" | "type">[],
): BoundBatch {
  const types = parameters.map(({ name, type }) => `${name} ${JSON.stringify(type)}`);
  const { platform, majorVersion, hasInternalGroups } = flavour;
  const key = [platform, majorVersion, hasInternalGroups === true, database.toLowerCase(), ...types, sql].join(
    "\u0001",
  );
  const known = plans.get(key);
  if (known) return known;
  const made = makePlan(flavour, database, sql, parameters);
  if (plans.size >= PLANS_KEPT) plans.clear();
  plans.set(key, made);
  return made;
}

function makePlan(
  flavour: Flavour,
  database: string,
  sql: string,
  parameters: Pick<Parameter, "name" | "type">[],
): BoundBatch {
  const batch: Batch = {
    binder: BINDER,
    flavour,
    tables: tablesOf(flavour),
    tableFunctions: tableFunctionsOf(flavour),
    database,
    variables: new Map(),
  };
  try {
    for (const { name, type } of parameters) declare(name.startsWith("@") ? name : `@${name}`, type, batch);
    return bindBatch(parseBatch(sql), batch);
  } catch (error) {
    const failure = error instanceof RangeError ? new SqlFailure(191, [], 1) : error;
    if (!(failure instanceof SqlFailure)) throw failure;
    return { statements: [], errors: [failure.error], deferred: [] };
  }
}
