// The certificates a link stands on: whose they are, how long they last, who renews them.
import type { CertificateState } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { CertificateFacts } from "./sample.ts";
import type { Vantage } from "./vantage.ts";
import type { Verdict } from "./verdict.ts";
import { countWords, utcDay } from "./wording.ts";

const dayMs = 86_400_000;

/** The SQL Server's endpoint certificate, the copy the managed instance holds, the managed instance's own, the roots. */
export function readCertificates(hearing: Hearing): CertificateState[] {
  const { partner, instance, arm } = hearing;
  const partnerFacts = partner.instanceFacts?.certificates ?? [];
  const endpoint = partnerFacts.find((one) => one.use === "endpoint");
  const ownOf = (voice: typeof instance | typeof arm) =>
    voice.instanceFacts?.certificates.find((one) => one.use === "endpoint");
  const instanceVoice = ownOf(instance) === undefined ? arm : instance;
  const own = ownOf(instanceVoice);
  const state = (
    use: CertificateState["use"],
    facts: Pick<CertificateFacts, "name" | "thumbprint" | "expiresAt">,
    usedBy: string,
    vantage: Vantage,
    at: Date,
  ) => certificateState(hearing, { ...facts, use, usedBy, vantage, at });
  const partnerName = sideName(hearing, "partner");
  const instanceName = sideName(hearing, "instance");
  const copy = partnerCopy(hearing, endpoint?.thumbprint ?? null);
  return [
    ...(endpoint !== undefined
      ? [state("endpoint", endpoint, partnerName, "partner", partner.instanceAt)]
      : copy === null && partner.reach !== "unasked"
        ? [state("endpoint", unseen, partnerName, "partner", partner.instanceAt)]
        : []),
    ...(copy === null ? [] : [state("partner-copy", copy, instanceName, copy.vantage, copy.at)]),
    ...(own === undefined
      ? []
      : [state("instance", own, instanceName, instanceVoice.vantage, instanceVoice.instanceAt)]),
    ...partnerFacts
      .filter((one) => one.use === "root")
      .map((one) => state("root", one, partnerName, "partner", partner.instanceAt)),
  ];
}

/** Days to the earliest expiry of what people renew; null when no date is known. */
export function daysToRenewal(certificates: readonly CertificateState[]): number | null {
  const days = certificates.flatMap((one) =>
    one.renewedBy === "you" && one.use !== "root" ? (one.daysLeft ?? []) : [],
  );
  return days.length === 0 ? null : Math.min(...days);
}

/** One certificate serves every link of its server, so the cause is told once. */
export function findCertificates(hearing: Hearing, certificates: readonly CertificateState[]): Draft[] {
  const endpoint = certificates.find((one) => one.use === "endpoint");
  const copy = certificates.find((one) => one.use === "partner-copy");
  const expiring = certificates.filter((one) => isDue(one.verdict) && one.daysLeft !== null);
  // The copy of the same certificate expires with it: one finding, the second voice as evidence.
  const told = expiring.filter((one) => one !== copy || endpoint?.expiresAt == null || !isSame(one, endpoint));
  return [
    ...told.map((one) => expiryDraft(hearing, one, copy !== undefined && one === endpoint ? copy : null)),
    ...rotationDraft(hearing, endpoint, copy),
  ];
}

const unseen = { name: "endpoint certificate", thumbprint: null, expiresAt: null };

interface Copy extends Pick<CertificateFacts, "name" | "thumbprint" | "expiresAt"> {
  vantage: Vantage;
  at: Date;
}

/** What the managed instance holds of the SQL Server: by ARM's own date, else by thumbprint among what it trusts. */
function partnerCopy(hearing: Hearing, thumbprint: string | null): Copy | null {
  const { arm, instance } = hearing;
  const row = arm.facts?.databases.find((one) => one.partnerCertificateName ?? one.partnerCertificateExpiresAt);
  const trusted: Copy[] = [arm, instance].flatMap((voice) =>
    (voice.instanceFacts?.certificates ?? [])
      .filter((one) => one.use === "trust")
      .map((one) => ({ ...one, vantage: voice.vantage, at: voice.instanceAt })),
  );
  const byName = trusted.filter((one) => row?.partnerCertificateName && one.name === row.partnerCertificateName);
  const match = trusted.find((one) => thumbprint !== null && one.thumbprint === thumbprint) ?? byName[0] ?? null;
  if (row === undefined) return match;
  return {
    name: row.partnerCertificateName ?? match?.name ?? "copy on the managed instance",
    thumbprint: match?.thumbprint ?? null,
    expiresAt: row.partnerCertificateExpiresAt ?? match?.expiresAt ?? null,
    vantage: "arm",
    at: arm.at,
  };
}

