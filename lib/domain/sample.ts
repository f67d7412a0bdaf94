// What one source said about one link, or about the server it lives on, at one time. Raw values keep the upstream name in camelCase.
import type { Lsn } from "./lsn.ts";
import type { SynapseSample } from "./synapse-sample.ts";

export type Sample = LinkSample | InstanceSample | SynapseSample;

/** How a link is recognised: by the distributed AG's id, and by name and managed instance where a source does not tell the id. */
export interface LinkKey {
  /** Lower-case GUID of the distributed availability group, the same on both sides and in ARM. */
  distributedAvailabilityGroupId: string | null;
  name: string;
  /** Estate or replica name of the SQL Server side, as far as this source can tell. */
  partnerName: string | null;
  /** Short name of the managed instance, as far as this source can tell. */
  instanceName: string | null;
}

export type LinkSample = { about: "link"; key: LinkKey; sourceId: string; observedAt: Date } & (
  | { vantage: "partner" | "instance"; facts: SqlLinkFacts }
  | { vantage: "arm"; facts: ArmLinkFacts }
);

export type InstanceSample = { about: "instance"; sourceId: string; observedAt: Date } & (
  | { vantage: "partner" | "instance"; facts: SqlInstanceFacts }
  | { vantage: "arm"; facts: ArmInstanceFacts }
);

export type LinkFacts = SqlLinkFacts | ArmLinkFacts;
export type InstanceFacts = SqlInstanceFacts | ArmInstanceFacts;

/** What is asked on a slower clock than the sample it comes in, with the time it was told. Null in place of it: never told (the source's `blind` says why). */
export interface Reported<T> {
  at: Date;
  value: T;
}

/** Times are real instants (server-local datetimes already converted with the offset read in the same batch). */
export interface SqlLinkFacts {
  groupId: string;
  name: string;
  replicas: SqlReplicaFacts[];
  databases: SqlDatabaseFacts[];
  seedings: SqlSeedingFacts[];
}

/** sys.availability_replicas of the distributed AG, left-joined with its state. A remote row's role is null while it is not connected. */
export interface SqlReplicaFacts {
  replicaId: string;
  isLocal: boolean | null;
  /** Name of the availability group on that side (not of a server). */
  replicaServerName: string;
  endpointUrl: string | null;
  roleDesc: string | null;
  operationalStateDesc: string | null;
  connectedStateDesc: string | null;
  synchronizationHealthDesc: string | null;
  availabilityModeDesc: string | null;
  failoverModeDesc: string | null;
  seedingModeDesc: string | null;
  sessionTimeoutSeconds: number | null;
  lastConnectErrorNumber: number | null;
  lastConnectErrorDescription: string | null;
  lastConnectErrorAt: Date | null;
}

/** sys.dm_hadr_database_replica_states, rows of the distributed AG only (on a Business Critical instance: is_primary_replica = 1 rows). */
export interface SqlDatabaseFacts {
  groupDatabaseId: string;
  replicaId: string;
  databaseName: string | null;
  isLocal: boolean;
  isPrimaryReplica: boolean | null;
  /** sys.databases.state_desc of the local database: ONLINE, RESTORING … */
  databaseStateDesc: string | null;
  synchronizationStateDesc: string | null;
  synchronizationHealthDesc: string | null;
  isSuspended: boolean | null;
  suspendReasonDesc: string | null;
  endOfLogLsn: Lsn | null;
  lastSentLsn: Lsn | null;
  lastSentAt: Date | null;
  lastReceivedLsn: Lsn | null;
  lastReceivedAt: Date | null;
  lastHardenedLsn: Lsn | null;
  lastHardenedAt: Date | null;
  lastRedoneLsn: Lsn | null;
  lastRedoneAt: Date | null;
  lastCommitLsn: Lsn | null;
  lastCommitAt: Date | null;
  logSendQueueKb: number | null;
  logSendRateKbPerSecond: number | null;
  redoQueueKb: number | null;
  redoRateKbPerSecond: number | null;
  secondaryLagSeconds: number | null;
}

/** sys.dm_hadr_automatic_seeding drives (latest attempt per database and replica); the physical half is null unless it is running now. */
export interface SqlSeedingFacts {
  operationId: string;
  groupDatabaseId: string | null;
  databaseName: string | null;
  isSource: boolean | null;
  currentState: string | null;
  performedSeeding: boolean | null;
  failureState: number | null;
  failureStateDesc: string | null;
  errorCode: number | null;
  numberOfAttempts: number | null;
  startedAt: Date | null;
  completedAt: Date | null;
  physical: {
    roleDesc: string | null;
    internalStateDesc: string | null;
    /** Bytes as text from the wire are within 2^53; kept as numbers. */
    transferredSizeBytes: number | null;
    databaseSizeBytes: number | null;
    transferRateBytesPerSecond: number | null;
    totalDiskIoWaitTimeMs: number | null;
    totalNetworkWaitTimeMs: number | null;
    isCompressionEnabled: boolean | null;
    startedAt: Date | null;
    estimatedCompletionAt: Date | null;
    failureCode: number | null;
    failureMessage: string | null;
  } | null;
}

