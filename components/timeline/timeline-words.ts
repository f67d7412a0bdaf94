// Which letter names a change, what moved in words, and which changes say the same.
import type { Transition } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";

type Change = Plain<Transition>;

/** The letter an event carries on the charts; null if it has none. */
export function letterOf(
  transition: Pick<Change, "at" | "subject">,
  letters: readonly { letter: string; at: number; subject: string }[],
): string | null {
  const at = Date.parse(transition.at);
  return letters.find((event) => event.subject === transition.subject && event.at === at)?.letter ?? null;
}

/** "phase: seeding to catching up". Null where the sentence above says it all: of a finding, and of what was not known before. */
export function changeWords({ subject, from, to }: Pick<Change, "subject" | "from" | "to">): string | null {
  if (subject.startsWith("finding.") || from === null) return null;
  const said = (value: string | null) =>
    value === null ? "not known" : (spelled[value] ?? value.replaceAll("-", " "));
  return `${subject.split(".")[0]}: ${said(from)} to ${said(to)}`;
}

const spelled: Record<string, string> = {
  ok: "OK",
  progress: "in progress",
  globalPrimary: "global primary",
};

/** Changes of one moment that carry the same sentence are one line: what was measured tells more than what was found in it, and that more than the verdict. */
export function foldChanges<T extends Pick<Change, "at" | "subject" | "reason">>(changes: readonly T[]): T[][] {
  const lines = new Map<string, T[]>();
  for (const change of changes) {
    const key = `${change.at} ${change.reason}`;
    const line = lines.get(key);
    if (line) line.push(change);
    else lines.set(key, [change]);
  }
  return [...lines.values()].map((line) => line.toSorted((a, b) => weight(a.subject) - weight(b.subject)));
}

function weight(subject: string): number {
  if (subject === "verdict") return 2;
  return subject.startsWith("finding.") ? 1 : 0;
}
