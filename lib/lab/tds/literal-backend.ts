// A backend for tests of the wire alone: fixed events per SQL text.
import type {
  Backend,
  LoginRequest,
  Session,
  SqlError,
  SqlEvent,
  SqlRequest,
  SqlType,
  SqlValue,
} from "../sql/result.ts";

export type Script = SqlEvent[] | ((request: SqlRequest) => Iterable<SqlEvent>);

export class LiteralBackend implements Backend {
  programName = "Microsoft SQL Server";
  version: [number, number, number] = [16, 0, 4185];
  readonly logins: LoginRequest[] = [];
  readonly sessions: Session[] = [];
  readonly scripts: Record<string, Script>;
  constructor(scripts: Record<string, Script>) {
    this.scripts = scripts;
  }

  async login(request: LoginRequest): Promise<Session | { refused: SqlError[] }> {
    this.logins.push(request);
    const error = (number: number, message: string) => ({ number, severity: 14, state: 1, line: 1, message });
    if (request.token === undefined ? request.password !== "s3cret" : request.token !== "good-token") {
      return { refused: [error(18456, `Login failed for user '${request.user}'.`)] };
    }
    if (request.database === "nowhere") {
      return {
        refused: [
          error(4060, `Cannot open database "nowhere" requested by the login. The login failed.`),
          error(18456, `Login failed for user '${request.user}'.`),
        ],
      };
    }
    const session: Session = { database: request.database || "master", run: (sql) => this.#run(sql) };
    this.sessions.push(session);
    return session;
  }

  #run(request: SqlRequest): Iterable<SqlEvent> {
    if (/^\s*set /i.test(request.sql)) return [{ kind: "done" }];
    const script = this.scripts[request.sql.trim()];
    if (typeof script === "function") return script(request);
    return script ?? [{ kind: "error", error: { number: 208, severity: 16, state: 1, line: 1, message: "unknown" } }];
  }
}

/** One result set and the end of its statement. */
export function rows(columns: Record<string, SqlType>, values: SqlValue[][]): SqlEvent[] {
  const set = {
    columns: Object.entries(columns).map(([name, type]) => ({ name, type, nullable: true })),
    rows: values,
  };
  return [
    { kind: "rows", set },
    { kind: "done", rowCount: values.length },
  ];
}
