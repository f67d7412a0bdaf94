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

/** Whole days; "over 11 y" far away, "expired 3 d ago" behind us. */
export function daysWords(days: number | null): string {
  if (days === null) return "not known";
  if (days < 0) return `expired ${Math.ceil(-days)} d ago`;
  if (days > 730) return `over ${Math.floor(days / 365.25)} y`;
  return `${Math.floor(days)} d`;
}
