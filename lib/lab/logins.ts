// Who may log in to a server of the lab, and what each login lacks.
import type { ServerSpec } from "./scenario.ts";
import type { Server } from "./sql/catalog.ts";
import { openSession } from "./sql/engine.ts";
import type { Backend, LoginRequest, Session, SqlError } from "./sql/result.ts";

/** Not a permission of the server's: what a login was granted on msdb's tables. */
export const readMsdb = "SELECT ON MSDB";

const missing: Record<string, ReadonlySet<string>> = {
  linkspan: new Set(["CONTROL SERVER"]),
  /** Is in no role of msdb: gets in as its guest, and may read nothing there. */
  nomsdb: new Set(["CONTROL SERVER", readMsdb]),
  blind: new Set([
    "CONTROL SERVER",
    "VIEW ANY DEFINITION",
    "VIEW ANY SECURITY DEFINITION",
    "VIEW ANY PERFORMANCE DEFINITION",
  ]),
  nostate: new Set([
    "CONTROL SERVER",
    "VIEW SERVER STATE",
    "VIEW SERVER PERFORMANCE STATE",
    "VIEW SERVER SECURITY STATE",
  ]),
};

/** A login with an Entra token may what `linkspan` may. */
export const entraLogin = "linkspan@lab.example";

export function hasPermission(login: string, permission: string): boolean {
  return !(missing[login.toLowerCase()] ?? missing.linkspan)?.has(permission.toUpperCase());
}

export interface Secrets {
  password: string;
  token: string;
}

/** Logins `linkspan`, `blind`, `nostate` and `nomsdb` share one password; managed instances also take the Entra token. */
export function backendOf(server: Server, spec: ServerSpec, secrets: Secrets): Backend {
  return {
    programName: "Microsoft SQL Server",
    get version(): Backend["version"] {
      const [major = 16, minor = 0, build = 0] = String(server.properties.productversion).split(".").map(Number);
      return [major, minor, build];
    },
    async login(request: LoginRequest): Promise<Session | { refused: SqlError[] }> {
      const login = request.token === undefined ? request.user : entraLogin;
      const isKnown =
        request.token === undefined
          ? login.toLowerCase() in missing && request.password === secrets.password
          : spec.kind === "instance" && request.token === secrets.token;
      if (!isKnown) {
        const who = request.token === undefined ? login : "<token-identified principal>";
        return { refused: [loginError(18_456, 14, `Login failed for user '${who}'.`)] };
      }
      const database = request.database || "master";
      const isThere = server
        .rows("sys.databases", login)
        .some((row) => String(row.name).toLowerCase() === database.toLowerCase());
      if (!isThere || server.mayEnter?.(login, database) === false) {
        return {
          refused: [
            loginError(4060, 11, `Cannot open database "${database}" requested by the login. The login failed.`),
            loginError(18_456, 14, `Login failed for user '${login}'.`),
          ],
        };
      }
      return openSession(server, login, database);
    },
  };
}

function loginError(number: number, severity: number, message: string): SqlError {
  return { number, severity, state: 1, line: 65_536, message };
}
