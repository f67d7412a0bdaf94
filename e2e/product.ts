// The stage of every spec: a lab process, a database of its own, and the production build of Linkspan, all on free ports.
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import type { LinkRow, SourceHealth } from "../lib/domain/snapshot.ts";
import type { Fault } from "../lib/lab/faults.ts";
import type { StoryName, StoryParameters } from "../lib/lab/scenario.ts";
import type { LinkSettings, ServerSettings } from "../lib/lab/settings.ts";
import type { SynapseDoing } from "../lib/lab/synapse-spec.ts";
import { end, leashed } from "../lib/launch/leashed.ts";
import { ensureDatabase, migrate } from "../lib/launch/migrate.mjs";

export const root = path.resolve(import.meta.dirname, "..");

/** The lab from outside: what a spec does to the world. */
export interface Lab {
  directory: string;
  process: ChildProcess;
  environment: Record<string, string>;
  /** From now on this link plays another story. */
  play(link: string, story: StoryName, parameters?: StoryParameters): Promise<void>;
  /** `face`: name of a SQL Server, a managed instance ("mi-…") or "arm". Its open connections end, too. */
  fault(face: string, fault: Fault): Promise<void>;
  /** Without a face: all. */
  heal(face?: string): Promise<void>;
  /** A new endpoint certificate on a server, from now on. */
  certify(server: string, expiresInDays: number): Promise<void>;
  /** A failover of a failover group, or something done to a Synapse Link. */
  tellSynapse(doing: SynapseDoing): Promise<void>;
  /** From now on these fields of a server or instance, or of "link:" and a link's name, are so; null: as the scenario says. */
  set<Of extends string>(of: Of, changes: Of extends `link:${string}` ? LinkSettings : ServerSettings): Promise<void>;
  /** Ends a face's open connections: its next poll asks everything, also what is asked each quarter of an hour. Heals it, too. */
  renew(face: string): Promise<void>;
  /** Open connections by SQL face. */
  connections(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

export interface Product {
  url: string;
  databaseUrl: string;
  estateFile: string;
  /** What the product gets from its environment; a worker beside it gets the same. */
  environment: NodeJS.ProcessEnv;
  process: ChildProcess;
  /** Standard output and standard error so far. */
  log(): string;
  /** GET of a JSON interface. */
  json<T>(address: string): Promise<T>;
  /** Rows of the history. */
  query<T extends pg.QueryResultRow>(sql: string): Promise<T[]>;
  /** From now on the database refuses everybody, who is connected included; until it is mended. */
  cutDatabase(): Promise<void>;
  mendDatabase(): Promise<void>;
  stop(): Promise<void>;
}

export interface StageOptions {
  /** Of the lab. */
  scenario?: string;
  /** Done to the lab before the product asks for the first time. */
  prepare?: (lab: Lab) => Promise<void>;
  /** So many hours of the lab's past are in the history when the product starts, as if it had asked at least every so many seconds. */
  past?: { hours: number; leastSeconds: number };
  /** How often every source is asked. */
  pollSeconds?: number;
  /** What stands in the estate file in place of what the lab wrote; null: no estate is named. */
  estate?: (written: string) => string | null;
  /** Off: the server process does not poll by itself. */
  poller?: "on" | "off";
}

export interface Stage extends Product {
  lab: Lab;
  /** A link as the estate page has it, once there is one of this name. */
  link(name: string): Promise<LinkRow>;
  /** The address of a link's page. */
  pageOf(name: string): Promise<string>;
}

/** Raises a stage before the first test of a file and strikes it after the last; its fields are there once a test runs. */
export function raiseStage(options: StageOptions = {}): Stage {
  const stage = {} as Stage;
  test.beforeAll(async () => {
    test.setTimeout(options.past ? 240_000 : 120_000);
    // At once, so that what was raised is struck even if the rest fails.
    const lab = Object.assign(stage, { lab: await startLab(options.scenario ?? "single") }).lab;
    await options.prepare?.(lab);
    const product = Object.assign(stage, await startProduct(lab, options));
    const link = async (name: string) => {
      let found: LinkRow | undefined;
      await expect(async () => {
        const { links } = await product.json<{ links: LinkRow[] }>("/api/v1/estate");
        found = links.find((one) => one.name === name);
        expect(found, `a link named ${name}`).toBeDefined();
      }).toPass({ timeout: 30_000 });
      return found as LinkRow;
    };
    const pageOf = async (name: string) => `${product.url}/links/${encodeURIComponent((await link(name)).linkId)}`;
    Object.assign(stage, { link, pageOf });
    if (options.poller === "off") return;
    await expect(async () => {
      const { sources } = await product.json<{ sources: SourceHealth[] }>("/api/v1/sources");
      expect(sources.filter((source) => source.lastAskedAt === null)).toEqual([]);
    }, "every source was asked once").toPass({ timeout: 30_000 });
  });
  test.afterAll(async () => {
    await stage.stop?.();
    await stage.lab?.stop();
  });
  return stage;
}

export async function startLab(scenario: string): Promise<Lab> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "linkspan-lab-"));
  const child = leashed(
    ["--import", "tsx", "lib/lab/cli.ts", "--scenario", scenario, "--directory", directory],
    process.env,
    "pipe",
  );
  const { environment, control } = await firstJson<{ environment: Record<string, string>; control: string }>(child);
  const send = async (method: string, address: string, body?: unknown) => {
    const answer = await fetch(control + address, { method, body: body === undefined ? null : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`lab ${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<{ connections: Record<string, number> }>;
  };
  return {
    directory,
    process: child,
    environment,
    play: async (link, story, parameters = {}) => void (await send("POST", "/events", { link, story, parameters })),
    fault: async (face, fault) => void (await send("POST", "/faults", { face, fault, drop: true })),
    heal: async (face) => void (await send("DELETE", face ? `/faults?face=${encodeURIComponent(face)}` : "/faults")),
    tellSynapse: async (doing) => void (await send("POST", "/synapse", doing)),
    certify: async (server, expiresInDays) => void (await send("POST", "/certificates", { server, expiresInDays })),
    set: async (of, changes) => void (await send("POST", "/settings", { of, changes })),
    renew: async (face) => void (await send("POST", "/faults", { face, fault: {}, drop: true })),
    connections: async () => (await send("GET", "/state")).connections,
    stop: async () => {
      await end(child);
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The production server on a database of its own; or on `databaseUrl`, whose database then outlives it. */
export async function startProduct(
  lab: Lab,
  {
    past,
    pollSeconds = 2,
    estate = (written) => written,
    poller = "on",
    databaseUrl,
  }: StageOptions & { databaseUrl?: string } = {},
): Promise<Product> {
  const database = databaseUrl ?? (await createDatabase());
  const name = `${Date.now()}`;
  const estateFile = path.join(lab.directory, `estate-${name}.yaml`);
  const written = fs.readFileSync(lab.environment.LINKSPAN_ESTATE as string, "utf8");
  const text = estate(written.replaceAll(/pollSeconds: \d+/g, `pollSeconds: ${pollSeconds}`));
  if (text !== null) fs.writeFileSync(estateFile, text);
  const port = await freePort();
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...lab.environment,
    LINKSPAN_ESTATE: text === null ? "" : estateFile,
    LINKSPAN_POLLER: poller,
    DATABASE_URL: database,
    NODE_ENV: "production",
    PORT: String(port),
    HOSTNAME: "127.0.0.1",
  };
  const logFile = path.join(root, ".data/e2e", `linkspan-${name}.log`);
  if (past) await fillPast(past, environment, `${logFile}.past`);
  const child = leashed([".next/standalone/server.js"], environment, { file: logFile });
  const log = () => fs.readFileSync(logFile, "utf8");
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/api/health/live`, () => child.exitCode === null, log);
  const pool = new pg.Pool({ connectionString: database, max: 1 });
  pool.on("error", () => {});
  return {
    url,
    databaseUrl: database,
    estateFile,
    environment,
    process: child,
    log,
    json: async <T>(address: string) => (await (await fetch(url + address)).json()) as T,
    query: async <T extends pg.QueryResultRow>(sql: string) => (await pool.query<T>(sql)).rows,
    cutDatabase: () =>
      onServer(
        `ALTER DATABASE ${nameOf(database)} ALLOW_CONNECTIONS false`,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${nameOf(database)}'`,
      ),
    mendDatabase: () => onServer(`ALTER DATABASE ${nameOf(database)} ALLOW_CONNECTIONS true`),
    stop: async () => {
      await end(child);
      await pool.end();
      if (databaseUrl === undefined) await dropDatabase(database);
    },
  };
}

async function fillPast(
  { hours, leastSeconds }: NonNullable<StageOptions["past"]>,
  environment: NodeJS.ProcessEnv,
  logFile: string,
): Promise<void> {
  const args = ["--import", "tsx", "prisma/seed.ts", String(hours), String(leastSeconds)];
  const child = leashed(args, environment, { file: logFile });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`the past could not be filled\n${fs.readFileSync(logFile, "utf8")}`);
}

