// The database of this start: DATABASE_URL as it is, or the embedded Postgres, migrated and ready.
import path from "node:path";
import { startPostgres } from "./embedded-postgres.mjs";
import { ensureDatabase, migrate } from "./migrate.mjs";
import { root } from "./prepare.mjs";

export interface Database {
  url: string;
  /** Stops what this start has started; leaves a database of somebody else alone. */
  stop(): Promise<void>;
}

/** `directory`: where the embedded server keeps its data. `own`: stop an adopted server too (the web launcher does, a worker does not). */
export async function openDatabase(options: {
  directory: string;
  own: boolean;
  say: (text: string) => void;
}): Promise<Database> {
  const given = process.env.DATABASE_URL;
  if (given) {
    await migrateOrExplain(given);
    return { url: given, stop: async () => {} };
  }
  const postgres = await startPostgres({ directory: path.join(options.directory, "postgres") });
  options.say(postgres.adopted ? "Postgres was still running; using it" : "Postgres started");
  await ensureDatabase(postgres.url("postgres"), "linkspan");
  const url = postgres.url("linkspan");
  await migrateOrExplain(url);
  return { url, stop: async () => (options.own || !postgres.adopted ? postgres.stop() : undefined) };
}

async function migrateOrExplain(url: string): Promise<void> {
  try {
    await migrate(url, path.join(root, "prisma/migrations"));
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new Error(
      `The history database ${host}${pathname} could not be prepared: ${(error as Error).message}. Check DATABASE_URL, and that its user may create tables.`,
    );
  }
}
