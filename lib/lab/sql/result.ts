// What the lab's T-SQL engine answers and the TDS server writes: types, values, events. The one contract between lab/sql and lab/tds.

/** A SQL Server type as it travels in COLMETADATA. */
export type SqlType =
  | { name: "bit" | "tinyint" | "smallint" | "int" | "bigint" | "real" | "float" }
  | { name: "money" | "datetime" | "date" | "uniqueidentifier" | "sql_variant" }
  | { name: "decimal"; precision: number; scale: number }
  | { name: "datetime2" | "time" | "datetimeoffset"; scale: number }
  | { name: "nvarchar" | "varchar" | "varbinary"; length: number | "max" }
  | { name: "nchar" | "char" | "binary"; length: number };

/**
 * bit: boolean · tinyint, smallint, int, real, float: number · bigint: bigint · decimal, money: bigint, unscaled (money has scale 4)
 * nvarchar, varchar, nchar, char: string · uniqueidentifier: upper-case text · varbinary, binary: Uint8Array
 * datetime, datetime2, date, time: number, milliseconds since 1970 without a zone · datetimeoffset: {ms (UTC), offsetMinutes}
 */
export type SqlValue = null | boolean | number | bigint | string | Uint8Array | { ms: number; offsetMinutes: number };

export interface Column {
  name: string;
  type: SqlType;
  nullable: boolean;
}

export interface ResultSet {
  columns: Column[];
  rows: SqlValue[][];
}

/** A SQL Server error: number, severity (class), state and line as the client sees them. */
export interface SqlError {
  number: number;
  severity: number;
  state: number;
  line: number;
  message: string;
}

/** What running one request yields, in order. `done` closes a statement; rowCount is absent where SQL Server sends no count. */
export type SqlEvent =
  | { kind: "rows"; set: ResultSet }
  | { kind: "message"; text: string }
  | { kind: "error"; error: SqlError }
  | { kind: "done"; rowCount?: number }
  | { kind: "database"; name: string };

export interface Parameter {
  name: string;
  type: SqlType;
  value: SqlValue;
}

/** One request of a client: a batch, or sp_executesql and its kin with parameters. */
export interface SqlRequest {
  sql: string;
  parameters: Parameter[];
}

export interface LoginRequest {
  user: string;
  password: string;
  /** Entra access token (FEDAUTH), in place of user and password. */
  token?: string;
  database: string;
  applicationName: string;
  hostName: string;
  serverName: string;
  readOnlyIntent: boolean;
}

/** One server behind one port. `login` answers with a session, or with the errors (18456, 4060 …) that refuse it. */
export interface Backend {
  /** As in LOGINACK and sys: e.g. "Microsoft SQL Server", [16, 0, 4185]. */
  programName: string;
  version: [major: number, minor: number, build: number];
  login(request: LoginRequest): Promise<Session | { refused: SqlError[] }>;
}

export interface Session {
  database: string;
  run(request: SqlRequest): Iterable<SqlEvent>;
}
