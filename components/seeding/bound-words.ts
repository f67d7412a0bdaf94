// What holds a seeding's rate back, in words: its own waits, and who shares the wire with it.
import type { RateBound } from "../../lib/domain/assessment.ts";
import type { WireMate } from "../../lib/domain/wire-mate.ts";
import { fewNames } from "../../lib/domain/wire-pace.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatPercent } from "../../lib/format/size.ts";

const shorts: Record<RateBound["by"], string> = {
  network: "network",
  disk: "disk",
  neither: "neither",
};

/** `beside`: seedings from the same SQL Server or to the same managed instance that go now. */
export function boundWords(
  bound: RateBound | null,
  beside: readonly Pick<WireMate, "name" | "via">[],
): { short: string; shares: string; sharing: string | null } {
  const ofServer = beside.filter(({ via }) => via !== "instance");
  const ofInstance = beside.filter(({ via }) => via === "instance");
  const told = [
    ...(ofServer.length > 0 ? [`shares the wire with ${fewNames(ofServer)}`] : []),
    ...(ofInstance.length > 0
      ? [`${fewNames(ofInstance)} ${ofInstance.length === 1 ? "goes" : "go"} to the same managed instance`]
      : []),
  ];
  const sharing = told.length === 0 ? null : told.join("; ");
  if (bound === null) return { short: "not known", shares: "waits were watched for less than a minute", sharing };
  return {
    short: bound.by === "network" && ofServer.length > 0 ? "network, shared" : shorts[bound.by],
    shares: `waited ${formatPercent(bound.networkShare)} of the last ${formatDuration(bound.seconds)} for network, ${formatPercent(bound.diskShare)} for disk`,
    sharing,
  };
}
