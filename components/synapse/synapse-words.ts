// What the page of Synapse Links says, decided apart from how it looks.
import type { RecoveryStep } from "../../lib/domain/synapse-assessment.ts";
import type { SynapseLinkRow, SynapseSnapshot } from "../../lib/domain/synapse-snapshot.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { plural } from "../estate/headline.ts";

/** "1 Synapse Link needs someone now, 1 needs a look today". */
export function synapseHeadline(verdicts: readonly Verdict[]): string {
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  if (verdicts.length === 0) return "No Synapse Link is known yet";
  const parts: [count: number, one: string, many: string][] = [
    [count("problem"), "needs someone now", "need someone now"],
    [count("unknown"), "cannot be judged", "cannot be judged"],
    [count("attention"), "needs a look today", "need a look today"],
  ];
  const open = parts.filter(([some]) => some > 0);
  if (open.length > 0)
    return open
      .map(
        ([some, one, many], index) => `${index === 0 ? plural(some, "Synapse Link") : some} ${some === 1 ? one : many}`,
      )
      .join(", ");
  return verdicts.length === 1
    ? "The one Synapse Link is as it should be"
    : `All ${verdicts.length} Synapse Links are as they should be`;
}

/** "3 Synapse Links in 1 workspace". */
export function synapseExtent({ links, sources }: Pick<SynapseSnapshot, "links" | "sources">): string {
  return `${plural(links.length, "Synapse Link")} in ${plural(sources.length, "workspace")}`;
}

/** Where a link stands on the page: "synapse-syn-dwh-shop-to-dwh". */
export function synapseAnchor(id: string): string {
  return `synapse-${id.replaceAll(/[^\w-]+/g, "-")}`;
}

export function styleWords(style: SynapseLinkRow["assessment"]["failover"]["style"]): string | null {
  if (style === "listener") return "the failover group's listener";
  return style === "server" ? "a server's own name" : null;
}

/** "sql-shop-neu" of a resource ID; the ID itself where it is none. */
export function serverName(resourceId: string): string {
  return /\/servers\/([^/]+)/i.exec(resourceId)?.[1] ?? resourceId;
}

/** The whole list as text, to send to whoever does it. */
export function stepsText(linkConnectionName: string, steps: readonly RecoveryStep[]): string {
  const lines = steps.flatMap((step, index) => [
    `${index + 1}. ${step.text}${step.isDone === true ? " (done)" : ""}`,
    ...step.values.map(({ name, value }) => `   ${name}: ${value}`),
  ]);
  return [`Bring ${linkConnectionName} back`, ...lines].join("\n");
}
