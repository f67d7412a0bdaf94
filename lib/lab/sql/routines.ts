// Procedures and DBCC commands the lab answers: their result columns; the rows come from the server under their names.
import type { Platform } from "./catalog.ts";
import type { Column } from "./result.ts";

export interface Routine {
  platforms: Platform[];
  /** How many arguments it takes at most. */
  parameters: number;
  columns: Column[];
  /** Sends no result set when it has no row. */
  isSilentWithoutRows?: boolean;
}

/**
 * By name in lower case; rows are asked as server.rows(name, login, args).
 * The column names of both procedures are not documented: a client must read them by position.
 */
export const PROCEDURES: Record<string, Routine> = {
  sp_multidb_milink: {
    platforms: ["box"],
    parameters: 1,
    columns: [{ name: "is_multidb_milink", type: { name: "int" }, nullable: true }],
  },
  sp_get_endpoint_certificate: {
    platforms: ["box", "mi"],
    parameters: 1,
    columns: [{ name: "public_key", type: { name: "varbinary", length: "max" }, nullable: true }],
  },
};

/** By name in lower case; rows are asked as server.rows("dbcc <name>", login, args). */
export const DBCC_COMMANDS: Record<string, Routine> = {
  tracestatus: {
    platforms: ["box", "mi"],
    parameters: 32,
    isSilentWithoutRows: true,
    columns: ["TraceFlag", "Status", "Global", "Session"].map((name) => ({
      name,
      type: { name: "smallint" },
      nullable: true,
    })),
  },
  sqlperf: {
    platforms: ["box", "mi"],
    parameters: 1,
    columns: [
      { name: "Database Name", type: { name: "nvarchar", length: 128 }, nullable: true },
      { name: "Log Size (MB)", type: { name: "real" }, nullable: true },
      { name: "Log Space Used (%)", type: { name: "real" }, nullable: true },
      { name: "Status", type: { name: "int" }, nullable: true },
    ],
  },
};
