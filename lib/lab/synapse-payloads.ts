// What a Synapse workspace and Azure Resource Manager say of its links at a time: the JSON bodies in their documented shapes.
import { guid } from "./dice.ts";
import type { Scenario } from "./scenario.ts";
import type { FailoverGroupSpec, SynapseWorkspaceSpec } from "./synapse-spec.ts";
import { groupAt, type SynapseLinkTruth, synapseLinkAt, workspaceNamed } from "./synapse-world.ts";

type Json = Record<string, unknown>;

/** Bodies by path of the data plane; a list is an array, to be paged by whoever sends it. */
export interface SynapsePayloads {
  linkConnections: Json[];
  /** By link connection. */
  detailedStatus: Map<string, Json>;
  linkTables: Map<string, Json[]>;
  tableStatus: Map<string, Json[]>;
  /** By name. */
  linkedServices: Map<string, Json>;
}

export function synapsePayloadsAt(scenario: Scenario, workspaceName: string, at: number): SynapsePayloads {
  const workspace = workspaceNamed(scenario, workspaceName);
  const links = workspace.links.map((spec) => synapseLinkAt(scenario, workspace, spec, at));
  const byName = <T>(make: (link: SynapseLinkTruth) => T) => new Map(links.map((link) => [link.spec.name, make(link)]));
  return {
    linkConnections: links.map((link) => linkConnection(workspace, link)),
    detailedStatus: byName((link) => detailedStatus(scenario, link, at)),
    linkTables: byName((link) => link.spec.tables.map((table) => linkTable(scenario, link, table))),
    tableStatus: byName((link) => link.spec.tables.map((table) => tableStatus(scenario, link, table, at))),
    linkedServices: new Map(links.map((link) => [link.spec.linkedService, linkedService(workspace, link)])),
  };
}

/** servers/{name}/failoverGroups; null: no workspace's group has such a server. */
export function failoverGroupsAt(scenario: Scenario, serverName: string, at: number): Json[] | null {
  const found = groupsWith(scenario, serverName);
  return found.length === 0
    ? null
    : found.map(({ workspace, group }) => failoverGroup(scenario, workspace, group, serverName, at));
}

/** servers/{name}/databases/{db}/linkWorkspaces: the links that this copy of the database feeds. */
export function linkWorkspacesAt(scenario: Scenario, serverName: string, database: string, at: number): Json[] | null {
  const found = groupsWith(scenario, serverName).find(({ group }) => same(group.database, database));
  if (!found) return null;
  const { workspace, group } = found;
  const fed = workspace.links
    .map((spec) => synapseLinkAt(scenario, workspace, spec, at))
    .filter((link) => link.group.spec === group && link.starvedSince === null)
    .filter((link) => same(group.servers[link.pointsAt].name, serverName));
  const id = `${serverId(workspace, serverName)}/databases/${database}/linkWorkspaces/default`;
  return [
    {
      id,
      name: "default",
      type: "Microsoft.Sql/servers/databases/linkWorkspaces",
      properties: {
        workspaces: fed.map(({ spec }) => ({ workspaceId: workspaceId(workspace), linkConnectionName: spec.name })),
      },
    },
  ];
}

export function logicalServerAt(scenario: Scenario, serverName: string): Json | null {
  const [found] = groupsWith(scenario, serverName);
  if (!found) return null;
  const spec = found.group.servers.find((one) => same(one.name, serverName))!;
  return {
    id: serverId(found.workspace, spec.name),
    name: spec.name,
    type: "Microsoft.Sql/servers",
    location: spec.location,
    identity: {
      type: "SystemAssigned",
      principalId: principalOf(spec.name),
      tenantId: guid(7, "tenant").toLowerCase(),
    },
    properties: { fullyQualifiedDomainName: `${spec.name}.database.windows.net`, state: "Ready", version: "12.0" },
  };
}

function linkConnection(workspace: SynapseWorkspaceSpec, { spec, group, pointsAt }: SynapseLinkTruth): Json {
  const server = group.spec.servers[pointsAt];
  return {
    id: `${workspaceId(workspace)}/linkConnections/${spec.name}`,
    name: spec.name,
    type: "Microsoft.Synapse/workspaces/linkConnections",
    description: "",
    properties: {
      compute: { coreCount: 8, computeType: "General", dataProcessIntervalMinutes: 0 },
      sourceDatabase: {
        linkedService: { referenceName: spec.linkedService, type: "LinkedServiceReference" },
        typeProperties: { resourceId: serverId(workspace, server.name), principalId: principalOf(server.name) },
      },
      targetDatabase: {
        linkedService: { referenceName: `${workspace.name}-WorkspaceDefaultSqlServer`, type: "LinkedServiceReference" },
        typeProperties: { crossTableTransaction: false, dropExistingTargetTableOnStart: false },
      },
    },
  };
}

