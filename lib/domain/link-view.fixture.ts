// A link that replicates as it should, for the tests of the rules to change one thing at a time.
import type { LinkView, SourceState, Voice } from "./assessment.ts";
import { parseLsn } from "./lsn.ts";
import type {
  ArmDatabaseFacts,
  ArmInstanceFacts,
  ArmLinkFacts,
  CertificateFacts,
  Reported,
  SqlDatabaseFacts,
  SqlDatabaseSettings,
  SqlInstanceFacts,
  SqlLinkFacts,
  SqlReplicaFacts,
  SqlSeedingFacts,
} from "./sample.ts";

export const now = new Date("2026-11-19T03:12:40.000Z");

/** So many seconds before `now`, or before `at`. */
export function ago(seconds: number, at = now): Date {
  return new Date(at.getTime() - seconds * 1000);
}

export function source(changes: Partial<SourceState> = {}): SourceState {
  return {
    id: "sql:SQLHAM01",
    kind: "sqlserver",
    side: "partner",
    name: "SQLHAM01",
    intervalSeconds: 10,
    isTlsUnchecked: false,
    lastAskedAt: ago(5),
    lastAnsweredAt: ago(5),
    lastFailure: null,
    failingSince: null,
    consecutiveFailures: 0,
    clockSkewMs: 12,
    blind: [],
    ...changes,
  };
}

/** A source that has failed for so long. */
export function silent(of: SourceState, seconds = 300, message = "login timeout"): SourceState {
  return {
    ...of,
    lastAnsweredAt: ago(seconds),
    failingSince: ago(seconds - 10),
    consecutiveFailures: 6,
    lastFailure: { kind: "timeout", message, code: "ETIMEOUT", at: ago(3) },
  };
}

export const partnerSource = source();
export const instanceSource = source({ id: "mi:mi-erp-weu", side: "instance", name: "mi-erp-weu" });
export const armSource = source({
  id: "arm:mi-erp-weu",
  kind: "arm",
  side: "instance",
  name: "mi-erp-weu",
  intervalSeconds: 60,
});

export function replica(changes: Partial<SqlReplicaFacts> = {}): SqlReplicaFacts {
  return {
    replicaId: "r-partner",
    isLocal: true,
    replicaServerName: "AG_ERP_Hamburg",
    endpointUrl:
      changes.isLocal === false
        ? "tcp://mi-erp-weu.4c1e.database.windows.net:5022;Server=[mi-erp-weu]"
        : "TCP://sqlham01.corp.example:5022",
    roleDesc: "PRIMARY",
    operationalStateDesc: "ONLINE",
    connectedStateDesc: "CONNECTED",
    synchronizationHealthDesc: "HEALTHY",
    availabilityModeDesc: "ASYNCHRONOUS_COMMIT",
    failoverModeDesc: "MANUAL",
    seedingModeDesc: "AUTOMATIC",
    sessionTimeoutSeconds: 20,
    lastConnectErrorNumber: null,
    lastConnectErrorDescription: null,
    lastConnectErrorAt: null,
    ...changes,
  };
}

export function database(changes: Partial<SqlDatabaseFacts> = {}): SqlDatabaseFacts {
  return {
    groupDatabaseId: "db-1",
    replicaId: "r-partner",
    databaseName: "ERP_Hamburg",
    isLocal: true,
    isPrimaryReplica: true,
    databaseStateDesc: "ONLINE",
    synchronizationStateDesc: "SYNCHRONIZING",
    synchronizationHealthDesc: "HEALTHY",
    isSuspended: false,
    suspendReasonDesc: null,
    endOfLogLsn: null,
    lastSentLsn: null,
    lastSentAt: null,
    lastReceivedLsn: null,
    lastReceivedAt: null,
    lastHardenedLsn: null,
    lastHardenedAt: null,
    lastRedoneLsn: null,
    lastRedoneAt: null,
    lastCommitLsn: null,
    lastCommitAt: null,
    logSendQueueKb: null,
    logSendRateKbPerSecond: null,
    redoQueueKb: null,
    redoRateKbPerSecond: null,
    secondaryLagSeconds: null,
    ...changes,
  };
}

export function partnerFacts(changes: Partial<SqlLinkFacts> = {}): SqlLinkFacts {
  return {
    groupId: "1f2e3d4c-0000-0000-0000-000000000001",
    name: "erp-hamburg",
    replicas: [replica(), replica({ replicaId: "r-instance", isLocal: false, roleDesc: "SECONDARY" })],
    databases: [
      database({
        endOfLogLsn: parseLsn("71000009408000001"),
        lastCommitLsn: parseLsn("71000009407900005"),
        lastCommitAt: ago(2),
      }),
      database({
        replicaId: "r-instance",
        isLocal: false,
        lastSentLsn: parseLsn("71000009408000001"),
        lastCommitAt: ago(5),
        logSendQueueKb: 64,
        logSendRateKbPerSecond: 12_000,
        redoQueueKb: 128,
        redoRateKbPerSecond: 40_000,
        secondaryLagSeconds: 1,
      }),
    ],
    seedings: [],
    ...changes,
  };
}

