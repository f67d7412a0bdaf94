// How the catalog's data files describe a view: one line per column, "name type [not null] [since 14] [-- provenance]".
import type { Flavour, Platform } from "../sql/catalog.ts";
import type { Column, SqlType } from "../sql/result.ts";

/** Where something exists: from a major version on (a managed instance counts as 17), on one platform only. */
export interface Availability {
  since?: number;
  platform?: Platform;
  /** Came with an update, not with a version. */
  isOfInternalGroups?: true;
}

export interface ViewColumn extends Column, Availability {
  /** Why the column is not as documented, or what is not documented about it. */
  provenance?: string;
}

export interface View extends Availability {
  name: string;
  columns: ViewColumn[];
}

export function view(name: string, availability: Availability, columns: string): View {
  const lines = columns.split("\n").map((line) => line.trim());
  return { name, ...availability, columns: lines.filter((line) => line !== "").map(parseColumn) };
}

export function isAvailable(availability: Availability, flavour: Flavour): boolean {
  const { since = 0, platform, isOfInternalGroups } = availability;
  if (isOfInternalGroups && flavour.platform !== "mi" && !flavour.hasInternalGroups) return false;
  const version = flavour.platform === "mi" ? 17 : flavour.majorVersion;
  return version >= since && (platform === undefined || platform === flavour.platform);
}

const LINE = /^(\w+) (\w+)(?:\((max|\d+)(?:,(\d+))?\))?( not null)?(?: since (\d+))?(?: -- (.+))?$/;

function parseColumn(line: string): ViewColumn {
  const found = LINE.exec(line);
  if (!found) throw new Error(`lab catalog: cannot read the column "${line}"`);
  const [, name = "", type = "", size, scale, notNull, since, provenance] = found;
  return {
    name,
    type: typeOf(type, size, scale),
    nullable: notNull === undefined,
    ...(since && { since: Number(since) }),
    ...(provenance && { provenance }),
  };
}

function typeOf(name: string, size: string | undefined, scale: string | undefined): SqlType {
  switch (name) {
    case "sysname":
      return { name: "nvarchar", length: 128 };
    case "numeric":
      return { name: "decimal", precision: Number(size), scale: Number(scale) };
    case "nvarchar":
    case "varchar":
    case "varbinary":
      return { name, length: size === "max" ? size : Number(size) };
    case "nchar":
    case "char":
    case "binary":
      return { name, length: Number(size) };
    case "datetimeoffset":
    case "datetime2":
    case "time":
      return { name, scale: Number(size) };
  }
  return { name } as SqlType;
}