/** An empty history with every table, on the server of this run. */
export async function createDatabase(): Promise<string> {
  const name = `e2e_${process.pid}_${Date.now()}`;
  await ensureDatabase(serverUrl(), name);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  await migrate(url.href, path.join(root, "prisma/migrations"));
  return url.href;
}

export function dropDatabase(databaseUrl: string): Promise<void> {
  return onServer(`DROP DATABASE IF EXISTS ${nameOf(databaseUrl)} WITH (FORCE)`);
}

async function onServer(...statements: string[]): Promise<void> {
  const client = new pg.Client(serverUrl());
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

function nameOf(databaseUrl: string): string {
  return new URL(databaseUrl).pathname.slice(1);
}

function serverUrl(): string {
  const url = process.env.E2E_POSTGRES_URL;
  if (url === undefined)
    throw new Error("The database server of the browser tests is missing: start them with Playwright");
  return url;
}

/** Waits for an OK; gives up when the process is gone, with what it said. */
export async function answers(url: string, isAlive: () => boolean, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (!isAlive()) break;
    if (
      await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer\n${log()}`);
}

function firstJson<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk;
      const line = text
        .split("\n")
        .slice(0, -1)
        .find((candidate) => candidate.startsWith("{"));
      if (line) resolve(JSON.parse(line) as T);
    });
    child.on("exit", (code) => reject(new Error(`the process ended with exit code ${code}\n${text}`)));
  });
}

/** Below the ports that a system hands out by itself: between looking and listening nobody else gets it by chance. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const port = 18_000 + Math.floor(Math.random() * 12_000);
    const probe = net.createServer();
    probe.once("error", () => resolve(freePort()));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)));
  });
}
