// Install, generate, build: each only when its inputs changed, each visibly alive. Plain Node, because it runs before any package is there.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");
const started = performance.now();

/** One line with the seconds since the start. */
export function say(text) {
  console.log(`[${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s] ${text}`);
}

/** Packages as the lock file says. */
export async function ensureInstalled() {
  checkNode();
  await once("node_modules/.linkspan-installed", ["package-lock.json"], "installing packages (npm ci)", [
    "npm",
    ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
  ]);
}

/** The Prisma client from the schema. */
export async function ensureGenerated() {
  await once(
    "lib/history/generated/.linkspan-generated",
    ["prisma/schema.prisma", "package-lock.json"],
    "generating the Prisma client",
    [process.execPath, ["prisma/cli.mjs", "generate"]],
  );
}

/** The production build of the pages, with its static files beside the server. */
export async function ensureBuilt() {
  const sources = [
    "app",
    "components",
    "lib",
    "public",
    "instrumentation.ts",
    "next.config.js",
    "tsconfig.json",
    "package-lock.json",
  ];
  const built = await once(".next/linkspan-built", sources, "building the pages (next build)", [
    process.execPath,
    ["node_modules/next/dist/bin/next", "build"],
  ]);
  if (built || !fs.existsSync(path.join(root, ".next/standalone/.next/static"))) {
    copy(".next/static", ".next/standalone/.next/static");
    copy("public", ".next/standalone/public");
  }
}

/** Runs a command, passing its output on; says that it is alive whenever it is silent for ten seconds. Resolves with the exit code. */
export function run(title, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let lastWord = Date.now();
    const heartbeat = setInterval(() => {
      if (Date.now() - lastWord >= 10_000) say(`${title}: still at it`);
    }, 10_000);
    const forward = (from, to) =>
      from.on("data", (chunk) => {
        lastWord = Date.now();
        to.write(chunk);
      });
    forward(child.stdout, process.stdout);
    forward(child.stderr, process.stderr);
    child.on("error", (error) => {
      clearInterval(heartbeat);
      reject(error);
    });
    child.on("close", (code, signal) => {
      clearInterval(heartbeat);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** Runs the step unless the stamp says that the same inputs were already through it. Returns whether it ran. */
async function once(stamp, inputs, title, [command, args]) {
  const file = path.join(root, stamp);
  const print = fingerprint(inputs);
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === print) return false;
  say(title);
  const code = await run(title, command, args, { env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } });
  if (code !== 0) throw new Error(`${title} failed with exit code ${code}; its output above says why.`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, print);
  say(`${title}: done`);
  return true;
}

/** SHA-256 over names and contents of the inputs and the Node major version; tests and generated files do not count. */
function fingerprint(inputs) {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0]);
  for (const input of inputs)
    for (const file of filesOf(input)) hash.update(file).update(fs.readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

function filesOf(input) {
  const full = path.join(root, input);
  if (!fs.existsSync(full)) return [];
  if (!fs.statSync(full).isDirectory()) return [input];
  return fs
    .readdirSync(full, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        !/\.test\.|\.tsbuildinfo$/.test(entry.name) &&
        !/generated|lib[\\/]lab/.test(entry.parentPath ?? entry.path),
    )
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function copy(from, to) {
  if (fs.existsSync(path.join(root, from))) fs.cpSync(path.join(root, from), path.join(root, to), { recursive: true });
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `Linkspan needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and try again.`,
    );
    process.exit(1);
  }
  if (process.platform !== "win32" && spawnSync("npm", ["--version"]).error) {
    console.error("npm is not on the PATH; install Node with npm and try again.");
    process.exit(1);
  }
}
