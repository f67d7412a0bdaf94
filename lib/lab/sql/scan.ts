// Reads the rows of a view: who may, what the engine answers itself, and each value held to its column's type.
import type { Flavour, Row, TableDefinition } from "./catalog.ts";
import { SqlFailure } from "./errors.ts";
import { metadataRows } from "./metadata.ts";
import { roundToDatetime } from "./moments.ts";
import type { Run } from "./plan.ts";
import type { Column, SqlValue } from "./result.ts";
import type { Batch } from "./scope.ts";
import { family, typeText } from "./types.ts";

/** Rows of a view for one statement: asked of the server once, however often the statement names the view. */
export function rowsOf(table: TableDefinition, database: string, batch: Batch, run: Run, args: SqlValue[] = []): Row[] {
  const key = `${table.name}(${args.map(String).join()})@${database}`;
  const known = run.memo.get(key) as Row[] | undefined;
  if (known) return known;
  requireAccess(database, run);
  requirePermission(table.name, batch.flavour, run);
  const functions = new Set(batch.tableFunctions.keys());
  const definitions = [...batch.tableFunctions].map(([name, { definition }]) => [name, definition] as const);
  const own = metadataRows(table.name, new Map([...batch.tables, ...definitions]), functions, database, run.server);
  const rows = own ?? run.server.rows(table.name, run.login, args.length > 0 ? args : [database]);
  run.memo.set(key, rows);
  return rows;
}

export function requireAccess(database: string, { server, login }: Run): void {
  if (server.mayEnter?.(login, database) === false) throw new SqlFailure(916, [login, database]);
}

/** dm_exec_requests shows one's own session to everybody. */
const openToPublic = new Set(["sys.dm_exec_requests", "sys.dm_os_host_info"]);

/** 229 for a table; 300 and then 297 for a DMV without the permission of its version. */
function requirePermission(name: string, { platform, majorVersion }: Flavour, { server, login, database }: Run): void {
  if (server.mayRead?.(login, name) === false) {
    const [from = "", schema = "", object = ""] = name.split(".");
    throw new SqlFailure(229, ["SELECT", object, from, schema]);
  }
  if (!name.startsWith("sys.dm_") || openToPublic.has(name)) return;
  const allowed = (permission: string) => server.hasPermission(login, permission);
  if (allowed("VIEW SERVER STATE")) return;
  const modern = platform === "mi" || majorVersion >= 16;
  if (modern && allowed("VIEW SERVER PERFORMANCE STATE")) return;
  const ofDatabase = name.startsWith("sys.dm_change_feed_");
  const kind = modern ? "PERFORMANCE STATE" : "STATE";
  if (ofDatabase && (allowed("VIEW DATABASE STATE") || allowed(`VIEW DATABASE ${kind}`))) return;
  const refusal = new SqlFailure(297);
  refusal.preceding = ofDatabase
    ? new SqlFailure(262, [`VIEW DATABASE ${kind}`, database])
    : new SqlFailure(300, [`VIEW SERVER ${kind}`]);
  throw refusal;
}

/** A server's value as the column holds it: char padded, datetime rounded. Throws 40002 for a value of another kind. */
export function stored(value: SqlValue | undefined, column: Column, table: string): SqlValue {
  if (value === null || value === undefined) return null;
  const { type } = column;
  const wrong = () =>
    new SqlFailure(40002, [`${typeof value} ${String(value)}`, `${table}.${column.name}`, typeText(type)]);
  switch (family(type)) {
    case "string":
      if (typeof value !== "string") throw wrong();
      if (!("length" in type) || type.length === "max") return value;
      return type.name === "char" || type.name === "nchar"
        ? value.slice(0, type.length).padEnd(type.length)
        : value.slice(0, type.length);
    case "integer":
      if (type.name === "bit") {
        if (typeof value !== "boolean") throw wrong();
        return value;
      }
      if (type.name === "bigint") {
        if (typeof value === "bigint") return value;
        throw wrong();
      }
      if (typeof value !== "number" || !Number.isInteger(value)) throw wrong();
      return value;
    case "decimal":
    case "money":
      if (typeof value !== "bigint") throw wrong();
      return value;
    case "uniqueidentifier":
      if (typeof value !== "string") throw wrong();
      return value.toUpperCase();
    case "binary":
      if (!(value instanceof Uint8Array)) throw wrong();
      return value;
    case "float":
      if (typeof value !== "number") throw wrong();
      return value;
    case "moment":
      if (type.name === "datetimeoffset" ? typeof value !== "object" : typeof value !== "number") throw wrong();
      return type.name === "datetime" ? roundToDatetime(value as number) : value;
    default:
      return value;
  }
}
