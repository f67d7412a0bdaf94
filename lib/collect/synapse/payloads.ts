// From the answers of a Synapse workspace (api-version 2022-12-01-preview) and of Azure Resource Manager (2022-05-01-preview) to facts.
import { z } from "zod";
import type { FailoverGroupFacts, SynapseLinkFacts, SynapseTableFacts } from "../../domain/synapse-sample.ts";
import { flag, number, parse, text, time } from "../payload-fields.ts";
import { LookFailure } from "../source.ts";

const absent = <T extends z.ZodRawShape>(shape: T) => z.object(shape).nullish().catch(null);
const reference = absent({ referenceName: text });

const linkConnection = z.object({
  name: text,
  properties: absent({
    sourceDatabase: absent({
      linkedService: reference,
      typeProperties: absent({ resourceId: text, principalId: text }),
    }),
    compute: absent({ dataProcessIntervalMinutes: number }),
  }),
});

export interface LinkConnection {
  name: string;
  linkedServiceName: string | null;
  resourceId: string | null;
  principalId: string | null;
  dataProcessIntervalMinutes: number | null;
}

/** An entry of GET /linkconnections. Throws LookFailure (malformed) for one without a name. */
export function readLinkConnection(body: unknown): LinkConnection {
  const { name, properties } = parse("linkconnections", linkConnection, body);
  if (!name) throw new LookFailure("malformed", "linkconnections: an entry has no name");
  const source = properties?.sourceDatabase;
  return {
    name,
    linkedServiceName: source?.linkedService?.referenceName ?? null,
    resourceId: source?.typeProperties?.resourceId ?? null,
    principalId: source?.typeProperties?.principalId ?? null,
    dataProcessIntervalMinutes: properties?.compute?.dataProcessIntervalMinutes ?? null,
  };
}

/** A sentence, an object with a message, or nothing; never longer than people read. */
const errorText = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    const said = typeof value === "string" ? value : ((value as { message?: unknown } | null)?.message ?? null);
    return typeof said === "string" && said.trim() !== "" ? said.trim().slice(0, 1000) : null;
  });

const detailedStatus = z.object({
  status: text,
  isApplyingChanges: flag,
  isPartiallyFailed: flag,
  startTime: time,
  stopTime: time,
  error: errorText,
  refreshStatus: absent({ refreshStatus: text, errorMessage: text }),
  landingZoneCredentialExpireTime: time,
});

export type LinkStatus = Pick<
  SynapseLinkFacts,
  | "status"
  | "isApplyingChanges"
  | "isPartiallyFailed"
  | "startedAt"
  | "stoppedAt"
  | "error"
  | "refreshStatus"
  | "landingZoneCredentialExpiresAt"
>;

export function readDetailedStatus(body: unknown): LinkStatus {
  const read = parse("detailedstatus", detailedStatus, body);
  const refresh = [read.refreshStatus?.refreshStatus, read.refreshStatus?.errorMessage].filter(Boolean).join(": ");
  return {
    status: read.status,
    isApplyingChanges: read.isApplyingChanges,
    isPartiallyFailed: read.isPartiallyFailed,
    startedAt: read.startTime,
    stoppedAt: read.stopTime,
    error: read.error,
    refreshStatus: refresh === "" ? null : refresh,
    landingZoneCredentialExpiresAt: read.landingZoneCredentialExpireTime,
  };
}

const linkTable = z.object({
  id: text,
  source: absent({ schemaName: text, tableName: text }),
});
const tableStatus = z.object({
  linkTableId: text,
  id: text,
  status: text,
  errorCode: text,
  errorMessage: text,
  lastProcessedData: time,
  lastTransactionCommitTime: time,
});

/** Entries of linktables, by name, with what querytablestatus says of each; `statuses` null: it was not told. */
export function readTables(tables: readonly unknown[], statuses: readonly unknown[] | null): SynapseTableFacts[] {
  const said = new Map(
    (statuses ?? []).map((entry) => {
      const status = parse("querytablestatus", tableStatus, entry);
      return [status.linkTableId ?? status.id, status] as const;
    }),
  );
  return tables
    .flatMap((entry): SynapseTableFacts[] => {
      const { id, source } = parse("linktables", linkTable, entry);
      if (id === null) return [];
      const status = said.get(id);
      return [
        {
          tableId: id,
          name: source?.tableName ? [source.schemaName, source.tableName].filter(Boolean).join(".") : null,
          status: status?.status ?? null,
          errorCode: status?.errorCode ?? null,
          errorMessage: status?.errorMessage?.slice(0, 1000) ?? null,
          lastProcessedAt: status?.lastProcessedData ?? null,
          lastCommitAt: status?.lastTransactionCommitTime ?? null,
        },
      ];
    })
    .sort((a, b) => ((a.name ?? a.tableId) < (b.name ?? b.tableId) ? -1 : 1));
}

