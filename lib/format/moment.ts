// Moments in the reader's zone: the nearer, the shorter. The zone is an IANA name; `now` decides what today is.

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: string;
  minute: string;
  second: string;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const dayMs = 86_400_000;

/** Today "03:02", within six days "Wed 22:14", else "28 Nov", in another year "12 Feb 2027". */
export function formatMoment(at: Date | string | null, now: Date | string, zone: string): string {
  if (at === null) return "–";
  const moment = partsIn(zone, new Date(at));
  const today = partsIn(zone, new Date(now));
  const days = Math.abs(dayNumber(moment) - dayNumber(today));
  if (days === 0) return `${moment.hour}:${moment.minute}`;
  if (days < 7) return `${weekday(moment)} ${moment.hour}:${moment.minute}`;
  return dayWords(moment, today);
}

/** With seconds, for alerts and timelines of minutes: "03:02:47", "Wed 22:14:05", "28 Nov 22:14:05". */
export function formatExactMoment(at: Date | string | null, now: Date | string, zone: string): string {
  if (at === null) return "–";
  const moment = partsIn(zone, new Date(at));
  const today = partsIn(zone, new Date(now));
  const clock = `${moment.hour}:${moment.minute}:${moment.second}`;
  const days = Math.abs(dayNumber(moment) - dayNumber(today));
  if (days === 0) return clock;
  return `${days < 7 ? weekday(moment) : dayWords(moment, today)} ${clock}`;
}

/** The day alone: "28 Nov" or "12 Feb 2027". */
export function formatDay(at: Date | string | null, now: Date | string, zone: string): string {
  return at === null ? "–" : dayWords(partsIn(zone, new Date(at)), partsIn(zone, new Date(now)));
}

/** The day with its weekday, for forecasts and headings: "Sat 21 Nov, 02:12". */
export function formatDayAndTime(at: Date | string | null, now: Date | string, zone: string): string {
  if (at === null) return "–";
  const moment = partsIn(zone, new Date(at));
  const today = partsIn(zone, new Date(now));
  return `${weekday(moment)} ${dayWords(moment, today)}, ${moment.hour}:${moment.minute}`;
}

/** ISO 8601 with the zone's offset at that time, for hover and copy: "2026-11-21T03:02:00+01:00". */
export function formatIso(at: Date | string, zone: string): string {
  const date = new Date(at);
  const { year, month, day, hour, minute, second } = partsIn(zone, date);
  const local = Date.UTC(year, month - 1, day, Number(hour), Number(minute), Number(second));
  const offset = Math.round((local - Math.floor(date.getTime() / 1000) * 1000) / 60_000);
  const two = (part: number) => String(part).padStart(2, "0");
  const sign = offset < 0 ? "-" : "+";
  const size = Math.abs(offset);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${hour}:${minute}:${second}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Making an Intl formatter costs more than thousand uses of it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function partsIn(zone: string, at: Date): Parts {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(zone, formatter);
  }
  const part = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    year: Number(part.year),
    month: Number(part.month),
    day: Number(part.day),
    hour: part.hour ?? "",
    minute: part.minute ?? "",
    second: part.second ?? "",
  };
}

function dayNumber({ year, month, day }: Parts): number {
  return Date.UTC(year, month - 1, day) / dayMs;
}

function weekday(parts: Parts): string {
  return weekdays[new Date(dayNumber(parts) * dayMs).getUTCDay()] ?? "";
}

function dayWords(parts: Parts, today: Parts): string {
  const text = `${parts.day} ${months[parts.month - 1]}`;
  return parts.year === today.year ? text : `${text} ${parts.year}`;
}