/** One instance over T-SQL: who it is, its mirroring endpoint and the certificates that matter to links. */
export interface SqlInstanceFacts {
  serverName: string;
  machineName: string | null;
  productVersion: string | null;
  productUpdateLevel: string | null;
  edition: string | null;
  engineEdition: number | null;
  isHadrEnabled: boolean | null;
  collation: string | null;
  startedAt: Date | null;
  utcOffsetMinutes: number;
  endpoint: {
    name: string;
    stateDesc: string | null;
    port: number | null;
    connectionAuthDesc: string | null;
    isEncryptionEnabled: boolean | null;
    encryptionAlgorithmDesc: string | null;
    certificateName: string | null;
  } | null;
  certificates: CertificateFacts[];
  /** "Windows" or "Linux" (sys.dm_os_host_info, from 2017 on); null: not told. */
  hostPlatform: string | null;
  /** EXEC sys.sp_multidb_milink; null where there is no such procedure. */
  isMultiDatabaseLink: Reported<boolean> | null;
  /** Every user database, linked or not, at most 2000; on the minute clock only the linked ones are asked again. */
  databases: Reported<SqlDatabaseSettings[]> | null;
  backups: Reported<SqlBackupFacts[]> | null;
  traceFlags: Reported<TraceFlagFacts[]> | null;
  /** The availability groups that carry the linked databases on this side, by name. */
  innerGroups: Reported<InnerGroupFacts[]> | null;
  /** Objects of a network test that were never dropped. */
  leftovers: Reported<LeftoverFacts[]> | null;
  networkChecks: Reported<NetworkCheckFacts[]> | null;
  /** Managed instance only: what a network test needs; it changes with every failover. */
  fabric: Reported<FabricFacts> | null;
  /** status_desc of the SQL Server Agent service: "Running" …; SQL Server only. */
  agentStatus: Reported<string> | null;
  /** Managed instance only: bytes that database files take up, all databases. */
  allocatedBytes: Reported<number> | null;
}

/** sys.databases, with sys.dm_db_log_stats and the counter of flushed log for linked ones. */
export interface SqlDatabaseSettings {
  name: string;
  databaseId: number;
  /** Null: in no availability group. */
  groupDatabaseId: string | null;
  stateDesc: string | null;
  isReadOnly: boolean | null;
  recoveryModelDesc: string | null;
  collation: string | null;
  isEncrypted: boolean | null;
  /** Size of its data files (sys.master_files, type 0). */
  dataBytes: number | null;
  logReuseWaitDesc: string | null;
  /** Null on a secondary, and for a database in no group. */
  log: {
    totalBytes: number | null;
    /** Bytes between the oldest log still needed and the end. */
    activeBytes: number | null;
    sinceLastBackupBytes: number | null;
    lastBackupAt: Date | null;
    holdupReasonDesc: string | null;
    /** "Log Bytes Flushed/sec" of SQLServer:Databases: a total since the start of the engine, so two readings make a rate. */
    flushedBytes: number | null;
    /** Log files; more than one is not supported by the link. */
    fileCount: number | null;
    /** Up to which the log files may grow; null: not told, or without limit. */
    maxBytes: number | null;
  } | null;
}

/** msdb.dbo.backupset by linked database: the newest of each kind, and every log backup of the last seven days that began while a seeding may have run. */
export interface SqlBackupFacts {
  databaseName: string;
  /** Newest full backup that is not COPY_ONLY: it begins the chain. */
  lastFullAt: Date | null;
  lastLogAt: Date | null;
  /** Starts of the newest 50 log backups, newest first. */
  logBackupsAt: Date[];
}

export interface TraceFlagFacts {
  flag: number;
  isGlobal: boolean;
}

export interface InnerGroupFacts {
  groupId: string;
  name: string;
  /** Of its databases. */
  databaseNames: string[];
  clusterTypeDesc: string | null;
  /** Of the distributed AG it belongs to in the multiple-database mode; null otherwise. */
  distributedGroupId: string | null;
  replicas: { replicaServerName: string; endpointUrl: string | null; availabilityModeDesc: string | null }[];
}

export interface LeftoverFacts {
  kind: "job" | "endpoint" | "certificate" | "procedure";
  name: string;
  createdAt: Date | null;
}

