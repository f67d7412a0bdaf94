// What a row of the table says and draws, decided apart from how it looks.
import type { Phase } from "../../lib/domain/assessment.ts";
import type { EstateRow } from "../../lib/domain/snapshot.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { phaseWords, roleWords } from "../../lib/format/words.ts";
import type { PairSpan } from "../ui/pair.tsx";
import { isSilent, type PairSide, sideLook } from "../ui/side-look.ts";

const spanOfPhase: Record<Phase, PairSpan> = {
  "waiting-to-seed": "waiting",
  seeding: "seeding",
  "seeding-stalled": "suspended",
  "seeding-restarted": "seeding",
  "seeding-failed": "failed",
  "catching-up": "catching-up",
  replicating: "flows",
  "replicating-back": "flows",
  suspended: "suspended",
  disconnected: "disconnected",
  "failing-over": "waiting",
  "split-brain": "split",
  removed: "unknown",
  "not-known": "unknown",
};

/** What flows is heard from both ends or not at all; what is broken stays broken. */
function spanOf({ phase, findings }: Pick<EstateRow, "phase" | "findings">): PairSpan {
  const span = spanOfPhase[phase];
  const isDeaf = isSilent(findings, "partner") || isSilent(findings, "instance");
  return isDeaf && (span === "flows" || span === "seeding" || span === "catching-up") ? "unknown" : span;
}

/** The pair of a row, with the same in words for those who do not see it. */
export function pairOf(link: Pick<EstateRow, "partner" | "instance" | "phase" | "findings">): {
  partner: PairSide;
  instance: PairSide;
  span: PairSpan;
  label: string;
} {
  const words = (side: "partner" | "instance") => {
    if (isSilent(link.findings, side)) return "silent";
    const role = link[side].role;
    return role === null ? "role not known" : roleWords[role.value];
  };
  return {
    partner: sideLook(link, "partner"),
    instance: sideLook(link, "instance"),
    span: spanOf(link),
    label: `SQL Server ${words("partner")}, managed instance ${words("instance")}, ${phaseWords[link.phase].toLowerCase()}`,
  };
}

/** Seen from one end only: who sees it. Null when both ends do; ARM speaks for the managed instance's end. */
export function seenOnlyBy({ seenBy }: Pick<EstateRow, "seenBy">): string | null {
  const partner = seenBy.includes("partner");
  const instance = seenBy.includes("instance");
  const arm = seenBy.includes("arm");
  if (partner && (instance || arm)) return null;
  if (partner) return "seen by SQL only";
  if (instance) return "seen by MI only";
  return arm ? "seen by ARM only" : null;
}

const modeShort = { synchronous: "sync", asynchronous: "async" } as const;

/** "asynchronous", or "sync / async" where the sides do not agree; null when nobody says. */
export function modeWords({ partner, instance }: Pick<EstateRow, "partner" | "instance">): string | null {
  const ours = partner.availabilityMode?.value ?? null;
  const theirs = instance.availabilityMode?.value ?? null;
  if (ours !== null && theirs !== null && ours !== theirs) return `${modeShort[ours]} / ${modeShort[theirs]}`;
  return ours ?? theirs;
}

/** Which of the shapes the progress cell takes. */
export type FlowKind = "seeding" | "not-started" | "stopped" | "lags" | "not-known";

export function flowKind(link: Pick<EstateRow, "phase" | "numbers" | "seeding">): FlowKind {
  if (link.phase === "waiting-to-seed") return "not-started";
  if (link.phase === "seeding-failed") return "stopped";
  if (link.phase === "seeding" || link.phase === "seeding-stalled" || link.phase === "seeding-restarted")
    return link.seeding === null ? "not-known" : "seeding";
  const { sendLagSeconds, redoLagSeconds, logSendQueueKb, redoQueueKb } = link.numbers;
  const isKnown = [sendLagSeconds, redoLagSeconds, logSendQueueKb, redoQueueKb].some((said) => said !== null);
  return isKnown ? "lags" : "not-known";
}

/** The lag the row leads with: the one that a finding names, else redo, else send. */
export function leadingLag(
  link: Pick<EstateRow, "numbers" | "findings" | "phase">,
): { word: "redo" | "send"; seconds: number; verdict: Verdict } | null {
  const { sendLagSeconds, redoLagSeconds } = link.numbers;
  const found = (key: string) => link.findings.find((finding) => finding.key === key)?.verdict ?? "ok";
  const redo = redoLagSeconds && { word: "redo" as const, seconds: redoLagSeconds.value, verdict: found("redo-lag") };
  const send = sendLagSeconds && { word: "send" as const, seconds: sendLagSeconds.value, verdict: found("send-lag") };
  if (send && (redo === null || (send.verdict !== "ok" && redo.verdict === "ok") || link.phase === "catching-up"))
    return send;
  return redo ?? send;
}

/** Days to the earliest expiry, judged by the limits that an estate has by default. */
export function certificateVerdict(days: number): Verdict {
  return days <= 7 ? "problem" : days <= 30 ? "attention" : "ok";
}

/** "WMS_Rotterdam", "A, B and 3 more". */
export function databaseWords(databases: readonly string[]): string {
  const named = databases.length > 3 ? databases.slice(0, 2) : databases;
  const more = databases.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

/** A row has room for what is so; the rest of it stands with the cause and on the link's own page. */
export function firstSentence(reason: string): string {
  return /^.*?[.!?](?=\s+\p{Lu}|$)/su.exec(reason)?.[0] ?? reason;
}
