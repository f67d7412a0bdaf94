// The five verdicts, worst first, and how they combine.

/** Our judgement of anything. `unknown` may hide any of the others, so it ranks just below `problem`. */
export type Verdict = "problem" | "unknown" | "attention" | "progress" | "ok";

/** Worst first; the order of every list. */
export const verdicts: readonly Verdict[] = ["problem", "unknown", "attention", "progress", "ok"];

export function compareVerdicts(a: Verdict, b: Verdict): number {
  return verdicts.indexOf(a) - verdicts.indexOf(b);
}

/** The worst of several; `ok` for none. */
export function worstVerdict(all: Iterable<Verdict>): Verdict {
  let worst: Verdict = "ok";
  for (const verdict of all) if (compareVerdicts(verdict, worst) < 0) worst = verdict;
  return worst;
}
