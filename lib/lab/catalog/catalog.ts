// The views, tables and functions of each flavour: which version and platform has which columns.
import type { Flavour, TableDefinition } from "../sql/catalog.ts";
import type { SqlType } from "../sql/result.ts";
import { DATABASE_VIEWS } from "./databases.ts";
import { FABRIC_VIEWS } from "./fabric.ts";
import { TABLE_FUNCTIONS } from "./functions.ts";
import { HADR_VIEWS } from "./hadr.ts";
import { MSDB_TABLES } from "./msdb.ts";
import { SECURITY_VIEWS } from "./security.ts";
import { SERVER_VIEWS } from "./server.ts";
import { isAvailable, type View } from "./view.ts";

const VIEWS = [...HADR_VIEWS, ...SECURITY_VIEWS, ...DATABASE_VIEWS, ...SERVER_VIEWS, ...MSDB_TABLES, ...FABRIC_VIEWS];

export interface TableFunctionDefinition {
  definition: TableDefinition;
  parameters: SqlType[];
}

const tables = new Map<string, Map<string, TableDefinition>>();
const functions = new Map<string, Map<string, TableFunctionDefinition>>();

/** Views and tables by schema-qualified lower-case name; one map per flavour, shared. */
export function tablesOf(flavour: Flavour): Map<string, TableDefinition> {
  return remembered(tables, flavour, () =>
    VIEWS.filter((view) => isAvailable(view, flavour)).map((view) => [view.name, definitionOf(view, flavour)]),
  );
}

/** Table-valued functions by schema-qualified lower-case name. */
export function tableFunctionsOf(flavour: Flavour): Map<string, TableFunctionDefinition> {
  return remembered(functions, flavour, () =>
    TABLE_FUNCTIONS.filter(({ view }) => isAvailable(view, flavour)).map(({ view, parameters }) => [
      view.name,
      { definition: definitionOf(view, flavour), parameters },
    ]),
  );
}

function definitionOf({ name, columns }: View, flavour: Flavour): TableDefinition {
  const present = columns.filter((column) => isAvailable(column, flavour));
  return { name, columns: present.map(({ name: column, type, nullable }) => ({ name: column, type, nullable })) };
}

function remembered<Value>(
  cache: Map<string, Map<string, Value>>,
  { platform, majorVersion, hasInternalGroups }: Flavour,
  make: () => [string, Value][],
): Map<string, Value> {
  const key = `${platform} ${majorVersion} ${hasInternalGroups === true}`;
  const known = cache.get(key);
  if (known) return known;
  const made = new Map(make());
  cache.set(key, made);
  return made;
}
