// One warm connection to one instance, and the only place that knows the driver: deadlines, TLS, and what its errors mean.
import { isIP } from "node:net";
import type { ConnectionPool, config as DriverConfig } from "mssql";
import type { TokenSource } from "../azure-credential.ts";
import type { Secret } from "../secret.ts";
import { LookFailure } from "../source.ts";
import { type DriverConnection, guard, guardCodes } from "./driver-guard.ts";
import { permissions } from "./questions-capabilities.ts";

export interface SqlAddress {
  host: string;
  /** A port, or the name of a named instance that SQL Server Browser resolves. */
  at: { port: number } | { instance: string };
  login: { user: string; password: Secret } | { token: TokenSource };
  readOnlyIntent: boolean;
  tls: SqlTls;
}

export interface SqlTls {
  /** `strict` speaks TLS before TDS (SQL Server 2022 and later). */
  encrypt: "on" | "strict";
  /** PEM text of the authorities to trust in place of the system's. */
  ca: string | null;
  /** The name in the certificate, where it is not the host. */
  serverName: string | null;
  /** Accept any certificate. */
  isUnchecked: boolean;
}

const connectMs = 10_000;
const requestMs = 15_000;
const cancelMs = 2_000;
const azureSqlScope = "https://database.windows.net/.default";

export class SqlConnection {
  readonly #address: SqlAddress;
  #pool: ConnectionPool | null = null;
  /** End the driver's connections, of which there is one, and a trial before it. */
  readonly #leave = new Set<() => void>();
  /** Values that must never show in a message. */
  #secrets: string[] = [];

  constructor(address: SqlAddress) {
    this.#address = address;
  }

  get isOpen(): boolean {
    return this.#pool?.connected === true;
  }

