// What the engine needs to know of a server: which views and columns exist there (by platform and version), and their rows right now.
import type { Column, SqlValue } from "./result.ts";

export type Platform = "box" | "mi";

/** Major version as SQL Server counts: 13 = 2016, 14 = 2017, 15 = 2019, 16 = 2022, 17 = 2025. A managed instance reports 12, but has the columns of 17. */
export interface Flavour {
  platform: Platform;
  majorVersion: number;
  /** The build knows links of many databases, and has the views of their internal groups. A managed instance does. */
  hasInternalGroups?: boolean;
}

/** A view or table: schema-qualified lower-case name ("sys.databases", "msdb.dbo.backupset") and its columns in order. */
export interface TableDefinition {
  name: string;
  columns: Column[];
}

/** Rows as objects by column name in lower case; an absent column is NULL. */
export type Row = Record<string, SqlValue>;

/** One SQL Server or managed instance, as the engine sees it. */
export interface Server {
  flavour: Flavour;
  /** @@SERVERNAME, SERVERPROPERTY(…) by lower-case property name. */
  properties: Record<string, SqlValue>;
  /** Offset of the server's local clock from UTC in minutes; GETDATE() and most DMV datetimes are local, SYSUTCDATETIME() is UTC. */
  utcOffsetMinutes: number;
  /** The server's own clock, ms since 1970 UTC. */
  now(): number;
  /**
   * Rows of a view or table now, as this login sees them (a login without VIEW ANY DEFINITION sees none of the catalog views).
   * `argument`: those of a function or procedure; of a view, the database it is read in.
   */
  rows(table: string, login: string, argument?: SqlValue[]): Row[];
  /** The next three are true where a server does not say. May it SELECT from this table or view ("msdb.dbo.backupset")? Error 229 if not. */
  mayRead?(login: string, table: string): boolean;
  /** HAS_DBACCESS, and the check behind error 916. */
  mayEnter?(login: string, database: string): boolean;
  /** Whether a procedure that only some builds of a version have is here. */
  hasProcedure?(name: string): boolean;
  /** HAS_PERMS_BY_NAME(NULL, NULL, permission) and the check behind errors 300/297 for DMVs. */
  hasPermission(login: string, permission: string): boolean;
}
