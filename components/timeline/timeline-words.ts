// Which letter names a change, and what moved, in words.
import type { Transition } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";

/** The letter an event carries on the charts; null if it has none. */
export function letterOf(
  transition: Pick<Plain<Transition>, "at" | "subject">,
  letters: readonly { letter: string; at: number; subject: string }[],
): string | null {
  const at = Date.parse(transition.at);
  return letters.find((event) => event.subject === transition.subject && event.at === at)?.letter ?? null;
}

/** "phase: seeding to catching up"; what was not known is said so. */
export function changeWords({ subject, from, to }: Pick<Plain<Transition>, "subject" | "from" | "to">): string {
  const said = (value: string | null) => (value === null ? "not known" : value.replaceAll("-", " "));
  const name = subject.replace(/^finding\..*/, "finding").replaceAll(".", ", ");
  return from === null && to !== null ? `${name}: ${said(to)}` : `${name}: ${said(from)} to ${said(to)}`;
}