function certificateState(
  hearing: Hearing,
  one: Pick<CertificateState, "name" | "use" | "usedBy" | "thumbprint" | "expiresAt" | "vantage" | "at">,
): CertificateState {
  const { limits, now } = hearing;
  const daysLeft = one.expiresAt === null ? null : Math.floor((one.expiresAt.getTime() - now.getTime()) / dayMs);
  const renewedBy = one.use === "instance" ? "azure" : "you";
  return {
    name: one.name,
    use: one.use,
    usedBy: one.usedBy,
    thumbprint: one.thumbprint,
    expiresAt: one.expiresAt,
    daysLeft,
    renewedBy,
    verdict: judgeDays(daysLeft, renewedBy, limits),
    vantage: one.vantage,
    at: one.at,
  };
}

/** The managed instance's own certificate is rotated by Azure: its date is information, not an alarm. */
function judgeDays(
  daysLeft: number | null,
  renewedBy: CertificateState["renewedBy"],
  limits: { certificateAttentionDays: number; certificateProblemDays: number },
): Verdict {
  if (daysLeft === null) return "unknown";
  if (renewedBy === "azure") return "ok";
  if (daysLeft <= limits.certificateProblemDays) return "problem";
  return daysLeft <= limits.certificateAttentionDays ? "attention" : "ok";
}

function expiryDraft(hearing: Hearing, one: CertificateState, copy: CertificateState | null): Draft {
  const expiresAt = one.expiresAt as Date;
  const days = one.daysLeft as number;
  const isPast = expiresAt.getTime() <= hearing.now.getTime();
  const day = utcDay(expiresAt, hearing.now);
  const subject =
    one.use === "endpoint"
      ? `Endpoint certificate of ${one.usedBy}`
      : one.use === "partner-copy"
        ? `Copy of ${sideName(hearing, "partner")}'s certificate on ${one.usedBy}`
        : `Root certificate ${one.name} on ${one.usedBy}`;
  const when = isPast
    ? `expired on ${day}`
    : days === 0
      ? `expires within a day, on ${day}`
      : `expires in ${countWords(days, "day")}, on ${day}`;
  const follows = isPast ? "cannot connect anew" : "stop then";
  const samePlace = copy !== null && isSame(one, copy);
  return {
    key: `certificate.${one.use}`,
    verdict: one.verdict,
    reason: `${subject} ${when}.`,
    consequence: `The link ${isPast ? "cannot connect anew" : "stops then"}.${samePlace ? ` ${copy.usedBy} holds the same copy, so a rotation has not begun.` : ""}`,
    step: "Rotate the certificate: import the new one on the other side before the endpoint uses it",
    vantage: one.vantage,
    causeKey: `certificate:${one.thumbprint ?? `${one.use}:${one.usedBy}`}`,
    causeReason: `${subject} ${when}. {n} links ${follows}.`,
    evidence: [one, ...(copy === null ? [] : [copy])].map((each) => ({
      fact: each.use === "partner-copy" ? `${each.name}, copy on ${each.usedBy}` : each.name,
      value: each.expiresAt?.toISOString() ?? "not known",
      vantage: each.vantage,
      at: each.at,
    })),
  };
}

/** Rotated on one side only: the next connection will be refused. */
function rotationDraft(hearing: Hearing, endpoint?: CertificateState, copy?: CertificateState): Draft[] {
  if (endpoint?.thumbprint == null || copy?.thumbprint == null || endpoint.thumbprint === copy.thumbprint) return [];
  return [
    {
      key: "certificate.copy",
      verdict: "attention",
      reason: `${endpoint.usedBy}'s endpoint uses another certificate than ${sideName(hearing, "instance")} holds.`,
      consequence: "The next connection between the sides will be refused.",
      step: `Upload the public key of ${endpoint.name} to ${sideName(hearing, "instance")}`,
      vantage: "linkspan",
      causeKey: `certificate-copy:${endpoint.thumbprint}`,
      evidence: [endpoint, copy].map((one) => ({
        fact: `thumbprint, ${one.name}`,
        value: one.thumbprint ?? "",
        vantage: one.vantage,
        at: one.at,
      })),
    },
  ];
}

function isSame(a: CertificateState, b: CertificateState): boolean {
  if (a.thumbprint !== null && b.thumbprint !== null) return a.thumbprint === b.thumbprint;
  return a.expiresAt?.getTime() === b.expiresAt?.getTime();
}

function isDue(verdict: Verdict): boolean {
  return verdict === "problem" || verdict === "attention";
}
