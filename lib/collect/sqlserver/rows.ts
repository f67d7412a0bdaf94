// From result sets to facts: every row is checked, local times become instants, and what cannot be read is said by question and column.
import type { z } from "zod";
import type {
  CertificateFacts,
  SqlDatabaseFacts,
  SqlInstanceFacts,
  SqlLinkFacts,
  SqlReplicaFacts,
  SqlSeedingFacts,
} from "../../domain/sample.ts";
import { LookFailure } from "../source.ts";
import {
  certificateRow,
  costRow,
  databaseRow,
  endpointRow,
  identityRow,
  probeRow,
  replicaRow,
  seedingRow,
} from "./rows-shape.ts";

/** What one batch said. `instance` is null when the slow questions were not asked. */
export interface SqlAnswer {
  /** The server's UTC clock as the batch began. */
  utcNow: Date;
  serverMs: number;
  mayViewAnyDefinition: boolean;
  links: SqlLinkFacts[];
  instance: SqlInstanceFacts | null;
}

/** "view.column", lower case, of every column that exists. Throws LookFailure (malformed). */
export function readCapabilities(recordsets: readonly unknown[][]): Set<string> {
  const rows = readRows("columns-probe", probeRow, recordsets[0]);
  if (rows.length === 0) {
    throw new LookFailure("malformed", "columns-probe: the server names no columns of its own availability views");
  }
  return new Set(rows.map((row) => `${row.view_name}.${row.column_name}`.toLowerCase()));
}

/** `asked` names the questions in the order of the result sets. Throws LookFailure (malformed). */
export function readAnswer(asked: readonly { name: string }[], recordsets: readonly unknown[][]): SqlAnswer {
  if (recordsets.length !== asked.length) {
    throw new LookFailure("malformed", `${asked.length} questions were asked, ${recordsets.length} were answered`);
  }
  const rowsOf = <T>(name: string, shape: z.ZodType<T>): T[] => {
    const at = asked.findIndex((question) => question.name === name);
    return at < 0 ? [] : readRows(name, shape, recordsets[at]);
  };
  const [identity] = rowsOf("clock-and-identity", identityRow);
  const [cost] = rowsOf("cost", costRow);
  if (!identity || !cost) throw new LookFailure("malformed", "clock-and-identity: the server did not say who it is");
  const utcOffsetMinutes = offsetOf(identity);
  const instant = (local: Date | null) => localInstant(local, utcOffsetMinutes);

  const links = linksOf(rowsOf("distributed-availability-groups-and-replicas", replicaRow), instant);
  for (const row of rowsOf("database-replica-states", databaseRow)) {
    links.get(row.group_id)?.databases.push(databaseOf(row, instant));
  }
  for (const row of latestAttempts(rowsOf("seedings", seedingRow))) {
    links.get(row.group_id)?.seedings.push(seedingOf(row, instant));
  }
  for (const link of links.values()) link.databases = withoutInnerCopies(link);

  const slow = asked.some((question) => question.name === "certificates");
  return {
    utcNow: identity.started_at_instant,
    serverMs: Math.max(0, preciseMs(cost.ended_at_instant) - preciseMs(identity.started_at_instant)),
    mayViewAnyDefinition: identity.may_view_any_definition === true,
    links: [...links.values()],
    instance: slow
      ? instanceOf(
          identity,
          utcOffsetMinutes,
          rowsOf("mirroring-endpoint", endpointRow),
          rowsOf("certificates", certificateRow),
        )
      : null,
  };
}

type Instant = (local: Date | null) => Date | null;

function localInstant(local: Date | null, utcOffsetMinutes: number): Date | null {
  return local === null ? null : new Date(local.getTime() - utcOffsetMinutes * 60_000);
}

/** Minutes east of UTC. Throws LookFailure (malformed) for an offset that no zone has. */
function offsetOf({ started_at_instant: at, started_at_local: local }: z.infer<typeof identityRow>): number {
  const minutes = (local.getTime() - at.getTime()) / 60_000;
  if (Number.isInteger(minutes) && Math.abs(minutes) <= 14 * 60) return minutes;
  throw new LookFailure("malformed", `clock-and-identity: the server's local time is ${minutes} minutes from UTC`);
}

/** The driver keeps what is finer than a millisecond beside the date, in seconds. */
function preciseMs(at: Date & { nanosecondsDelta?: number }): number {
  return at.getTime() + (at.nanosecondsDelta ?? 0) * 1000;
}

