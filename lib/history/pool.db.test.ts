// A connection that dies under a transaction is that transaction's failure and nobody else's.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { inTransaction } from "./transaction.ts";

const history = await scratchHistory();

test("a connection lost between two statements fails the transaction, not the process", async () => {
  const lost = inTransaction(history.pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await history.pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
    await sleep(100);
    await client.query("SELECT 1");
  });
  await expect(lost).rejects.toThrow();
  expect((await history.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});
