// A plan in the address of its page, so that it can be sent to someone: what each key means, and the plan it makes.
import { parseAsFloat, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs";
import { mostParallel, type Plan, type PlannedDatabase } from "../../lib/domain/plan.ts";

export const orders = ["largest-first", "smallest-first", "as-given"] as const;
export const rateUnits = ["MB/s", "Mbit/s", "GB/h"] as const;
export type RateUnit = (typeof rateUnits)[number];

/** Bytes per second of one. 1 MB = 1024 KB, as SQL Server counts; a Mbit is a million bits, as networks count. */
export const bytesPerSecondOf: Record<RateUnit, number> = {
  "MB/s": 1024 ** 2,
  "Mbit/s": 125_000,
  "GB/h": 1024 ** 3 / 3600,
};

export const planKeys = {
  databases: parseAsString.withDefault(""),
  rate: parseAsFloat.withDefault(84),
  unit: parseAsStringLiteral(rateUnits).withDefault("GB/h"),
  /** Of one seeding alone, in the same unit; 0: only the wire limits it. */
  each: parseAsFloat.withDefault(0),
  parallel: parseAsInteger.withDefault(mostParallel),
  /** Percent of the bytes that go over the wire. */
  wire: parseAsFloat.withDefault(100),
  order: parseAsStringLiteral(orders).withDefault("largest-first"),
  /** ISO times; empty: now, and no date. */
  start: parseAsString.withDefault(""),
  by: parseAsString.withDefault(""),
  /** Days of the week as digits, 0 = Sunday; empty: always. */
  days: parseAsString.withDefault(""),
  from: parseAsString.withDefault("20:00"),
  to: parseAsString.withDefault("06:00"),
  /** Percent of the bandwidth outside these hours. */
  outside: parseAsFloat.withDefault(0),
  zone: parseAsString.withDefault(""),
};

export interface PlanState {
  databases: string;
  rate: number;
  unit: RateUnit;
  each: number;
  parallel: number;
  wire: number;
  order: (typeof orders)[number];
  start: string;
  by: string;
  days: string;
  from: string;
  to: string;
  outside: number;
  zone: string;
}

/** What a number field takes; `words` say what to give, beginning with a verb. */
export interface Range {
  least: number;
  most: number;
  words: string;
}

const mostRate = 1_000_000_000;

export const ranges = {
  rate: {
    least: Number.MIN_VALUE,
    most: mostRate,
    words: "Give the bandwidth as a number above 0, a thousand million at most",
  },
  each: { least: 0, most: mostRate, words: "Give what one seeding reaches as a number, 0 for no limit" },
  wire: { least: 1, most: 100, words: "Give the bytes that go over the wire as 1 to 100 %" },
  outside: { least: 0, most: 100, words: "Give the bandwidth outside the hours as 0 to 100 %" },
} as const satisfies Record<string, Range>;

export function isWithin({ least, most }: Range, value: number): boolean {
  return value >= least && value <= most;
}

/** Null with what to do about it. */
export function planOf(
  state: PlanState,
  databases: readonly PlannedDatabase[],
  readerZone: string,
  now: number,
): { plan: Plan; missing: null } | { plan: null; missing: string } {
  const factor = bytesPerSecondOf[state.unit];
  if (databases.length === 0) return none('Name a database and its size, such as "Orders, 120 GB"');
  const days = [...new Set(state.days.match(/[0-6]/g) ?? [])].map(Number);
  const asked = ["rate", "each", "wire", ...(days.length > 0 ? (["outside"] as const) : [])] as const;
  const wrong = asked.find((field) => !isWithin(ranges[field], state[field]));
  if (wrong !== undefined) return none(ranges[wrong].words);
  const [fromMinute, toMinute] = [minuteOf(state.from), minuteOf(state.to)];
  if (days.length > 0 && (fromMinute === null || toMinute === null))
    return none("Give the hours from and to, such as 20:00 and 06:00");
  return {
    missing: null,
    plan: {
      databases,
      bytesPerSecond: state.rate * factor,
      seedingBytesPerSecond: state.each > 0 ? state.each * factor : null,
      parallel: Math.min(mostParallel, Math.max(1, state.parallel)),
      wireBytesPerByte: state.wire / 100,
      order: state.order,
      startAt: instantOf(state.start) ?? new Date(now),
      hours: {
        days,
        fromMinute: fromMinute ?? 0,
        toMinute: toMinute ?? 0,
        shareOutside: state.outside / 100,
        timeZone: isZone(state.zone) ? state.zone : readerZone,
      },
    },
  };
}

/** Longer lists make an address that servers on its way refuse. */
const longestInAddress = 6000;

export function fitsAddress(databases: string): boolean {
  return encodeURIComponent(databases).length <= longestInAddress;
}

/** Of a change what the address holds; null takes the key away. */
export function addressOf(changes: Partial<PlanState>): { [Key in keyof PlanState]?: PlanState[Key] | null } {
  const held = Object.entries(changes).map(([key, value]) => {
    const isLost = Number.isNaN(value) || (key === "databases" && !fitsAddress(String(value)));
    return [key, isLost ? null : value];
  });
  return Object.fromEntries(held);
}

/** Null also for years that no plan means and no calendar can show. */
export function instantOf(text: string): Date | null {
  const at = text === "" ? Number.NaN : Date.parse(text);
  const isSensible = at > Date.parse("1970-01-01T00:00:00Z") && at < Date.parse("3000-01-01T00:00:00Z");
  return isSensible ? new Date(at) : null;
}

function minuteOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (found === null) return null;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return minute < 1440 ? minute : null;
}

function isZone(zone: string): boolean {
  if (zone === "") return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function none(missing: string): { plan: null; missing: string } {
  return { plan: null, missing };
}
