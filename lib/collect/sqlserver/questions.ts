// All T-SQL that Linkspan ever sends, for a DBA to read and audit: questions-links.ts, questions-instance.ts, questions-alone.ts, put into batches here.
import { aloneQuestions } from "./questions-alone.ts";
import { type Capabilities, type Clock, permissions, type Question } from "./questions-capabilities.ts";
import { instanceQuestions } from "./questions-instance.ts";
import { linkQuestions } from "./questions-links.ts";

export {
  type Capabilities,
  type Clock,
  columnsProbe,
  hiddenGroups,
  optionalColumns,
  permissions,
  type Question,
} from "./questions-capabilities.ts";

const cost: Question = {
  name: "cost",
  fact: "cost of a poll",
  purpose: "How long the server spent on this batch, so that Linkspan can show what it costs.",
  permission: permissions.none,
  every: "poll",
  sql: () => `
SELECT SYSDATETIMEOFFSET() AS ended_at_instant;`,
};

const aloneCost: Question = {
  ...cost,
  sql: () => `
SELECT @started_at AS started_at_instant, SYSDATETIMEOFFSET() AS ended_at_instant;`,
};

/** In the order they are asked. */
export const questions: readonly Question[] = [...linkQuestions, ...instanceQuestions, cost, ...aloneQuestions];

/** Sent before the questions of each batch: never wait for a lock, never win a deadlock. */
const preamble = `
SET NOCOUNT ON;
SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED;
SET LOCK_TIMEOUT 3000;
SET DEADLOCK_PRIORITY LOW;
DECLARE @started_at datetimeoffset(7) = SYSDATETIMEOFFSET();`;

const slowness: Record<Clock, number> = { poll: 0, minute: 1, quarter: 2 };

/** `due` is the slowest clock that has come round; the faster ones come round with it. */
export function isDue(question: Question, due: Clock): boolean {
  return slowness[question.every] <= slowness[due];
}

/** The batch of a poll: its questions, in the order of its result sets, and its text. One round trip. */
export function batchOf(capabilities: Capabilities, due: Clock): { asked: Question[]; sql: string } {
  const asked = questions.filter((question) => !question.isAlone && isDue(question, due));
  return { asked, sql: textOf(asked, capabilities) };
}

/** Why a question cannot be put to this server; null if it can. */
export function whyUnaskable(question: Question, capabilities: Capabilities): string | null {
  const missing = question.needs?.find((column) => !capabilities.has(column));
  return missing === undefined ? null : `this version of SQL Server has no sys.${missing.split(".")[0]}`;
}

/** What is asked beside the poll, on this clock and this kind of server. */
export function aloneOf(capabilities: Capabilities, due: Clock, isManagedInstance: boolean): Question[] {
  const here = isManagedInstance ? "managed instance" : "SQL Server";
  return questions.filter(
    (question) =>
      question.isAlone &&
      isDue(question, due) &&
      (question.onlyOn ?? here) === here &&
      whyUnaskable(question, capabilities) === null,
  );
}

/** Name of the column that says in an own batch which question the next result set answers; some have none, some may have two. */
export const marker = "linkspan_question";

/** The batch of questions that are sent beside a poll; like that of a poll it ends with what it cost. */
export function aloneBatch(asked: readonly Question[], capabilities: Capabilities): string {
  return textOf([...asked, aloneCost], capabilities, ({ name }) => `\nSELECT '${name}' AS ${marker};`);
}

function textOf(
  asked: readonly Question[],
  capabilities: Capabilities,
  mark: (question: Question) => string = () => "",
): string {
  const texts = asked.map((question) => `\n-- ${question.name}${mark(question)}${question.sql(capabilities)}`);
  return `${[preamble, ...texts].join("\n").trim()}\n`;
}