  /** Throws LookFailure. */
  async open(signal: AbortSignal): Promise<void> {
    try {
      const config = await this.#config(signal);
      const { default: mssql } = await import("mssql");
      const pool: ConnectionPool = new mssql.ConnectionPool({
        ...config,
        beforeConnect: (connection) => this.#watch(pool, connection as unknown as DriverConnection),
      });
      pool.on("error", () => void this.#forget(pool));
      this.#pool = pool;
      await untilAborted(signal, pool.connect());
    } catch (error) {
      await this.close();
      throw this.#failure(error, signal);
    }
  }

  /**
   * The result sets of one batch, in order. Throws LookFailure; then the connection is closed, unless the server only refused
   * the batch and goes on (`isOpen`).
   */
  async batch(sql: string, signal: AbortSignal): Promise<Record<string, unknown>[][]> {
    try {
      if (!this.#pool) throw new LookFailure("unreachable", "the connection is closed");
      const { recordsets } = await untilAborted(signal, this.#pool.request().batch(sql));
      return recordsets as Record<string, unknown>[][];
    } catch (error) {
      if (signal.aborted || !isPlainError(error)) await this.close();
      throw this.#failure(error, signal);
    }
  }

  /** Ends the connection at once, whatever the server is doing; what was being asked fails. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = null;
    for (const leave of this.#leave) leave();
    this.#leave.clear();
    // Its connections are gone; what the pool still puts away is nobody's concern.
    void pool?.close().catch(() => {});
  }

  #watch(pool: ConnectionPool, connection: DriverConnection): void {
    const leave = guard(connection);
    this.#leave.add(leave);
    connection.on("end", () => {
      this.#leave.delete(leave);
      // The pool would quietly connect again to what may by then be another version: whoever asks must know.
      void this.#forget(pool);
    });
  }

  async #forget(pool: ConnectionPool): Promise<void> {
    if (this.#pool === pool && pool.connected) await this.close();
  }

  async #config(signal: AbortSignal): Promise<DriverConfig> {
    const { host, at, login, readOnlyIntent, tls } = this.#address;
    const options: Record<string, unknown> = {
      encrypt: tls.encrypt === "strict" ? "strict" : true,
      trustServerCertificate: tls.isUnchecked,
      ...(tls.ca && { cryptoCredentialsDetails: { ca: tls.ca } }),
      // Node takes no IP address as a TLS server name; unchecked, any name will do.
      serverName: tls.serverName ?? (isIP(host) ? "sql-server" : host),
      ...("instance" in at && { instanceName: at.instance }),
      readOnlyIntent,
      useUTC: true,
      appName: "Linkspan",
      connectTimeout: connectMs,
      requestTimeout: requestMs,
      cancelTimeout: cancelMs,
      maxRetriesOnTransientErrors: 0,
    };
    const authentication =
      "token" in login
        ? {
            type: "azure-active-directory-access-token",
            options: { token: (await login.token(azureSqlScope, signal)).token },
          }
        : { type: "default", options: { userName: login.user, password: login.password.read() } };
    this.#secrets = Object.values(authentication.options).filter((value) => value !== ("user" in login && login.user));
    const config: Record<string, unknown> = {
      server: host,
      ...("port" in at && { port: at.port }),
      database: "master",
      authentication,
      options,
      validateConnection: "socket",
      pool: { max: 1, min: 0, idleTimeoutMillis: 3_600_000, acquireTimeoutMillis: connectMs + cancelMs },
    };
    return config as unknown as DriverConfig;
  }

  #failure(error: unknown, signal: AbortSignal): LookFailure {
    if (error instanceof LookFailure) return error;
    const { login } = this.#address;
    const who = "user" in login ? `login ${login.user}` : "the Entra identity";
    const failure = signal.aborted ? new LookFailure("timeout", "no answer in time") : explain(error, who);
    return this.#secrets.reduce((safe, secret) => withoutSecret(safe, secret), failure);
  }
}

interface DriverError {
  code?: string;
  number?: number;
  /** Severity. */
  class?: number;
  message?: string;
  precedingErrors?: DriverError[];
  originalError?: DriverError;
}

/** SQL Server's numbers for "you may not": object, database, server, login. */
const deniedNumbers = new Set([
  229, 230, 262, 297, 300, 371, 916, 4060, 4064, 15247, 18401, 18452, 18456, 18470, 18486, 18487, 18488,
]);
const permissionNumbers = new Set([229, 230, 262, 297, 300, 371]);

/** An error of SQL that leaves the session as it was: from severity 20 on the server ends it. */
function isPlainError(error: unknown): boolean {
  const { code, number, class: severity } = (error ?? {}) as DriverError;
  return code === "EREQUEST" && typeof number === "number" && typeof severity === "number" && severity < 20;
}

function explain(error: unknown, who: string): LookFailure {
  const said = (error ?? {}) as DriverError;
  const all = [...(said.precedingErrors ?? []), said, ...(said.originalError ? [said.originalError] : [])];
  if (said.code === guardCodes.notEncrypted) {
    return new LookFailure(
      "unreachable",
      "it offers no encryption, so no credential was sent; give the instance a certificate, and see that nothing in between answers in its place",
      { code: "ENCRYPTION" },
    );
  }
  const numbers = all.map((one) => one.number).filter((number) => typeof number === "number");
  const words = (said.message ?? String(error)).replace(/[.\s]+$/, "").slice(0, 500);
  const code = numbers.length > 0 ? String(numbers[0]) : (said.code ?? null);

  if (numbers.some((number) => permissionNumbers.has(number))) {
    const told = all.map((one) => /VIEW [A-Z ]+?(?= permission)/.exec(one.message ?? "")?.[0]).find(Boolean);
    const permission = told ?? permissions.state;
    return new LookFailure("denied", `${who} lacks ${permission}`, { code, permission });
  }
  if (said.code === "ELOGIN" || numbers.some((number) => deniedNumbers.has(number))) {
    return new LookFailure("denied", `${who} was not let in (${words}); check the credential in the estate file`, {
      code,
    });
  }
  if (said.code === "ETIMEOUT" || said.code === "ETIME" || said.code === "ECANCEL" || numbers.includes(1222)) {
    return new LookFailure("timeout", `no answer in time (${words})`, { code });
  }
  if (/certificate|altnames|self.signed|SSL routines|wrong version number|TLS/i.test(words)) {
    return new LookFailure(
      "unreachable",
      `its certificate was not accepted (${words}); name its authority in tls.ca, or its name in tls.serverName`,
      { code },
    );
  }
  if (numbers.length > 0) {
    return new LookFailure("malformed", `error ${numbers[0]}, ${words}`, { code });
  }
  if (/^E(SOCKET|CONN|NOTFOUND|INSTLOOKUP|NOTOPEN|CLOSE|HOST|PIPE|NET|AI_AGAIN|ENCRYPT)/.test(said.code ?? "")) {
    return new LookFailure("unreachable", `it cannot be reached (${words})`, { code });
  }
  return new LookFailure("malformed", `this is not TDS (${words})`, { code });
}

function withoutSecret(failure: LookFailure, secret: string): LookFailure {
  if (secret === "" || !failure.message.includes(secret)) return failure;
  return new LookFailure(failure.kind, failure.message.replaceAll(secret, "***"), failure);
}

/** The promise, or a rejection as soon as the signal aborts. */
async function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
