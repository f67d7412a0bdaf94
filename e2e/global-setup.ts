// One real Postgres for a run of the browser tests; every stage has a database of its own on it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startPostgres } from "../lib/launch/embedded-postgres.mjs";

export default async function setup(): Promise<() => Promise<void>> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "linkspan-e2e-"));
  const server = await startPostgres({ directory: path.join(directory, "postgres") });
  process.env.E2E_POSTGRES_URL = server.url();
  return async () => {
    await server.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  };
}
