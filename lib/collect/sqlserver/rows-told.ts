// What an instance told on its slower clocks: read question by question, kept until it is asked again, and put together as its facts.
import type {
  InnerGroupFacts,
  Reported,
  SqlBackupFacts,
  SqlDatabaseSettings,
  SqlInstanceFacts,
} from "../../domain/sample.ts";
import { certificateOf } from "./rows-certificates.ts";
import { checkOfOutput, checkOfRun, mergeChecks } from "./rows-network.ts";
import { type Instant, readRows } from "./rows-read.ts";
import {
  allocatedRow,
  certificateRow,
  databaseSettingsRow,
  endpointRow,
  fabricRow,
  groupRow,
  hostRow,
  leftoverRow,
  logBackupRow,
  logRow,
  newestBackupRow,
  perDatabaseGroupRow,
  serviceRow,
  tablePermissionRow,
  testOutputRow,
  testRunRow,
  traceFlagRow,
} from "./rows-shape.ts";

type Rows = readonly unknown[];
type Log = NonNullable<SqlDatabaseSettings["log"]>;

/** Newest log backups of one database that are kept. */
const mostLogBackups = 50;

/** By question. Each throws LookFailure (malformed). */
const readers = {
  "mirroring-endpoint": (rows: Rows) => readRows("mirroring-endpoint", endpointRow, rows),
  certificates: (rows: Rows) => readRows("certificates", certificateRow, rows),
  "availability-groups": (rows: Rows) => readRows("availability-groups", groupRow, rows),
  "per-database-groups": (rows: Rows) => readRows("per-database-groups", perDatabaseGroupRow, rows),
  "linked-databases": (rows: Rows) => readRows("linked-databases", databaseSettingsRow, rows).map(settingsOf),
  databases: (rows: Rows) => readRows("databases", databaseSettingsRow, rows).map(settingsOf),
  "database-logs": (rows: Rows, instant: Instant) => readLogs(rows, instant),
  "allocated-storage": (rows: Rows) => readRows("allocated-storage", allocatedRow, rows)[0]?.allocated_bytes ?? null,
  "table-permissions": (rows: Rows) =>
    readRows("table-permissions", tablePermissionRow, rows)
      .filter((row) => row.may_select === false)
      .map((row) => row.table_name),
  "leftover-objects": (rows: Rows, instant: Instant) => readLeftovers("leftover-objects", rows, instant),
  "leftover-jobs": (rows: Rows, instant: Instant) => readLeftovers("leftover-jobs", rows, instant),
  "newest-backups": (rows: Rows, instant: Instant) =>
    readRows("newest-backups", newestBackupRow, rows).map((row) => ({
      databaseName: row.database_name,
      lastFullAt: instant(row.last_full_at),
      lastLogAt: instant(row.last_log_at),
    })),
  "log-backups": (rows: Rows, instant: Instant) => readLogBackups(rows, instant),
  "network-test-runs": (rows: Rows, instant: Instant) =>
    readRows("network-test-runs", testRunRow, rows).map((row) => checkOfRun(row, instant)),
  "network-test-output": (rows: Rows, instant: Instant) =>
    readRows("network-test-output", testOutputRow, rows)
      .map((row) => checkOfOutput(row, instant))
      .filter((check) => check !== null),
  fabric: (rows: Rows) => readRows("fabric", fabricRow, rows)[0] ?? null,
  "host-platform": (rows: Rows) => readRows("host-platform", hostRow, rows)[0]?.host_platform ?? null,
  "agent-service": (rows: Rows) => readRows("agent-service", serviceRow, rows)[0]?.status_desc ?? null,
  // One row of one column without a documented name.
  "multiple-database-mode": ([row]: Rows) => {
    const [value] = Object.values(row ?? {});
    return typeof value === "number" || typeof value === "boolean" ? Boolean(value) : null;
  },
  "trace-flags": (rows: Rows) =>
    readRows("trace-flags", traceFlagRow, rows)
      .filter((row) => row.Status === 1)
      .map((row) => ({ flag: row.TraceFlag, isGlobal: row.Global === 1 })),
};

type Readers = typeof readers;

/** The newest answer to each question that has one. */
export type Told = { [Q in keyof Readers]?: Reported<ReturnType<Readers[Q]>> };

