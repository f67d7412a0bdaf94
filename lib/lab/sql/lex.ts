// Cuts T-SQL text into tokens: words, quoted names, literals, variables, operators; comments vanish.
import { SqlFailure } from "./errors.ts";

export type TokenKind =
  | "word"
  | "quoted"
  | "string"
  | "nstring"
  | "number"
  | "binary"
  | "variable"
  | "operator"
  | "end";

export interface Token {
  kind: TokenKind;
  /** The text as meant: quotes removed and doubled quotes undone. */
  text: string;
  /** Upper case for words and operators, "" for everything that can never be a keyword. */
  upper: string;
  line: number;
  offset: number;
}

const RESERVED = new Set(
  `ADD ALL ALTER AND ANY AS ASC AUTHORIZATION BACKUP BEGIN BETWEEN BREAK BROWSE BULK BY CASCADE CASE CHECK CHECKPOINT CLOSE
  CLUSTERED COALESCE COLLATE COLUMN COMMIT COMPUTE CONSTRAINT CONTAINS CONTAINSTABLE CONTINUE CONVERT CREATE CROSS CURRENT
  CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DBCC DEALLOCATE DECLARE DEFAULT DELETE DENY DESC DISK
  DISTINCT DISTRIBUTED DOUBLE DROP DUMP ELSE END ERRLVL ESCAPE EXCEPT EXEC EXECUTE EXISTS EXIT EXTERNAL FETCH FILE FILLFACTOR FOR
  FOREIGN FREETEXT FREETEXTTABLE FROM FULL FUNCTION GOTO GRANT GROUP HAVING HOLDLOCK IDENTITY IDENTITY_INSERT IDENTITYCOL IF IN
  INDEX INNER INSERT INTERSECT INTO IS JOIN KEY KILL LEFT LIKE LINENO LOAD MERGE NATIONAL NOCHECK NONCLUSTERED NOT NULL NULLIF OF
  OFF OFFSETS ON OPEN OPENDATASOURCE OPENQUERY OPENROWSET OPENXML OPTION OR ORDER OUTER OVER PERCENT PIVOT PLAN PRECISION PRIMARY
  PRINT PROC PROCEDURE PUBLIC RAISERROR READ READTEXT RECONFIGURE REFERENCES REPLICATION RESTORE RESTRICT RETURN REVERT REVOKE
  RIGHT ROLLBACK ROWCOUNT ROWGUIDCOL RULE SAVE SCHEMA SECURITYAUDIT SELECT SESSION_USER SET SETUSER SHUTDOWN SOME STATISTICS
  SYSTEM_USER TABLE TABLESAMPLE TEXTSIZE THEN TO TOP TRAN TRANSACTION TRIGGER TRUNCATE TRY_CONVERT TSEQUAL UNION UNIQUE UNPIVOT
  UPDATE UPDATETEXT USE USER VALUES VARYING VIEW WAITFOR WHEN WHERE WHILE WITH WITHIN WRITETEXT`.split(/\s+/),
);

export function isReserved(token: Token): boolean {
  return token.kind === "word" && RESERVED.has(token.upper);
}

const TOKEN =
  /(?<space>\s+|--[^\n]*)|(?<nested>\/\*)|(?<text>N?'(?:[^']|'')*')|(?<bracket>\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*")|(?<binary>0x[0-9a-f]*)|(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<variable>@@?[\p{L}\w#$@]+)|(?<word>[\p{L}_#][\p{L}\w@#$]*)|(?<operator><>|<=|>=|!=|!<|!>|[-+*/%=<>(),.;&|^~])/iuy;

/** Throws 105, 113 or 102 for what is not a token. */
export function lex(sql: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  while (at < sql.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(sql);
    if (!found?.groups) throw unlexable(sql, at, line);
    const raw = found[0];
    if (found.groups.nested) {
      const end = commentEnd(sql, at);
      if (end < 0) throw new SqlFailure(113, [], line);
      line += countLines(sql.slice(at, end));
      at = end;
      continue;
    }
    if (!found.groups.space) tokens.push(token(found.groups, raw, line, at));
    line += countLines(raw);
    at += raw.length;
  }
  tokens.push({ kind: "end", text: "", upper: "", line, offset: at });
  return tokens;
}

function token(groups: Record<string, string | undefined>, raw: string, line: number, offset: number): Token {
  const plain = (kind: TokenKind, text: string, upper = ""): Token => ({ kind, text, upper, line, offset });
  if (groups.text) {
    const national = raw[0] !== "'";
    return plain(national ? "nstring" : "string", raw.slice(national ? 2 : 1, -1).replaceAll("''", "'"));
  }
  if (groups.bracket) {
    const close = raw.at(-1) as string;
    return plain("quoted", raw.slice(1, -1).replaceAll(close + close, close));
  }
  if (groups.binary) return plain("binary", raw);
  if (groups.number) return plain("number", raw);
  if (groups.variable) return plain("variable", raw);
  return plain(groups.word ? "word" : "operator", raw, raw.toUpperCase());
}

/** Comments nest in T-SQL. Returns the offset after the comment, or -1. */
function commentEnd(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length - 1; at++) {
    const pair = sql.slice(at, at + 2);
    if (pair === "/*") {
      depth++;
      at++;
    } else if (pair === "*/") {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function unlexable(sql: string, at: number, line: number): SqlFailure {
  const rest = sql.slice(at);
  if (/^(N?'|"|\[)/i.test(rest)) return new SqlFailure(105, [rest.replace(/^N?['"[]/i, "").slice(0, 128)], line);
  return new SqlFailure(102, [rest[0] ?? ""], line);
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
