// What each side holds of the other's certificate, found among all that it trusts.
import type { CertificateMatch, CertificateState } from "./assessment.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { CertificateFacts } from "./sample.ts";
import type { Vantage } from "./vantage.ts";

/** A certificate with everybody who tells of it; the first voice is the one the values come from. */
export interface Told extends Omit<CertificateFacts, "use"> {
  /** When the thumbprint was last read; ARM's date for the link is younger than the list it reads with it. */
  thumbprintAt: Date;
  voices: { vantage: Vantage; at: Date }[];
}

type Use = CertificateFacts["use"];

/** What the sides' servers hold, voice by voice. */
function held(hearing: Hearing, vantages: readonly Vantage[], use: Use): Told[] {
  return vantages.flatMap((vantage) => {
    const { instanceFacts, instanceAt } = hearing[vantage];
    const at = (vantage === "arm" ? hearing.arm.instanceFacts?.certificatesAt : null) ?? instanceAt;
    return (instanceFacts?.certificates ?? [])
      .filter((one) => one.use === use)
      .map((one) => ({ ...one, thumbprintAt: at, voices: [{ vantage, at }] }));
  });
}

/** The SQL Server's certificate in use. */
export function partnerOwn(hearing: Hearing): Told | null {
  return held(hearing, ["partner"], "endpoint")[0] ?? null;
}

/** The managed instance's certificate in use; its own word first, then ARM's. */
export function instanceOwn(hearing: Hearing): Told | null {
  return together(held(hearing, ["instance", "arm"], "endpoint"));
}

/** What the managed instance holds of the SQL Server: by thumbprint, else by the name ARM gives, else by the same subject. */
export function partnerCopy(hearing: Hearing, own: Told | null): Told | null {
  const { arm } = hearing;
  const row = arm.facts?.databases.find((one) => one.partnerCertificateName ?? one.partnerCertificateExpiresAt);
  const trusted = held(hearing, ["arm", "instance"], "trust");
  const copy =
    pick(trusted, (one) => own !== null && own.thumbprint !== null && one.thumbprint === own.thumbprint) ??
    pick(trusted, (one) => row?.partnerCertificateName != null && one.name === row.partnerCertificateName) ??
    pick(trusted, (one) => own !== null && own.subject !== null && one.subject === own.subject);
  if (row === undefined) return copy;
  // ARM's date for the link is the ready-made one, and stands where no certificate could be read.
  const spoken = { vantage: "arm" as const, at: arm.at };
  return {
    name: row.partnerCertificateName ?? copy?.name ?? "copy on the managed instance",
    thumbprint: copy?.thumbprint ?? null,
    thumbprintAt: copy?.thumbprintAt ?? arm.at,
    subject: copy?.subject ?? null,
    issuer: copy?.issuer ?? null,
    startsAt: copy?.startsAt ?? null,
    expiresAt: row.partnerCertificateExpiresAt ?? copy?.expiresAt ?? null,
    voices: [spoken, ...(copy?.voices.filter((voice) => voice.vantage !== "arm") ?? [])],
  };
}

/** What the SQL Server holds of the managed instance: by thumbprint, else by its name, which has to be the instance's host name. */
export function instanceCopy(hearing: Hearing, own: Told | null): Told | null {
  const trusted = held(hearing, ["partner"], "trust");
  const host =
    hearing.arm.instanceFacts?.fullyQualifiedDomainName ?? hearing.instance.instanceFacts?.fabric?.value.dnsName;
  const short = sideName(hearing, "instance").toLowerCase();
  const isNamed = (one: Told) =>
    host ? one.name.toLowerCase() === host.toLowerCase() : one.name.toLowerCase().startsWith(`${short}.`);
  return (
    pick(trusted, (one) => own !== null && own.thumbprint !== null && one.thumbprint === own.thumbprint) ??
    pick(trusted, isNamed)
  );
}

/** Authorities that vouch for certificates of Azure; a company's own root is none of the link's business. */
export function azureRoots(hearing: Hearing): Told[] {
  return held(hearing, ["partner"], "root").filter((one) =>
    authorities.some((authority) => isOf(authority, one.subject ?? one.name)),
  );
}

export const authorities = ["Microsoft", "DigiCert"] as const;

/** Authorities without a root certificate here that still holds at `now`. */
export function missingAuthorities(
  roots: readonly Pick<Told, "name" | "subject" | "expiresAt">[],
  now: Date,
): (typeof authorities)[number][] {
  const holding = roots.filter((one) => one.expiresAt === null || one.expiresAt.getTime() > now.getTime());
  return authorities.filter((authority) => !holding.some((one) => isOf(authority, one.subject ?? one.name)));
}

function isOf(authority: string, text: string): boolean {
  return text.toLowerCase().includes(authority.toLowerCase());
}

/**
 * Null unless both thumbprints are known. Sides are not read at one instant, so that a rotation shows on one of them first:
 * what differs counts once each was read after the other's present certificate was first seen.
 */
export function matchOf(
  hearing: Hearing,
  use: "partner-copy" | "instance-copy",
  own: Told | null,
  copy: Told,
): CertificateMatch {
  if (own === null || own.thumbprint === null || copy.thumbprint === null) return null;
  if (own.thumbprint === copy.thumbprint) return "same";
  const ownSince = thumbprintSince(hearing, use === "partner-copy" ? "endpoint" : "instance", own);
  const copySince = thumbprintSince(hearing, use, copy);
  return copy.thumbprintAt >= ownSince && own.thumbprintAt >= copySince ? "other" : "unread";
}

/** What was there at the last assessment keeps its beginning; a Linkspan before this one knew none, and its reading stands for it. */
export function thumbprintSince({ previous }: Hearing, use: CertificateState["use"], told: Told): Date {
  const before = previous?.certificates.find((one) => one.use === use && one.thumbprint === told.thumbprint);
  return before?.thumbprintSince ?? before?.at ?? told.thumbprintAt;
}

function pick(from: readonly Told[], isIt: (one: Told) => boolean): Told | null {
  return together(from.filter(isIt));
}

/** Voices that tell of the first one's thumbprint speak of the same certificate. */
function together(ones: readonly Told[]): Told | null {
  const [first] = ones;
  if (first === undefined) return null;
  const same = ones.filter((one) => one.thumbprint === first.thumbprint);
  return {
    ...first,
    thumbprintAt: new Date(Math.max(...same.map((one) => one.thumbprintAt.getTime()))),
    voices: same.flatMap((one) => one.voices),
  };
}
