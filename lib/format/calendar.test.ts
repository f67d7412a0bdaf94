import { expect, test } from "vitest";
import { type CalendarDay, calendarText } from "./calendar.ts";

const day: CalendarDay = {
  uid: "certificate-sqlserver:SQLHAM01@linkspan",
  on: new Date("2026-11-28T23:59:59Z"),
  changedAt: new Date("2025-11-28T01:02:03.456Z"),
  title: "Certificate of SQLHAM01 expires",
  description: "Cert_SQLHAM01; 4 links stop then.",
  url: "https://linkspan.example/certificates",
  remindDays: [7, 1],
};

test("a calendar is told line by line, each ended with CRLF", () => {
  expect(calendarText("Certificates", [day]).split("\r\n")).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Linkspan//Certificates//EN",
    "CALSCALE:GREGORIAN",
    "X-WR-CALNAME:Certificates",
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    "X-PUBLISHED-TTL:PT6H",
    "BEGIN:VEVENT",
    "UID:certificate-sqlserver:SQLHAM01@linkspan",
    "DTSTAMP:20251128T010203Z",
    "DTSTART;VALUE=DATE:20261128",
    "DTEND;VALUE=DATE:20261129",
    "SUMMARY:Certificate of SQLHAM01 expires",
    "DESCRIPTION:Cert_SQLHAM01\\; 4 links stop then.",
    "URL:https://linkspan.example/certificates",
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:-P7D",
    "DESCRIPTION:Certificate of SQLHAM01 expires in 7 days",
    "END:VALARM",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:-P1D",
    "DESCRIPTION:Certificate of SQLHAM01 expires in 1 day",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

test("a calendar without dates is still a calendar", () => {
  const lines = calendarText("Certificates", []).split("\r\n");
  expect([lines[0], ...lines.slice(-3)]).toEqual(["BEGIN:VCALENDAR", "X-PUBLISHED-TTL:PT6H", "END:VCALENDAR", ""]);
});

test("the last day of a year ends on the first of the next", () => {
  const text = calendarText("Certificates", [{ ...day, on: new Date("2026-12-31T00:00:00Z") }]);
  expect(text).toContain("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n");
});

test("text is escaped, and cannot begin a line of its own", () => {
  const text = calendarText("Certificates", [{ ...day, title: "a\\b;c,d\r\nATTENDEE:x\ny\u0007z" }]);
  expect(text).toContain("SUMMARY:a\\\\b\\;c\\,d\\nATTENDEE:x\\ny z\r\n");
});

test.each(["x".repeat(300), "ä".repeat(120), "🔐".repeat(70), `${"x".repeat(66)}é`])(
  "no line is longer than 75 octets, and unfolding gives the text again: %s",
  (title) => {
    const text = calendarText("Certificates", [{ ...day, title }]);
    expect(Math.max(...text.split("\r\n").map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(text).not.toContain("\ufffd");
    expect(text.replaceAll("\r\n ", "")).toContain(`\r\nSUMMARY:${title}\r\n`);
  },
);