export function instanceFacts(changes: Partial<SqlLinkFacts> = {}): SqlLinkFacts {
  return {
    groupId: "1f2e3d4c-0000-0000-0000-000000000001",
    name: "erp-hamburg",
    replicas: [replica({ replicaId: "r-instance", roleDesc: "SECONDARY" })],
    databases: [
      database({
        replicaId: "r-instance",
        isPrimaryReplica: false,
        lastReceivedLsn: parseLsn("71000009408000001"),
        lastHardenedLsn: parseLsn("71000009407900001"),
        lastRedoneLsn: parseLsn("71000009407900003"),
        lastCommitLsn: parseLsn("71000009407900002"),
        lastCommitAt: ago(5),
        redoQueueKb: 128,
        redoRateKbPerSecond: 40_000,
      }),
    ],
    seedings: [],
    ...changes,
  };
}

export function armDatabase(changes: Partial<ArmDatabaseFacts> = {}): ArmDatabaseFacts {
  return {
    databaseName: "ERP_Hamburg",
    replicaState: "LinkSynchronizing",
    seedingProgressPercent: null,
    synchronizationHealth: "HEALTHY",
    connectedState: "CONNECTED",
    lastReceivedLsn: null,
    lastReceivedAt: null,
    lastSentLsn: null,
    lastSentAt: null,
    lastCommitLsn: null,
    lastCommitAt: null,
    lastHardenedLsn: parseLsn("71000009407900001"),
    lastHardenedAt: ago(40),
    mostRecentLinkError: null,
    partnerCertificateName: "Cert_SQLHAM01",
    partnerCertificateExpiresAt: new Date("2027-11-28T00:00:00.000Z"),
    instanceSendReplicationLagSeconds: null,
    instanceRedoReplicationLagSeconds: null,
    ...changes,
  };
}

export function armFacts(changes: Partial<ArmLinkFacts> = {}): ArmLinkFacts {
  return {
    armId: "/subscriptions/x",
    name: "erp-hamburg",
    distributedAvailabilityGroupId: "1f2e3d4c-0000-0000-0000-000000000001",
    replicationMode: "Async",
    partnerLinkRole: "Primary",
    instanceLinkRole: "Secondary",
    partnerAvailabilityGroupName: "AG_ERP_Hamburg",
    instanceAvailabilityGroupName: "AG_MI_ERP",
    partnerEndpoint: "TCP://sqlham01.corp.example:5022",
    failoverMode: "Manual",
    seedingMode: "Automatic",
    linkMode: null,
    databases: [armDatabase()],
    ...changes,
  };
}

export function certificate(changes: Partial<CertificateFacts> = {}): CertificateFacts {
  return {
    name: "Cert_SQLHAM01",
    use: "endpoint",
    subject: "CN=SQLHAM01",
    issuer: "CN=SQLHAM01",
    thumbprint: "A1B2C3D4E5F60718293A4B5C6D7E8F9001122334",
    startsAt: new Date("2025-11-28T00:00:00.000Z"),
    expiresAt: new Date("2027-11-28T00:00:00.000Z"),
    ...changes,
  };
}

/** A certificate authority that the SQL Server trusts. */
export function root(name: string): CertificateFacts {
  return certificate({
    name,
    use: "root",
    subject: `CN=${name}`,
    issuer: `CN=${name}`,
    thumbprint: null,
    expiresAt: new Date("2038-01-15T12:00:00.000Z"),
  });
}

export function sqlInstance(changes: Partial<SqlInstanceFacts> = {}): SqlInstanceFacts {
  return {
    serverName: "SQLHAM01",
    machineName: "SQLHAM01",
    productVersion: "16.0.4125.3",
    productUpdateLevel: "CU13",
    edition: "Enterprise Edition",
    engineEdition: 3,
    isHadrEnabled: true,
    collation: "Latin1_General_100_CI_AS",
    startedAt: ago(900_000),
    utcOffsetMinutes: 60,
    endpoint: {
      name: "database_mirroring_endpoint",
      stateDesc: "STARTED",
      port: 5022,
      connectionAuthDesc: "CERTIFICATE",
      isEncryptionEnabled: true,
      encryptionAlgorithmDesc: "AES",
      certificateName: "Cert_SQLHAM01",
    },
    certificates: [certificate(), root("MicrosoftPKI"), root("DigiCertPKI")],
    hostPlatform: "Windows",
    isMultiDatabaseLink: reported(false),
    databases: reported([databaseSettings()]),
    backups: reported([
      {
        databaseName: "ERP_Hamburg",
        lastFullAt: ago(90_000),
        lastLogAt: ago(1800),
        logBackupsAt: [ago(1800), ago(5400)],
      },
    ]),
    traceFlags: reported([
      { flag: 1800, isGlobal: true },
      { flag: 9567, isGlobal: true },
    ]),
    innerGroups: reported([
      {
        groupId: "5d0f5d52-0000-4000-8000-000000000001",
        name: "AG_ERP_Hamburg",
        databaseNames: ["ERP_Hamburg"],
        clusterTypeDesc: "none",
        distributedGroupId: null,
        replicas: [
          {
            replicaServerName: "SQLHAM01",
            endpointUrl: "tcp://sqlham01.corp.example:5022",
            availabilityModeDesc: "SYNCHRONOUS_COMMIT",
          },
        ],
      },
    ]),
    leftovers: reported([]),
    networkChecks: reported([]),
    fabric: null,
    agentStatus: reported("Running"),
    allocatedBytes: null,
    ...changes,
  };
}

