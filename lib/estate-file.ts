// The estate file: which servers are watched, from where, as whom. YAML or JSON; every error tells file, line and what to do.
import { existsSync, readFileSync } from "node:fs";
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { AzureCredential } from "./collect/azure-credential.ts";
import { Secret } from "./collect/secret.ts";
import { defaultLimits, type Limits } from "./domain/limits.ts";
import {
  besides,
  crossCheck,
  type Environment,
  type Loose,
  missingSecret,
  type Path,
  type Report,
} from "./estate-check.ts";
import { type EstateText, estateShape } from "./estate-shape.ts";

export interface Estate {
  isDemo: boolean;
  sqlServers: SqlServerEntry[];
  managedInstances: ManagedInstanceEntry[];
  synapseWorkspaces: SynapseWorkspaceEntry[];
  limits: Limits;
}

export type Credential = AzureCredential | { kind: "sql"; user: string; password: Secret };

export interface SqlEntry {
  host: string;
  at: { port: number } | { instance: string };
  credential: Credential;
  pollSeconds: number;
  readOnlyIntent: boolean;
  tls: { encrypt: "on" | "strict"; ca: string | null; serverName: string | null; isUnchecked: boolean };
}

export interface SqlServerEntry extends SqlEntry {
  name: string;
}

export interface ManagedInstanceEntry {
  name: string;
  resourceId: string;
  credential: AzureCredential;
  pollSeconds: number;
  endpoint: string;
  /** "10.48.2.0/24"; null: Azure is asked. */
  subnet: string | null;
  sql: SqlEntry | null;
}

export interface SynapseWorkspaceEntry {
  name: string;
  endpoint: string;
  /** Address of Azure Resource Manager, through which the logical servers of its links are found. */
  arm: string;
  credential: AzureCredential;
  pollSeconds: number;
}

/** One thing wrong in the file; line and column count from 1. */
export interface EstateProblem {
  line: number;
  column: number;
  message: string;
}

export class EstateError extends Error {
  readonly problems: readonly EstateProblem[];

  constructor(path: string, problems: readonly EstateProblem[]) {
    super(problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join("\n"));
    this.name = "EstateError";
    this.problems = problems;
  }
}

/** Throws EstateError with all problems at once. Secrets are looked up now, to tell what is missing, and again at each use. */
export function readEstate(path: string, environment: Environment = process.env): Estate {
  if (!existsSync(path)) {
    throw new EstateError(path, [
      { line: 1, column: 1, message: "there is no such file; LINKSPAN_ESTATE names the estate file" },
    ]);
  }
  return parseEstate(readFileSync(path, "utf8"), path, environment);
}

/** As readEstate, from text; files it names are looked up beside `path`. */
export function parseEstate(text: string, path: string, environment: Environment = process.env): Estate {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: EstateProblem[] = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { line, column: col, message: `not YAML or JSON: ${error.message.split("\n", 1)[0]}` };
  });
  if (problems.length > 0) throw new EstateError(path, problems);

  const report: Report = (at, message) => {
    const { line, col } = lines.linePos(offsetOf(document, at));
    problems.push({ line, column: col, message });
  };

  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new EstateError(path, [
      {
        line: 1,
        column: 1,
        message:
          "has an alias (*name) that leads nowhere, or more aliases than an estate can need: quote the value, or write it out",
      },
    ]);
  }
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) {
    throw new EstateError(path, [{ line: 1, column: 1, message: "should hold sqlServers: or managedInstances:" }]);
  }
  const parsed = estateShape.safeParse(raw);
  for (const issue of parsed.error?.issues ?? []) reportIssue(issue, report);
  crossCheck(raw as Loose, path, environment, report);
  if (!parsed.success || problems.length > 0) {
    throw new EstateError(path, problems.sort((a, b) => a.line - b.line || a.column - b.column).filter(isFirst));
  }
  return estateOf(parsed.data, path, environment);
}

const isFirst = (problem: EstateProblem, at: number, all: EstateProblem[]) =>
  all.findIndex((other) => other.line === problem.line && other.message === problem.message) === at;

/** Where the key that a path ends in stands, or else the nearest thing above it. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

function reportIssue(issue: z.core.$ZodIssue, report: Report): void {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  if (issue.code === "unrecognized_keys") {
    // The shape writes one line per unknown key, in their order.
    const messages = issue.message.split("\n");
    for (const [at, key] of issue.keys.entries()) report([...path, key], messages[at] ?? issue.message);
    return;
  }
  const key = path.at(-1);
  report(path, typeof key === "string" ? `${key}: ${issue.message}` : issue.message);
}

function estateOf(text: EstateText, path: string, environment: Environment): Estate {
  const secret = (reference: string) =>
    new Secret(reference, () => {
      const missing = missingSecret(reference, path, environment);
      if (missing) throw new Error(`A secret is gone: ${missing}`);
      return reference.startsWith("env:")
        ? environment[reference.slice(4)]!
        : readFileSync(besides(path, reference.slice(5)), "utf8").trim();
    });
  const credential = (name: string): Credential => {
    const entry = text.credentials[name]!;
    if (entry.kind === "sql") return { ...entry, password: secret(entry.password) };
    if (entry.kind === "token") return { ...entry, token: secret(entry.token) };
    if (entry.kind === "default") return entry;
    return { ...entry, clientSecret: secret(entry.clientSecret), authorityHost: entry.authorityHost ?? null };
  };
  const pollSeconds = text.defaults.pollSeconds;
  const sql = (
    entry: EstateText["sqlServers"][number] | NonNullable<EstateText["managedInstances"][number]["sql"]>,
  ): SqlEntry => ({
    host: entry.host,
    at: entry.instance === undefined ? { port: entry.port ?? 1433 } : { instance: entry.instance },
    credential: credential(entry.credential),
    pollSeconds: entry.pollSeconds ?? pollSeconds,
    readOnlyIntent: entry.readOnlyIntent,
    tls: {
      encrypt: entry.tls.encrypt,
      ca: entry.tls.ca === undefined ? null : readFileSync(besides(path, entry.tls.ca), "utf8"),
      serverName: entry.tls.serverName ?? null,
      isUnchecked: entry.tls.trust === "blindly",
    },
  });
  return {
    isDemo: text.demo,
    sqlServers: text.sqlServers.map((entry) => ({ name: entry.name, ...sql(entry) })),
    managedInstances: text.managedInstances.map((entry) => ({
      name: entry.name,
      resourceId: entry.resourceId.replace(/\/$/, ""),
      credential: credential(entry.credential) as AzureCredential,
      pollSeconds: entry.pollSeconds ?? text.defaults.managedInstancePollSeconds ?? pollSeconds,
      endpoint: entry.endpoint,
      subnet: entry.subnet ?? null,
      sql: entry.sql ? sql(entry.sql) : null,
    })),
    synapseWorkspaces: text.synapseWorkspaces.map((entry) => ({
      name: entry.name,
      endpoint: entry.endpoint,
      arm: entry.arm,
      credential: credential(entry.credential) as AzureCredential,
      pollSeconds: entry.pollSeconds ?? text.defaults.managedInstancePollSeconds ?? Math.max(pollSeconds, 30),
    })),
    limits: { ...defaultLimits, ...text.limits },
  };
}
