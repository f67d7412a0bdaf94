import { describe, expect, it } from "vitest";
import { aloneBatch, aloneOf, batchOf, columnsProbe } from "../collect/sqlserver/questions.ts";
import { scenarioNamed, scenarioNames } from "./scenarios.ts";
import { openSession } from "./sql/engine.ts";
import type { SqlError, SqlValue } from "./sql/result.ts";
import { answerAt } from "./sqlserver-face.ts";

const epoch = Date.UTC(2026, 10, 19, 2, 12);

interface Asked {
  /** Of every result set. */
  sets: Record<string, SqlValue>[][];
  errors: SqlError[];
}

function asker(name: string, server: string, login = "linkspan"): (sql: string) => Asked {
  const scenario = scenarioNamed(name, epoch, 1);
  const session = openSession(answerAt(scenario, server, epoch + 60_000), login, "master");
  return (sql) => {
    const events = [...session.run({ sql, parameters: [] })];
    return {
      sets: events.flatMap((event) => {
        if (event.kind !== "rows") return [];
        const { columns, rows } = event.set;
        return [rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.name, row[at] ?? null])))];
      }),
      errors: events.flatMap((event) => (event.kind === "error" ? [event.error] : [])),
    };
  };
}

const servers = scenarioNames.flatMap((name) => {
  const { sqlServers, managedInstances } = scenarioNamed(name, epoch, 1);
  return [...sqlServers, ...managedInstances].map((spec) => [name, spec.name, spec.kind === "instance"] as const);
});

describe("every scenario answers all questions of the product", () => {
  it.each(servers)("%s: %s", (name, server, isInstance) => {
    const ask = asker(name, server);
    const probed = ask(columnsProbe.sql);
    const capabilities = new Set(
      probed.sets[0]?.map((row) => `${row.view_name}.${row.column_name}`.toLowerCase()) ?? [],
    );
    const { asked, sql } = batchOf(capabilities, "quarter");
    const poll = ask(sql);
    expect([poll.errors, poll.sets.length]).toEqual([[], asked.length]);
    for (const question of aloneOf(capabilities, "quarter", isInstance))
      expect([question.name, ask(aloneBatch([question], capabilities)).errors]).toEqual([question.name, []]);
  });
});
