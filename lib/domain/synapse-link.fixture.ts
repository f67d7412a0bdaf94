// For tests: a Synapse Link that copies as it should, with every part told; change one thing at a time.
import type { SourceState } from "./assessment.ts";
import type { SynapseLinkView } from "./synapse-assessment.ts";
import type { SynapseLinkFacts, SynapseTableFacts } from "./synapse-sample.ts";

export const now = new Date("2026-11-21T10:00:00.000Z");
export const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

const servers = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers";
export const west = `${servers}/sql-shop-weu`;
export const north = `${servers}/sql-shop-neu`;

export function table(name: string, more: Partial<SynapseTableFacts> = {}): SynapseTableFacts {
  return {
    tableId: `id-${name}`,
    name,
    status: "Replicating",
    errorCode: null,
    errorMessage: null,
    lastProcessedAt: ago(20),
    lastCommitAt: ago(25),
    ...more,
  };
}

export function synapseFacts(more: Partial<SynapseLinkFacts> = {}): SynapseLinkFacts {
  return {
    workspaceName: "syn-dwh",
    linkConnectionName: "shop-to-dwh",
    status: "Running",
    isApplyingChanges: true,
    isPartiallyFailed: false,
    startedAt: ago(30 * 86_400),
    stoppedAt: null,
    error: null,
    refreshStatus: null,
    landingZoneCredentialExpiresAt: null,
    dataProcessIntervalMinutes: null,
    source: {
      linkedServiceName: "ls_shop",
      resourceId: west,
      principalId: "11111111-aaaa",
      serverName: "sql-shop-weu",
      databaseName: "Shop",
      connectionServer: "sql-shop-weu.database.windows.net",
    },
    tablesToldAt: ago(20),
    tables: [table("dbo.Orders"), table("dbo.OrderLines")],
    failoverToldAt: ago(20),
    failoverGroup: {
      name: "fg-shop",
      role: "Primary",
      replicationState: "CATCH_UP",
      servers: [
        { resourceId: west, location: "West Europe", role: "Primary" },
        { resourceId: north, location: "North Europe", role: "Secondary" },
      ],
      failoverPolicy: "Automatic",
      primaryPrincipalId: null,
    },
    isFedByPrimary: true,
    untold: [],
    ...more,
  };
}

/** The failover group turned round: what ARM says once the source failed over. */
export function turned(more: Partial<SynapseLinkFacts> = {}): SynapseLinkFacts {
  const { failoverGroup, ...rest } = synapseFacts();
  return {
    ...rest,
    failoverGroup: {
      ...failoverGroup!,
      role: "Secondary",
      servers: [
        { resourceId: west, location: "West Europe", role: "Secondary" },
        { resourceId: north, location: "North Europe", role: "Primary" },
      ],
      primaryPrincipalId: "22222222-bbbb",
    },
    ...more,
  };
}

export function synapseSource(more: Partial<SourceState> = {}): SourceState {
  return {
    id: "synapse:syn-dwh",
    kind: "synapse",
    side: "instance",
    name: "syn-dwh",
    intervalSeconds: 30,
    isTlsUnchecked: false,
    lastAskedAt: ago(10),
    lastAnsweredAt: ago(10),
    lastFailure: null,
    failingSince: null,
    consecutiveFailures: 0,
    clockSkewMs: 0,
    blind: [],
    ...more,
  };
}

export function synapseView(facts: SynapseLinkFacts = synapseFacts(), source = synapseSource()): SynapseLinkView {
  return {
    workspaceName: facts.workspaceName,
    linkConnectionName: facts.linkConnectionName,
    source,
    observedAt: ago(10),
    facts,
  };
}
