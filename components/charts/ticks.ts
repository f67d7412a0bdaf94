// Where an axis is marked: round values from zero, round hours of the reader's zone, and midnights by their day.

export interface TimeTick {
  /** ms since 1970. */
  at: number;
  label: string;
  /** A midnight: drawn as a hairline, its day in bold. */
  isDay: boolean;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const timeSteps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28].map((count) => count * day),
];

/** 3 to 6 round values from 0; the last is the top of the axis and at or above `max`. All zero or nothing: 0 to 1. */
export function valueTicks(max: number): number[] {
  if (!(max > 0)) return [0, 0.5, 1];
  const magnitude = 10 ** Math.floor(Math.log10(max / 5));
  const step = [1, 2, 5, 10].map((round) => round * magnitude).find((size) => Math.ceil(max / size - 1e-9) <= 5);
  const size = step ?? 10 * magnitude;
  const count = Math.max(2, Math.ceil(max / size - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => Number((index * size).toPrecision(12)));
}

/** Ticks inside [from, to] (ms), at least `minGap` px apart on an axis of `width` px. */
export function timeTicks(from: number, to: number, width: number, zone: string, minGap = 72): TimeTick[] {
  const room = Math.max(1, Math.floor(width / minGap));
  const step = timeSteps.find((size) => (to - from) / size <= room) ?? timeSteps.at(-1)!;
  const ticks: TimeTick[] = [];
  const wallFrom = from + offsetMs(from, zone);
  const wallTo = to + offsetMs(to, zone);
  const strideMs = Math.max(step, day);
  // Wall clock is walked, not time: a day that changes its clock still has its ticks at round hours.
  for (let midnight = Math.floor(wallFrom / strideMs) * strideMs; midnight <= wallTo; midnight += strideMs) {
    for (let within = 0; within < day; within += Math.min(step, day)) {
      const wall = midnight + within;
      if (wall < wallFrom - hour || wall > wallTo + hour) continue;
      const at = instantOf(wall, zone);
      // An hour that the clock leaps over has no tick.
      if (at < from || at > to || at + offsetMs(at, zone) !== wall) continue;
      const isDay = wall % day === 0;
      ticks.push({ at, label: isDay ? dayLabel(wall, step) : clockLabel(wall), isDay });
    }
  }
  return ticks;
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function dayLabel(wall: number, step: number): string {
  const date = new Date(wall);
  return step >= 7 * day
    ? `${date.getUTCDate()} ${months[date.getUTCMonth()]}`
    : `${weekdays[date.getUTCDay()]} ${date.getUTCDate()}`;
}

function clockLabel(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}

/** The instant at which a wall clock of the zone shows `wall` (ms as if it were UTC). */
function instantOf(wall: number, zone: string): number {
  const guess = wall - offsetMs(wall, zone);
  return wall - offsetMs(guess, zone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's wall clock is ahead of UTC at an instant. */
export function offsetMs(at: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!);
  return wall - Math.floor(at / minute) * minute;
}
