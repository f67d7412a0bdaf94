// The certificates a link stands on: whose they are, how long they last, who renews them, and whether both sides hold the same.
import type { CertificateState } from "./assessment.ts";
import {
  azureRoots,
  instanceCopy,
  instanceOwn,
  matchOf,
  missingAuthorities,
  partnerCopy,
  partnerOwn,
  type Told,
  thumbprintSince,
} from "./certificate-copy.ts";
import { daysUntil, expiryWords, judgeDays } from "./certificate-expiry.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { Verdict } from "./verdict.ts";
import { listWords } from "./wording.ts";

type Place = Pick<CertificateState, "use" | "usedBy" | "of"> & Partial<Pick<CertificateState, "match" | "note">>;

/** The SQL Server's certificate and its copy on the managed instance, the reverse, and the roots the SQL Server trusts. */
export function readCertificates(hearing: Hearing): CertificateState[] {
  const partner = sideName(hearing, "partner");
  const instance = sideName(hearing, "instance");
  const mine = partnerOwn(hearing);
  const theirs = instanceOwn(hearing);
  const mineThere = partnerCopy(hearing, mine);
  const theirsHere = instanceCopy(hearing, theirs);
  const roots = azureRoots(hearing);
  const state = (told: Told, place: Place) => certificateState(hearing, told, place);
  const own = { use: "endpoint", usedBy: partner, of: partner, note: otherNodes(hearing) } as const;
  return [
    ...(mine !== null
      ? [state(mine, own)]
      : mineThere === null && hearing.partner.reach !== "unasked"
        ? [state(unseen(hearing.partner.instanceAt), own)]
        : []),
    ...(mineThere === null
      ? []
      : [
          state(mineThere, {
            use: "partner-copy",
            usedBy: instance,
            of: partner,
            match: matchOf(hearing, "partner-copy", mine, mineThere),
          }),
        ]),
    ...(theirs === null ? [] : [state(theirs, { use: "instance", usedBy: instance, of: instance })]),
    ...(theirsHere === null
      ? []
      : [
          state(theirsHere, {
            use: "instance-copy",
            usedBy: partner,
            of: instance,
            match: matchOf(hearing, "instance-copy", theirs, theirsHere),
            note: rootsNote(partner, missingAuthorities(roots, hearing.now)),
          }),
        ]),
    ...roots.map((one) => state(one, { use: "root", usedBy: partner, of: one.name, note: mappingNote })),
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
    ...rotationDraft(endpoint, copy),
    ...rootsDraft(hearing, certificates),
  ];
}

function unseen(at: Date): Told {
  return {
    name: "endpoint certificate",
    thumbprint: null,
    thumbprintAt: at,
    subject: null,
    issuer: null,
    startsAt: null,
    expiresAt: null,
    voices: [{ vantage: "partner", at }],
  };
}

const mappingNote = "Whether it is mapped to *.database.windows.net cannot be read from SQL Server.";

function rootsNote(server: string, missing: readonly string[]): string | null {
  return missing.length === 0 ? null : `${server} holds no valid root certificate of ${listWords(missing)}.`;
}

/** A failover of a group below a link would bring another server's certificate, which only that server can tell. */
function otherNodes({ partner: { instanceFacts } }: Hearing): string | null {
  const here = instanceFacts?.serverName ?? "";
  const names = (instanceFacts?.innerGroups?.value ?? []).flatMap((group) =>
    group.replicas.map((one) => one.replicaServerName),
  );
  const others = [...new Set(names)].filter((name) => name.toLowerCase() !== here.toLowerCase());
  if (others.length === 0) return null;
  return `Its availability groups also run on ${listWords(others)}, whose certificates cannot be seen from ${here}.`;
}

function certificateState(hearing: Hearing, told: Told, place: Place): CertificateState {
  const { limits, now } = hearing;
  const { name, thumbprint, thumbprintAt, subject, issuer, startsAt, expiresAt, voices } = told;
  const daysLeft = expiresAt === null ? null : daysUntil(expiresAt, now);
  const renewedBy = place.use === "instance" || place.use === "instance-copy" ? "azure" : "you";
  const [first] = voices as [Told["voices"][number]];
  return {
    name,
    match: null,
    note: null,
    ...place,
    thumbprint,
    thumbprintSince: thumbprintSince(hearing, place.use, told),
    thumbprintAt,
    subject,
    issuer,
    startsAt,
    expiresAt,
    daysLeft,
    renewedBy,
    verdict: judgeDays(daysLeft, renewedBy, limits),
    vantage: first.vantage,
    at: first.at,
    voices,
  };
}

