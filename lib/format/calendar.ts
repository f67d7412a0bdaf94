// Dates as a calendar that any calendar program can subscribe to (RFC 5545); written by hand, since the format is a page and a dependency is not.

/** One whole day. */
export interface CalendarDay {
  /** Stays the same as long as it is the same matter, whatever its date. */
  uid: string;
  /** UTC; the day of it counts. */
  on: Date;
  /** When the matter was last changed; the same text must come out as long as nothing is. */
  changedAt: Date;
  title: string;
  description: string;
  url: string | null;
  /** Days before at which the calendar reminds. */
  remindDays: readonly number[];
}

/** The text of a .ics file, with CRLF after every line and no line over 75 octets. */
export function calendarText(name: string, days: readonly CalendarDay[]): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Linkspan//Certificates//EN",
    "CALSCALE:GREGORIAN",
    `X-WR-CALNAME:${escaped(name)}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    "X-PUBLISHED-TTL:PT6H",
    ...days.flatMap(event),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function event(day: CalendarDay): string[] {
  const nextDay = new Date(day.on.getTime() + 86_400_000);
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(day.uid)}`,
    `DTSTAMP:${stamp(day.changedAt)}`,
    `DTSTART;VALUE=DATE:${date(day.on)}`,
    `DTEND;VALUE=DATE:${date(nextDay)}`,
    `SUMMARY:${escaped(day.title)}`,
    `DESCRIPTION:${escaped(day.description)}`,
    ...(day.url === null ? [] : [`URL:${day.url}`]),
    "TRANSP:TRANSPARENT",
    ...day.remindDays.flatMap((days) => [
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      `TRIGGER:-P${days}D`,
      `DESCRIPTION:${escaped(`${day.title} in ${days} ${days === 1 ? "day" : "days"}`)}`,
      "END:VALARM",
    ]),
    "END:VEVENT",
  ];
}

/** "20261128" */
function date(at: Date): string {
  return at.toISOString().slice(0, 10).replaceAll("-", "");
}

/** "20261128T031240Z" */
function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

/** A value of type TEXT; other control characters have no way to be written. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll(/\r\n|\r|\n/g, "\\n")
    .replaceAll(/\p{Cc}/gu, " ");
}

/** Continued with a space before octet 76, never inside a character. */
function folded(line: string): string {
  let text = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      text += "\r\n ";
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
