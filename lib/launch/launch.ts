// Starts what one command promises (Postgres, the lab if asked, the web server), says the address, and stops all of it again.
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { openDatabase } from "./database.ts";
import { end, leashed } from "./leashed.ts";
import { root, run, say } from "./prepare.mjs";

/** `scenario`: of the lab that is started with it, each but the demo in a folder of its own; without one a real estate is watched. */
export async function launch({ scenario }: { scenario?: string }): Promise<void> {
  const own = scenario === undefined || scenario === "demo" ? "" : scenario.replaceAll(":", "-");
  const directory = path.resolve(root, process.env.LINKSPAN_DATA ?? ".data", own);
  const port = Number(process.env.PORT ?? 3000);
  const host = process.env.HOST ?? "127.0.0.1";
  const running: { name: string; stop: () => Promise<void> }[] = [];
  let stopping: Promise<void> | null = null;
  const stop = (code: number): Promise<void> => {
    stopping ??= (async () => {
      for (const { name, stop: end } of running.reverse())
        await end().catch((error) => say(`${name}: ${error.message}`));
      say("stopped");
      process.exit(code);
    })();
    return stopping;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  try {
    await refuseBusyPort(host, port);
    fs.mkdirSync(directory, { recursive: true });
    const database = await openDatabase({ directory, own: true, say });
    running.push({ name: "Postgres", stop: database.stop });
    const environment: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: database.url, LINKSPAN_DATA: directory };
    if (scenario !== undefined) {
      const lab = await startLab(scenario, path.join(directory, "lab"));
      running.push({ name: "the lab", stop: () => end(lab.child) });
      Object.assign(environment, lab.environment);
      const code = await run(
        "filling 30 days of demo history",
        process.execPath,
        ["--import", "tsx", "prisma/seed.ts"],
        { env: environment },
      );
      if (code !== 0)
        throw new Error(`filling the demo history failed with exit code ${code}; its output above says why`);
    } else if (!environment.LINKSPAN_ESTATE) {
      say("LINKSPAN_ESTATE names no estate file, so there is nothing to watch yet. See public/estate.example.yaml.");
    }
    const web = leashed([".next/standalone/server.js"], {
      ...environment,
      LINKSPAN_ESTATE: environment.LINKSPAN_ESTATE && path.resolve(root, environment.LINKSPAN_ESTATE),
      NODE_ENV: "production",
      PORT: String(port),
      HOSTNAME: host,
    });
    running.push({ name: "the web server", stop: () => end(web) });
    web.on("exit", (code) => {
      if (!stopping) say(`the web server ended by itself (exit code ${code})`);
      void stop(code ?? 1);
    });
    const address = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;
    await untilReady(`${address}/api/health/live`);
    const note = scenario === undefined ? "" : `  (${scenario} estate; Ctrl-C stops everything, history is kept)`;
    say(`Linkspan is ready: ${address}${note}`);
    process.send?.({ ready: address });
  } catch (error) {
    if (stopping) return;
    console.error(`Linkspan could not start: ${(error as Error).message}`);
    await stop(1);
  }
}

/** The line by which a lab says that it is up. */
interface LabReady {
  environment: NodeJS.ProcessEnv;
  ports: { sql: Record<string, number> };
}

/** The lab as a process of its own; its estate file and secrets come back as environment. */
async function startLab(
  scenario: string,
  directory: string,
): Promise<{ child: ChildProcess; environment: NodeJS.ProcessEnv }> {
  const child = leashed(
    ["--import", "tsx", "lib/lab/cli.ts", "--scenario", scenario, "--directory", directory],
    process.env,
    "pipe",
  );
  const { environment, ports } = await new Promise<LabReady>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk;
      const line = text.split("\n").find((candidate) => candidate.startsWith("{"));
      if (line && text.includes("\n")) resolve(JSON.parse(line) as LabReady);
    });
    child.on("exit", (code) => reject(new Error(`the lab ended with exit code ${code}`)));
  });
  say(`the lab is up: ${Object.keys(ports.sql).length} SQL Servers and managed instances on this machine`);
  return { child, environment };
}

async function refuseBusyPort(host: string, port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Error(`PORT is "${process.env.PORT}"; it must be a number from 1 to 65535`);
  await new Promise<void>((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          `port ${port} on ${host} cannot be used (${error.code}). Stop what uses it, or choose another: PORT=3001 npm run demo`,
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the web server did not answer within a minute");
}
