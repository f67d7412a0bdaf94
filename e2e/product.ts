// The stage of every spec: a lab process, a database of its own, and the production build of Linkspan, all on free ports.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { test as base, expect } from "@playwright/test";
import { startPostgres } from "../lib/launch/embedded-postgres.mjs";
import { ensureDatabase, migrate } from "../lib/launch/migrate.mjs";

export { expect };

const root = path.resolve(import.meta.dirname, "..");

/** The lab from outside: what a spec does to the world. */
export interface Lab {
  directory: string;
  environment: Record<string, string>;
  /** From now on this link plays another story. */
  play(link: string, story: string, parameters?: Record<string, unknown>): Promise<void>;
  /** `face`: name of a SQL Server, a managed instance ("mi-…") or "arm". */
  fault(face: string, fault: Record<string, unknown>): Promise<void>;
  heal(): Promise<void>;
}

export interface Product {
  url: string;
  databaseUrl: string;
  /** GET of a JSON interface. */
  json<T>(address: string): Promise<T>;
  stop(): Promise<void>;
}

export interface StageOptions {
  /** Scenario of the lab: single, demo … Another value is another stage. */
  scenario: string;
  /** Rewrites the lab's estate file before the product reads it. */
  estate: { rewrite(text: string): string };
}

export const test = base.extend<object, StageOptions & { lab: Lab; product: Product }>({
  scenario: ["single", { option: true, scope: "worker" }],
  estate: [{ rewrite: (text) => text }, { option: true, scope: "worker" }],
  lab: [
    async ({ scenario }, use) => {
      const { lab, stop } = await startLab(scenario);
      await use(lab);
      await stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  product: [
    async ({ lab, estate }, use) => {
      const product = await startProduct(lab, estate.rewrite);
      await use(product);
      await product.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
});

export async function startLab(scenario: string): Promise<{ lab: Lab; stop: () => Promise<void> }> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "linkspan-lab-"));
  const child = leashed(
    [
      "--import",
      "tsx",
      "--import",
      "./lib/launch/leash.mjs",
      "lib/lab/cli.ts",
      "--scenario",
      scenario,
      "--directory",
      directory,
    ],
    {
      ...process.env,
    },
  );
  const ready = await firstJson<{ environment: Record<string, string>; control: string }>(child);
  const send = async (method: string, address: string, body?: unknown) => {
    const answer = await fetch(ready.control + address, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`lab ${method} ${address}: ${answer.status} ${await answer.text()}`);
  };
  const lab: Lab = {
    directory,
    environment: ready.environment,
    play: (link, story, parameters = {}) => send("POST", "/events", { link, story, parameters }),
    fault: (face, fault) => send("POST", "/faults", { face, fault }),
    heal: () => send("DELETE", "/faults"),
  };
  return { lab, stop: () => end(child) };
}

/** Starts the production server on a database of its own; its poller is the one inside the server unless `poller` is off. */
export async function startProduct(
  lab: Lab,
  estate: (text: string) => string = (text) => text,
  poller: "on" | "off" = "on",
): Promise<Product> {
  const postgres = await startPostgres({ directory: path.join(root, ".data/e2e/postgres") });
  const name = `e2e_${process.pid}_${Date.now()}`;
  await ensureDatabase(postgres.url("postgres"), name);
  const databaseUrl = postgres.url(name);
  await migrate(databaseUrl, path.join(root, "prisma/migrations"));
  const original = lab.environment.LINKSPAN_ESTATE!;
  const estateFile = path.join(lab.directory, `estate-${Date.now()}.yaml`);
  fs.writeFileSync(estateFile, estate(fs.readFileSync(original, "utf8")));
  const port = await freePort();
  const child = leashed(["--import", "./lib/launch/leash.mjs", ".next/standalone/server.js"], {
    ...process.env,
    ...lab.environment,
    LINKSPAN_ESTATE: estateFile,
    LINKSPAN_POLLER: poller,
    DATABASE_URL: databaseUrl,
    NODE_ENV: "production",
    PORT: String(port),
    HOSTNAME: "127.0.0.1",
  });
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(`${url}/api/health/live`).then(
          (answer) => answer.status,
          () => 0,
        ),
      { timeout: 30_000 },
    )
    .toBe(200);
  return {
    url,
    databaseUrl,
    json: async <T>(address: string) => (await (await fetch(url + address)).json()) as T,
    stop: () => end(child),
  };
}

export function leashed(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit", "ipc"] });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(force);
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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
