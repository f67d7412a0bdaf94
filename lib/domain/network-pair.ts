// A SQL Server and a managed instance between which the network is tested, and what is known of both.
import type { Hearing } from "./hearing.ts";
import { parseEndpointUrl } from "./network-address.ts";
import type { ArmInstanceFacts, ArmLinkFacts, SqlInstanceFacts, SqlLinkFacts } from "./sample.ts";

export interface NetworkPair {
  /** Names of the estate; null: the estate names nobody for this side. */
  partnerName: string | null;
  instanceName: string | null;
  partner: Pick<SqlInstanceFacts, "machineName" | "hostPlatform" | "agentStatus" | "endpoint"> | null;
  instance: Pick<SqlInstanceFacts, "fabric"> | null;
  arm: Pick<ArmInstanceFacts, "fullyQualifiedDomainName" | "subnetPrefixes"> | null;
  /** Of every link between the two, as its replicas and ARM name them. */
  endpointUrls: string[];
}

export function pairOf({ partner, instance, arm }: Hearing): NetworkPair {
  return {
    partnerName: partner.name,
    instanceName: instance.name ?? arm.name,
    partner: partner.instanceFacts,
    instance: instance.instanceFacts,
    arm: arm.instanceFacts,
    endpointUrls: endpointUrlsOf([partner.lastFacts, instance.lastFacts], arm.lastFacts),
  };
}

/** Each once. */
export function endpointUrlsOf(sql: readonly (SqlLinkFacts | null)[], arm: ArmLinkFacts | null): string[] {
  const urls = sql.flatMap((facts) => facts?.replicas.flatMap((replica) => replica.endpointUrl ?? []) ?? []);
  return [...new Set([...urls, ...(arm?.partnerEndpoint ? [arm.partnerEndpoint] : [])])];
}

/** Where the managed instance reaches the SQL Server, by the links' own URLs; null: no link names it. */
export function partnerEndpoint(pair: NetworkPair): { host: string; port: number } | null {
  const names = instanceHosts(pair);
  const urls = pair.endpointUrls.filter((url) => !isOfInstance(url)).flatMap((url) => parseEndpointUrl(url) ?? []);
  return urls.find(({ host }) => !names.includes(host)) ?? null;
}

/** Names that a test towards the SQL Server may be aimed at, in lower case. */
export function partnerHosts(pair: NetworkPair): string[] {
  const machine = pair.partner?.machineName ?? pair.partnerName?.split("\\")[0];
  return [partnerEndpoint(pair)?.host, machine?.toLowerCase()].filter((host) => host !== undefined);
}

/** Full names of the managed instance, in lower case. */
export function instanceHosts({ instance, arm, endpointUrls }: NetworkPair): string[] {
  const urls = endpointUrls.filter(isOfInstance).flatMap((url) => parseEndpointUrl(url)?.host ?? []);
  const told = [instance?.fabric?.value.dnsName, arm?.fullyQualifiedDomainName].flatMap(
    (name) => name?.toLowerCase() ?? [],
  );
  return [...new Set([...told, ...urls])];
}

/** ";Server=[…]" or a name in Azure's domains. */
function isOfInstance(url: string): boolean {
  return /;\s*server=|\.database\.(windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)/i.test(url);
}
