// Every certificate the links of the estate stand on, one entry each however many links use it.
import type { CertificateMatch, CertificateState } from "./assessment.ts";
import { missingAuthorities } from "./certificate-copy.ts";
import { daysUntil, expiryWords, judgeDays, type Milestone, milestoneOf } from "./certificate-expiry.ts";
import type { Limits } from "./limits.ts";
import type { Plain } from "./snapshot.ts";
import type { Vantage } from "./vantage.ts";
import { type Verdict, worstVerdict } from "./verdict.ts";
import { countWords, listWords } from "./wording.ts";

/** Links between the same servers, told of by the same sources, and the certificates that the newest assessment of one of them names. */
export interface LinkCertificates {
  links: readonly { linkId: string; name: string }[];
  certificates: readonly CertificateState[];
}

/** What a rotation has to name, by server. */
export interface CertificateServer {
  name: string;
  /** The mirroring endpoint of a SQL Server; null: a managed instance, or not told. */
  endpoint: { name: string; connectionAuthDesc: string | null } | null;
  /** Of a managed instance, from its address in Azure. */
  resourceGroup: string | null;
}

/** Who renews a certificate, as people wrote it down. `key` is the entry's noteKey. */
export interface CertificateNote {
  key: string;
  text: string;
  changedAt: Date;
  changedBy: string | null;
}

export interface CertificateCopy {
  /** Where the copy lies. */
  server: string;
  /** Of a managed instance, where Azure told its address. */
  resourceGroup: string | null;
  name: string;
  thumbprint: string | null;
  expiresAt: Date | null;
  /** Against the certificate in use; unread: not since one of the two changed; null: cannot be compared. */
  match: CertificateMatch;
  note: string | null;
  voices: { vantage: Vantage; at: Date }[];
}

export interface CertificateEntry {
  /** The thumbprint, or kind and owner where nobody tells it. */
  key: string;
  /** Outlives a rotation: "sqlserver:SQLHAM01", "instance:mi-erp-weu", "root:<thumbprint>". */
  noteKey: string;
  /** sqlserver, instance: in use by that side's endpoint · root: an authority SQL Servers trust. */
  kind: "sqlserver" | "instance" | "root";
  name: string;
  /** Servers where it is in use, or trusted as a root; by name. */
  servers: CertificateServer[];
  thumbprint: string | null;
  subject: string | null;
  issuer: string | null;
  startsAt: Date | null;
  expiresAt: Date | null;
  daysLeft: number | null;
  milestone: Milestone | null;
  verdict: Verdict;
  reason: string;
  renewedBy: "you" | "azure";
  note: CertificateNote | null;
  links: { linkId: string; name: string }[];
  copies: CertificateCopy[];
  /** Newest word of each voice about the certificate where it is in use. */
  voices: { server: string; vantage: Vantage; at: Date }[];
  /** What could not be seen. */
  remarks: string[];
}

/** The inventory as pages and interfaces read it. */
export interface CertificateSnapshot {
  readAt: string;
  certificates: Plain<CertificateEntry>[];
}

interface Draft
  extends Omit<CertificateEntry, "daysLeft" | "milestone" | "verdict" | "reason" | "note" | "servers" | "copies"> {
  copies: Omit<CertificateCopy, "resourceGroup">[];
  /** Servers it is used on that hold no valid root of any authority. */
  rootless: Set<string>;
  serverNames: Set<string>;
}

/** Unknown expiry first, then the earliest. Pure; dates come from the servers, days from `now`. */
export function inventory(
  told: readonly LinkCertificates[],
  servers: readonly CertificateServer[],
  notes: readonly CertificateNote[],
  limits: Pick<Limits, "certificateAttentionDays" | "certificateProblemDays">,
  now: Date,
): CertificateEntry[] {
  const drafts = new Map<string, Draft>();
  for (const one of told) addLinks(drafts, one, now);
  const serverOf = new Map(servers.map((server) => [server.name, server]));
  const noteOf = new Map(notes.map((note) => [note.key, note]));
  return [...drafts.values()]
    .map(({ rootless, serverNames, ...draft }): CertificateEntry => {
      const daysLeft = draft.expiresAt === null ? null : daysUntil(draft.expiresAt, now);
      return {
        ...draft,
        links: draft.links.toSorted(
          (a, b) => a.name.localeCompare(b.name, "en", { numeric: true }) || (a.linkId < b.linkId ? -1 : 1),
        ),
        servers: [...serverNames]
          .sort()
          .map((name) => serverOf.get(name) ?? { name, endpoint: null, resourceGroup: null }),
        copies: draft.copies.map((copy) => ({
          ...copy,
          resourceGroup: serverOf.get(copy.server)?.resourceGroup ?? null,
        })),
        daysLeft,
        milestone: daysLeft === null ? null : milestoneOf(daysLeft),
        ...judge(draft, [...serverNames], [...rootless], daysLeft, limits, now),
        note: noteOf.get(draft.noteKey) ?? null,
      };
    })
    .sort(
      (a, b) =>
        (a.expiresAt?.getTime() ?? Number.NEGATIVE_INFINITY) - (b.expiresAt?.getTime() ?? Number.NEGATIVE_INFINITY) ||
        a.name.localeCompare(b.name, "en") ||
        a.key.localeCompare(b.key, "en"),
    );
}

