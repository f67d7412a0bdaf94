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
  wire: parseAsInteger.withDefault(100),
  order: parseAsStringLiteral(orders).withDefault("largest-first"),
  /** ISO times; empty: now, and no date. */
  start: parseAsString.withDefault(""),
  by: parseAsString.withDefault(""),
  /** Days of the week as digits, 0 = Sunday; empty: always. */
  days: parseAsString.withDefault(""),
  from: parseAsString.withDefault("20:00"),
  to: parseAsString.withDefault("06:00"),
  /** Percent of the bandwidth outside these hours. */
  outside: parseAsInteger.withDefault(0),
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

/** Null with the field that stands in the way, in words. */
export function planOf(
  state: PlanState,
  databases: readonly PlannedDatabase[],
  readerZone: string,
  now: number,
): { plan: Plan; missing: null } | { plan: null; missing: string } {
  const factor = bytesPerSecondOf[state.unit];
  if (databases.length === 0) return none("no database is named yet");
  if (!(state.rate > 0)) return none("the bandwidth is more than 0");
  if (!(state.each >= 0)) return none("what one seeding reaches is 0 (no limit) or more");
  if (!(state.wire >= 1 && state.wire <= 100)) return none("between 1 and 100 % of the bytes go over the wire");
  const startAt = instantOf(state.start) ?? new Date(now);
  return {
    missing: null,
    plan: {
      databases,
      bytesPerSecond: state.rate * factor,
      seedingBytesPerSecond: state.each > 0 ? state.each * factor : null,
      parallel: Math.min(mostParallel, Math.max(1, state.parallel)),
      wireBytesPerByte: state.wire / 100,
      order: state.order,
      startAt,
      hours: {
        days: [...new Set(state.days.match(/[0-6]/g) ?? [])].map(Number),
        fromMinute: minuteOf(state.from) ?? 0,
        toMinute: minuteOf(state.to) ?? 0,
        shareOutside: Math.min(100, Math.max(0, state.outside)) / 100,
        timeZone: isZone(state.zone) ? state.zone : readerZone,
      },
    },
  };
}

export function instantOf(text: string): Date | null {
  const at = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at);
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
