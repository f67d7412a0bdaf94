// Asks one real server, read-only, what its catalog has and which of Linkspan's questions it refuses; the answer is a text for an issue.
import { z } from "zod";
import { LookFailure } from "./collect/source.ts";
import {
  aloneBatch,
  batchOf,
  type Capabilities,
  columnsProbe,
  permissions,
  type Question,
  questions,
  whyUnaskable,
} from "./collect/sqlserver/questions.ts";
import { msdbColumns, systemColumns } from "./collect/sqlserver/questions-catalog.ts";
import { readAnswer, readCapabilities, type SqlAnswer } from "./collect/sqlserver/rows.ts";
import { type SqlAddress, SqlConnection } from "./collect/sqlserver/transport.ts";
import { tableFunctionsOf, tablesOf } from "./lab/catalog/catalog.ts";
import type { Flavour } from "./lab/sql/catalog.ts";
import { type Columns, differences, labType, storedType } from "./probe-catalog.ts";

const row = z.object({
  view_name: z.string(),
  column_name: z.string(),
  type_name: z.string().nullable(),
  max_length: z.number(),
  digits: z.number(),
  scale: z.number(),
});

/** Errors whose text names objects of the system only: no such view, column, procedure. */
const harmlessNumbers = new Set(["207", "208", "2812"]);

/** A text without names of servers, logins or databases. Throws LookFailure. */
export async function probeServer(address: SqlAddress, signal: AbortSignal): Promise<string> {
  const connection = new SqlConnection(address);
  try {
    await connection.open(signal);
    const ask = (sql: string) => connection.batch(sql, signal);
    const capabilities = readCapabilities(await ask(columnsProbe.sql));
    const { asked, sql } = batchOf(capabilities, "poll");
    const answer = readAnswer(asked, await ask(sql));
    const lab = labColumns(flavourOf(answer, capabilities));
    const names = (prefix: string) =>
      [...lab.keys()].filter((view) => view.startsWith(prefix)).map((view) => view.slice(prefix.length));
    const here = columnsOf("sys.", await ask(systemColumns(names("sys."))));
    const refused = await columnsOfMsdb(here, ask, names("msdb.dbo."));
    const inMsdb = [...lab].filter(([view]) => view.startsWith("msdb."));
    if (refused !== null) for (const [view] of inMsdb) lab.delete(view);
    const questionLines = await refusedQuestions(connection, capabilities, answer, signal);
    return [
      heading(answer.identity),
      "Names of views, columns and questions only: fit to be pasted into an issue.",
      "",
      section("Catalog, against the lab", differences(here, lab), `the same as in the lab, ${lab.size} views`),
      ...(refused === null ? [] : [`  msdb: ${refused}`]),
      "",
      section("Questions", questionLines, "all are answered"),
      "",
    ].join("\n");
  } finally {
    await connection.close();
  }
}

function heading({ productVersion, productUpdateLevel, edition }: SqlAnswer["identity"]): string {
  return `Linkspan probe: ${[productVersion, productUpdateLevel, edition].filter((part) => part !== null).join(" ")}`;
}

function section(title: string, lines: readonly string[], none: string): string {
  return [title, ...(lines.length > 0 ? lines : [none]).map((line) => `  ${line}`)].join("\n");
}

/** A managed instance counts as the newest version. */
function flavourOf({ identity, isManagedInstance }: SqlAnswer, capabilities: Capabilities): Flavour {
  const hasInternalGroups = capabilities.has("dm_hadr_internal_availability_groups.distributed_availability_group_id");
  if (isManagedInstance) return { platform: "mi", majorVersion: 17, hasInternalGroups };
  return { platform: "box", majorVersion: Number.parseInt(identity.productVersion ?? "17", 10), hasInternalGroups };
}

function labColumns(flavour: Flavour): Columns {
  const definitions = [
    ...tablesOf(flavour).values(),
    ...[...tableFunctionsOf(flavour).values()].map(({ definition }) => definition),
  ];
  return new Map(
    definitions.map(({ name, columns }) => [
      name,
      new Map(columns.map((column) => [column.name.toLowerCase(), labType(column.type)])),
    ]),
  );
}

function columnsOf(prefix: string, recordsets: readonly unknown[][]): Columns {
  const columns: Columns = new Map();
  for (const one of z.array(row).parse(recordsets[0] ?? [])) {
    const view = prefix + one.view_name.toLowerCase();
    const type = storedType(one.type_name ?? "a type of its own", one.max_length, one.digits, one.scale);
    columns.set(view, (columns.get(view) ?? new Map<string, string>()).set(one.column_name.toLowerCase(), type));
  }
  return columns;
}

/** Adds them to `here`; why not, if they cannot be seen. */
async function columnsOfMsdb(
  here: Columns,
  ask: (sql: string) => Promise<unknown[][]>,
  tables: readonly string[],
): Promise<string | null> {
  try {
    for (const [view, columns] of columnsOf("msdb.dbo.", await ask(msdbColumns(tables)))) here.set(view, columns);
    return null;
  } catch (error) {
    if (!(error instanceof LookFailure)) throw error;
    return error.kind === "denied" ? "this login may not enter it" : reasonOf(error);
  }
}

/** One line for each question that is not answered in full. */
async function refusedQuestions(
  connection: SqlConnection,
  capabilities: Capabilities,
  { isManagedInstance, mayViewAnyDefinition }: SqlAnswer,
  signal: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  const here = isManagedInstance ? "managed instance" : "SQL Server";
  for (const question of questions.filter(({ onlyOn = here }) => onlyOn === here)) {
    const why = whyUnaskable(question, capabilities) ?? (await whyRefused(connection, question, capabilities, signal));
    if (why !== null) lines.push(`${question.name}: ${why}`);
    else if (!mayViewAnyDefinition && question.permission.includes(permissions.definition)) {
      lines.push(`${question.name}: empty, this login lacks ${permissions.definition}`);
    }
  }
  return lines;
}

async function whyRefused(
  connection: SqlConnection,
  question: Question,
  capabilities: Capabilities,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    if (!connection.isOpen) await connection.open(signal);
    await connection.batch(aloneBatch([question], capabilities), signal);
    return null;
  } catch (error) {
    if (signal.aborted || !(error instanceof LookFailure)) throw error;
    if (error.kind === "denied") return `this login lacks ${question.permission}`;
    return connection.isOpen ? reasonOf(error) : `the connection ended, ${reasonOf(error)}`;
  }
}

/** Other texts may hold a name. */
function reasonOf({ code, message, kind }: LookFailure): string {
  if (code !== null && harmlessNumbers.has(code)) return message;
  return code === null ? kind : `error ${code}`;
}
