// What the page about Linkspan says of its sources, decided apart from how it looks.
import type { SourceHealth } from "../../lib/domain/snapshot.ts";
import { compareVerdicts } from "../../lib/domain/verdict.ts";
import { listWords } from "../../lib/domain/wording.ts";

/** "11 of 12 sources answer"; the ones that do not are named when they are few. */
export function healthHeadline(sources: readonly Pick<SourceHealth, "name" | "verdict">[]): string {
  if (sources.length === 0) return "No source is named in the estate";
  const silent = sources.filter((source) => source.verdict === "unknown");
  if (silent.length === 0)
    return sources.length === 1 ? "The one source answers" : `All ${sources.length} sources answer`;
  const names = [...new Set(silent.map((source) => source.name))];
  const named = names.length <= 3 ? `, ${listWords(names)} ${silent.length === 1 ? "does" : "do"} not` : "";
  return `${sources.length - silent.length} of ${sources.length} sources answer${named}`;
}

/** Worst first; else as the estate has them, SQL Servers before managed instances. */
export function sortSources(sources: readonly SourceHealth[]): SourceHealth[] {
  return sources.toSorted((a, b) => compareVerdicts(a.verdict, b.verdict));
}

/** Workers by how many sources each holds; sources that nobody holds count under "nobody". */
export function ownersOf(sources: readonly Pick<SourceHealth, "ownedBy">[]): { owner: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { ownedBy } of sources) counts.set(ownedBy ?? "nobody", (counts.get(ownedBy ?? "nobody") ?? 0) + 1);
  return [...counts].map(([owner, count]) => ({ owner, count })).sort((a, b) => a.owner.localeCompare(b.owner));
}
