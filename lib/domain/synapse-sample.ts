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
  source: SynapseSourceFacts;
  tables: SynapseTableFacts[];
  /** The failover group of the source's server that holds its database. Null: there is none, or it could not be read (then the source's `blind` says so). */
  failoverGroup: FailoverGroupFacts | null;
  /** servers/{primary}/databases/{db}/linkWorkspaces: whether the current primary's database feeds this link; null: not told. */
  isFedByPrimary: boolean | null;
}

export interface SynapseSourceFacts {
  linkedServiceName: string | null;
  /** typeProperties.resourceId: the logical server's database the link was last pointed at. */
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
}
