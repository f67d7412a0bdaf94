// Parses a T-SQL batch into statements. What writes is refused here (40001), what the lab does not know too (40000).
import type { Declaration, Statement } from "./ast.ts";
import { Cursor } from "./cursor.ts";
import { SqlFailure } from "./errors.ts";
import { parseCondition, parseExpression, parseType } from "./parse-expression.ts";
import { parseQuery } from "./parse-query.ts";
import type { SqlType } from "./result.ts";

const WRITES = new Set(
  `INSERT UPDATE DELETE MERGE TRUNCATE CREATE ALTER DROP BACKUP RESTORE GRANT REVOKE DENY KILL SHUTDOWN RECONFIGURE BULK
  ENABLE DISABLE CHECKPOINT`.split(/\s+/),
);
const UNSUPPORTED = new Set(
  `WHILE WAITFOR GOTO BREAK CONTINUE RETURN THROW RAISERROR OPEN FETCH CLOSE DEALLOCATE COMMIT ROLLBACK SAVE REVERT
  READTEXT WRITETEXT UPDATETEXT`.split(/\s+/),
);
const STARTS = new Set(["SELECT", "WITH", "USE", "DECLARE", "SET", "PRINT", "IF", "BEGIN", "EXEC", "EXECUTE", "DBCC"]);

const OPTIONS = new Set(
  `ansi_defaults ansi_nulls ansi_null_dflt_on ansi_null_dflt_off ansi_padding ansi_warnings arithabort arithignore
  concat_null_yields_null context_info cursor_close_on_commit datefirst dateformat deadlock_priority fmtonly
  implicit_transactions language lock_timeout nocount noexec numeric_roundabort quoted_identifier rowcount textsize
  xact_abort`.split(/\s+/),
);

/** Throws SqlFailure at the first thing that is no T-SQL of the subset. */
export function parseBatch(sql: string): Statement[] {
  const at = new Cursor(sql, parseQuery);
  const statements = parseUntil(at, "");
  if (at.token.kind !== "end") throw at.wrong();
  return statements;
}

function parseUntil(at: Cursor, end: string): Statement[] {
  const statements: Statement[] = [];
  let separated = true;
  for (;;) {
    while (at.accept(";")) separated = true;
    if (at.token.kind === "end" || (end !== "" && at.is(end))) return statements;
    if (at.is("WITH") && !separated) throw new SqlFailure(319, [], at.line);
    statements.push(parseStatement(at));
    separated = false;
  }
}

function parseStatement(at: Cursor): Statement {
  const { line } = at;
  const { upper } = at.token;
  if (WRITES.has(upper)) throw new SqlFailure(40001, [upper], line);
  if (UNSUPPORTED.has(upper)) throw new SqlFailure(40000, [upper], line);
  if (!STARTS.has(upper)) throw at.wrong();
  if (upper === "SELECT" || upper === "WITH") return { kind: "select", query: parseQuery(at), line };
  at.take();
  switch (upper) {
    case "USE":
      return { kind: "use", database: at.name(), line };
    case "DECLARE":
      return { kind: "declare", variables: parseDeclarations(at), line };
    case "SET":
      return parseSet(at, line);
    case "PRINT":
      return { kind: "print", value: parseExpression(at), line };
    case "IF":
      return parseIf(at, line);
    case "BEGIN": {
      if (at.is("TRAN", "TRANSACTION", "TRY", "CATCH", "DISTRIBUTED"))
        throw new SqlFailure(40000, [`BEGIN ${at.token.upper}`], line);
      const statements = parseUntil(at, "END");
      if (statements.length === 0) throw at.wrong();
      at.expect("END");
      return { kind: "block", statements, line };
    }
    case "DBCC":
      return parseDbcc(at, line);
    default:
      return parseExecute(at, line);
  }
}

function parseDeclarations(at: Cursor): Declaration[] {
  const variables: Declaration[] = [];
  do {
    const name = variableName(at);
    at.accept("AS");
    if (at.is("TABLE", "CURSOR")) throw new SqlFailure(40000, [`DECLARE … ${at.token.upper}`], at.line);
    const type: SqlType = parseType(at, 1);
    variables.push({ name, type, value: at.accept("=") ? parseExpression(at) : null });
  } while (at.accept(","));
  return variables;
}

function variableName(at: Cursor): string {
  if (at.token.kind !== "variable" || at.token.text.startsWith("@@")) throw at.wrong();
  return at.take().text;
}

function parseSet(at: Cursor, line: number): Statement {
  if (at.token.kind === "variable") {
    const variable = variableName(at);
    at.expect("=");
    return { kind: "set", variable, value: parseExpression(at), line };
  }
  if (at.accept("TRANSACTION")) {
    for (const word of ["ISOLATION", "LEVEL"]) at.expect(word);
    if (at.accept("READ")) {
      if (!at.is("COMMITTED", "UNCOMMITTED")) throw at.wrong();
    } else if (at.accept("REPEATABLE")) {
      if (!at.is("READ")) throw at.wrong();
    } else if (!at.is("SNAPSHOT", "SERIALIZABLE")) throw at.wrong();
    at.take();
    return { kind: "set-option", option: "transaction isolation level", value: "", line };
  }
  if (at.accept("STATISTICS")) throw new SqlFailure(40000, ["SET STATISTICS"], line);
  const options: string[] = [];
  do {
    const word = at.take();
    if (!OPTIONS.has(word.text.toLowerCase())) throw new SqlFailure(195, [word.text, "SET option"], word.line);
    options.push(word.text.toLowerCase());
  } while (at.accept(","));
  at.accept("-");
  const value = at.take();
  if (!/^(word|number|string|variable|binary)$/.test(value.kind)) throw at.wrong(value);
  const option = options.includes("nocount") ? "nocount" : (options[0] as string);
  return { kind: "set-option", option, value: value.upper, line };
}

function parseIf(at: Cursor, line: number): Statement {
  const condition = parseCondition(at);
  const body = parseStatement(at);
  const hasElse = at.is("ELSE") || (at.is(";") && at.ahead(1).upper === "ELSE");
  if (!hasElse) return { kind: "if", condition, body, otherwise: null, line };
  at.accept(";");
  at.expect("ELSE");
  return { kind: "if", condition, body, otherwise: parseStatement(at), line };
}

/** Positional arguments only: the procedures of the lab take no others. */
function parseExecute(at: Cursor, line: number): Statement {
  if (at.is("(")) throw new SqlFailure(40000, ["EXECUTE (…)"], line);
  const procedure = at.dottedName();
  const args = [];
  if (at.token.kind === "variable" && at.ahead(1).upper === "=")
    throw new SqlFailure(40000, ["a named argument"], line);
  if (/^(number|string|nstring|variable|binary)$/.test(at.token.kind) || at.is("-", "NULL")) {
    do {
      args.push(parseExpression(at));
    } while (at.accept(","));
  }
  return { kind: "execute", procedure, args, line };
}

function parseDbcc(at: Cursor, line: number): Statement {
  const command = at.name().toLowerCase();
  const args: string[] = [];
  if (at.accept("(")) {
    do {
      const sign = at.accept("-") ? "-" : "";
      args.push((sign + at.take().text).toLowerCase());
    } while (at.accept(","));
    at.expect(")");
  }
  const quiet = at.accept("WITH");
  if (quiet) at.expect("NO_INFOMSGS");
  return { kind: "dbcc", command, args, quiet, line };
}
