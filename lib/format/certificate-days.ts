// The days on which certificates expire that people renew, for a calendar.
import type { CertificateEntry } from "../domain/certificate-inventory.ts";
import { listWords } from "../domain/wording.ts";
import type { CalendarDay } from "./calendar.ts";

/** Days before the end at which a calendar reminds; reminders of one event spare an event for each of them. */
const remindDays = [30, 14, 7, 1];

/** `page`: address of the page of certificates. What Azure renews by itself, and what nobody dates, is left out. */
export function certificateDays(entries: readonly CertificateEntry[], page: string): CalendarDay[] {
  return entries.flatMap((entry): CalendarDay[] => {
    if (entry.renewedBy === "azure" || entry.expiresAt === null) return [];
    const who = listWords(entry.servers.map((server) => server.name));
    const changes = [entry.startsAt, entry.note?.changedAt].filter((at) => at instanceof Date);
    return [
      {
        // A rotation moves the day of the same event.
        uid: `${encodeURIComponent(entry.noteKey)}@linkspan`,
        on: entry.expiresAt,
        changedAt: changes.length === 0 ? entry.expiresAt : new Date(Math.max(...changes.map(Number))),
        title:
          entry.kind === "root" ? `Root certificate ${entry.name} expires` : `Endpoint certificate of ${who} expires`,
        description: [
          `${entry.name} expires at ${entry.expiresAt.toISOString()}.`,
          `Links: ${listWords(entry.links.map((link) => link.name))}.`,
          `Renewed by: ${entry.note?.text ?? "you"}.`,
          `Thumbprint: ${entry.thumbprint ?? "not known"}.`,
        ].join("\n"),
        url: page,
        remindDays,
      },
    ];
  });
}