/** Told half a minute ago. */
export function reported<T>(value: T): Reported<T> {
  return { at: ago(30), value };
}

/** The linked database on the side that leads: 12 of 64 GB of log in use. */
export function databaseSettings(changes: Partial<SqlDatabaseSettings> = {}): SqlDatabaseSettings {
  return {
    name: "ERP_Hamburg",
    databaseId: 5,
    groupDatabaseId: "db-1",
    stateDesc: "ONLINE",
    isReadOnly: false,
    recoveryModelDesc: "FULL",
    collation: "Latin1_General_100_CI_AS",
    isEncrypted: false,
    dataBytes: 800 * 1024 ** 3,
    logReuseWaitDesc: "NOTHING",
    log: {
      totalBytes: 64 * 1024 ** 3,
      activeBytes: 12 * 1024 ** 3,
      sinceLastBackupBytes: 200 * 1024 ** 2,
      lastBackupAt: ago(1800),
      holdupReasonDesc: "NOTHING",
      flushedBytes: 10 ** 12,
      fileCount: 1,
      maxBytes: null,
    },
    ...changes,
  };
}

export function armInstance(certificates: CertificateFacts[] = []): ArmInstanceFacts {
  return {
    armId: "/subscriptions/x",
    name: "mi-erp-weu",
    fullyQualifiedDomainName: "mi-erp-weu.4c1e.database.windows.net",
    state: "Ready",
    skuName: "GP_Gen5",
    tier: "GeneralPurpose",
    vCores: 8,
    storageSizeGb: 2048,
    collation: null,
    timezoneId: "UTC",
    certificates,
    certificatesAt: ago(5),
    provisioningState: "Succeeded",
    location: "westeurope",
    updatePolicy: "SQLServer2022",
    subnetId: "/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet-sql/subnets/mi",
    subnetPrefixes: ["10.48.2.0/24"],
    maintenanceConfigurationId: null,
    operations: reported([]),
    databases: reported([{ name: "ERP_Hamburg", status: "Online", createdAt: ago(900_000) }]),
  };
}

export function voice(
  of: SourceState | null,
  facts: SqlLinkFacts | null,
  instance: SqlInstanceFacts | null = null,
): LinkView["partner"] {
  return speaking(of, facts, instance);
}

export function armVoice(
  of: SourceState | null,
  facts: ArmLinkFacts | null,
  instance: ArmInstanceFacts | null = null,
): LinkView["arm"] {
  return speaking(of, facts, instance);
}

function speaking<L, I>(of: SourceState | null, facts: L | null, instanceFacts: I | null): Voice<L, I> {
  const observedAt = facts === null ? null : (of?.lastAnsweredAt ?? ago(5));
  return {
    source: of,
    observedAt,
    facts,
    instanceObservedAt: instanceFacts === null ? null : observedAt,
    instanceFacts,
  };
}

/** Asynchronous, SQL Server leads, everybody heard. */
export function linkView(changes: Partial<LinkView> = {}): LinkView {
  return {
    linkId: "erp-hamburg-1f2e3d",
    name: "erp-hamburg",
    partner: voice(partnerSource, partnerFacts(), sqlInstance()),
    instance: voice(instanceSource, instanceFacts(), sqlInstance({ serverName: "mi-erp-weu", certificates: [] })),
    arm: armVoice(armSource, armFacts(), armInstance()),
    mates: [],
    leavers: [],
    wireShare: null,
    cutoverAt: null,
    ...changes,
  };
}

export function seedingRow(changes: Partial<SqlSeedingFacts> = {}): SqlSeedingFacts {
  return {
    operationId: "op-1",
    groupDatabaseId: "db-1",
    databaseName: "ERP_Hamburg",
    isSource: true,
    currentState: "SEEDING",
    performedSeeding: false,
    failureState: null,
    failureStateDesc: null,
    errorCode: null,
    numberOfAttempts: 1,
    startedAt: ago(3600),
    completedAt: null,
    physical: null,
    ...changes,
  };
}

export function streaming(
  transferred: number | null,
  size: number | null,
  startedAt = ago(3600),
): NonNullable<SqlSeedingFacts["physical"]> {
  return {
    roleDesc: "Source",
    internalStateDesc: "ReadingAndSendingData",
    transferredSizeBytes: transferred,
    databaseSizeBytes: size,
    transferRateBytesPerSecond: 15_000_000,
    totalDiskIoWaitTimeMs: 100,
    totalNetworkWaitTimeMs: 900,
    isCompressionEnabled: false,
    startedAt,
    estimatedCompletionAt: ago(-9000),
    failureCode: null,
    failureMessage: null,
  };
}
