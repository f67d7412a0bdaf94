// Reads the estate page: every link, every source, and whether somebody polls.
import { estateRow } from "../domain/estate-row.ts";
import type { Limits } from "../domain/limits.ts";
import type { EstateSnapshot } from "../domain/snapshot.ts";
import { latestLinkRows } from "./link-rows.ts";
import type { History } from "./pool.ts";
import { latestPollerSeenAt, latestSources } from "./source-health.ts";
import { latestSynapseAlarms } from "./synapse-links.ts";

export async function latestEstate(
  history: History,
  estate: { isDemo: boolean; limits: Limits },
  now: Date,
): Promise<EstateSnapshot> {
  const [links, sources, pollerSeenAt] = await Promise.all([
    latestLinkRows(history, null, estate.limits, now),
    latestSources(history, null, estate.limits, now),
    latestPollerSeenAt(history),
  ]);
  const hasWorkspace = sources.some((source) => source.kind === "synapse");
  return {
    readAt: now.toISOString(),
    isDemo: estate.isDemo,
    links: links.map(estateRow),
    sources,
    pollerSeenAt,
    synapse: hasWorkspace ? await latestSynapseAlarms(history, estate.limits, now) : [],
  };
}
