// For tests: a history of their own, copied from the migrated template of the run.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { type History, openHistory } from "./pool.ts";

/** An empty history in a database of its own; dropped when the test file is through. */
export async function scratchHistory(): Promise<History & { url: string }> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const server = new URL(inject("postgresUrl"));
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${inject("templateDatabase")}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const history = openHistory(url.toString());
  afterAll(async () => {
    await history.close();
    await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { ...history, url: url.toString() };
}

async function onServer(server: URL, sql: string): Promise<void> {
  const client = new pg.Client(server.toString());
  await client.connect();
  await client.query(sql);
  await client.end();
}
