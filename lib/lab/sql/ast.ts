// The syntax tree of the T-SQL subset: what the parser makes and the binder reads.
import type { SqlType, SqlValue } from "./result.ts";

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^";
export type CompareOperator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type Expression =
  | { kind: "literal"; type: SqlType; value: SqlValue }
  | { kind: "column"; parts: string[]; line: number }
  | { kind: "variable"; name: string; line: number }
  | { kind: "global"; name: string; line: number }
  | { kind: "unary"; operator: "-" | "~"; operand: Expression; line: number }
  | { kind: "arithmetic"; operator: ArithmeticOperator; left: Expression; right: Expression; line: number }
  | { kind: "case"; branches: { when: Condition; value: Expression }[]; otherwise: Expression | null; line: number }
  | { kind: "call"; name: string[]; args: Expression[]; distinct: boolean; star: boolean; line: number }
  | { kind: "convert"; to: SqlType; operand: Expression; style: Expression | null; tolerant: boolean; line: number }
  | { kind: "subquery"; query: Query; line: number };

export type Condition =
  | { kind: "and" | "or"; left: Condition; right: Condition }
  | { kind: "not"; operand: Condition }
  | { kind: "compare"; operator: CompareOperator; left: Expression; right: Expression; line: number }
  | { kind: "like"; operand: Expression; pattern: Expression; escape: Expression | null; line: number }
  | { kind: "in"; operand: Expression; list: Expression[]; line: number }
  | { kind: "in-query"; operand: Expression; query: Query; line: number }
  | { kind: "is-null"; operand: Expression }
  | { kind: "exists"; query: Query };

export interface OrderItem {
  expression: Expression;
  descending: boolean;
}

export type SelectItem =
  | { kind: "star"; qualifier: string[]; line: number }
  | { kind: "expression"; expression: Expression; alias: string | null }
  | { kind: "assign"; variable: string; expression: Expression; line: number };

export type From =
  | { kind: "table"; name: string[]; alias: string | null; line: number }
  | { kind: "function"; name: string[]; args: Expression[]; alias: string | null; line: number }
  | { kind: "derived"; query: Query; alias: string; columns: string[] | null; line: number }
  | { kind: "values"; rows: Expression[][]; alias: string; columns: string[]; line: number }
  | { kind: "join"; join: "inner" | "left" | "right" | "full" | "cross"; left: From; right: From; on: Condition | null }
  | { kind: "apply"; outer: boolean; left: From; right: From };

export interface Select {
  kind: "select";
  distinct: boolean;
  top: Expression | null;
  items: SelectItem[];
  from: From | null;
  where: Condition | null;
  groupBy: Expression[];
  having: Condition | null;
  line: number;
}

export type Body = Select | { kind: "union"; all: boolean; left: Body; right: Body; line: number };

export interface Cte {
  name: string;
  columns: string[] | null;
  query: Query;
  line: number;
}

export interface Query {
  ctes: Cte[];
  body: Body;
  orderBy: OrderItem[];
  offset: Expression | null;
  fetch: Expression | null;
  line: number;
}

export interface Declaration {
  name: string;
  type: SqlType;
  value: Expression | null;
}

export type Statement = { line: number } & (
  | { kind: "select"; query: Query }
  | { kind: "use"; database: string }
  | { kind: "declare"; variables: Declaration[] }
  | { kind: "set"; variable: string; value: Expression }
  | { kind: "set-option"; option: string; value: string }
  | { kind: "print"; value: Expression }
  | { kind: "if"; condition: Condition; body: Statement; otherwise: Statement | null }
  | { kind: "block"; statements: Statement[] }
  | { kind: "execute"; procedure: string[]; args: Expression[] }
  | { kind: "dbcc"; command: string; args: string[]; quiet: boolean }
);
