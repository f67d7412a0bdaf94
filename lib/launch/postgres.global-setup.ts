// One real Postgres for a run of the database tests, with a migrated template that every test file copies.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres } from "./embedded-postgres.mjs";
import { ensureDatabase, migrate } from "./migrate.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the server's maintenance database. */
    postgresUrl: string;
    /** Name of the migrated database to copy. */
    templateDatabase: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "linkspan-test-"));
  const server = await startPostgres({ directory: path.join(directory, "postgres") });
  const templateDatabase = "linkspan_template";
  await ensureDatabase(server.url(), templateDatabase);
  await migrate(server.url(templateDatabase));
  project.provide("postgresUrl", server.url());
  project.provide("templateDatabase", templateDatabase);
  return async () => {
    await server.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  };
}
