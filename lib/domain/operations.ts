// Operations, state and storage of the managed instance as ARM tells them: what runs, what failed, what it means for a link.
import type { Evidence } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { ArmInstanceFacts, ArmOperationFacts, Reported } from "./sample.ts";
import { findStorage } from "./storage.ts";
import { clause, durationWords, shortClause } from "./wording.ts";

/** Azure is asked every 15 min; what it told more than two of these ago is no word about now. */
const holdsSeconds = 2400;
/** A failed operation is told for a day. */
const failedShownSeconds = 86_400;

/** All of them are of the managed instance, so its links share the cause. */
export function findOperations(hearing: Hearing): Draft[] {
  const facts = heardInstance(hearing);
  if (facts === null) return [];
  const operations = heard(hearing, facts.operations ?? null);
  const running = operations.find((one) => isRunning(one));
  return [
    ...(running === undefined ? [] : [runningDraft(hearing, facts, running)]),
    ...failedDraft(hearing, facts, operations),
    // An operation says more than "Updating" does.
    ...stateDraft(hearing, facts).filter((draft) => draft.verdict !== "progress" || running === undefined),
    ...findStorage(hearing, facts),
  ];
}

/** Null where ARM is not asked, silent, or was last heard about the instance too long ago. */
function heardInstance(hearing: Hearing): ArmInstanceFacts | null {
  const { arm, now } = hearing;
  if (arm.reach === "silent" || arm.reach === "unasked" || arm.instanceFacts === null) return null;
  return now.getTime() - arm.instanceAt.getTime() <= holdsSeconds * 1000 ? arm.instanceFacts : null;
}

function heard(hearing: Hearing, operations: Reported<ArmOperationFacts[]> | null): ArmOperationFacts[] {
  if (operations === null || hearing.now.getTime() - operations.at.getTime() > holdsSeconds * 1000) return [];
  return operations.value;
}

function runningDraft(hearing: Hearing, facts: ArmInstanceFacts, operation: ArmOperationFacts): Draft {
  const { percentComplete, startedAt, state } = operation;
  const name = sideName(hearing, "instance");
  const words = [
    `${operationName(operation)} runs on ${name}`,
    startedAt === null ? "" : ` for ${durationWords(secondsSince(hearing, startedAt))}`,
    percentComplete === null ? "" : `, ${Math.floor(percentComplete)} % done`,
    estimateWords(hearing, operation),
  ];
  const reason = `${words.join("")}.`;
  const isCancelled = /^cancel/i.test(state ?? "");
  return {
    key: "operation.running",
    ...ofInstance(hearing, "operation.running", reason),
    verdict: "progress",
    reason,
    consequence: isCancelled
      ? "It is being cancelled. A seeding begins anew if the instance fails over."
      : "A seeding begins anew if the instance fails over at the end of it. While a link is being created, Azure refuses to scale.",
    step: null,
    vantage: "arm",
    since: startedAt,
    evidence: operationEvidence(facts, operation),
  };
}

/** "; Azure expects 50 min more"; an estimate that has passed says so. */
function estimateWords(hearing: Hearing, { estimatedCompletionAt }: ArmOperationFacts): string {
  if (estimatedCompletionAt === null) return "";
  const left = -secondsSince(hearing, estimatedCompletionAt);
  return left > 0
    ? `; Azure expects ${durationWords(left)} more`
    : `; Azure expected its end ${durationWords(-left)} ago`;
}