/** One step of a network test somebody ran as an Agent job. The step succeeds even where the port is closed: the truth stands in the text. */
export interface NetworkCheckFacts {
  /** TestMILinkConnection: SQL Server to managed instance · NetHelper: managed instance to SQL Server. */
  job: string;
  step: string;
  ranAt: Date;
  /** Host or address the test was aimed at, from its command or output; null: not told. */
  target: string | null;
  port: number | null;
  remoteAddress: string | null;
  /** Null: still running, or its text could not be read. */
  isOpen: boolean | null;
  /** The text as it came, at most 2000 characters. */
  output: string | null;
}

/** sys.dm_hadr_fabric_*; undocumented, and another node after every failover. */
export interface FabricFacts {
  dnsName: string | null;
  /** "DB44C.tr1207.northeurope1-a.worker.database.windows.net" */
  nodeName: string | null;
  hadrPort: number | null;
}

export interface CertificateFacts {
  name: string;
  /** endpoint: the one the mirroring endpoint uses · trust: a copy of the other side's · root: a certificate authority · other */
  use: "endpoint" | "trust" | "root" | "other";
  subject: string | null;
  issuer: string | null;
  /** SHA-1, upper-case hex. */
  thumbprint: string | null;
  startsAt: Date | null;
  expiresAt: Date | null;
}

/** One entry of Microsoft.Sql/managedInstances/distributedAvailabilityGroups, api-version 2025-01-01. Every field may be absent; enums are open. */
export interface ArmLinkFacts {
  armId: string | null;
  name: string;
  distributedAvailabilityGroupId: string | null;
  replicationMode: string | null;
  partnerLinkRole: string | null;
  instanceLinkRole: string | null;
  partnerAvailabilityGroupName: string | null;
  instanceAvailabilityGroupName: string | null;
  partnerEndpoint: string | null;
  failoverMode: string | null;
  seedingMode: string | null;
  linkMode: string | null;
  databases: ArmDatabaseFacts[];
}

export interface ArmDatabaseFacts {
  databaseName: string | null;
  replicaState: string | null;
  /** Percent, parsed from the text "80%". */
  seedingProgressPercent: number | null;
  synchronizationHealth: string | null;
  connectedState: string | null;
  lastReceivedLsn: Lsn | null;
  lastReceivedAt: Date | null;
  lastSentLsn: Lsn | null;
  lastSentAt: Date | null;
  lastCommitLsn: Lsn | null;
  lastCommitAt: Date | null;
  lastHardenedLsn: Lsn | null;
  lastHardenedAt: Date | null;
  mostRecentLinkError: string | null;
  /** The SQL Server's certificate as the managed instance holds it. */
  partnerCertificateName: string | null;
  partnerCertificateExpiresAt: Date | null;
  /** Meaningful only while the managed instance is primary; null otherwise. */
  instanceSendReplicationLagSeconds: number | null;
  instanceRedoReplicationLagSeconds: number | null;
}

export interface ArmInstanceFacts {
  armId: string | null;
  name: string;
  fullyQualifiedDomainName: string | null;
  state: string | null;
  skuName: string | null;
  tier: string | null;
  vCores: number | null;
  storageSizeGb: number | null;
  collation: string | null;
  timezoneId: string | null;
  /** The managed instance's own endpoint certificate and the partners' certificates it trusts, dates from the DER. */
  certificates: CertificateFacts[];
  /** When they were read, the older of the two lists; null: none was. */
  certificatesAt: Date | null;
  provisioningState: string | null;
  location: string | null;
  /** databaseFormat: "SQLServer2022", "SQLServer2025", "AlwaysUpToDate". */
  updatePolicy: string | null;
  subnetId: string | null;
  /** "10.48.2.0/24": from the estate file, else from Azure where the credential may read the subnet. */
  subnetPrefixes: string[] | null;
  maintenanceConfigurationId: string | null;
  operations: Reported<ArmOperationFacts[]> | null;
  /** managedInstances/databases. */
  databases: Reported<ArmManagedDatabaseFacts[]> | null;
}

/** managedInstances/operations, newest first, at most 20. */
export interface ArmOperationFacts {
  name: string;
  operation: string | null;
  friendlyName: string | null;
  /** Pending, InProgress, Succeeded, Failed, CancelInProgress, Cancelled; open. */
  state: string | null;
  percentComplete: number | null;
  startedAt: Date | null;
  estimatedCompletionAt: Date | null;
  errorCode: number | null;
  errorDescription: string | null;
  isCancellable: boolean | null;
}

export interface ArmManagedDatabaseFacts {
  name: string;
  /** Online, Restoring, Inaccessible, …; open. */
  status: string | null;
  createdAt: Date | null;
}
