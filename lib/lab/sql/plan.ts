// What binding yields and running needs: typed closures over an environment of rows.
import type { Server } from "./catalog.ts";
import type { Column, SqlEvent, SqlType, SqlValue } from "./result.ts";

/** One row of a FROM: per source the values that are read of it; undefined where an outer join found nothing. */
export type Tuple = (SqlValue[] | undefined)[];

/** A session while it runs: its server and settings, the batch's variables, the statement's one clock reading and what it has read. */
export interface Run {
  server: Server;
  login: string;
  database: string;
  spid: number;
  rowCount: number;
  noCount: boolean;
  variables: SqlValue[];
  /** ms since 1970 UTC, read once per statement. */
  now: number;
  /** Results that cannot change within the statement, by whoever made them. */
  memo: Map<unknown, unknown>;
}

export interface Env {
  tuple: Tuple;
  /** Keys and aggregates of the current group, where the query groups. */
  group: SqlValue[];
  outer: Env | null;
  run: Run;
}

export type Evaluate = (env: Env) => SqlValue;
/** null is unknown. */
export type Test = (env: Env) => boolean | null;

export interface Bound {
  type: SqlType;
  nullable: boolean;
  evaluate: Evaluate;
  /** The untyped NULL: takes any type. */
  isNull?: boolean;
}

export interface BoundQuery {
  columns: Column[];
  /** Whether it reads rows of a query around it. */
  correlated: boolean;
  /** SELECT @a = …, @b = …: the variables that take the columns of the last row. */
  assigns: number[] | null;
  rows(outer: Env | null, run: Run): SqlValue[][];
}

export interface BoundStatement {
  line: number;
  run(run: Run): Generator<SqlEvent, void>;
}