/** The newest one that failed, unless the same has succeeded or begun anew since. */
function failedDraft(hearing: Hearing, facts: ArmInstanceFacts, operations: readonly ArmOperationFacts[]): Draft[] {
  const isRecent = (one: ArmOperationFacts) =>
    one.startedAt !== null && secondsSince(hearing, one.startedAt) <= failedShownSeconds;
  const failed = operations.find((one) => /^failed$/i.test(one.state ?? "") && isRecent(one));
  if (failed === undefined) return [];
  const isOutlived = operations
    .slice(0, operations.indexOf(failed))
    .some((one) => one.operation === failed.operation && (isRunning(one) || /^succeeded$/i.test(one.state ?? "")));
  if (isOutlived) return [];
  const { errorCode, errorDescription } = failed;
  const error = [
    errorCode === null ? "" : ` with error ${errorCode}`,
    errorDescription ? `: ${shortClause(errorDescription)}` : "",
  ];
  const reason = `${operationName(failed)} failed on ${sideName(hearing, "instance")}${error.join("")}.`;
  return [
    {
      key: "operation.failed",
      ...ofInstance(hearing, "operation.failed", reason),
      verdict: "attention",
      reason,
      consequence: "The managed instance is not what it was to become; links go on as far as it runs.",
      step: "Read the operation's error in the activity log of the managed instance, then start it again",
      vantage: "arm",
      since: failed.startedAt,
      evidence: operationEvidence(facts, failed),
    },
  ];
}

const stopped = /^(stopped|stopping|deleting|deleted|failed)$/i;
const passing = /^(starting|updating|creating|scaling)$/i;

/** The list of states is open: a word that nobody documented says nothing. */
function stateDraft(hearing: Hearing, facts: ArmInstanceFacts): Draft[] {
  const { state } = facts;
  if (state === null || !(stopped.test(state) || passing.test(state))) return [];
  const { instance, arm } = hearing;
  const name = sideName(hearing, "instance");
  const isContradicted = stopped.test(state) && instance.reach === "fresh";
  const reason = isContradicted
    ? `ARM says that ${name} is ${clause(state)}, and it answers over SQL.`
    : `${name} is ${clause(state)}, says ARM.`;
  const isStopped = stopped.test(state);
  return [
    {
      key: "instance.state",
      ...ofInstance(hearing, "instance.state", reason),
      verdict: !isStopped ? "progress" : isContradicted ? "attention" : "problem",
      reason,
      consequence: isContradicted
        ? "Linkspan goes by the databases; ARM may be about to be right."
        : isStopped
          ? "No log goes over while it is; it stays on the other side and cannot be cut."
          : "The link may break off for a moment, and a seeding begins anew if the instance fails over.",
      step: isStopped ? `Check in Azure why ${name} is ${clause(state)}, and start it` : null,
      vantage: "arm",
      evidence: [
        { fact: "state", value: state, vantage: "arm", at: arm.instanceAt },
        ...(facts.provisioningState == null
          ? []
          : [
              {
                fact: "provisioningState",
                value: facts.provisioningState,
                vantage: "arm" as const,
                at: arm.instanceAt,
              },
            ]),
      ],
    },
  ];
}

/** Key and cause of what is so with the managed instance, not with one link. */
function ofInstance(hearing: Hearing, key: string, reason: string): Pick<Draft, "causeKey" | "causeReason"> {
  return { causeKey: `${key}:${hearing.arm.source?.id}`, causeReason: `${reason} {n} links end there.` };
}

function operationEvidence(facts: ArmInstanceFacts, operation: ArmOperationFacts): Evidence[] {
  const at = facts.operations?.at ?? null;
  const said: [fact: string, value: string | number | null][] = [
    ["operation", operation.operation],
    ["operation state", operation.state],
    ["percentComplete", operation.percentComplete],
    ["startTime", operation.startedAt?.toISOString() ?? null],
    ["estimatedCompletionTime", operation.estimatedCompletionAt?.toISOString() ?? null],
    ["errorCode", operation.errorCode],
    ["errorDescription", operation.errorDescription],
  ];
  return said.flatMap(([fact, value]) => (value === null ? [] : [{ fact, value: String(value), vantage: "arm", at }]));
}

function operationName({ friendlyName, operation, name }: ArmOperationFacts): string {
  return shortClause(friendlyName ?? operation ?? `Operation ${name}`);
}

function isRunning({ state }: ArmOperationFacts): boolean {
  return /^(inprogress|pending|cancelinprogress)$/i.test(state ?? "");
}

function secondsSince({ now }: Hearing, at: Date): number {
  return (now.getTime() - at.getTime()) / 1000;
}
