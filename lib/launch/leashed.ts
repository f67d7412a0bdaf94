// Child processes that never outlive this one, and how one of them is ended in order.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root } from "./prepare.mjs";

/**
 * A Node process in a group of its own (Ctrl-C reaches only us; we stop it in order) that ends when we are gone, kill -9
 * included. `output`: where its standard output goes; a file gets its errors, too.
 */
export function leashed(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: "inherit" | "pipe" | { file: string } = "inherit",
): ChildProcess {
  const log = typeof output === "string" ? null : openLog(output.file);
  const stdout = typeof output === "string" ? output : log;
  const child = spawn(process.execPath, ["--import", "./lib/launch/leash.mjs", ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", stdout, log ?? "inherit", "ipc"],
  });
  if (log !== null) fs.closeSync(log);
  return child;
}

/** SIGTERM, and SIGKILL after eight seconds. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 8000);
  await gone;
  clearTimeout(force);
}

function openLog(file: string): number {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return fs.openSync(file, "w");
}