/** What was told before, with the answer to one more question. Throws LookFailure (malformed). */
export function tell(told: Told, question: string, rows: Rows, instant: Instant, at: Date): Told {
  if (!(question in readers)) return told;
  return { ...told, [question]: { at, value: readers[question as keyof Readers](rows, instant) } };
}

type Part =
  | "endpoint"
  | "certificates"
  | "hostPlatform"
  | "isMultiDatabaseLink"
  | "databases"
  | "backups"
  | "traceFlags"
  | "innerGroups"
  | "leftovers"
  | "networkChecks"
  | "fabric"
  | "agentStatus"
  | "allocatedBytes";

/** `maySeeDefinitions` false: catalog views came back empty, which proves nothing. */
export function partsOf(told: Told, maySeeDefinitions: boolean): Pick<SqlInstanceFacts, Part> {
  // SQL Server allows one database mirroring endpoint per instance.
  const endpoint = told["mirroring-endpoint"]?.value[0] ?? null;
  const seen = maySeeDefinitions
    ? told
    : { ...told, "availability-groups": undefined, "leftover-objects": undefined, "allocated-storage": undefined };
  return {
    endpoint: endpoint && {
      name: endpoint.name,
      stateDesc: endpoint.state_desc,
      port: endpoint.port,
      connectionAuthDesc: endpoint.connection_auth_desc,
      isEncryptionEnabled: endpoint.is_encryption_enabled,
      encryptionAlgorithmDesc: endpoint.encryption_algorithm_desc,
      certificateName: endpoint.certificate_name,
    },
    certificates: (told.certificates?.value ?? []).map((row) => certificateOf(row, endpoint?.certificate_id ?? null)),
    hostPlatform: told["host-platform"]?.value ?? null,
    isMultiDatabaseLink: known(told["multiple-database-mode"]),
    databases: databasesOf(told),
    backups: backupsOf(told),
    traceFlags: told["trace-flags"] ?? null,
    innerGroups: innerGroupsOf(seen),
    leftovers: joined(seen["leftover-objects"], seen["leftover-jobs"], (objects, jobs) => [...objects, ...jobs]),
    networkChecks: joined(told["network-test-runs"], told["network-test-output"], mergeChecks),
    fabric: fabricOf(told.fabric),
    agentStatus: known(told["agent-service"]),
    allocatedBytes: known(seen["allocated-storage"]),
  };
}

function known<T>(part: Reported<T | null> | undefined): Reported<T> | null {
  return part === undefined || part.value === null ? null : { at: part.at, value: part.value };
}

/** Two answers as one part, as old as the older; one alone where the other was never told. */
function joined<T>(
  first: Reported<T[]> | undefined,
  second: Reported<T[]> | undefined,
  merge: (first: T[], second: T[]) => T[],
): Reported<T[]> | null {
  if (!first && !second) return null;
  const at = Math.min(...[first, second].map((part) => part?.at.getTime() ?? Number.POSITIVE_INFINITY));
  return { at: new Date(at), value: merge(first?.value ?? [], second?.value ?? []) };
}

function settingsOf(row: ReturnType<typeof databaseSettingsRow.parse>): SqlDatabaseSettings {
  return {
    name: row.name,
    databaseId: row.database_id,
    groupDatabaseId: row.group_database_id,
    stateDesc: row.state_desc,
    isReadOnly: row.is_read_only,
    recoveryModelDesc: row.recovery_model_desc,
    collation: row.collation_name,
    isEncrypted: row.is_encrypted,
    dataBytes: row.data_bytes,
    logReuseWaitDesc: row.log_reuse_wait_desc,
    log: null,
  };
}

function readLogs(rows: Rows, instant: Instant): Map<number, Log> {
  const logs = new Map<number, Log>();
  for (const row of readRows("database-logs", logRow, rows)) {
    // A secondary tells little more than the time of the last backup.
    if (row.total_log_size_mb === null) continue;
    logs.set(row.database_id, {
      totalBytes: row.total_log_size_mb,
      activeBytes: row.active_log_size_mb,
      sinceLastBackupBytes: row.log_since_last_log_backup_mb,
      // 1900-01-01 where there never was one.
      lastBackupAt: (row.log_backup_time?.getUTCFullYear() ?? 0) > 1900 ? instant(row.log_backup_time) : null,
      holdupReasonDesc: row.log_truncation_holdup_reason,
      flushedBytes: row.flushed_bytes,
      fileCount: row.file_count,
      maxBytes: row.max_bytes,
    });
  }
  return logs;
}