/** A value may be a secret or an expression in place of a text; then it is not known. */
const plainText = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "string" && !value.includes("@{") && !value.startsWith("@") ? value : null));

const linkedService = z.object({
  properties: absent({
    type: text,
    typeProperties: absent({ connectionString: plainText, server: plainText, database: plainText }),
  }),
});

export interface LinkedService {
  /** AzureSqlDatabase, SqlServer …; open. */
  type: string | null;
  server: string | null;
  database: string | null;
}

/** Server and database only: a connection string may hold a password, which goes no further than here. */
export function readLinkedService(body: unknown): LinkedService {
  const { properties } = parse("linkedservices", linkedService, body);
  const { connectionString = null, server = null, database = null } = properties?.typeProperties ?? {};
  return {
    type: properties?.type ?? null,
    server: server ?? keyword(connectionString, "data source|server|address|addr|network address"),
    database: database ?? keyword(connectionString, "initial catalog|database"),
  };
}

function keyword(connectionString: string | null, names: string): string | null {
  const value = new RegExp(`(?:^|;)\\s*(?:${names})\\s*=\\s*("[^"]*"|'[^']*'|[^;]*)`, "i").exec(
    connectionString ?? "",
  )?.[1];
  return value?.trim().replace(/^(["'])(.*)\1$/, "$2") || null;
}

const failoverGroup = z.object({
  name: text,
  properties: absent({
    replicationRole: text,
    replicationState: text,
    partnerServers: z
      .array(z.object({ id: text, location: text, replicationRole: text }))
      .nullish()
      .catch(null),
    databases: z.array(z.string()).nullish().catch(null),
    readWriteEndpoint: absent({ failoverPolicy: text }),
  }),
  location: text,
});

/** The group among a server's that holds the database; without a database's name the only one there is. Null: there is none. */
export function readFailoverGroup(
  entries: readonly unknown[],
  serverId: string,
  databaseName: string | null,
): FailoverGroupFacts | null {
  const groups = entries.map((entry) => parse("failoverGroups", failoverGroup, entry));
  const holds = (databases: readonly string[] | null | undefined) =>
    (databases ?? []).some((id) => id.split("/").at(-1)?.toLowerCase() === databaseName?.toLowerCase());
  const found =
    databaseName === null
      ? groups.length === 1
        ? groups[0]
        : undefined
      : groups.find(({ properties }) => holds(properties?.databases));
  if (!found?.name) return null;
  const { name, properties, location } = found;
  const partners = (properties?.partnerServers ?? []).flatMap(({ id, ...more }) =>
    id === null ? [] : [{ id, ...more }],
  );
  return {
    name,
    role: properties?.replicationRole ?? null,
    replicationState: properties?.replicationState ?? null,
    servers: [
      { resourceId: serverId, location, role: properties?.replicationRole ?? null },
      ...partners.map((one) => ({ resourceId: one.id, location: one.location, role: one.replicationRole })),
    ],
    failoverPolicy: properties?.readWriteEndpoint?.failoverPolicy ?? null,
    primaryPrincipalId: null,
  };
}

const fedWorkspaces = z.object({
  properties: absent({
    workspaces: z
      .array(z.object({ workspaceId: text, linkConnectionName: text }))
      .nullish()
      .catch(null),
  }),
});

/** Whether entries of linkWorkspaces name this link. A workspace is known by the end of its resource ID. */
export function isFeeding(entries: readonly unknown[], workspaceName: string, linkConnectionName: string): boolean {
  const same = (a: string | null, b: string) => a?.toLowerCase() === b.toLowerCase();
  return entries
    .flatMap((entry) => parse("linkWorkspaces", fedWorkspaces, entry).properties?.workspaces ?? [])
    .some(
      ({ workspaceId, linkConnectionName: name }) =>
        same(name, linkConnectionName) &&
        (workspaceId === null ||
          !workspaceId.includes("/") ||
          same(workspaceId.split("/").at(-1) ?? null, workspaceName)),
    );
}

const logicalServer = z.object({ identity: absent({ principalId: text }) });

/** principalId of a logical server's managed identity. */
export function readPrincipalId(body: unknown): string | null {
  return parse("servers", logicalServer, body).identity?.principalId ?? null;
}
