// Dates and times as T-SQL reads and writes them: text in, text out by style, dateparts, the 1/300 second of datetime.
import { SqlFailure } from "./errors.ts";
import type { SqlType } from "./result.ts";

export const DAY_MS = 86_400_000;
/** 1900-01-01, day 0 of datetime. */
export const EPOCH_1900_MS = Date.UTC(1900, 0, 1);

/** datetime keeps 1/300 s; SQL Server shows .000, .003 and .007. */
export function roundToDatetime(ms: number): number {
  return Math.round((Math.round((ms * 3) / 10) * 10) / 3);
}

export interface Moment {
  /** Wall clock as if it were UTC. */
  ms: number;
  offsetMinutes: number | null;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?\s*(AM|PM)?`;
const ZONE = String.raw`\s*(Z|[+-]\d{2}:\d{2})?`;
const TIME_ONLY = new RegExp(`^${CLOCK}${ZONE}$`, "i");
const DATES: [RegExp, [year: number, month: number, day: number]][] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})/, [1, 2, 3]],
  [/^(\d{4})(\d{2})(\d{2})(?!\d)/, [1, 2, 3]],
  [/^(\d{1,2})[/.](\d{1,2})[/.](\d{4})/, [3, 1, 2]],
];

/** Throws 241 for what is no date, 242 for what is none in the calendar. An empty text is 1900-01-01, as in SQL Server. */
export function parseMoment(text: string): Moment {
  const trimmed = text.trim();
  if (trimmed === "") return { ms: EPOCH_1900_MS, offsetMinutes: null };
  const onlyTime = TIME_ONLY.exec(trimmed);
  if (onlyTime) return { ms: EPOCH_1900_MS + clockMs(onlyTime), offsetMinutes: zoneMinutes(onlyTime[6]) };
  for (const [pattern, [year, month, day]] of DATES) {
    const date = pattern.exec(trimmed);
    if (!date) continue;
    const ms = Date.UTC(Number(date[year]), Number(date[month]) - 1, Number(date[day]));
    if (new Date(ms).getUTCDate() !== Number(date[day])) throw new SqlFailure(242, ["varchar", "datetime"]);
    const rest = trimmed.slice(date[0].length).replace(/^(T|\s+)/i, "");
    if (rest === "") return { ms, offsetMinutes: null };
    const clock = TIME_ONLY.exec(rest);
    if (clock) return { ms: ms + clockMs(clock), offsetMinutes: zoneMinutes(clock[6]) };
  }
  throw new SqlFailure(241);
}

function clockMs(match: RegExpExecArray): number {
  const [, hours, minutes, seconds = "0", fraction = "", half] = match;
  const hour = half ? (Number(hours) % 12) + (half.toUpperCase() === "PM" ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) throw new SqlFailure(242, ["varchar", "datetime"]);
  return ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(`0.${fraction || "0"}`) * 1000;
}

function zoneMinutes(zone: string | undefined): number | null {
  if (!zone) return null;
  if (zone.toUpperCase() === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith("-") ? -minutes : minutes;
}

const two = (value: number): string => String(value).padStart(2, "0");

function zoneText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Text of a moment by CONVERT style; without a style datetime is "Nov 21 2026 11:41AM" and the rest ISO. `ms` is the wall clock. */
export function formatMoment(ms: number, type: SqlType, style: number, offsetMinutes: number): string {
  const at = new Date(Math.floor(ms));
  const digits = fractionDigits(type);
  const date = `${String(at.getUTCFullYear()).padStart(4, "0")}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  const seconds = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  const fraction =
    digits === 0 ? "" : `.${String(at.getUTCMilliseconds()).padStart(3, "0").padEnd(7, "0").slice(0, digits)}`;
  const zone = type.name === "datetimeoffset" ? ` ${zoneText(offsetMinutes)}` : "";
  const join = (separator: string, time: string) => {
    if (type.name === "date") return date;
    return type.name === "time" ? time : `${date}${separator}${time}`;
  };
  switch (style) {
    case 0:
    case 100:
      return shortForm(at, type);
    case 23:
      return date;
    case 8:
    case 108:
      return seconds;
    case 112:
      return date.replaceAll("-", "");
    case 20:
    case 120:
      return join(" ", seconds) + zone;
    case 21:
    case 25:
    case 121:
      return join(" ", seconds + fraction) + zone;
    case 126:
      return join("T", seconds + fraction.replace(/^\.0+$/, type.name === "datetime" ? "" : "$&")) + zone.trim();
    case 127: {
      const utc =
        type.name === "datetimeoffset"
          ? formatMoment(ms - offsetMinutes * 60_000, { name: "datetime2", scale: digits }, 126, 0)
          : "";
      return utc ? `${utc}Z` : formatMoment(ms, type, 126, 0);
    }
  }
  throw new SqlFailure(281, [style, type.name]);
}

