// The migrations lead exactly to the schema, as Prisma's own engine sees it.
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { migrate } from "../launch/migrate.mjs";
import { scratchHistory } from "./scratch-history.fixture.ts";

const history = await scratchHistory();
const prisma = (...args: string[]) =>
  spawnSync(process.execPath, ["prisma/cli.mjs", ...args], {
    env: { ...process.env, DATABASE_URL: history.url },
    encoding: "utf8",
  });

test("a migrated database has no difference to the schema", () => {
  const diff = prisma(
    "migrate",
    "diff",
    "--from-config-datasource",
    "--to-schema",
    "prisma/schema.prisma",
    "--exit-code",
  );
  expect(diff.stderr + diff.stdout).toContain("No difference detected");
  expect(diff.status).toBe(0);
});

test("what our runner recorded is what Prisma's command line would have recorded", () => {
  expect(prisma("migrate", "status").stdout).toContain("Database schema is up to date!");
});

test("a second run applies nothing", async () => {
  expect(await migrate(history.url)).toEqual([]);
});
