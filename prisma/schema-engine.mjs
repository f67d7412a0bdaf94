#!/usr/bin/env node
// Stands in for Prisma's native schema engine: speaks its JSON-RPC over stdio and runs the official WASM build over @prisma/adapter-pg.
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const require = createRequire(import.meta.url);
const wasmDirectory = path.dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
/** Catalog oids: "char", which the adapter cannot read, and text, which it can. */
const charOid = 18;
const textOid = 25;

process.on("uncaughtException", (error) => {
  complain({ message: `schema engine stand-in: ${error.stack}` });
  process.exit(1);
});

const asked = readArguments(process.argv.slice(2));
if (asked.version) console.log(`schema-engine-cli ${engineVersion()}`);
else if (asked.command) process.exit(await runCommand(asked.command));
else serve();

/** The flags of the native engine that Prisma passes. */
function readArguments(/** @type {string[]} */ words) {
  const found = { version: false, command: "", url: "", datamodels: /** @type {string[]} */ ([]) };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === "--version") found.version = true;
    else if (word === "cli") found.command = words[++i] ?? "";
    else if (word === "--datasource") found.url = JSON.parse(words[++i] ?? "{}").url ?? "";
    else if (word === "--datamodels" || word === "-d") found.datamodels.push(words[++i] ?? "");
    else if (word?.startsWith("--")) i++;
  }
  return found;
}

function engineVersion() {
  const { version } = JSON.parse(fs.readFileSync(path.join(wasmDirectory, "package.json"), "utf8"));
  return version.split(/[.-]/).pop();
}

async function runCommand(/** @type {string} */ command) {
  try {
    if (command === "can-connect-to-database") await withClient(asked.url, (client) => client.query("SELECT 1"));
    else if (command === "create-database") await createDatabase();
    else throw new Error(`unsupported command ${command}`);
    return 0;
  } catch (error) {
    complain(publicError(error));
    return 1;
  }
}

async function createDatabase() {
  const databaseName = decodeURIComponent(new URL(asked.url).pathname.slice(1));
  await withClient(maintenanceUrl(), (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(databaseName)}`));
  return { databaseName };
}

function maintenanceUrl() {
  const url = new URL(asked.url);
  url.pathname = "/postgres";
  url.searchParams.delete("schema");
  return url.toString();
}

async function withClient(/** @type {string} */ url, /** @type {(client: pg.Client) => Promise<unknown>} */ work) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Prisma acts on its own codes only: P1003 makes it create the database. */
function publicError(/** @type {any} */ error) {
  const codes = { "3D000": "P1003", ECONNREFUSED: "P1001", "28P01": "P1000" };
  return { error_code: codes[/** @type {keyof typeof codes} */ (error.code)], message: error.message || String(error) };
}

function complain(/** @type {object} */ fields) {
  const line = { level: "ERROR", target: "schema_engine::logger", fields, timestamp: new Date().toISOString() };
  process.stderr.write(`\n${JSON.stringify(line)}\n`);
}

/** Reads requests line by line and answers them one after another. */
function serve() {
  /** @type {Promise<any> | undefined} */
  let engine;
  let queue = Promise.resolve();
  let lastId = 0;
  /** @type {Map<number, () => void>} */
  const printed = new Map();
  const send = (/** @type {object} */ message) =>
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const print = (/** @type {string} */ content) =>
    new Promise((resolve) => {
      const id = ++lastId + 1e9;
      printed.set(id, () => resolve(undefined));
      send({ id, method: "print", params: { content } });
    });

  async function answer(/** @type {{ id: number, method: string, params: any }} */ { id, method, params }) {
    try {
      if (method === "createDatabase") return send({ id, result: await createDatabase() });
      engine ??= openEngine();
      const result = (await call(await engine, method, params)) ?? {};
      if (method === "diff" && result.stdout) await print(result.stdout);
      send({ id, result });
    } catch (/** @type {any} */ error) {
      const data = {
        is_panic: false,
        message: error.message ?? String(error),
        meta: error.meta ?? null,
        error_code: error.code,
      };
      send({ id, error: { code: 4466, message: "An error happened. Check the data field for details.", data } });
    }
  }

  readline
    .createInterface({ input: process.stdin })
    .on("line", (line) => {
      if (!line.trim()) return;
      const message = JSON.parse(line);
      if (message.method) queue = queue.then(() => answer(message));
      else printed.get(message.id)?.();
    })
    .on("close", () => queue.finally(() => process.exit(0)));
}

async function call(/** @type {any} */ engine, /** @type {string} */ method, /** @type {any} */ params) {
  const name = method === "getDatabaseVersion" ? "version" : method;
  if (typeof engine[name] !== "function") throw new Error(`unknown method ${method}`);
  try {
    return await engine[name](params);
  } catch (error) {
    // The WASM engine opens its shadow database in devDiagnostic only, and closes it when that applied something.
    if (!/external factory/.test(String(error)) || !params?.migrationsList) throw error;
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    return await engine[name](params);
  }
}

async function openEngine() {
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (/** @type {string} */ message) => complain({ message }) },
  });
  const code = fs.readFileSync(path.join(wasmDirectory, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(code, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  /** @type {any} */ (instance.exports).__wbindgen_start();
  const datamodels = asked.datamodels.map((file) => [file, fs.readFileSync(file, "utf8")]);
  return bindings.SchemaEngine.new(
    { datamodels: datamodels.length > 0 ? datamodels : undefined },
    (/** @type {string} */ line) => process.env.DEBUG && process.stderr.write(`${line}\n`),
    bindMigrationAwareSqlAdapterFactory(adapterFactory()),
  );
}

/** Discrete settings, not an address: with an address the adapter's shadow database would connect to the main one. */
function adapterFactory() {
  const url = new URL(asked.url || "postgresql://127.0.0.1:1/none");
  const schema = url.searchParams.get("schema") ?? undefined;
  const settings = {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ssl: url.searchParams.get("sslmode")?.startsWith("verify") || url.searchParams.get("sslmode") === "require",
    max: 4,
  };
  const open = async (/** @type {string} */ database) =>
    repair(await new PrismaPg({ ...settings, database }, { schema }).connect());
  return {
    provider: /** @type {const} */ ("postgres"),
    adapterName: "@prisma/adapter-pg",
    connect: () => open(decodeURIComponent(url.pathname.slice(1)) || "postgres"),
    async connectToShadowDb() {
      const name = `prisma_migrate_shadow_db_${randomUUID()}`;
      await withClient(maintenanceUrl(), (client) => client.query(`CREATE DATABASE "${name}"`));
      const adapter = await open(name);
      const dispose = adapter.dispose.bind(adapter);
      adapter.dispose = async () => {
        await dispose();
        await withClient(maintenanceUrl(), (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
      };
      return adapter;
    },
  };
}

/** Two gaps of the adapter, met by the schema engine only: catalog columns of type "char", and scripts with dollar-quoted bodies. */
function repair(/** @type {any} */ adapter) {
  const queryRaw = adapter.queryRaw;
  adapter.queryRaw = async function (/** @type {object} */ query) {
    const result = await this.performIO(query);
    const chars = [];
    for (const [i, field] of result.fields.entries()) {
      if (field.dataTypeID !== charOid) continue;
      field.dataTypeID = textOid;
      chars.push(i);
    }
    const rows = await queryRaw.call(Object.create(this, { performIO: { value: async () => result } }), query);
    for (const i of chars) rows.columnTypes[i] = ColumnTypeEnum.Character;
    return rows;
  };
  adapter.executeScript = async (/** @type {string} */ script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}
