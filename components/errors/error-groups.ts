// Errors of a link as its page shows them: a number once, with every voice that names it.
import type { ExplainedError } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";

type Said = Plain<ExplainedError>;

export interface ErrorGroup {
  code: string;
  /** "Error 41976", or the word that came in place of a number. */
  title: string;
  said: Pick<Said, "text" | "fact" | "vantage" | "at">[];
  meaning: string | null;
  causes: Said["causes"];
}

/** In the order in which the numbers first come. */
export function groupErrors(errors: readonly Said[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const { code, meaning, causes, ...said } of errors) {
    const group = groups.get(code) ?? { code, title: titleOf(code), said: [], meaning, causes };
    group.said.push(said);
    groups.set(code, group);
  }
  return [...groups.values()];
}

function titleOf(code: string): string {
  if (/^\d+$/.test(code)) return `Error ${code}`;
  return code === "no number" ? "An error without a number" : code;
}