/** After a failover it goes on saying Running: that is the trap. */
function detailedStatus(
  scenario: Scenario,
  { spec, status, startedAt, stoppedAt, starvedSince }: SynapseLinkTruth,
  at: number,
): Json {
  const failed = spec.tables.some((table) => table.failure);
  return {
    id: guid(scenario.seed, spec.name, "connection").toLowerCase(),
    name: spec.name,
    isApplyingChanges: status === "Running" && starvedSince === null && at % 60_000 < 40_000,
    isPartiallyFailed: failed,
    startTime: iso(startedAt),
    stopTime: stoppedAt === null ? null : iso(stoppedAt),
    status,
    continuousRunId: guid(scenario.seed, spec.name, startedAt).toLowerCase(),
    error: null,
    refreshStatus: null,
    landingZoneCredentialExpireTime: null,
  };
}

type Table = SynapseLinkTruth["spec"]["tables"][number];

const tableId = (scenario: Scenario, spec: SynapseLinkTruth["spec"], table: Table) =>
  guid(scenario.seed, spec.name, table.schema, table.name).toLowerCase();

function linkTable(scenario: Scenario, { spec }: SynapseLinkTruth, table: Table): Json {
  return {
    id: tableId(scenario, spec, table),
    name: `${table.schema}.${table.name}`,
    source: { schemaName: table.schema, tableName: table.name },
    target: {
      schemaName: table.schema,
      tableName: table.name,
      distributionOptions: { type: "Round_RoBin" },
      structureOptions: { type: "Clustered_ColumnStore" },
    },
  };
}

function tableStatus(
  scenario: Scenario,
  { spec, startedAt, starvedSince }: SynapseLinkTruth,
  table: Table,
  at: number,
): Json {
  const failedAt = table.failure ? startedAt + 3_600_000 : null;
  // Every few seconds somebody commits.
  const committed = Math.min(starvedSince ?? at, failedAt ?? at) - 4_000;
  const newest = Math.floor(committed / 5_000) * 5_000;
  return {
    id: guid(scenario.seed, spec.name, table.name, "status").toLowerCase(),
    linkTableId: tableId(scenario, spec, table),
    status: table.failure ? "Failed" : "Replicating",
    errorCode: table.failure?.code ?? null,
    errorMessage: table.failure?.message ?? null,
    startTime: iso(startedAt),
    stopTime: failedAt === null ? null : iso(failedAt),
    lastProcessedData: iso(newest + 2_000),
    lastTransactionCommitTime: iso(newest),
  };
}

function linkedService(workspace: SynapseWorkspaceSpec, { spec, group, pointsAt }: SynapseLinkTruth): Json {
  const host = spec.style === "listener" ? group.spec.name : group.spec.servers[pointsAt].name;
  return {
    id: `${workspaceId(workspace)}/linkedservices/${spec.linkedService}`,
    name: spec.linkedService,
    type: "Microsoft.Synapse/workspaces/linkedservices",
    properties: {
      type: "AzureSqlDatabase",
      typeProperties: {
        connectionString: `Integrated Security=False;Encrypt=True;Connection Timeout=30;Data Source=${host}.database.windows.net;Initial Catalog=${group.spec.database}`,
      },
    },
  };
}

function failoverGroup(
  scenario: Scenario,
  workspace: SynapseWorkspaceSpec,
  spec: FailoverGroupSpec,
  serverName: string,
  at: number,
): Json {
  const { leads } = groupAt(scenario, spec, at);
  const own = same(spec.servers[0].name, serverName) ? 0 : 1;
  const other = own === 0 ? 1 : 0;
  const role = (index: number) => (index === leads ? "Primary" : "Secondary");
  return {
    id: `${serverId(workspace, spec.servers[own].name)}/failoverGroups/${spec.name}`,
    name: spec.name,
    type: "Microsoft.Sql/servers/failoverGroups",
    location: spec.servers[own].location,
    properties: {
      readWriteEndpoint: { failoverPolicy: "Automatic", failoverWithDataLossGracePeriodMinutes: 60 },
      readOnlyEndpoint: { failoverPolicy: "Disabled" },
      replicationRole: role(own),
      replicationState: "CATCH_UP",
      partnerServers: [
        {
          id: serverId(workspace, spec.servers[other].name),
          location: spec.servers[other].location,
          replicationRole: role(other),
        },
      ],
      databases: [`${serverId(workspace, spec.servers[own].name)}/databases/${spec.database}`],
    },
  };
}

function groupsWith({ synapseWorkspaces }: Scenario, serverName: string) {
  return synapseWorkspaces.flatMap((workspace) =>
    workspace.groups
      .filter((group) => group.servers.some((server) => same(server.name, serverName)))
      .map((group) => ({ workspace, group })),
  );
}

function serverId({ subscriptionId, resourceGroup }: SynapseWorkspaceSpec, name: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Sql/servers/${name}`;
}

function workspaceId({ subscriptionId, resourceGroup, name }: SynapseWorkspaceSpec): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Synapse/workspaces/${name}`;
}

function principalOf(serverName: string): string {
  return guid(7, serverName, "identity").toLowerCase();
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const iso = (at: number) => new Date(at).toISOString();
