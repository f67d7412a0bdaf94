// When a plan may use the wire in full: days and hours in a time zone, and what share is left outside them.

/** No days: always in full. `fromMinute` past `toMinute`: over midnight, counted to the day it begins. */
export interface WorkingHours {
  /** 0 = Sunday. */
  days: readonly number[];
  /** Minutes since midnight. */
  fromMinute: number;
  toMinute: number;
  /** Of the bandwidth, outside the hours: 0 to 1. */
  shareOutside: number;
  timeZone: string;
}

const minuteMs = 60_000;

export function isAlways({ days, fromMinute, toMinute, shareOutside }: WorkingHours): boolean {
  return days.length === 0 || shareOutside >= 1 || (days.length === 7 && fromMinute === toMinute);
}

/** Share of the bandwidth at a time, ms since 1970. */
export function shareAt(hours: WorkingHours, at: number): number {
  if (isAlways(hours)) return 1;
  const { day, minute } = localTime(at, hours.timeZone);
  const { days, fromMinute, toMinute } = hours;
  const isOvernight = fromMinute >= toMinute;
  const began = days.includes(day) && minute >= fromMinute && (isOvernight || minute < toMinute);
  const goesOn = isOvernight && days.includes((day + 6) % 7) && minute < toMinute;
  return began || goesOn ? 1 : hours.shareOutside;
}

/** The next time at which the share may change; infinite when it never does. */
export function nextChange(hours: WorkingHours, at: number): number {
  if (isAlways(hours)) return Number.POSITIVE_INFINITY;
  const { minute } = localTime(at, hours.timeZone);
  const exact = minute + (((at % minuteMs) + minuteMs) % minuteMs) / minuteMs;
  const waits = [hours.fromMinute, hours.toMinute, 1440].map(
    (border) => (border > exact ? border : border + 1440) - exact,
  );
  // At a change of the clocks the border is an hour off at most; the share is read anew at each step.
  return at + Math.max(1, Math.min(...waits) * minuteMs);
}

const clocks = new Map<string, Intl.DateTimeFormat>();
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function localTime(at: number, timeZone: string): { day: number; minute: number } {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(timeZone, clock);
  }
  const part = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: weekdays.indexOf(part.get("weekday") ?? ""),
    minute: Number(part.get("hour")) * 60 + Number(part.get("minute")),
  };
}
