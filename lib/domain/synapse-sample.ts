// What Azure says of one Azure Synapse Link: the link connection and its tables, the failover group of its source, and who feeds it.

/** One link connection of a workspace at one time. Every field may be absent; statuses are open. */
export interface SynapseSample {
  about: "synapse";
  sourceId: string;
  observedAt: Date;
  facts: SynapseLinkFacts;
}

export interface SynapseLinkFacts {
  workspaceName: string;
  linkConnectionName: string;
  /** Initial, Starting, Running, Stopping, Stopped, Pausing, Paused …, as the workspace shows it. */
  status: string | null;
  isApplyingChanges: boolean | null;
  isPartiallyFailed: boolean | null;
  startedAt: Date | null;
  stoppedAt: Date | null;
  error: string | null;
  refreshStatus: string | null;
  landingZoneCredentialExpiresAt: Date | null;
  /** Batch mode: how often changes are applied; null: as they come, or not told. */
  dataProcessIntervalMinutes: number | null;
  source: SynapseSourceFacts;
  /** When the tables were told, on the minute clock; null: not told, and then `tables` does not mean that there are none. */
  tablesToldAt: Date | null;
  tables: SynapseTableFacts[];
  /** When Azure Resource Manager told of the source's failover groups; null: it did not, and then the next two mean nothing. */
  failoverToldAt: Date | null;
  /** The failover group of the source's server that holds its database; null: there is none. */
  failoverGroup: FailoverGroupFacts | null;
  /** servers/{primary}/databases/{db}/linkWorkspaces: whether the current primary's database feeds this link; null: not told. */
  isFedByPrimary: boolean | null;
  /** Why something above was not told, each ending a sentence that begins with what it is. */
  untold: { fact: "tables" | "failover group" | "feeding database" | "linked service"; reason: string }[];
}

export interface SynapseSourceFacts {
  linkedServiceName: string | null;
  /** typeProperties.resourceId: the logical server (or a database of it) the link was last pointed at. */
  resourceId: string | null;
  principalId: string | null;
  serverName: string | null;
  databaseName: string | null;
  /** Server name in the linked service's connection string: a server's own name, or the failover group's listener. */
  connectionServer: string | null;
}

export interface SynapseTableFacts {
  tableId: string;
  name: string | null;
  /** Snapshotting, Replicating, Failed, Suspended; open. */
  status: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  lastProcessedAt: Date | null;
  lastCommitAt: Date | null;
}

export interface FailoverGroupFacts {
  name: string;
  /** Of the server the link's source names: Primary or Secondary. */
  role: string | null;
  replicationState: string | null;
  /** Resource ids with their roles, the source's own server first. */
  servers: { resourceId: string; location: string | null; role: string | null }[];
  failoverPolicy: string | null;
  /** Managed identity of the server that leads now; asked only when the source names another one. */
  primaryPrincipalId: string | null;
}
