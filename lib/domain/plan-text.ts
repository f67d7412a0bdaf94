// Databases with sizes as people type or paste them: "Orders, 120 GB", or the columns of a query result with or without its head.
import type { PlannedDatabase } from "./plan.ts";

export interface PlanText {
  databases: PlannedDatabase[];
  /** One sentence per line that could not be read; lines count from 1. */
  problems: { line: number; words: string }[];
}

const factors: Record<string, number> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** No more databases than a plan needs, and no more than a page can draw. */
export const mostDatabases = 1000;
/** The largest database SQL Server can hold. */
const mostBytes = 524_272 * 1024 ** 4;
/** A name has 128 characters at most. */
const longestLine = 400;

/** Which cell of a row is the name and which the size (null: the first that is one), and bytes per unit of a bare number. */
interface Columns {
  name: number;
  size: number | null;
  factor: number;
}

/** A number without a unit counts as GB; the head of a query result ("name, size_mb") says otherwise for the lines below. */
export function parsePlanText(text: string): PlanText {
  let columns: Columns = { name: 0, size: null, factor: factors.g as number };
  const databases: PlannedDatabase[] = [];
  const problems: PlanText["problems"] = [];
  const known = new Set<string>();
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (isRule(line)) continue;
    const say = (words: string) => problems.push({ line: index + 1, words });
    const row = line.length > longestLine ? null : readRow(line, columns);
    if (row === null) {
      const head = databases.length + problems.length === 0 ? readHead(line) : null;
      if (head === null) say(`"${shorten(line)}" has no size: write a name and a size, such as "Orders, 120 GB"`);
      else columns = head;
      continue;
    }
    const { name, bytes } = row;
    if (name === "") say(`a size without a name: write both, such as "Orders, 120 GB"`);
    else if (!(bytes > 0)) say(`${name}: a size is more than 0`);
    else if (bytes > mostBytes) say(`${name}: no database is larger than 524,272 TB; look at the unit`);
    else if (known.has(name.toLowerCase())) say(`${name} stands here twice; the first counts`);
    else if (databases.length >= mostDatabases) {
      say(`a plan holds ${mostDatabases} databases at most; this line and those below do not count`);
      break;
    } else {
      known.add(name.toLowerCase());
      databases.push({ name, bytes });
    }
  }
  return { databases, problems };
}

/** The same databases as text again, a line each, rounded up to whole MB; a name that would be misread stands in brackets. */
export function planText(databases: readonly PlannedDatabase[]): string {
  return databases
    .map(({ name, bytes }) => {
      const size = `${Math.ceil(bytes / 1024 ** 2)} MB`;
      const plain = `${name}, ${size}`;
      const isPlain = parsePlanText(plain).databases[0]?.name === name;
      return isPlain ? plain : `[${name.replaceAll("]", "]]")}], ${size}`;
    })
    .join("\n");
}

/** Nothing to read: an empty line, the line under a head, or what sqlcmd and SSMS add below. */
function isRule(line: string): boolean {
  return /^[-=+:|\s]*$/.test(line) || /^\(\d+ rows? affected\)$/i.test(line);
}

/** Cells stand between tabs, bars or semicolons; a line of none of these is a name, a comma or a space, and a size. */
function readRow(line: string, columns: Columns): PlannedDatabase | null {
  return readCells(line, columns) ?? readAfterComma(line, columns.factor) ?? readAfterSpace(line, columns.factor);
}

function readCells(line: string, { name, size, factor }: Columns): PlannedDatabase | null {
  const cells = splitCells(line);
  if (cells === null) return null;
  const sized = size === null ? cells.filter((_, index) => index !== name) : cells.slice(size, size + 1);
  const bytes = sized.map((cell) => readSize(bare(cell), factor)).find((one) => one !== null);
  return bytes == null ? null : { name: bare(cells[name] ?? ""), bytes };
}

function splitCells(line: string): string[] | null {
  const separator = ["\t", "|", ";"].find((one) => line.includes(one));
  if (separator === undefined) return null;
  const isFramed = separator === "|" && line.startsWith("|");
  return (isFramed ? line.replace(/^\||\|$/g, "") : line).split(separator).map((cell) => cell.trim());
}

/** The first comma after which nothing but a size follows: names and numbers have commas of their own. */
function readAfterComma(line: string, factor: number): PlannedDatabase | null {
  for (let at = line.indexOf(","); at >= 0; at = line.indexOf(",", at + 1)) {
    const bytes = readSize(bare(line.slice(at + 1)), factor);
    if (bytes !== null) return { name: bare(line.slice(0, at)), bytes };
  }
  return null;
}

function readAfterSpace(line: string, factor: number): PlannedDatabase | null {
  const found = /^(.*?)[\s:=]+(-?\d[^\s]*(?:\s+[a-z]+)?)$/i.exec(line);
  const bytes = found && readSize(found[2] as string, factor);
  return bytes === null ? null : { name: bare((found as RegExpExecArray)[1] as string), bytes };
}

/** A head names both columns. */
function readHead(line: string): Columns | null {
  const cells = splitCells(line) ?? line.split(line.includes(",") ? "," : /\s+/).map((cell) => cell.trim());
  const size = cells.findIndex((cell) => /size|bytes|(?:^|[^a-z])[kmgt]b\b/i.test(cell));
  const name = cells.findIndex((cell, index) => index !== size && /name|^database$|^db$/i.test(cell));
  if (name < 0 || size < 0) return null;
  const told = cells[size] as string;
  const unit = /(?:^|[^a-z]|size)(kb|mb|gb|tb|bytes)(?![a-z])/i.exec(told)?.[1];
  // sp_databases counts in KB and does not say so.
  const letter = unit?.[0]?.toLowerCase() ?? (/^database_size$/i.test(told) ? "k" : "g");
  return { name, size, factor: factors[letter] as number };
}

/** Bytes; null: not a size. */
function readSize(text: string, factor: number): number | null {
  const found = /^(-?)(\d.*?)\s*(b|bytes|[kmgt](?:i?b)?)?$/i.exec(text);
  const value = found && readNumber(found[2] as string);
  if (found === null || value === null) return null;
  const its = found[3] ? (factors[(found[3][0] as string).toLowerCase()] as number) : factor;
  return (found[1] === "-" ? -1 : 1) * Math.round(value * its);
}

/** "1,234.5", "1.234,5", "1 234" and "1.2E+05". A comma before three figures parts thousands, a point alone never does. */
function readNumber(text: string): number | null {
  if (/^\d+(\.\d+)?(e\+?\d+)?$/i.test(text)) return Number(text);
  const grouped = /^(\d{1,3}(?:([,.'\s])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?$/.exec(text);
  if (grouped !== null) return Number(`${(grouped[1] as string).replace(/\D/g, "")}.${grouped[3] ?? 0}`);
  const decimal = /^(\d+),(\d{1,2}|\d{4,})$/.exec(text);
  return decimal && Number(`${decimal[1]}.${decimal[2]}`);
}

/** Without the quotes or brackets that stand around it. */
function bare(cell: string): string {
  const text = cell.trim();
  const quoted = /^"(.*)"$/s.exec(text)?.[1] ?? /^'(.*)'$/s.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll('""', '"').trim();
  const bracketed = /^\[(.*)\]$/s.exec(text)?.[1];
  return bracketed === undefined ? text : bracketed.replaceAll("]]", "]").trim();
}

function shorten(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