function fractionDigits(type: SqlType): number {
  if (type.name === "datetime") return 3;
  return "scale" in type ? type.scale : 0;
}

function shortForm(at: Date, type: SqlType): string {
  const day = `${MONTHS[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)} ${at.getUTCFullYear()}`;
  const hour = at.getUTCHours();
  const clock = `${String(hour % 12 || 12).padStart(2)}:${two(at.getUTCMinutes())}${hour < 12 ? "AM" : "PM"}`;
  if (type.name === "date") return day;
  return type.name === "time" ? clock.trim() : `${day} ${clock}`;
}

const PARTS: Record<string, string[]> = {
  year: ["year", "yy", "yyyy"],
  quarter: ["quarter", "qq", "q"],
  month: ["month", "mm", "m"],
  day: ["day", "dd", "d", "dayofyear", "dy", "y", "weekday", "dw"],
  week: ["week", "wk", "ww"],
  hour: ["hour", "hh"],
  minute: ["minute", "mi", "n"],
  second: ["second", "ss", "s"],
  millisecond: ["millisecond", "ms"],
  microsecond: ["microsecond", "mcs"],
  nanosecond: ["nanosecond", "ns"],
};
const LENGTH_MS: Record<string, number> = {
  day: DAY_MS,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
  microsecond: 1e-3,
  nanosecond: 1e-6,
};

/** The datepart a word stands for, or null (155). */
export function datePart(word: string): string | null {
  const wanted = word.toLowerCase();
  return Object.keys(PARTS).find((part) => PARTS[part]?.includes(wanted)) ?? null;
}

/** Boundaries crossed between two moments, as DATEDIFF counts. */
export function boundariesBetween(part: string, from: number, to: number): number {
  // Counted from the difference: the whole number of nanoseconds since 1970 is more than a number holds.
  if (part === "microsecond" || part === "nanosecond") return Math.round((to - from) / (LENGTH_MS[part] as number));
  const months = (ms: number) => new Date(ms).getUTCFullYear() * 12 + new Date(ms).getUTCMonth();
  // 1970-01-01 was a Thursday; weeks start on Sunday for DATEDIFF whatever DATEFIRST says.
  const index = (ms: number): number => {
    if (part === "year") return new Date(ms).getUTCFullYear();
    if (part === "quarter") return Math.floor(months(ms) / 3);
    if (part === "month") return months(ms);
    if (part === "week") return Math.floor((Math.floor(ms / DAY_MS) + 4) / 7);
    return Math.floor(ms / (LENGTH_MS[part] as number));
  };
  return index(to) - index(from);
}

/** DATEADD: months and years keep the day of month, cut to the month's last day. */
export function addToMoment(part: string, count: number, ms: number): number {
  if (part === "week") return ms + count * 7 * DAY_MS;
  const length = LENGTH_MS[part];
  if (length !== undefined) return ms + count * length;
  const months = count * (part === "year" ? 12 : part === "quarter" ? 3 : 1);
  const at = new Date(Math.floor(ms));
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate();
  const midnight = Math.floor(ms / DAY_MS) * DAY_MS;
  return first + (Math.min(at.getUTCDate(), last) - 1) * DAY_MS + (ms - midnight);
}