/** All databases of the slower clock; those in a group as the faster one tells them, with their logs. */
function databasesOf(told: Told): SqlInstanceFacts["databases"] {
  const linked = told["linked-databases"];
  if (!linked) return told.databases ?? null;
  const fresh = new Map(linked.value.map((one) => [one.databaseId, one]));
  const others = (told.databases?.value ?? [])
    .filter((one) => !fresh.has(one.databaseId))
    .map((one) => ({ ...one, groupDatabaseId: null }));
  const logs = told["database-logs"]?.value;
  return {
    at: linked.at,
    value: [...linked.value.map((one) => ({ ...one, log: logs?.get(one.databaseId) ?? null })), ...others],
  };
}

function readLeftovers(question: string, rows: Rows, instant: Instant) {
  return readRows(question, leftoverRow, rows).map(({ kind, name, created_at }) => ({
    kind,
    name,
    // A certificate's dates are UTC as they stand.
    createdAt: kind === "certificate" ? created_at : instant(created_at),
  }));
}

function readLogBackups(rows: Rows, instant: Instant): Map<string, Date[]> {
  const backups = new Map<string, Date[]>();
  for (const row of readRows("log-backups", logBackupRow, rows)) {
    const at = instant(row.backup_start_date) as Date;
    const before = backups.get(row.database_name) ?? [];
    if (before.length < mostLogBackups) backups.set(row.database_name, [...before, at]);
  }
  return backups;
}

function backupsOf(told: Told): Reported<SqlBackupFacts[]> | null {
  const newest = told["newest-backups"];
  if (!newest) return null;
  const logBackups = told["log-backups"]?.value;
  return {
    at: newest.at,
    value: newest.value.map((one) => ({ ...one, logBackupsAt: logBackups?.get(one.databaseName) ?? [] })),
  };
}

function innerGroupsOf(told: Told): Reported<InnerGroupFacts[]> | null {
  const groups = (told["availability-groups"]?.value ?? []).map((row) => ({ ...row, distributed_group_id: null }));
  const perDatabase = told["per-database-groups"]?.value ?? [];
  return joined(
    told["availability-groups"] && { at: told["availability-groups"].at, value: groupsOf(groups) },
    told["per-database-groups"] && { at: told["per-database-groups"].at, value: groupsOf(perDatabase) },
    (seen, hidden) => [...seen, ...hidden],
  );
}

type GroupRow = ReturnType<typeof groupRow.parse> & { distributed_group_id: string | null };

/** Each row is one database on one replica of one group. */
function groupsOf(rows: readonly GroupRow[]): InnerGroupFacts[] {
  const groups = new Map<string, { facts: InnerGroupFacts; replicaIds: Set<string> }>();
  for (const row of rows) {
    const group = groups.get(row.group_id) ?? { facts: emptyGroup(row), replicaIds: new Set<string>() };
    groups.set(row.group_id, group);
    const { facts, replicaIds } = group;
    if (row.replica_id !== null && !replicaIds.has(row.replica_id)) {
      replicaIds.add(row.replica_id);
      facts.replicas.push({
        replicaServerName: row.replica_server_name ?? "",
        endpointUrl: row.endpoint_url,
        availabilityModeDesc: row.availability_mode_desc,
      });
    }
    if (row.database_name !== null && !facts.databaseNames.includes(row.database_name)) {
      facts.databaseNames.push(row.database_name);
    }
  }
  return [...groups.values()].map(({ facts }) => facts);
}

function emptyGroup(row: GroupRow): InnerGroupFacts {
  return {
    groupId: row.group_id,
    name: row.group_name,
    databaseNames: [],
    clusterTypeDesc: row.cluster_type_desc,
    distributedGroupId: row.distributed_group_id,
    replicas: [],
  };
}

/** The node is the part of its address before the first backslash, in the domain of its cluster. */
function fabricOf(part: Told["fabric"]): SqlInstanceFacts["fabric"] {
  if (!part?.value) return null;
  const { dns_name, cluster_name, hadr_port, replica_address } = part.value;
  const node = replica_address?.split("\\")[0] || null;
  const port = Number(hadr_port ?? Number.NaN);
  return {
    at: part.at,
    value: {
      dnsName: dns_name,
      nodeName: node !== null && cluster_name !== null ? `${node}.${cluster_name}` : null,
      hadrPort: Number.isInteger(port) ? port : null,
    },
  };
}
