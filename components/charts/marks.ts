// The letters that name an event on every chart of a page, and where their circles stand.
import { compareVerdicts, type Verdict } from "../../lib/domain/verdict.ts";

export interface Mark {
  /** "A", "B" …, in order of time. */
  letter: string;
  /** ms since 1970. */
  at: number;
  verdict: Verdict;
  subject: string;
  text: string;
}

type Event = { at: string; subject: string; verdict: Verdict; text: string };

/**
 * Letters for the events of a window. Events less than `nearMs` after the first of a group share its letter, which names
 * the worst of them. Of more groups than `room`, the worst and among them the newest are kept.
 */
export function letterEvents(events: readonly Event[], nearMs = 0, room = 8): Mark[] {
  const groups: { startedAt: number; worst: Omit<Mark, "letter"> }[] = [];
  for (const event of events.toSorted((a, b) => a.at.localeCompare(b.at))) {
    const mark = { ...event, at: Date.parse(event.at) };
    const group = groups.at(-1);
    if (!group || mark.at - group.startedAt >= nearMs) groups.push({ startedAt: mark.at, worst: mark });
    else if (tellsMore(mark, group.worst)) group.worst = mark;
  }
  return groups
    .map((group) => group.worst)
    .sort((a, b) => compareVerdicts(a.verdict, b.verdict) || b.at - a.at)
    .slice(0, Math.min(room, 26))
    .sort((a, b) => a.at - b.at)
    .map((mark, index) => ({ ...mark, letter: String.fromCharCode(65 + index) }));
}

/** The worse of two, and of equals what happened rather than what became unknown or different because of it. */
function tellsMore(a: Omit<Mark, "letter">, b: Omit<Mark, "letter">): boolean {
  return (compareVerdicts(a.verdict, b.verdict) || weight(a.subject) - weight(b.subject)) < 0;
}

/** Silence first, then findings, phase and connection; roles and modes follow from them. */
function weight(subject: string): number {
  if (subject.startsWith("reach.")) return 0;
  return /^(finding\.|phase$|connection$)/.test(subject) ? 1 : 2;
}

/** Centres for circles that belong at `xs` (ascending, px): at least `apart` px from each other and inside [left, right]. */
export function spreadMarks(xs: readonly number[], left: number, right: number, apart = 17): number[] {
  const placed: number[] = [];
  for (const x of xs) placed.push(Math.max(x, left, (placed.at(-1) ?? Number.NEGATIVE_INFINITY) + apart));
  let limit = right;
  for (let index = placed.length - 1; index >= 0; index--) {
    placed[index] = Math.min(placed[index]!, limit);
    limit = placed[index]! - apart;
  }
  return placed;
}
