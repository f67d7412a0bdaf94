// What holds a seeding's rate back, in words: its own waits, and who shares the wire with it.
import type { RateBound } from "../../lib/domain/assessment.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatPercent } from "../../lib/format/size.ts";

const shorts: Record<RateBound["by"], string> = {
  network: "network",
  disk: "disk",
  neither: "neither",
};

/** `beside`: names of the other links that seed from the same SQL Server or to the same managed instance now. */
export function boundWords(
  bound: RateBound | null,
  beside: readonly string[],
): { short: string; shares: string; sharing: string | null } {
  const sharing = beside.length === 0 ? null : `shares the wire with ${listed(beside)}`;
  if (bound === null) return { short: "not known", shares: "waits were watched for less than a minute", sharing };
  return {
    short: bound.by === "network" && sharing !== null ? "network, shared" : shorts[bound.by],
    shares: `waited ${formatPercent(bound.networkShare)} of the last ${formatDuration(bound.seconds)} for network, ${formatPercent(bound.diskShare)} for disk`,
    sharing,
  };
}

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
