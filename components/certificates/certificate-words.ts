// How a certificate's use, age and thumbprint are said.
import type { CertificateState } from "../../lib/domain/assessment.ts";

export const useWords: Record<CertificateState["use"], string> = {
  endpoint: "endpoint certificate",
  "partner-copy": "copy on the other side",
  instance: "endpoint of the managed instance",
  root: "certificate authority",
};

/** First and last digits; the whole stands in the title. */
export function shortThumbprint(thumbprint: string): string {
  return thumbprint.length > 12 ? `${thumbprint.slice(0, 6)}…${thumbprint.slice(-4)}` : thumbprint;
}

/** Whole days, rounded down ahead of us; "over 11 y" far away, "expired 3 d ago" behind us. */
export function daysWords(days: number | null): string {
  if (days === null) return "not known";
  // Rounded down, half a day ago is -1: whole days behind us are one fewer.
  if (days < 0) return days < -1 ? `expired ${-days - 1} d ago` : "expired within a day";
  if (days > 730) return `over ${Math.floor(days / 365.25)} y`;
  return `${Math.floor(days)} d`;
}
