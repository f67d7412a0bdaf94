// How numbers, times and lists stand in a sentence; plain spaces, so that stored text can be searched.
import type { Phase } from "./assessment.ts";
import type { Side, Vantage } from "./vantage.ts";

const minute = 60;
const hour = 3600;
const day = 86_400;

/** Two units from an hour on: "1 d 23 h", "5 h 40 min", "38 min", "41 s". Seconds below zero count as zero. */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < minute) return `${whole} s`;
  if (whole < hour - 30) return `${Math.round(whole / minute)} min`;
  const minutes = Math.round(whole / minute);
  if (minutes < 24 * 60) return twoUnits(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(whole / hour);
  return twoUnits(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** One unit, rounded down, for ages: "8 s", "2 min", "3 h", "5 d". */
export function ageWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return `${Math.floor(whole / minute)} min`;
  if (whole < day) return `${Math.floor(whole / hour)} h`;
  return `${Math.floor(whole / day)} d`;
}

const sizeUnits = ["KB", "MB", "GB", "TB", "PB"];

/** At most three figures, 1 GB = 1024 MB: "310 MB", "41.6 GB", "3.48 TB"; below one KB "0.3 KB", a real zero "0.0 MB". */
export function sizeWords(bytes: number): string {
  if (bytes === 0) return "0.0 MB";
  let value = bytes / 1024;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < sizeUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${threeFigures(value)} ${sizeUnits[unit]}`;
}

/** "14.4 MB/s". */
export function rateWords(bytesPerSecond: number): string {
  return `${sizeWords(bytesPerSecond)}/s`;
}

/** Without decimals and never rounded up to the end: 0.999 is "99 %". */
export function percentWords(fraction: number): string {
  return `${Math.floor(Math.max(0, fraction) * 100 + 1e-9)} %`;
}

/** "28 Nov", or "12 Feb 2027" in another year; UTC, since a stored sentence has no reader's zone. */
export function utcDay(at: Date, now: Date): string {
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const text = `${at.getUTCDate()} ${months[at.getUTCMonth()]}`;
  return at.getUTCFullYear() === now.getUTCFullYear() ? text : `${text} ${at.getUTCFullYear()}`;
}

/** "1 day", "9 days". */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c". */
export function listWords(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** A foreign text made the inside of a sentence: one line, no end mark. */
export function clause(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.!\s]+$/, "");
}

/** A foreign text as a part of a reason: cut at a word where it grows long; the evidence holds it whole. */
export function shortClause(text: string, most = 80): string {
  const whole = clause(text);
  if (whole.length <= most) return whole;
  const cut = whole.slice(0, most).replace(/\s+\S*$/, "");
  return `${cut.replace(/[,;:.\s]+$/, "")} …`;
}

export function sideWords(side: Side): string {
  return side === "partner" ? "SQL Server" : "managed instance";
}

export function vantageWords(vantage: Vantage | "linkspan"): string {
  if (vantage === "arm") return "ARM";
  return vantage === "linkspan" ? "Linkspan" : sideWords(vantage);
}

/** Phases as pages and sentences call them. */
export const phaseWords: Record<Phase, string> = {
  "waiting-to-seed": "Waiting to seed",
  seeding: "Seeding",
  "seeding-stalled": "Seeding stalled",
  "seeding-restarted": "Seeding restarted",
  "seeding-failed": "Seeding failed",
  "catching-up": "Catching up",
  replicating: "Replicating",
  "replicating-back": "Replicating back",
  suspended: "Suspended",
  disconnected: "Disconnected",
  "failing-over": "Failing over",
  "split-brain": "Split brain",
  removed: "Removed",
  "not-known": "Not known",
};

function threeFigures(value: number): string {
  const size = Math.abs(value);
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return value.toFixed(size < 1 ? 1 : decimals);
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
