// Reads the page of the network: pairs of the estate, what tests found between them, and the scripts of the chosen one.
import type { Phase } from "../domain/assessment.ts";
import type { Limits } from "../domain/limits.ts";
import {
  chosenPair,
  comparePairs,
  type NetworkSnapshot,
  overviewOf,
  type PairRecord,
  wasTested,
} from "../domain/network-overview.ts";
import type { NetworkPair } from "../domain/network-pair.ts";
import { reviveDates } from "../domain/revive.ts";
import type { Side, SourceKind } from "../domain/vantage.ts";
import type { Verdict } from "../domain/verdict.ts";
import { readNetworkChecks } from "./network-ledger.ts";
import { plain } from "./plain.ts";
import type { History } from "./pool.ts";

/** Names of the estate; either may be left out, or be unknown. */
export interface AskedPair {
  partner: string | null;
  instance: string | null;
}

interface Server {
  id: string;
  kind: SourceKind;
  side: Side;
  name: string;
  facts:
    | (NonNullable<NetworkPair["partner"]> & NonNullable<NetworkPair["instance"]> & NonNullable<NetworkPair["arm"]>)
    | null;
}

interface LinkOfPair {
  linkId: string;
  name: string;
  verdict: Verdict;
  phase: Phase;
  partnerName: string;
  instanceName: string;
  endpointUrls: string[] | null;
}

/** Every pair that has a link or was tested, and the one that is asked for; without asking, the worst is chosen. Three statements. */
export async function latestNetwork(
  history: History,
  asked: AskedPair,
  limits: Limits,
  now: Date,
): Promise<NetworkSnapshot> {
  const [servers, links, kept] = await Promise.all([
    readServers(history),
    readLinks(history),
    readNetworkChecks(history),
  ]);
  const linksOf = new Map<string, LinkOfPair[]>();
  for (const link of links) {
    const key = pairKey(link.partnerName, link.instanceName);
    linksOf.set(key, [...(linksOf.get(key) ?? []), link]);
  }
  const partners = namesOf(servers, "partner");
  const instances = namesOf(servers, "instance");
  const recordOf = (partnerName: string, instanceName: string): PairRecord => {
    const between = linksOf.get(pairKey(partnerName, instanceName)) ?? [];
    const server = (kind: SourceKind, side: Side, name: string) =>
      servers.find((one) => one.kind === kind && one.side === side && one.name === name);
    const partner = server("sqlserver", "partner", partnerName);
    const instance = server("sqlserver", "instance", instanceName);
    return {
      pair: {
        partnerName,
        instanceName,
        partner: partner?.facts ?? null,
        instance: instance?.facts ?? null,
        arm: server("arm", "instance", instanceName)?.facts ?? null,
        endpointUrls: [...new Set(between.flatMap((link) => link.endpointUrls ?? []))],
      },
      links: between.map(({ linkId, name, verdict, phase }) => ({ linkId, name, verdict, phase })),
      told: { partner: kept.get(partner?.id ?? "") ?? [], instance: kept.get(instance?.id ?? "") ?? [] },
    };
  };
  const stale = limits.networkCheckStaleSeconds;
  const pairs = partners
    .flatMap((partnerName) => instances.map((instanceName) => recordOf(partnerName, instanceName)))
    .filter((record) => record.links.length > 0 || wasTested(record))
    .map((record) => overviewOf(record, stale, now))
    .sort(comparePairs);
  const partner = partners.find((name) => name === asked.partner) ?? pairs[0]?.partnerName ?? partners[0];
  const beside = pairs.find((pair) => pair.partnerName === partner)?.instanceName ?? instances[0];
  const instance = instances.find((name) => name === asked.instance) ?? beside;
  const hasPair = partner !== undefined && instance !== undefined;
  return plain({
    readAt: now,
    partners,
    instances,
    pairs,
    chosen: hasPair ? chosenPair(recordOf(partner, instance), stale, now) : null,
  });
}

function pairKey(partnerName: string, instanceName: string): string {
  return `${partnerName}\n${instanceName}`;
}

function namesOf(servers: readonly Server[], side: Side): string[] {
  const names = servers.filter((one) => one.side === side).map((one) => one.name);
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, "en"));
}

/** Only what a test needs of the newest facts: a server's list of databases can be long. */
async function readServers(history: History): Promise<Server[]> {
  const keys = [
    ...["machineName", "hostPlatform", "agentStatus", "endpoint", "fabric"],
    ...["fullyQualifiedDomainName", "subnetPrefixes"],
  ];
  const { rows } = await history.pool.query<Server>(
    `SELECT id, kind, side, name, CASE WHEN facts IS NOT NULL THEN
       (SELECT json_object_agg(key, facts->key) FROM unnest($1::text[]) AS key) END AS facts
     FROM source LEFT JOIN latest_instance ON source_id = id
     WHERE is_active AND kind IN ('sqlserver', 'arm')`,
    [keys],
  );
  return rows.map((row) => ({ ...row, facts: reviveDates(row.facts) }));
}

async function readLinks(history: History): Promise<LinkOfPair[]> {
  const { rows } = await history.pool.query<LinkOfPair>(
    `SELECT link.id AS "linkId", link.name, verdict, phase, partner.name AS "partnerName",
       coalesce(instance.name, arm.name) AS "instanceName",
       (SELECT json_agg(url) FROM (
          SELECT replica->>'endpointUrl' AS url
          FROM latest_sample, json_array_elements(facts->'replicas') AS replica
          WHERE link_no = link.no AND vantage <> 'arm'
          UNION SELECT facts->>'partnerEndpoint' FROM latest_sample WHERE link_no = link.no AND vantage = 'arm'
        ) AS named WHERE url IS NOT NULL) AS "endpointUrls"
     FROM link JOIN assessment ON assessment.link_no = link.no
       JOIN source partner ON partner.id = partner_source_id AND partner.is_active
       LEFT JOIN source instance ON instance.id = instance_source_id AND instance.is_active
       LEFT JOIN source arm ON arm.id = arm_source_id AND arm.is_active
     WHERE coalesce(instance.name, arm.name) IS NOT NULL AND phase <> 'removed'
     ORDER BY lower(link.name)`,
  );
  return rows;
}
