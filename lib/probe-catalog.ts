// Holds the columns of a real server against those of the lab: what is missing, what is there besides, what is typed otherwise.
import type { SqlType } from "./lab/sql/result.ts";

/** Type texts by column, by view: "sys.databases", "msdb.dbo.backupset"; all names in lower case. */
export type Columns = Map<string, Map<string, string>>;

/** Of a row of sys.all_columns; the length is in bytes. */
export function storedType(name: string, bytes: number, precision: number, scale: number): string {
  const base = name.toLowerCase();
  if (/^(nvarchar|nchar)$/.test(base)) return `${base}(${bytes === -1 ? "max" : bytes / 2})`;
  if (/^(varchar|char|varbinary|binary)$/.test(base)) return `${base}(${bytes === -1 ? "max" : bytes})`;
  if (/^(decimal|numeric)$/.test(base)) return `decimal(${precision},${scale})`;
  return /^(time|datetime2|datetimeoffset)$/.test(base) ? `${base}(${scale})` : base;
}

export function labType(type: SqlType): string {
  if (type.name === "decimal") return `decimal(${type.precision},${type.scale})`;
  if ("length" in type) return `${type.name}(${type.length})`;
  return "scale" in type ? `${type.name}(${type.scale})` : type.name;
}

/** One line a difference, by view; none: they agree. */
export function differences(here: Columns, lab: Columns): string[] {
  const lines: string[] = [];
  for (const [view, labColumns] of [...lab].sort(byName)) {
    const columns = here.get(view);
    if (columns === undefined) {
      const isTable = view.startsWith("msdb.");
      lines.push(`${view}: missing here${isTable ? ", or not to be seen by this login" : ""}`);
      continue;
    }
    for (const [column, type] of labColumns) {
      const found = columns.get(column);
      if (found === undefined) lines.push(`${view}.${column}: missing here`);
      else if (found !== type) lines.push(`${view}.${column}: ${found} here, ${type} in the lab`);
    }
    for (const [column, type] of columns) {
      if (!labColumns.has(column)) lines.push(`${view}.${column}: ${type} here, not in the lab`);
    }
  }
  for (const [view, columns] of [...here].sort(byName)) {
    if (!lab.has(view)) lines.push(`${view}: here, not in the lab: ${columnWords(columns)}`);
  }
  return lines;
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function columnWords(columns: Map<string, string>): string {
  return [...columns].map(([column, type]) => `${column} ${type}`).join(", ");
}
