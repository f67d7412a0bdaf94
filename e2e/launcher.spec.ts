// `npm start`: ready with one line, gone without a trace at Ctrl-C, unhindered by kill -9, quick the second time, and plain about what is wrong.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { freePort, type Lab, root, startLab } from "./product.ts";

let lab: Lab;
let environment: Record<string, string>;
const started: Launcher[] = [];

interface Launcher {
  process: ChildProcess;
  said: () => string;
  /** Exit code, or signal. */
  gone: Promise<number | string>;
}

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  lab = await startLab("single");
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "linkspan-start-"));
  environment = { ...lab.environment, LINKSPAN_DATA: data, PORT: String(await freePort()) };
});
test.afterAll(async () => {
  for (const { process: child } of started) child.kill("SIGINT");
  await Promise.all(started.map(({ gone }) => gone));
  await lab.stop();
  fs.rmSync(environment.LINKSPAN_DATA as string, { recursive: true, force: true });
});

test("the first start says its address, and Ctrl-C leaves no process behind", async ({ page }) => {
  const launcher = start();
  await ready(launcher);
  expect(launcher.said()).toContain(`Linkspan is ready: http://127.0.0.1:${environment.PORT}`);
  await page.goto(`http://127.0.0.1:${environment.PORT}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The one link is as it should be");

  const family = descendants(launcher.process.pid as number);
  expect(family.length, "Postgres and the web server").toBeGreaterThanOrEqual(2);
  launcher.process.kill("SIGINT");
  expect(await launcher.gone).toBe(0);
  expect(launcher.said().trimEnd()).toMatch(/stopped$/);
  expect(family.filter(isAlive)).toEqual([]);
});

test("killed with -9, it is soon at its first page again, with its history", async ({ page }) => {
  const first = start();
  await ready(first);
  const before = await phaseSince();
  first.process.kill("SIGKILL");
  await first.gone;

  const from = Date.now();
  const second = start();
  await ready(second);
  await page.goto(`http://127.0.0.1:${environment.PORT}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // 10 s are promised; a machine busy with other things gets twice as much.
  expect(Date.now() - from).toBeLessThan(20_000);
  expect(second.said()).toContain("Postgres was still running; using it");
  expect(await phaseSince()).toBe(before);

  const family = descendants(second.process.pid as number);
  second.process.kill("SIGINT");
  expect(await second.gone).toBe(0);
  expect(family.filter(isAlive)).toEqual([]);
});

test("what is wrong is said in a sentence, and the exit code says so, too", async () => {
  const portWords = start({ PORT: "http" });
  expect(await portWords.gone).toBe(1);
  expect(portWords.said()).toContain('PORT is "http"; it must be a number from 1 to 65535');

  const estate = path.join(lab.directory, "wrong.yaml");
  const written = fs.readFileSync(lab.environment.LINKSPAN_ESTATE as string, "utf8");
  fs.writeFileSync(estate, written.replace("sqlServers:", "sqlServer:"));
  const wrongEstate = start({ LINKSPAN_ESTATE: estate });
  expect(await wrongEstate.gone).toBe(1);
  expect(wrongEstate.said()).toContain(`${estate}:`);
  expect(wrongEstate.said()).toContain('unknown key "sqlServer": did you mean "sqlServers"?');

  const noEstate = start({ LINKSPAN_ESTATE: "/nowhere/estate.yaml" });
  expect(await noEstate.gone).toBe(1);
  expect(noEstate.said()).toContain("/nowhere/estate.yaml");
});

function start(changes: Record<string, string> = {}): Launcher {
  const env = { ...process.env, ...environment, ...changes, DATABASE_URL: "" };
  const child = spawn(process.execPath, ["lib/launch/start.mjs"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk;
    });
  const gone = new Promise<number | string>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal ?? "")),
  );
  const launcher = { process: child, said: () => text, gone };
  started.push(launcher);
  return launcher;
}

async function ready(launcher: Launcher): Promise<void> {
  await expect.poll(launcher.said, { timeout: 60_000, intervals: [100] }).toContain("Linkspan is ready");
}

async function phaseSince(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${environment.PORT}/api/v1/links`);
  const { links } = (await answer.json()) as { links: { phaseSince: string }[] };
  return links[0]?.phaseSince ?? "no link is known";
}

/** Process ids below one, at any depth. */
function descendants(pid: number): number[] {
  const children = processes().filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child.pid, ...descendants(child.pid)]);
}

/** An ended process that nobody has buried yet is not alive. */
function isAlive(pid: number): boolean {
  return processes().some((one) => one.pid === pid && !one.state.startsWith("Z"));
}

function processes(): { pid: number; parent: number; state: string }[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid, parent, state = ""] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state };
  });
}
