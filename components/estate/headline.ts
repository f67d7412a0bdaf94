// The estate in one sentence: how many links need someone, cannot be judged, need a look.
import type { EstateRow, EstateSnapshot } from "../../lib/domain/snapshot.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";

export type VerdictCounts = Record<Verdict, number>;

export function countVerdicts(links: readonly Pick<EstateRow, "verdict">[]): VerdictCounts {
  const counts: VerdictCounts = { problem: 0, unknown: 0, attention: 0, progress: 0, ok: 0 };
  for (const link of links) counts[link.verdict] += 1;
  return counts;
}

/** "3 links need someone now, 3 cannot be judged, 7 need a look today"; the noun stands once, at the first part. */
export function estateHeadline(counts: VerdictCounts): string {
  const { problem, unknown, attention, progress, ok } = counts;
  const total = problem + unknown + attention + progress + ok;
  if (total === 0) return "No link is known yet";
  const parts: [count: number, one: string, many: string][] = [
    [problem, "needs someone now", "need someone now"],
    [unknown, "cannot be judged", "cannot be judged"],
    [attention, "needs a look today", "need a look today"],
  ];
  const open = parts.filter(([count]) => count > 0);
  if (open.length > 0)
    return open
      .map(([count, one, many], index) => `${index === 0 ? plural(count, "link") : count} ${count === 1 ? one : many}`)
      .join(", ");
  if (progress === 0)
    return total === 1 ? "The one link is as it should be" : `All ${total} links are as they should be`;
  if (ok === 0) return `${plural(progress, "link")} ${progress === 1 ? "is" : "are"} on the way as expected`;
  return `Nothing needs anyone now: ${ok} as they should be, ${progress} on the way`;
}

/** The tab says how much is open before it says where one is: "(8) Estate · Linkspan". */
export function tabTitle(open: number): string {
  return open > 0 ? `(${open}) Estate · Linkspan` : "Estate · Linkspan";
}

/** What the estate is made of: "24 links from 6 SQL Servers to 3 managed instances". */
export function estateExtent(snapshot: Pick<EstateSnapshot, "links" | "sources">): string {
  const servers = snapshot.sources.filter((source) => source.kind === "sqlserver" && source.side === "partner").length;
  const instances = new Set(
    snapshot.sources
      .filter((source) => source.side === "instance" && source.kind !== "synapse")
      .map((source) => source.name),
  ).size;
  return `${plural(snapshot.links.length, "link")} from ${plural(servers, "SQL Server")} to ${plural(instances, "managed instance")}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
