// Built-in functions about the server, its databases, objects, logins and certificates.

import type { Builtin } from "./builtin.ts";
import type { Row } from "./catalog.ts";
import { bindLiteral } from "./coercion.ts";
import { foldText } from "./compare.ts";
import { SqlFailure } from "./errors.ts";
import { objectColumn, objectId, objectName } from "./metadata.ts";
import type { Bound, Env } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import { INT, isString, stringType, VARIANT } from "./types.ts";

const NAME = stringType(true, 128);
const SMALLINT: SqlType = { name: "smallint" };
const MASTERS: Record<string, number> = { master: 1, tempdb: 2, model: 3, msdb: 4 };

/** A function of optional arguments that sees the running statement; arguments may be NULL. */
function ofServer(
  arity: [number, number],
  type: SqlType,
  compute: (values: SqlValue[], env: Env) => SqlValue,
): Builtin {
  return {
    arity,
    bind: (args) => ({
      type,
      nullable: true,
      evaluate: (env) =>
        compute(
          args.map(({ evaluate }) => evaluate(env)),
          env,
        ),
    }),
  };
}

const text = (value: SqlValue | undefined): string | null => (typeof value === "string" ? value : null);

function databases(env: Env): Row[] {
  return env.run.server.rows("sys.databases", env.run.login);
}

/** The id of a database by name, null if there is none in sight. */
export function databaseId(name: string, rows: Row[]): number | null {
  const found = rows.find((row) => foldText(String(row.name ?? "")) === foldText(name));
  return (found?.database_id as number | undefined) ?? MASTERS[foldText(name)] ?? null;
}

function databaseName(id: number, env: Env): string | null {
  const found = databases(env).find((row) => row.database_id === id);
  return text(found?.name) ?? Object.keys(MASTERS).find((name) => MASTERS[name] === id) ?? null;
}

function certificateId(name: string, env: Env): number | null {
  const found = env.run.server
    .rows("sys.certificates", env.run.login)
    .find((row) => foldText(String(row.name)) === foldText(name));
  return (found?.certificate_id as number | undefined) ?? null;
}

type Catalog = Parameters<typeof objectId>[0];

/** OBJECT_ID and its kin know the catalog while binding, but the database only while running. */
function catalogFunction(
  arity: [number, number],
  type: SqlType,
  compute: (values: SqlValue[], tables: Catalog, run: Env["run"]) => SqlValue,
): Builtin {
  return {
    arity,
    bind(args, _node, scope): Bound {
      const { tables, tableFunctions } = scope.batch;
      const known = new Map([
        ...tables,
        ...[...tableFunctions].map(([name, { definition }]) => [name, definition] as const),
      ]);
      return {
        type,
        nullable: true,
        evaluate: (env) =>
          compute(
            args.map(({ evaluate }) => evaluate(env)),
            known,
            env.run,
          ),
      };
    },
  };
}

export const SERVER_FUNCTIONS: Record<string, Builtin> = {
  serverproperty: ofServer(
    [1, 1],
    VARIANT,
    ([name], env) => env.run.server.properties[String(name).toLowerCase()] ?? null,
  ),
  db_name: ofServer([0, 1], NAME, (values, env) => {
    if (values.length === 0) return env.run.database;
    return values[0] === null ? null : databaseName(Number(values[0]), env);
  }),
  db_id: ofServer([0, 1], SMALLINT, ([name], env) => databaseId(text(name) ?? env.run.database, databases(env))),
  object_id: catalogFunction([1, 2], INT, ([name], tables, run) =>
    text(name) ? objectId(tables, String(name), run) : null,
  ),
  col_length: catalogFunction([2, 2], SMALLINT, ([table, column], tables, run) =>
    objectColumn(tables, String(table), String(column), run.database),
  ),
  has_perms_by_name: catalogFunction([3, 3], INT, ([securable, kind, permission], tables, run) => {
    const { server, login } = run;
    const wanted = String(permission).toUpperCase();
    if (securable === null && kind === null) return server.hasPermission(login, wanted) ? 1 : 0;
    switch (String(kind).toUpperCase()) {
      case "OBJECT": {
        const name = objectName(tables, String(securable), run);
        return name === null ? null : server.mayRead?.(login, name) === false ? 0 : 1;
      }
      case "DATABASE":
        return server.mayEnter?.(login, String(securable)) === false ? 0 : 1;
      default:
        throw new SqlFailure(40000, [`HAS_PERMS_BY_NAME on a securable of class ${String(kind)}`]);
    }
  }),
  has_dbaccess: ofServer([1, 1], INT, ([name], { run }) => {
    const rows = run.server.rows("sys.databases", run.login);
    if (databaseId(String(name), rows) === null) return null;
    return run.server.mayEnter?.(run.login, String(name)) === false ? 0 : 1;
  }),
  /** The lab knows permissions, not roles: sysadmin is who may CONTROL SERVER. */
  is_srvrolemember: ofServer([1, 1], INT, ([role], env) => {
    if (foldText(String(role)) !== "sysadmin") return 0;
    return env.run.server.hasPermission(env.run.login, "CONTROL SERVER") ? 1 : 0;
  }),
  suser_sname: {
    arity: [0, 1],
    bind(args) {
      if (args.length > 0) throw new SqlFailure(40000, ["SUSER_SNAME of a sid"]);
      return { type: NAME, nullable: false, evaluate: (env) => env.run.login };
    },
  },
  original_login: ofServer([0, 0], NAME, (_values, env) => env.run.login),
  cert_id: {
    arity: [1, 1],
    bind([name]) {
      const { evaluate, type } = name as Bound;
      if (!isString(type)) return bindLiteral(INT, null);
      return {
        type: INT,
        nullable: true,
        evaluate: (env) => (evaluate(env) === null ? null : certificateId(String(evaluate(env)), env)),
      };
    },
  },
  certencoded: ofServer([1, 1], { name: "varbinary", length: 8000 }, ([id], env) => {
    if (id == null) return null;
    return env.run.server.rows("certencoded", env.run.login, [id])[0]?.encoded ?? null;
  }),
};