function readRows<T>(question: string, shape: z.ZodType<T>, rows: unknown[] | undefined): T[] {
  return (rows ?? []).map((row) => {
    const parsed = shape.safeParse(row);
    if (parsed.success) return parsed.data;
    const column = parsed.error.issues[0]?.path.join(".") ?? "";
    throw new LookFailure("malformed", `${question}: column ${column} holds something that cannot be read`);
  });
}

function linksOf(rows: z.infer<typeof replicaRow>[], instant: Instant): Map<string, SqlLinkFacts> {
  const links = new Map<string, SqlLinkFacts>();
  for (const row of rows) {
    const link = links.get(row.group_id) ?? {
      groupId: row.group_id,
      name: row.group_name,
      replicas: [],
      databases: [],
      seedings: [],
    };
    links.set(row.group_id, link);
    if (row.replica_id === null) continue;
    link.replicas.push({
      replicaId: row.replica_id,
      isLocal: row.is_local,
      replicaServerName: row.replica_server_name ?? "",
      endpointUrl: row.endpoint_url,
      roleDesc: row.role_desc,
      operationalStateDesc: row.operational_state_desc,
      connectedStateDesc: row.connected_state_desc,
      synchronizationHealthDesc: row.synchronization_health_desc,
      availabilityModeDesc: row.availability_mode_desc,
      failoverModeDesc: row.failover_mode_desc,
      seedingModeDesc: row.seeding_mode_desc,
      sessionTimeoutSeconds: row.session_timeout,
      lastConnectErrorNumber: row.last_connect_error_number,
      lastConnectErrorDescription: row.last_connect_error_description,
      lastConnectErrorAt: instant(row.last_connect_error_timestamp),
    } satisfies SqlReplicaFacts);
  }
  return links;
}

function databaseOf(row: z.infer<typeof databaseRow>, instant: Instant): SqlDatabaseFacts {
  return {
    groupDatabaseId: row.group_database_id,
    replicaId: row.replica_id,
    databaseName: row.database_name,
    isLocal: row.is_local,
    isPrimaryReplica: row.is_primary_replica,
    databaseStateDesc: row.database_state_desc,
    synchronizationStateDesc: row.synchronization_state_desc,
    synchronizationHealthDesc: row.synchronization_health_desc,
    isSuspended: row.is_suspended,
    suspendReasonDesc: row.suspend_reason_desc,
    endOfLogLsn: row.end_of_log_lsn,
    lastSentLsn: row.last_sent_lsn,
    lastSentAt: instant(row.last_sent_time),
    lastReceivedLsn: row.last_received_lsn,
    lastReceivedAt: instant(row.last_received_time),
    lastHardenedLsn: row.last_hardened_lsn,
    lastHardenedAt: instant(row.last_hardened_time),
    lastRedoneLsn: row.last_redone_lsn,
    lastRedoneAt: instant(row.last_redone_time),
    lastCommitLsn: row.last_commit_lsn,
    lastCommitAt: instant(row.last_commit_time),
    logSendQueueKb: row.log_send_queue_size,
    logSendRateKbPerSecond: row.log_send_rate,
    redoQueueKb: row.redo_queue_size,
    redoRateKbPerSecond: row.redo_rate,
    secondaryLagSeconds: row.secondary_lag_seconds,
  };
}

/**
 * A Business Critical managed instance also lists its own inner copies under the link. Of the local rows the one that is
 * primary here counts; of the remote rows those of a replica of the link. Where neither can be told, all stay.
 */
function withoutInnerCopies({ databases, replicas }: SqlLinkFacts): SqlDatabaseFacts[] {
  const linkReplicas = new Set(replicas.map((replica) => replica.replicaId));
  const isWanted = (row: SqlDatabaseFacts) =>
    row.isLocal ? row.isPrimaryReplica === true : linkReplicas.has(row.replicaId);
  return databases.filter(
    (row) =>
      isWanted(row) ||
      !databases.some(
        (other) => other.groupDatabaseId === row.groupDatabaseId && other.isLocal === row.isLocal && isWanted(other),
      ),
  );
}

