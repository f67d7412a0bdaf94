// How a source itself fares, in a verdict and one sentence; links and the page about Linkspan say it alike.
import type { SourceState } from "./assessment.ts";
import { reachOfSource } from "./hearing.ts";
import type { Limits } from "./limits.ts";
import type { BlindFact, FailureKind } from "./outcome.ts";
import type { Verdict } from "./verdict.ts";
import { ageWords, shortClause } from "./wording.ts";

const failing: Record<FailureKind, string> = {
  timeout: "does not answer",
  unreachable: "does not answer",
  denied: "refuses Linkspan",
  malformed: "answers something that cannot be read",
  throttled: "asks to be left alone for a while",
};

const steps: Record<FailureKind, string> = {
  timeout: "from its network",
  unreachable: "from its network",
  denied: "for Linkspan's login and its grants",
  malformed: "for what stands at this address",
  throttled: "for others that poll it",
};

/** Verdict and reason of a source at `now`: unknown when silent, attention while late or refusing, else ok. */
export function judgeSource(source: SourceState, limits: Limits, now: Date): { verdict: Verdict; reason: string } {
  const reach = reachOfSource(source, limits, now);
  if (reach === "silent") return { verdict: "unknown", reason: silenceWords(source, now) };
  if (isRefused(source)) return { verdict: "attention", reason: silenceWords(source, now) };
  const age = ageWords((now.getTime() - (source.lastAnsweredAt as Date).getTime()) / 1000);
  const missed = source.lastFailure !== null && source.consecutiveFailures > 0;
  if (reach === "late" || source.consecutiveFailures > 1) {
    const why = missed ? `; since then it ${failing[(source.lastFailure as { kind: FailureKind }).kind]}` : "";
    return { verdict: "attention", reason: `${source.name} answered last ${age} ago${why}.` };
  }
  return { verdict: "ok", reason: `${source.name} answered ${age} ago.` };
}

/** A login refused is told at once: it does not mend itself. */
export function isRefused(source: SourceState): boolean {
  return source.failingSince !== null && source.lastFailure?.kind === "denied";
}

/** What a refused login would have to be granted to see anything at all; none where no permission is known to help. */
export function refusedFacts({
  failingSince,
  lastFailure,
}: {
  failingSince: unknown;
  lastFailure: Pick<NonNullable<SourceState["lastFailure"]>, "kind" | "permission"> | null;
}): BlindFact[] {
  const permission = lastFailure?.permission ?? null;
  if (failingSince === null || lastFailure?.kind !== "denied" || permission === null) return [];
  return [{ fact: "everything", permission, reason: `this login lacks ${permission}` }];
}

/** "SQLKAS01 does not answer: login timeout." */
export function silenceWords(source: SourceState, now: Date): string {
  const failure = source.failingSince === null ? null : source.lastFailure;
  if (failure !== null) return `${source.name} ${failing[failure.kind]}: ${shortClause(failure.message)}.`;
  if (source.lastAnsweredAt === null) return `${source.name} has not been asked yet.`;
  const age = ageWords((now.getTime() - source.lastAnsweredAt.getTime()) / 1000);
  return `${source.name} has not been asked for ${age}.`;
}

/** "Check SQLKAS01 from its network"; the grant where one is known to help; when nobody asks, the fault is ours. */
export function silenceStep(source: SourceState): string {
  const [refused] = refusedFacts(source);
  if (refused !== undefined) return `Grant ${refused.permission} to Linkspan's login on ${source.name}`;
  const failure = source.failingSince === null ? null : source.lastFailure;
  return failure === null ? "Check that Linkspan's poller runs" : `Check ${source.name} ${steps[failure.kind]}`;
}

export function silentSince(source: SourceState): Date | null {
  return source.failingSince ?? source.lastAnsweredAt;
}
