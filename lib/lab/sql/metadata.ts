// What a server says about its own views: object ids, sys.all_objects, sys.all_columns, sys.schemas, sys.types, made from the catalog.
import type { Row, Server, TableDefinition } from "./catalog.ts";
import type { Run } from "./plan.ts";
import type { SqlType } from "./result.ts";
import { PROCEDURES } from "./routines.ts";
import { asDecimal, type TypeName } from "./types.ts";

type Tables = ReadonlyMap<string, TableDefinition>;

const SCHEMAS: Record<string, number> = { dbo: 1, sys: 4 };

/** system_type_id and fixed size in bytes, as sys.types has them. */
const TYPE_ID: Record<TypeName | "sysname", [id: number, bytes: number]> = {
  uniqueidentifier: [36, 16],
  date: [40, 3],
  time: [41, 5],
  datetime2: [42, 8],
  datetimeoffset: [43, 10],
  tinyint: [48, 1],
  smallint: [52, 2],
  int: [56, 4],
  real: [59, 4],
  money: [60, 8],
  datetime: [61, 8],
  float: [62, 8],
  sql_variant: [98, 8016],
  bit: [104, 1],
  decimal: [106, 17],
  bigint: [127, 8],
  varbinary: [165, 8000],
  varchar: [167, 8000],
  binary: [173, 8000],
  char: [175, 8000],
  nvarchar: [231, 8000],
  nchar: [239, 8000],
  sysname: [231, 256],
};

/** A stable id per name; system objects have negative ones, as on a server. */
export function idOf(name: string): number {
  let hash = 7;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) & 0x3fffffff;
  return name.startsWith("sys.") ? -hash : hash;
}

/** "sys.x", "master.sys.x", "msdb.dbo.x" or, in msdb, "dbo.x" and "x" → the catalog's name; null if it has none such. */
export function catalogName(parts: readonly string[], database: string): string {
  const [name = "", schema = "", from = database] = parts.map((part) => part.toLowerCase()).reverse();
  if (schema === "sys") return `sys.${name}`;
  return `${from.toLowerCase()}.${schema || "dbo"}.${name}`;
}

/** OBJECT_ID: of a view or table, of a system procedure, or of what somebody made in a database. */
export function objectId(tables: Tables, text: string, run: Pick<Run, "server" | "login" | "database">): number | null {
  const name = catalogName(partsOf(text), run.database);
  const [schema = "", object = ""] = name.split(".");
  if (tables.has(name) || (schema === "sys" && proceduresOf(run.server).includes(object))) return idOf(name);
  const made = run.server.rows("sys.objects", run.login, [schema]);
  const found = made.find((row) => `${schema}.dbo.${String(row.name).toLowerCase()}` === name);
  return (found?.object_id as number | undefined) ?? null;
}

/** Whether a securable of HAS_PERMS_BY_NAME's class OBJECT is there, and its name in the catalog. */
export function objectName(
  tables: Tables,
  text: string,
  run: Pick<Run, "server" | "login" | "database">,
): string | null {
  return objectId(tables, text, run) === null ? null : catalogName(partsOf(text), run.database);
}

function partsOf(text: string): string[] {
  return text.split(".").map((part) => part.replace(/^\[|\]$/g, ""));
}

/** System procedures of this server, without their schema. */
function proceduresOf(server: Server): string[] {
  return Object.keys(PROCEDURES).filter(
    (name) => PROCEDURES[name]?.platforms.includes(server.flavour.platform) && server.hasProcedure?.(name) !== false,
  );
}

/** COL_LENGTH: bytes of a column, null if there is none. */
export function objectColumn(tables: Tables, table: string, column: string, database: string): number | null {
  const found = tables
    .get(catalogName(partsOf(table), database))
    ?.columns.find((one) => one.name.toLowerCase() === column.toLowerCase());
  return found ? sizes(found.type).max_length : null;
}

function sizes(type: SqlType): { max_length: number; precision: number; scale: number } {
  const [, bytes] = TYPE_ID[type.name];
  if ("length" in type) {
    const width = type.name.startsWith("n") ? 2 : 1;
    return { max_length: type.length === "max" ? -1 : type.length * width, precision: 0, scale: 0 };
  }
  if (type.name === "decimal") {
    const length = type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17;
    return { max_length: length, precision: type.precision, scale: type.scale };
  }
  if (type.name === "datetime") return { max_length: bytes, precision: 23, scale: 3 };
  if ("scale" in type) return { max_length: bytes, precision: 20 + type.scale, scale: type.scale };
  const exact = ["tinyint", "smallint", "int", "bigint", "bit", "money"].includes(type.name);
  return { max_length: bytes, precision: exact ? asDecimal(type).precision : 0, scale: 0 };
}

/** Rows of the views the engine answers itself, seen from a database; null if the view is not one of them. */
export function metadataRows(
  view: string,
  tables: Tables,
  functions: ReadonlySet<string>,
  database: string,
  server: Server,
): Row[] | null {
  switch (view) {
    case "sys.all_objects":
      return [
        ...inSight(tables, database).map((table) => objectRow(table.name, functions.has(table.name))),
        ...proceduresOf(server).map((name) => ({
          ...objectRow(`sys.${name}`, false),
          type: "P ",
          type_desc: "SQL_STORED_PROCEDURE",
        })),
      ];
    case "sys.all_columns":
      return inSight(tables, database).flatMap((table) => table.columns.map((_, at) => columnRow(table, at)));
    case "sys.schemas":
      return Object.entries(SCHEMAS).map(([name, schema_id]) => ({ name, schema_id, principal_id: schema_id }));
    case "sys.types":
      return Object.entries(TYPE_ID).map(([name, [id, bytes]]) => ({
        name,
        system_type_id: id,
        user_type_id: name === "sysname" ? 256 : id,
        schema_id: 4,
        max_length: bytes,
        precision: 0,
        scale: 0,
        is_nullable: true,
        is_user_defined: false,
      }));
  }
  return null;
}

function inSight(tables: Tables, database: string): TableDefinition[] {
  return [...tables.values()].filter(
    ({ name }) => name.startsWith("sys.") || name.startsWith(`${database.toLowerCase()}.`),
  );
}

function objectRow(name: string, isFunction: boolean): Row {
  const parts = name.split(".");
  const isView = parts[0] === "sys" || name.endsWith("_view");
  const [type, type_desc] = isFunction
    ? ["IF", "SQL_INLINE_TABLE_VALUED_FUNCTION"]
    : isView
      ? ["V ", "VIEW"]
      : ["U ", "USER_TABLE"];
  return {
    name: parts.at(-1) as string,
    object_id: idOf(name),
    schema_id: SCHEMAS[parts.at(-2) as string] ?? 1,
    parent_object_id: 0,
    type: type as string,
    type_desc: type_desc as string,
    is_ms_shipped: true,
  };
}

function columnRow(table: TableDefinition, at: number): Row {
  const column = table.columns[at] as TableDefinition["columns"][number];
  const [id] = TYPE_ID[column.type.name];
  return {
    object_id: idOf(table.name),
    name: column.name,
    column_id: at + 1,
    system_type_id: id,
    user_type_id: id,
    ...sizes(column.type),
    is_nullable: column.nullable,
  };
}
