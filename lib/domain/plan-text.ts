// Databases with sizes as people type or paste them: "Orders, 120 GB", or two columns of a query result.
import type { PlannedDatabase } from "./plan.ts";

export interface PlanText {
  databases: PlannedDatabase[];
  /** One sentence per line that could not be read; lines count from 1. */
  problems: { line: number; words: string }[];
}

const factors: Record<string, number> = {
  b: 1,
  bytes: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};

/** No more databases than one SQL Server can hold. */
export const mostDatabases = 1000;

/** A number without a unit counts as `unit`; a head line that names a unit ("size_mb") sets it for the lines below. */
export function parsePlanText(text: string, unit: "MB" | "GB" = "GB"): PlanText {
  let factor = factors[unit.toLowerCase()] as number;
  const databases: PlannedDatabase[] = [];
  const problems: PlanText["problems"] = [];
  const known = new Set<string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || /^[-\s|+]+$/.test(line)) continue;
    const say = (words: string) => problems.push({ line: index + 1, words });
    const found = /^(.+?)[\s,;|]+([\d.,\s']*\d)\s*(b|bytes|[kmgt]i?b)?\s*\|?$/i.exec(line);
    if (found === null) {
      const head = /(?:size|bytes|_|\b)(kb|mb|gb|tb|bytes)\b/i.exec(line)?.[1];
      if (index === 0 || databases.length === 0) {
        if (head !== undefined) factor = factors[head.toLowerCase()] as number;
        if (head !== undefined || /name|database/i.test(line)) continue;
      }
      say(`"${line.slice(0, 60)}" has no size: write a name and a size, such as "Orders, 120 GB"`);
      continue;
    }
    const name = (found[1] as string).replace(/^[[|"'\s]+|[\]|"'\s,;]+$/g, "");
    const size = parseNumber(found[2] as string);
    const its = found[3] ? (factors[found[3].toLowerCase().replace("ib", "b")] as number) : factor;
    const bytes = Math.round(size * its);
    if (!(bytes > 0)) say(`${name}: a size is more than 0`);
    else if (known.has(name.toLowerCase())) say(`${name} stands here twice; the first counts`);
    else if (databases.length >= mostDatabases) say(`${name}: a plan holds ${mostDatabases} databases at most`);
    else {
      known.add(name.toLowerCase());
      databases.push({ name, bytes });
    }
  }
  return { databases, problems };
}

/** "1,234.5", "1.234,5" and "1 234" as people write them; the last sign followed by one or two digits, or by any number where it stands once, is the point. */
function parseNumber(text: string): number {
  const bare = text.replace(/[\s']/g, "");
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  if (last < 0) return Number(bare);
  const sign = bare[last] as string;
  const isAlone = bare.split(sign).length === 2 && !bare.includes(sign === "." ? "," : ".");
  const isThousands = isAlone ? sign === "," && bare.length - last === 4 : bare.split(sign).length > 2;
  if (isThousands) return Number(bare.replace(/[.,]/g, ""));
  return Number(`${bare.slice(0, last).replace(/[.,]/g, "")}.${bare.slice(last + 1)}`);
}

/** The same databases as text again, for the address of the page. */
export function planText(databases: readonly PlannedDatabase[]): string {
  return databases.map(({ name, bytes }) => `${name}, ${bytes} bytes`).join("\n");
}
