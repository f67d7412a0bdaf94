// What pages and interfaces read, each in one call: the house of this process, and the clock.
import type { EstateHealth } from "../components/health/estate-health.ts";
import type { CertificateSnapshot } from "../lib/domain/certificate-inventory.ts";
import type { NetworkSnapshot } from "../lib/domain/network-overview.ts";
import type { PlannerSnapshot } from "../lib/domain/planner-snapshot.ts";
import type { ForecastSnapshot } from "../lib/domain/running-seedings.ts";
import type { Scorecard } from "../lib/domain/scorecard.ts";
import type { EstateSnapshot, LinkRow, LinkSnapshot } from "../lib/domain/snapshot.ts";
import type { SynapseSnapshot } from "../lib/domain/synapse-snapshot.ts";
import { latestCertificates } from "../lib/history/certificates.ts";
import { latestEstate } from "../lib/history/latest-estate.ts";
import { latestLink } from "../lib/history/latest-link.ts";
import { latestLinkRows } from "../lib/history/link-rows.ts";
import { type AskedPair, latestNetwork } from "../lib/history/network-overview.ts";
import { plain } from "../lib/history/plain.ts";
import { latestPlanner } from "../lib/history/planner.ts";
import { latestRunningSeedings } from "../lib/history/running-seedings.ts";
import { latestScorecard } from "../lib/history/scorecard.ts";
import { readSeedingDeadlines, type SeedingDeadlines } from "../lib/history/seeding-deadlines.ts";
import { latestPollerSeenAt, latestSources } from "../lib/history/source-health.ts";
import { latestSynapse } from "../lib/history/synapse-links.ts";
import { pageHouse } from "../lib/house.ts";

/** Throws if the history cannot be read. */
export async function readEstate(now: Date): Promise<EstateSnapshot> {
  const { history, estate } = pageHouse();
  return latestEstate(history, estate, now);
}

/** Every link with who says each value and when. Throws if the history cannot be read. */
export async function readLinks(now: Date): Promise<LinkRow[]> {
  const { history, estate } = pageHouse();
  return latestLinkRows(history, null, estate.limits, now);
}

/** What the seedings of all links are held against, by link id. Throws if the history cannot be read. */
export async function readDeadlines(): Promise<Map<string, SeedingDeadlines>> {
  return readSeedingDeadlines(pageHouse().history);
}

/** Throws if the history cannot be read. */
export async function readEstateHealth(now: Date): Promise<EstateHealth> {
  const { history, estate } = pageHouse();
  const [sources, pollerSeenAt] = await Promise.all([
    latestSources(history, null, estate.limits, now),
    latestPollerSeenAt(history),
  ]);
  return { readAt: now.toISOString(), isDemo: estate.isDemo, sources, pollerSeenAt };
}

/** Null if there is no such link; throws if the history cannot be read. */
export async function readLink(linkId: string, now: Date): Promise<LinkSnapshot | null> {
  const { history, estate } = pageHouse();
  return latestLink(history, linkId, estate, now);
}

/** Every certificate the links stand on. Throws if the history cannot be read. */
export async function readCertificates(now: Date): Promise<CertificateSnapshot> {
  const { history, estate } = pageHouse();
  return { readAt: now.toISOString(), certificates: plain(await latestCertificates(history, estate.limits, now)) };
}

/** What a plan can start from. Throws if the history cannot be read. */
export async function readPlanner(now: Date): Promise<PlannerSnapshot> {
  const { history, estate } = pageHouse();
  return latestPlanner(history, estate.isDemo, now);
}

/** How good past forecasts were. Throws if the history cannot be read. */
export async function readScorecard(now: Date): Promise<Scorecard> {
  return latestScorecard(pageHouse().history, now);
}

/** What seeds and waits now, and how good past forecasts were. Throws if the history cannot be read. */
export async function readForecast(now: Date): Promise<ForecastSnapshot> {
  const { history, estate } = pageHouse();
  const [running, scorecard] = await Promise.all([
    latestRunningSeedings(history, estate.limits, now),
    latestScorecard(history, now),
  ]);
  return { readAt: now.toISOString(), ...plain(running), scorecard };
}

/** Every Azure Synapse Link with the workspaces behind them. Throws if the history cannot be read. */
export async function readSynapse(now: Date): Promise<SynapseSnapshot> {
  const { history, estate } = pageHouse();
  return latestSynapse(history, estate, now);
}

/** Network tests by pair, with ledger and scripts of the one asked for. Throws if the history cannot be read. */
export async function readNetwork(asked: AskedPair, now: Date): Promise<NetworkSnapshot> {
  const { history, estate } = pageHouse();
  return latestNetwork(history, asked, estate.limits, now);
}