/** Two attempts can begin within the same 3 ms of a datetime; the later one counts. */
function latestAttempts(rows: z.infer<typeof seedingRow>[]): z.infer<typeof seedingRow>[] {
  const latest = new Map<string, z.infer<typeof seedingRow>>();
  for (const row of rows) {
    const key = `${row.group_id} ${row.group_database_id} ${row.ag_remote_replica_id}`;
    const known = latest.get(key);
    if (!known || (row.number_of_attempts ?? 0) > (known.number_of_attempts ?? 0)) latest.set(key, row);
  }
  return [...latest.values()];
}

function seedingOf(row: z.infer<typeof seedingRow>, instant: Instant): SqlSeedingFacts {
  return {
    operationId: row.operation_id,
    groupDatabaseId: row.group_database_id,
    databaseName: row.database_name,
    isSource: row.is_source,
    currentState: row.current_state,
    performedSeeding: row.performed_seeding,
    failureState: row.failure_state,
    failureStateDesc: row.failure_state_desc,
    errorCode: row.error_code,
    numberOfAttempts: row.number_of_attempts,
    startedAt: instant(row.start_time),
    completedAt: instant(row.completion_time),
    physical:
      row.local_physical_seeding_id === null
        ? null
        : {
            roleDesc: row.role_desc,
            internalStateDesc: row.internal_state_desc,
            transferredSizeBytes: row.transferred_size_bytes,
            databaseSizeBytes: row.database_size_bytes,
            transferRateBytesPerSecond: row.transfer_rate_bytes_per_second,
            totalDiskIoWaitTimeMs: row.total_disk_io_wait_time_ms,
            totalNetworkWaitTimeMs: row.total_network_wait_time_ms,
            isCompressionEnabled: row.is_compression_enabled,
            startedAt: row.start_time_utc,
            estimatedCompletionAt: row.estimate_time_complete_utc,
            failureCode: row.failure_code,
            failureMessage: row.failure_message,
          },
  };
}

function instanceOf(
  identity: z.infer<typeof identityRow>,
  utcOffsetMinutes: number,
  endpoints: z.infer<typeof endpointRow>[],
  certificates: z.infer<typeof certificateRow>[],
): SqlInstanceFacts {
  // SQL Server allows one database mirroring endpoint per instance.
  const [endpoint] = endpoints;
  return {
    serverName: identity.server_name,
    machineName: identity.machine_name,
    productVersion: identity.product_version,
    productUpdateLevel: identity.product_update_level,
    edition: identity.edition,
    engineEdition: identity.engine_edition,
    isHadrEnabled: identity.is_hadr_enabled,
    collation: identity.collation,
    startedAt: localInstant(identity.engine_started_at, utcOffsetMinutes),
    utcOffsetMinutes,
    endpoint: endpoint
      ? {
          name: endpoint.name,
          stateDesc: endpoint.state_desc,
          port: endpoint.port,
          connectionAuthDesc: endpoint.connection_auth_desc,
          isEncryptionEnabled: endpoint.is_encryption_enabled,
          encryptionAlgorithmDesc: endpoint.encryption_algorithm_desc,
          certificateName: endpoint.certificate_name,
        }
      : null,
    certificates: certificates.map((row) => certificateOf(row, endpoint?.certificate_id ?? null)),
    hostPlatform: null,
    isMultiDatabaseLink: null,
    databases: null,
    backups: null,
    traceFlags: null,
    innerGroups: null,
    leftovers: null,
    networkChecks: null,
    fabric: null,
    agentStatus: null,
    allocatedBytes: null,
  };
}

/** Certificate dates are UTC on every server: CREATE CERTIFICATE takes them so. */
function certificateOf(row: z.infer<typeof certificateRow>, endpointCertificateId: number | null): CertificateFacts {
  const isSelfIssued = row.subject !== null && row.subject === row.issuer_name;
  const isAuthority = isSelfIssued && /\b(root|ca|pki|authority)\b|pki$/i.test(`${row.subject} ${row.name}`);
  const use =
    row.certificate_id === endpointCertificateId
      ? "endpoint"
      : row.pvt_key_encryption_type?.trim() !== "NA"
        ? "other"
        : isAuthority
          ? "root"
          : "trust";
  return {
    name: row.name,
    use,
    subject: row.subject,
    issuer: row.issuer_name,
    thumbprint: row.thumbprint ? Buffer.from(row.thumbprint).toString("hex").toUpperCase() : null,
    startsAt: row.start_date,
    expiresAt: row.expiry_date,
  };
}
