// Applies the Prisma migrations at start without Prisma's command line, leaving the same records as it would.
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";

/** The lock the Prisma engine itself takes, so that both never migrate at once. */
const migrationLock = 72707369;

/** Creates a database on the server that `adminUrl` reaches, unless it is there. */
export async function ensureDatabase(/** @type {string} */ adminUrl, /** @type {string} */ name) {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return;
    try {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    } catch (error) {
      // Somebody else was quicker: duplicate_database, or the unique index of the catalog.
      if (!["42P04", "23505"].includes(/** @type {{ code?: string }} */ (error).code ?? "")) throw error;
    }
  });
}

/**
 * Applies what is pending in `directory` (one folder per migration), in order, each once even if several processes start together.
 * Throws if a migration fails or was left half-done earlier.
 * @param {string} url
 * @param {string} [directory]
 * @returns {Promise<string[]>} names of the migrations applied now
 */
export function migrate(url, directory = path.resolve("prisma/migrations")) {
  return withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await client.query(createRecords);
    const { rows } = await client.query(
      "SELECT migration_name, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
    );
    const halfDone = rows.find((row) => row.finished_at === null);
    if (halfDone)
      throw new Error(`migration ${halfDone.migration_name} failed earlier; see the logs column of _prisma_migrations`);
    const done = new Set(rows.map((row) => row.migration_name));
    const pending = fs
      .readdirSync(directory)
      .filter((name) => !done.has(name) && fs.existsSync(path.join(directory, name, "migration.sql")))
      .sort();
    for (const name of pending)
      await apply(client, name, fs.readFileSync(path.join(directory, name, "migration.sql"), "utf8"));
    return pending;
  });
}

/** The migration and its record in one transaction: killed half-way, it has not happened. */
async function apply(/** @type {pg.Client} */ client, /** @type {string} */ name, /** @type {string} */ sql) {
  const checksum = createHash("sha256").update(sql).digest("hex");
  try {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    throw new Error(`migration ${name} failed: ${/** @type {Error} */ (error).message}`, { cause: error });
  }
}

const createRecords = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0)`;

/**
 * @template T
 * @param {string} url
 * @param {(client: pg.Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withClient(url, work) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
