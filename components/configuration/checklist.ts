// The checks of a link's setup as the page lists them: open ones by part, what cannot be judged by its reason, the rest as a count.
import type { ConfigurationCheck } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { compareVerdicts } from "../../lib/domain/verdict.ts";
import { grouped } from "../ui/grouped.ts";

export type Check = Plain<ConfigurationCheck>;

export const partWords: Record<Check["part"], string> = {
  server: "Server",
  endpoint: "Endpoint",
  groups: "Groups",
  database: "Database",
  leftovers: "Left behind",
};

export interface Checklist {
  /** Parts in which something deviates, the worst first; worst first in each. */
  open: { part: Check["part"]; checks: Check[] }[];
  /** Checks nobody can judge now, one entry a reason and step. */
  unknown: { reason: string; step: string | null; checks: Check[] }[];
  met: { part: Check["part"]; checks: Check[] }[];
  metCount: number;
  count: number;
}

export function readChecklist(checks: readonly Check[]): Checklist {
  const metOnes = checks.filter((one) => one.verdict === "ok");
  const deviating = checks.filter((one) => one.verdict !== "ok" && one.verdict !== "unknown");
  const unknown = grouped(
    checks.filter((one) => one.verdict === "unknown"),
    ({ reason, step }) => JSON.stringify([reason, step]),
  );
  return {
    open: byPart(deviating.toSorted((a, b) => compareVerdicts(a.verdict, b.verdict))),
    unknown: [...unknown.values()].map((same) => ({ reason: same[0]!.reason, step: same[0]!.step, checks: same })),
    met: byPart(metOnes),
    metCount: metOnes.length,
    count: checks.length,
  };
}

/** "All 30 checks are met", "27 of 30 checks are met". */
export function metWords({ metCount, count }: Pick<Checklist, "metCount" | "count">): string {
  if (count === 1) return metCount === 1 ? "The one check is met" : "The one check is not met";
  if (metCount === count) return `All ${count} checks are met`;
  return `${metCount} of ${count} checks ${metCount === 1 ? "is" : "are"} met`;
}

function byPart(checks: readonly Check[]): { part: Check["part"]; checks: Check[] }[] {
  return [...grouped(checks, (one) => one.part)].map(([part, of]) => ({ part, checks: of }));
}