function addLinks(drafts: Map<string, Draft>, told: LinkCertificates, now: Date): void {
  const of = (use: CertificateState["use"]) => told.certificates.filter((one) => one.use === use);
  const roots = of("root");
  const [endpoint] = of("endpoint");
  const [partnerCopy] = of("partner-copy");
  const [own] = of("instance");
  const [instanceCopy] = of("instance-copy");
  // Without the certificate itself its copy on the other side is the next best word for it.
  add(drafts, told, "sqlserver", endpoint ?? partnerCopy, partnerCopy);
  const theirs = add(drafts, told, "instance", own ?? instanceCopy, instanceCopy);
  if (theirs && instanceCopy && missingAuthorities(roots, now).length === 2) theirs.rootless.add(instanceCopy.usedBy);
  for (const root of roots) add(drafts, told, "root", root, undefined);
}

function add(
  drafts: Map<string, Draft>,
  { links }: LinkCertificates,
  kind: CertificateEntry["kind"],
  state: CertificateState | undefined,
  copy: CertificateState | undefined,
): Draft | null {
  if (state === undefined) return null;
  const key = state.thumbprint ?? `${kind}:${state.of}`;
  let draft = drafts.get(key);
  if (draft === undefined) {
    draft = {
      key,
      noteKey: `${kind}:${kind === "root" ? (state.thumbprint ?? state.of) : state.of}`,
      kind,
      // The copy of a managed instance's certificate has the instance's host name; ARM names them all alike.
      name: kind === "instance" ? (copy?.name ?? state.name) : state.name,
      serverNames: new Set(),
      rootless: new Set(),
      thumbprint: state.thumbprint,
      subject: state.subject ?? null,
      issuer: state.issuer ?? null,
      startsAt: state.startsAt ?? null,
      expiresAt: state.expiresAt,
      renewedBy: state.renewedBy,
      links: [],
      copies: [],
      voices: [],
      remarks: [],
    };
    drafts.set(key, draft);
  }
  const isCopyOnly = state === copy;
  draft.serverNames.add(kind === "root" ? state.usedBy : state.of);
  if (draft.links.at(-1)?.linkId !== links.at(-1)?.linkId) draft.links.push(...links);
  for (const voice of state.voices) keepNewest(draft.voices, { server: state.usedBy, ...voice });
  const remark = isCopyOnly ? `${state.of} itself has not told of it; this is what ${state.usedBy} holds.` : state.note;
  if (remark !== null && !draft.remarks.includes(remark)) draft.remarks.push(remark);
  if (copy !== undefined && !draft.copies.some((known) => known.server === copy.usedBy && known.name === copy.name))
    draft.copies.push({
      server: copy.usedBy,
      name: copy.name,
      thumbprint: copy.thumbprint,
      expiresAt: copy.expiresAt,
      match: isCopyOnly ? null : copy.match,
      note: copy.note,
      voices: copy.voices,
    });
  return draft;
}

function keepNewest(voices: CertificateEntry["voices"], voice: CertificateEntry["voices"][number]): void {
  const known = voices.find((one) => one.server === voice.server && one.vantage === voice.vantage);
  if (known === undefined) voices.push(voice);
  else if (known.at < voice.at) known.at = voice.at;
}

/** The verdict of its dates and of its copies, the worse of both, in a sentence. */
function judge(
  draft: Omit<Draft, "rootless" | "serverNames">,
  servers: readonly string[],
  rootless: readonly string[],
  daysLeft: number | null,
  limits: Pick<Limits, "certificateAttentionDays" | "certificateProblemDays">,
  now: Date,
): Pick<CertificateEntry, "verdict" | "reason"> {
  const holders = (match: CertificateMatch) =>
    draft.copies.filter((copy) => copy.match === match).map((copy) => copy.server);
  const others = holders("other");
  const ofDays = judgeDays(daysLeft, draft.renewedBy, limits);
  const who = listWords(servers);
  const when = draft.expiresAt === null ? null : sentence(expiryWords(draft.expiresAt, now));
  const count = countWords(draft.links.length, "link");
  if (draft.kind === "instance") {
    const renewal = "Azure renews it by itself.";
    if (rootless.length > 0)
      return {
        verdict: worstVerdict([ofDays, "attention"]),
        reason: `${hold(rootless)} no root authority to trust ${who}'s next certificate by. ${renewal}`,
      };
    const older =
      others.length === 0 ? "" : ` ${hold(others)} an older copy; the root authorities vouch for the present one.`;
    return { verdict: ofDays, reason: `${when ?? "Its expiry is not known."} ${renewal}${older}` };
  }
  if (draft.kind === "root")
    return {
      verdict: ofDays,
      reason: `${when ?? "Its expiry is not known."} ${who} ${servers.length === 1 ? "trusts" : "trust"} Azure's certificates by it.`,
    };
  const dates =
    when === null
      ? `Nobody tells when ${who}'s certificate expires.`
      : ofDays === "ok"
        ? `${when}${milestoneOf(daysLeft as number) === 60 ? " Its rotation can be planned." : ""}`
        : `${when} ${count} ${daysLeft !== null && daysLeft < 0 ? "cannot connect anew" : draft.links.length === 1 ? "stops then" : "stop then"}.`;
  if (others.length > 0)
    return {
      verdict: worstVerdict([ofDays, "attention"]),
      reason: `${hold(others)} another certificate than ${who} uses; the next connection will be refused. ${dates}`,
    };
  const unread = holders("unread");
  if (unread.length === 0) return { verdict: ofDays, reason: dates };
  return {
    verdict: worstVerdict([ofDays, "unknown"]),
    reason: `Whether ${hold(unread)} the certificate that ${who} uses is not known yet. ${dates}`,
  };
}

/** "SQLHAM01 holds", "SQLHAM01 and SQLBER02 hold". */
function hold(servers: readonly string[]): string {
  return `${listWords([...servers].sort())} ${servers.length === 1 ? "holds" : "hold"}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