function expiryDraft(hearing: Hearing, one: CertificateState, copy: CertificateState | null): Draft {
  const expiresAt = one.expiresAt as Date;
  const isPast = expiresAt.getTime() <= hearing.now.getTime();
  const subject =
    one.use === "endpoint"
      ? `Endpoint certificate of ${one.usedBy}`
      : one.use === "partner-copy"
        ? `Copy of ${one.of}'s certificate on ${one.usedBy}`
        : `Root certificate ${one.name} on ${one.usedBy}`;
  const when = expiryWords(expiresAt, hearing.now);
  const follows = isPast ? "cannot connect anew" : "stop then";
  const samePlace = copy !== null && isSame(one, copy);
  return {
    key: `certificate.${one.use}`,
    verdict: one.verdict,
    reason: `${subject} ${when}.`,
    consequence: `The link ${isPast ? "cannot connect anew" : "stops then"}.${samePlace ? ` ${copy.usedBy} holds the same copy, so a rotation has not begun.` : ""}`,
    step:
      one.use === "root"
        ? `Import the authority's present root certificate on ${one.usedBy}`
        : "Rotate the certificate: import the new one on the other side before the endpoint uses it",
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

/** The SQL Server's certificate rotated on one side only: the next connection will be refused. */
function rotationDraft(endpoint?: CertificateState, copy?: CertificateState): Draft[] {
  if (endpoint === undefined || copy === undefined) return [];
  const told = {
    key: "certificate.copy",
    vantage: "linkspan",
    causeKey: `certificate-copy:${endpoint.thumbprint}`,
    evidence: thumbprints([endpoint, copy]),
  } as const;
  if (copy.match === "other")
    return [
      {
        ...told,
        verdict: "attention",
        reason: `${endpoint.usedBy}'s endpoint uses another certificate than ${copy.usedBy} holds.`,
        consequence: "The next connection between the sides will be refused.",
        step: `Upload the public key of ${endpoint.name} to ${copy.usedBy}`,
      },
    ];
  if (copy.match !== "unread") return [];
  const [late, early] = copy.thumbprintAt < endpoint.thumbprintSince ? [copy, endpoint] : [endpoint, copy];
  return [
    {
      ...told,
      verdict: "unknown",
      reason: `Whether ${copy.usedBy} holds the certificate that ${endpoint.usedBy}'s endpoint uses is not known yet.`,
      consequence: `The certificates of ${late.usedBy} were not read since the one on ${early.usedBy} changed; if they differ then, too, the next connection will be refused.`,
      step: "Nothing to do unless it outlives a quarter of an hour",
    },
  ];
}

/** Azure rotates the managed instance's certificate by itself; the SQL Server believes the new one only through a root. */
function rootsDraft(hearing: Hearing, certificates: readonly CertificateState[]): Draft[] {
  const copy = certificates.find((one) => one.use === "instance-copy");
  const roots = certificates.filter((one) => one.use === "root");
  if (copy === undefined || missingAuthorities(roots, hearing.now).length < 2) return [];
  const isOld = copy.match === "other";
  return [
    {
      key: "certificate.roots",
      verdict: "attention",
      reason: isOld
        ? `${copy.usedBy} holds an older copy of ${copy.of}'s certificate, and no root authority to trust the present one by.`
        : `${copy.usedBy} trusts ${copy.of}'s certificate by its copy alone; the root authorities are missing.`,
      consequence: isOld
        ? "The next connection between the sides will be refused."
        : "Azure renews that certificate by itself, and the link stops then.",
      step: `Import the root certificates of Microsoft and DigiCert on ${copy.usedBy} and map them to *.database.windows.net`,
      vantage: copy.vantage,
      causeKey: `certificate-roots:${copy.usedBy}`,
      evidence: thumbprints([...certificates.filter((one) => one.use === "instance"), copy]),
    },
  ];
}

function thumbprints(ones: readonly CertificateState[]): Draft["evidence"] {
  return ones.map((one) => ({
    fact: `thumbprint, ${one.name}${one.use.endsWith("copy") ? ` on ${one.usedBy}` : ""}`,
    value: one.thumbprint ?? "not known",
    vantage: one.vantage,
    at: one.thumbprintAt,
  }));
}

function isSame(a: CertificateState, b: CertificateState): boolean {
  if (a.thumbprint !== null && b.thumbprint !== null) return a.thumbprint === b.thumbprint;
  return a.expiresAt?.getTime() === b.expiresAt?.getTime();
}

function isDue(verdict: Verdict): boolean {
  return verdict === "problem" || verdict === "attention";
}
