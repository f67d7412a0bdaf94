// Which changes a person wants to see: letters on charts for what matters, and one line in the timeline for one cause.
import type { Transition } from "./assessment.ts";
import type { BandWindow } from "./snapshot.ts";
import { compareVerdicts, type Verdict } from "./verdict.ts";
import { durationWords } from "./wording.ts";

/** A stored change, as charts and timeline look at it. */
export type Change = Pick<Transition, "subject" | "from" | "to" | "verdict" | "reason" | "at" | "isFirst">;

/**
 * Phases, verdicts that get worse or come back, split brain, roles, silences with how long they lasted by `until`, pauses
 * of polling. `changes`: oldest first. `names`: by voice, of whoever is asked.
 */
export function chartEvents(
  changes: readonly Change[],
  names: Readonly<Record<string, string>>,
  until: Date,
): BandWindow["events"] {
  const silences = silencesByTime(changes);
  return changes
    .filter(isEvent)
    .filter((change) => !isBlinded(change, silences.get(change.at.getTime())))
    .map((change) => ({
      at: change.at.toISOString(),
      subject: change.subject,
      verdict: change.verdict,
      text: isSilence(change) ? silenceWordsFor(change, changes, names, until) : change.reason,
    }));
}

/** Without first values and without what only follows from a source that fell silent or came back: its own line says why. */
export function timelineOf<C extends Change>(changes: readonly C[]): C[] {
  const reaches = changes.filter((change) => change.subject.startsWith("reach."));
  const silences = silencesByTime(changes);
  const returns = new Set(reaches.filter((change) => change.from === "silent").map((change) => change.at.getTime()));
  return changes.filter((change) => {
    if (change.isFirst || change.from === change.to) return false;
    if (change.subject === "polling") return change.to === null;
    if (change.subject.startsWith("reach.")) return true;
    const at = change.at.getTime();
    return !isLost(change, silences.get(at)) && !(returns.has(at) && isFoundAgain(change));
  });
}

function isEvent({ subject, from, to, isFirst }: Change): boolean {
  if (isFirst || from === to) return false;
  if (subject === "polling") return to === null;
  if (subject === "finding.split-brain") return to !== "cleared";
  if (subject.startsWith("reach.")) return to === "silent";
  if (from === null || to === null) return false;
  if (subject === "phase") return from !== "not-known" && to !== "not-known";
  if (subject === "verdict")
    return to === "ok" || to === "progress" || compareVerdicts(to as Verdict, from as Verdict) < 0;
  return subject === "role.partner" || subject === "role.instance";
}

function isSilence({ subject, to, isFirst }: Change): boolean {
  return subject.startsWith("reach.") && to === "silent" && !isFirst;
}

/** The sentences of those who fell silent, by moment. */
function silencesByTime(changes: readonly Change[]): Map<number, string[]> {
  const reasons = new Map<number, string[]>();
  for (const { at, reason } of changes.filter(isSilence)) {
    reasons.set(at.getTime(), [...(reasons.get(at.getTime()) ?? []), reason]);
  }
  return reasons;
}

/** A verdict that only says that somebody fell silent then. */
function isBlinded({ subject, to, reason }: Change, silences: readonly string[] = []): boolean {
  return subject === "verdict" && silences.length > 0 && (to === "unknown" || silences.includes(reason));
}

/** With the voice went its words: values that are not known now, and findings of which nobody says that they are over. */
function isLost(change: Change, silences: readonly string[] = []): boolean {
  const { subject, to } = change;
  if (silences.length === 0) return false;
  if (subject.startsWith("finding.")) return to === "cleared" || subject.startsWith("finding.reach.");
  return to === null || to === "not-known" || isBlinded(change, silences);
}

/** What is worse than before is told for itself. */
function isFoundAgain({ subject, from, to }: Change): boolean {
  if (subject.startsWith("finding.")) return subject.startsWith("finding.reach.");
  return from === null || (subject === "phase" && from === "not-known") || (subject === "verdict" && to !== "problem");
}

/** "mi-ops-neu silent for 35 min." */
function silenceWordsFor(
  silence: Change,
  changes: readonly Change[],
  names: Readonly<Record<string, string>>,
  until: Date,
): string {
  const end = changes.find(({ subject, at }) => subject === silence.subject && at > silence.at)?.at ?? until;
  const vantage = silence.subject.replace("reach.", "");
  const name = names[vantage] ?? "A source";
  const lasted = durationWords((end.getTime() - silence.at.getTime()) / 1000);
  return `${vantage === "arm" ? "ARM for " : ""}${name} silent for ${lasted}.`;
}
