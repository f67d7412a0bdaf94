// From what a workspace and Azure Resource Manager said of one link connection to a sample.
import type {
  FailoverGroupFacts,
  SynapseLinkFacts,
  SynapseSample,
  SynapseTableFacts,
} from "../../domain/synapse-sample.ts";
import type { LinkConnection, LinkedService, LinkStatus } from "./payloads.ts";

/** What is asked on the minute clock; null: not told. */
export interface SlowFacts {
  linkedService: LinkedService | null;
  tables: { toldAt: Date; value: SynapseTableFacts[] } | null;
  failover: { toldAt: Date; value: { group: FailoverGroupFacts | null; isFedByPrimary: boolean | null } } | null;
  untold: SynapseLinkFacts["untold"];
}

export function synapseSample(
  source: { id: string; name: string },
  link: LinkConnection,
  status: LinkStatus,
  { linkedService, tables, failover, untold }: SlowFacts,
  observedAt: Date,
): SynapseSample {
  return {
    about: "synapse",
    sourceId: source.id,
    observedAt,
    facts: {
      workspaceName: source.name,
      linkConnectionName: link.name,
      ...status,
      dataProcessIntervalMinutes: link.dataProcessIntervalMinutes,
      source: {
        linkedServiceName: link.linkedServiceName,
        resourceId: link.resourceId,
        principalId: link.principalId,
        serverName: part(link.resourceId, "servers"),
        databaseName: databaseOf(link, linkedService),
        connectionServer: linkedService?.server ?? null,
      },
      tablesToldAt: tables?.toldAt ?? null,
      tables: tables?.value ?? [],
      failoverToldAt: failover?.toldAt ?? null,
      failoverGroup: failover?.value.group ?? null,
      isFedByPrimary: failover?.value.isFedByPrimary ?? null,
      untold,
    },
  };
}

/** The link names its server; the database stands there or in its linked service. */
export function databaseOf(link: LinkConnection, linkedService: LinkedService | null): string | null {
  return part(link.resourceId, "databases") ?? linkedService?.database ?? null;
}

/** The resource ID of the logical server, without a database behind it. */
export function serverIdOf(resourceId: string | null): string | null {
  return /^(\/subscriptions\/.+\/servers\/[^/]+)/i.exec(resourceId ?? "")?.[1] ?? null;
}

function part(resourceId: string | null, type: "servers" | "databases"): string | null {
  return new RegExp(`/${type}/([^/]+)`, "i").exec(resourceId ?? "")?.[1] ?? null;
}
