// How a certificate's use, age, thumbprint and copies are said, and the sentence that answers the page of certificates.
import type { CertificateState } from "../../lib/domain/assessment.ts";
import { expiryWords } from "../../lib/domain/certificate-expiry.ts";
import type { CertificateEntry } from "../../lib/domain/certificate-inventory.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { countWords } from "../../lib/domain/wording.ts";

export type Entry = Plain<CertificateEntry>;

export const useWords: Record<CertificateState["use"], string> = {
  endpoint: "endpoint certificate",
  "partner-copy": "copy on the other side",
  instance: "endpoint of the managed instance",
  "instance-copy": "copy of the managed instance's certificate",
  root: "certificate authority",
};

export const kindWords: Record<Entry["kind"], string> = {
  sqlserver: "endpoint of the SQL Server",
  instance: "endpoint of the managed instance",
  root: "certificate authority",
};

type Match = CertificateState["match"];
type Renewer = CertificateState["renewedBy"];

/** A copy against the certificate in use on the other side. */
export function matchWords(match: Match, renewedBy: Renewer): string {
  if (match === "same") return "the same as in use";
  if (match === "other") return renewedBy === "azure" ? "older than in use, Azure renewed it" : "another than in use";
  return match === "unread" ? "not read since the change" : "cannot be compared";
}

/** An older copy of what Azure renews is as it should be; whether a root vouches for the present one is a finding of its own. */
export function matchVerdict(match: Match, renewedBy: Renewer): Verdict {
  if (match === null || match === "unread") return "unknown";
  return match === "other" && renewedBy === "you" ? "attention" : "ok";
}

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

/** "The next certificate to renew expires in 9 days, on 28 Nov; it carries 4 links." */
export function inventoryHeadline(entries: readonly Entry[], now: Date): string {
  const yours = entries.filter((entry) => entry.renewedBy === "you" && entry.kind !== "root");
  const dated = yours.filter((entry) => entry.expiresAt !== null);
  const expired = dated.filter((entry) => Date.parse(entry.expiresAt as string) <= now.getTime());
  const stranded = new Set(expired.flatMap((entry) => entry.links.map((link) => link.linkId))).size;
  if (expired.length > 0)
    return `${countWords(expired.length, "certificate")} ${expired.length === 1 ? "has" : "have"} expired; ${countWords(stranded, "link")} cannot connect anew`;
  const [next] = dated;
  if (next !== undefined)
    return `The next certificate to renew ${expiryWords(new Date(next.expiresAt as string), now)}; it carries ${countWords(next.links.length, "link")}`;
  if (yours.length > 0) return "Nobody tells when the certificates to renew expire";
  return entries.length > 0 ? "No certificate is known that you renew" : "No certificate is known";
}

/** Where an entry stands on the page, so that a link's page can lead to it. */
export function entryAnchor(key: string): string {
  return `certificate-${key.replaceAll(/[^\w-]+/g, "-")}`;
}

/** The address of a link's certificate in the inventory: an old copy leads to the certificate in use. */
export function entryAddress(certificate: Plain<CertificateState>, all: readonly Plain<CertificateState>[]): string {
  const inUse = { "partner-copy": "endpoint", "instance-copy": "instance" } as const;
  const use = certificate.use === "partner-copy" || certificate.use === "instance-copy" ? inUse[certificate.use] : null;
  const shown = all.find((one) => one.use === use) ?? certificate;
  const kind = shown.use === "root" ? "root" : shown.use.startsWith("instance") ? "instance" : "sqlserver";
  return `/certificates#${entryAnchor(shown.thumbprint ?? `${kind}:${shown.of ?? shown.usedBy}`)}`;
}
