// Assessment of one Azure Synapse Link: its status as displayed against what its source, its tables and its failover group say. Pure.
import { reachOfSource } from "./hearing.ts";
import type { Limits } from "./limits.ts";
import { isRefused, judgeSource, silenceStep, silenceWords, silentSince } from "./source-verdict.ts";
import type {
  SourceFailover,
  SynapseAssessment,
  SynapseDraft,
  SynapseFinding,
  SynapseLinkView,
  SynapseTransition,
} from "./synapse-assessment.ts";
import { isRunning, isSameName, readFailover } from "./synapse-failover.ts";
import { findCredential, findFailover, findRefresh, findStatus } from "./synapse-findings.ts";
import { recoverySteps } from "./synapse-recovery.ts";
import { findStall, findTables } from "./synapse-table-findings.ts";
import { compareVerdicts, worstVerdict } from "./verdict.ts";
import { countWords } from "./wording.ts";

/** `previous` carries the beginnings. What a silent workspace said once is not so now: then nothing of it is judged. */
export function assessSynapseLink(
  view: SynapseLinkView,
  previous: SynapseAssessment | null,
  limits: Limits,
  now: Date,
): SynapseAssessment {
  const isSilent = view.source === null || reachOfSource(view.source, limits, now) === "silent";
  const failover = readFailover(view.facts, limits, now);
  const drafts = isSilent
    ? [silence(view, now)]
    : [
        ...lateness(view, limits, now),
        ...findStatus(view),
        ...findFailover(view, failover),
        ...findTables(view),
        ...findStall(view, failover),
        ...findCredential(view, limits, now),
        ...findRefresh(view),
      ];
  const findings = settle(drafts, previous, now);
  const verdict = worstVerdict(findings.map((finding) => finding.verdict));
  const worst = findings.find((finding) => finding.verdict !== "ok");
  const isAway = findings.some((one) => one.key === "source-failed-over" && one.verdict !== "unknown");
  return {
    assessedAt: now,
    verdict,
    verdictSince: previous?.verdict === verdict ? previous.verdictSince : (previous === null && worst?.since) || now,
    headline: worst?.reason ?? fineWords(view),
    conclusion: isSilent ? "Cannot be told" : conclude(view, findings, failover),
    findings,
    failover,
    steps: isAway ? recoverySteps(view.facts, failover) : [],
  };
}

/** Null unless the verdict changed. */
export function synapseTransition(
  previous: SynapseAssessment | null,
  next: SynapseAssessment,
): SynapseTransition | null {
  if (previous?.verdict === next.verdict) return null;
  return { at: next.verdictSince, from: previous?.verdict ?? null, to: next.verdict, reason: next.headline };
}

function settle(drafts: readonly SynapseDraft[], previous: SynapseAssessment | null, now: Date): SynapseFinding[] {
  const began = new Map(previous?.findings.map((finding) => [finding.key, finding.since]));
  return drafts
    .map((draft) => ({ ...draft, since: draft.since ?? began.get(draft.key) ?? now }))
    .sort((a, b) => compareVerdicts(a.verdict, b.verdict));
}

function silence({ workspaceName, source }: SynapseLinkView, now: Date): SynapseDraft {
  const shared = { key: "reach", verdict: "unknown" as const, evidence: [], vantage: "linkspan" as const };
  if (source === null)
    return {
      ...shared,
      reason: `Nobody is asked: the estate no longer names workspace ${workspaceName}.`,
      consequence: "What was shown is of the past.",
      step: null,
    };
  return {
    ...shared,
    reason: silenceWords(source, now),
    consequence: "Whether the link copies cannot be judged; what was shown is older than it may be.",
    step: silenceStep(source),
    since: silentSince(source),
  };
}

function lateness({ source }: SynapseLinkView, limits: Limits, now: Date): SynapseDraft[] {
  if (source === null) return [];
  const { verdict, reason } = judgeSource(source, limits, now);
  if (verdict === "ok") return [];
  return [
    {
      key: "reach",
      verdict,
      reason,
      consequence: "The link is judged by the last answer until then.",
      step: isRefused(source) ? silenceStep(source) : null,
      evidence: [],
      since: source.failingSince,
      vantage: "linkspan",
    },
  ];
}

/** In a few words, for the place beside the status as displayed. */
function conclude(
  { facts }: SynapseLinkView,
  findings: readonly SynapseFinding[],
  { certainty }: SourceFailover,
): string {
  const away = findings.find((finding) => finding.key === "source-failed-over");
  if (isRunning(facts.status)) {
    if (away?.verdict === "problem")
      return certainty === "certain"
        ? "Does not copy: its source failed over"
        : "Likely does not copy: its source failed over";
    if (away?.verdict === "attention") return "Likely does not copy: its source does not feed it";
    if (away?.verdict === "unknown") return "Cannot be told: its source is not known";
    const failed = facts.tables.filter((table) => isSameName(table.status, "Failed")).length;
    if (failed > 0) return `Copies, but for ${countWords(failed, "table")}`;
    if (facts.isPartiallyFailed === true) return "Copies in part";
    return findings.some((finding) => finding.key === "tables.snapshotting") ? "Takes its first snapshot" : "Copies";
  }
  const status = findings.find((finding) => finding.key === "status");
  if (status === undefined || status.verdict === "unknown") return "Cannot be told";
  return status.verdict === "progress" ? "Copies nothing yet" : "Does not copy";
}

/** "orders-to-dwh copies 4 tables of Shop on sql-shop-weu." */
function fineWords({ linkConnectionName, facts }: SynapseLinkView): string {
  const { source, tables, tablesToldAt } = facts;
  const what = tablesToldAt === null ? "" : ` ${countWords(tables.length, "table")}`;
  const of = source.databaseName === null ? "" : ` of ${source.databaseName}`;
  const on = source.serverName === null ? "" : ` on ${source.serverName}`;
  return `${linkConnectionName} copies${what}${of}${on}.`;
}
