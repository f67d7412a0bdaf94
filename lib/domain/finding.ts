// A finding before it is dated: the rules make drafts, the assessment gives each its beginning.
import type { Assessment, Evidence, Finding } from "./assessment.ts";
import type { Vantage } from "./vantage.ts";
import { compareVerdicts, type Verdict } from "./verdict.ts";

/** What a rule found. `since`: the rule's own knowledge of the beginning, from a source's times or from memory. */
export interface Draft {
  key: string;
  verdict: Verdict;
  reason: string;
  consequence: string;
  step: string | null;
  vantage: Vantage | "linkspan";
  causeKey?: string;
  causeReason?: string;
  evidence?: Evidence[];
  since?: Date | null;
}

/** Worst first; what was already found keeps its beginning. A key stands once: the worst draft of it. */
export function settleFindings(
  linkId: string,
  drafts: readonly Draft[],
  previous: Assessment | null,
  now: Date,
): Finding[] {
  const began = new Map(previous?.findings.map((finding) => [finding.key, finding.since]));
  const byKey = new Map<string, Finding>();
  for (const draft of [...drafts].sort((a, b) => compareVerdicts(a.verdict, b.verdict))) {
    if (byKey.has(draft.key)) continue;
    byKey.set(draft.key, {
      key: draft.key,
      verdict: draft.verdict,
      reason: draft.reason,
      consequence: draft.consequence,
      step: draft.step,
      causeKey: draft.causeKey ?? `${linkId}:${draft.key}`,
      causeReason: draft.causeReason ?? null,
      evidence: draft.evidence ?? [],
      since: draft.since ?? began.get(draft.key) ?? now,
      vantage: draft.vantage,
    });
  }
  return [...byKey.values()];
}
