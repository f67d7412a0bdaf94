// Rows about the server itself: start time, log space, counters, trace flags, the fabric under a managed instance.
import { between } from "../dice.ts";
import type { LinkTruth } from "../link-truth.ts";
import { fullyQualifiedName } from "../scenario.ts";
import type { Row } from "../sql/catalog.ts";
import { positionsOf } from "./databases.ts";
import { databaseId, isLeading, isMoving, type View } from "./view.ts";

export function osSysInfo({ spec, local, at }: View): Row[] {
  return [
    {
      cpu_count: spec.kind === "instance" ? spec.vCores : 32,
      scheduler_count: spec.kind === "instance" ? spec.vCores : 32,
      physical_memory_kb: BigInt((spec.kind === "instance" ? spec.vCores * 5 : 256) * 1024 * 1024),
      committed_kb: 100_000_000n,
      sqlserver_start_time: local(spec.startedAt),
      ms_ticks: BigInt(Math.max(0, Math.floor(at - spec.startedAt))),
    },
  ];
}

/** Log file of a linked database; the log the link still needs cannot be cut. */
function logSpace(view: View, truth: LinkTruth): { totalBytes: number; usedBytes: number; sinceBackupBytes: number } {
  const totalBytes = Math.max(2, Math.round(truth.link.databaseBytes / 25e9)) * 1024 ** 3;
  const flow = view.world.flow(truth, truth.leads);
  const sinceBackupBytes = flow.bytesAt(view.at) - flow.bytesAt(lastHour(view.at));
  const heldSince = isMoving(truth)
    ? view.at - truth.sendLagMs
    : (truth.attempts.at(-1)?.completedAt ?? truth.attempts.at(-1)?.startedAt ?? truth.since);
  const heldBytes = flow.bytesAt(view.at) - flow.bytesAt(Math.max(heldSince, truth.isJoined ? truth.since : heldSince));
  const usedBytes = Math.min(totalBytes * 0.98, totalBytes * 0.03 + Math.max(heldBytes, sinceBackupBytes));
  return { totalBytes, usedBytes, sinceBackupBytes };
}

function lastHour(at: number): number {
  return Math.floor(at / 3_600_000) * 3_600_000;
}

/** sys.dm_db_log_stats(database_id): most columns are empty on a secondary. */
export function dbLogStats(view: View, id: number): Row[] {
  const truth = view.links.find(({ link }) => databaseId(view, link) === id);
  if (!truth) return id >= 1 && id <= 4 ? [{ database_id: id, recovery_model: "SIMPLE" }] : [];
  const row = { database_id: id, recovery_model: "FULL", log_backup_time: view.local(lastHour(view.at)) };
  if (!isLeading(truth, view.side)) return [row];
  const { totalBytes, usedBytes, sinceBackupBytes } = logSpace(view, truth);
  const flow = view.world.flow(truth, view.side);
  const hex = (lsn: bigint) => {
    const text = lsn.toString();
    const part = (digits: string, width: number) => BigInt(digits).toString(16).padStart(width, "0");
    return `${part(text.slice(0, -15), 8)}:${part(text.slice(-15, -5), 8)}:${part(text.slice(-5), 4)}`;
  };
  const vlfs = Math.ceil(totalBytes / (256 * 1024 * 1024));
  const end = flow.bytesAt(view.at);
  return [
    {
      ...row,
      log_min_lsn: hex(flow.blockLsn(Math.max(0, end - usedBytes))),
      log_end_lsn: hex(flow.blockLsn(end)),
      log_backup_lsn: hex(flow.blockLsn(end - sinceBackupBytes)),
      current_vlf_sequence_number: flow.blockLsn(end) / 10n ** 15n,
      current_vlf_size_mb: 256,
      total_vlf_count: BigInt(vlfs),
      active_vlf_count: BigInt(Math.max(1, Math.ceil((vlfs * usedBytes) / totalBytes))),
      total_log_size_mb: totalBytes / 1024 ** 2,
      active_log_size_mb: usedBytes / 1024 ** 2,
      log_since_last_log_backup_mb: sinceBackupBytes / 1024 ** 2,
      log_truncation_holdup_reason: isMoving(truth) && truth.sendLagMs < 60_000 ? "LOG_BACKUP" : "AVAILABILITY_REPLICA",
    },
  ];
}

/** sys.dm_db_log_space_usage of one database, by name. */
export function dbLogSpaceUsage(view: View, databaseName: string): Row[] {
  const truth = view.links.find(({ link }) => link.database.toLowerCase() === databaseName.toLowerCase());
  const { totalBytes, usedBytes, sinceBackupBytes } = truth
    ? logSpace(view, truth)
    : { totalBytes: 8 * 1024 ** 2, usedBytes: 2 * 1024 ** 2, sinceBackupBytes: 0 };
  return [
    {
      database_id: truth ? databaseId(view, truth.link) : 1,
      total_log_size_in_bytes: BigInt(Math.floor(totalBytes)),
      used_log_space_in_bytes: BigInt(Math.floor(usedBytes)),
      used_log_space_in_percent: (100 * usedBytes) / totalBytes,
      log_space_in_bytes_since_last_backup: BigInt(Math.floor(sinceBackupBytes)),
    },
  ];
}

/** DBCC SQLPERF(LOGSPACE): every linked database that is open here. */
export function sqlPerf(view: View): Row[] {
  return view.links
    .filter((truth) => truth.isJoined || isLeading(truth, view.side))
    .map((truth) => {
      const { totalBytes, usedBytes } = logSpace(view, truth);
      return {
        "database name": truth.link.database,
        "log size (mb)": totalBytes / 1024 ** 2,
        "log space used (%)": (100 * usedBytes) / totalBytes,
        status: 0,
      };
    });
}

export function masterFiles(view: View): Row[] {
  return view.links.flatMap((truth) => {
    const database_id = databaseId(view, truth.link);
    const file = (file_id: number, type: number, bytes: number, suffix: string): Row => ({
      database_id,
      file_id,
      type,
      type_desc: type === 0 ? "ROWS" : "LOG",
      name: truth.link.database + suffix,
      physical_name: `${view.side === "partner" ? "D:\\Data\\" : "https://storage/"}${truth.link.database}${suffix}`,
      state: 0,
      state_desc: "ONLINE",
      size: Math.floor(bytes / 8192),
      max_size: -1,
      growth: 65_536,
      is_percent_growth: false,
    });
    return [file(1, 0, truth.link.databaseBytes, ".mdf"), file(2, 1, logSpace(view, truth).totalBytes, "_log.ldf")];
  });
}

/** A few counters; names and instances are padded to 128 as nchar is, per-second values are totals since start. */
export function performanceCounters(view: View): Row[] {
  const prefix =
    view.spec.kind === "sqlserver" && view.spec.name.includes("\\")
      ? `MSSQL$${view.spec.name.split("\\")[1]}:`
      : "SQLServer:";
  const pad = (text: string) => text.padEnd(128);
  const counter = (object: string, name: string, database: string, value: number, type: number): Row => ({
    object_name: pad(prefix + object),
    counter_name: pad(name),
    instance_name: pad(database),
    cntr_value: BigInt(Math.max(0, Math.floor(value))),
    cntr_type: type,
  });
  const [snapshot, perSecond] = [65_792, 272_696_576];
  return view.links.flatMap((truth) => {
    const { database } = truth.link;
    const positions = positionsOf(view, truth);
    if (isLeading(truth, view.side))
      return [
        counter(
          "Databases",
          "Log Bytes Flushed/sec",
          database,
          view.world.flow(truth, view.side).bytesAt(view.at),
          perSecond,
        ),
      ];
    return [
      counter("Database Replica", "Log Bytes Received/sec", database, positions.received, perSecond),
      counter("Database Replica", "Redone Bytes/sec", database, positions.redone, perSecond),
      counter("Database Replica", "Recovery Queue", database, positions.redoQueueKb, snapshot),
      counter("Database Replica", "Log Send Queue", database, positions.logSendQueueKb, snapshot),
    ];
  });
}

export function traceStatus({ spec }: View): Row[] {
  const flags = spec.kind === "sqlserver" ? spec.traceFlags : [];
  return flags.map((flag) => ({ traceflag: flag, status: 1, global: 1, session: 0 }));
}

/** The node that is primary now; it moves to another one every few days. */
function fabricNode({ world, spec, at }: View): string {
  const move = Math.floor(at / (3.3 * 86_400_000));
  return `DB${Math.floor(between(10, 99, world.scenario.seed, spec.name, move))}C`;
}

export function fabricConfigParameters(view: View): Row[] {
  const { spec } = view;
  if (spec.kind !== "instance") return [];
  const row = (section_name: string, parameter_name: string, value: string): Row => ({
    section_name,
    parameter_name,
    value,
  });
  return [
    row("SQL", "DnsRecordName", fullyQualifiedName(spec)),
    row("SQL", "ClusterName", `tr1207.${spec.location}1-a.worker.database.windows.net`),
    row("SQL", "HadrPort", "11002"),
    row("SQL", "InstanceName", `a${spec.dnsZone}`),
  ];
}

export function fabricPartitions({ spec }: View): Row[] {
  if (spec.kind !== "instance") return [];
  return [
    {
      partition_id: "6F3C1B62-0000-4000-A000-000000000001",
      service_name: `fabric:/Worker.ISO.Premium/ManagedServer/a${spec.dnsZone}`,
      partition_kind_desc: "INT64_RANGE",
      partition_health_state_desc: "OK",
    },
  ];
}

export function fabricReplicas(view: View): Row[] {
  if (view.spec.kind !== "instance") return [];
  const node = fabricNode(view);
  return [
    {
      partition_id: "6F3C1B62-0000-4000-A000-000000000001",
      node_name: node,
      replica_address: `${node}\\a${view.spec.dnsZone},11002`,
      replica_role: 2,
      replica_role_desc: "PRIMARY",
      service_kind_desc: "STATEFUL",
      replica_status_desc: "READY",
      replica_health_state_desc: "OK",
    },
  ];
}

export function fabricNodes(view: View): Row[] {
  return view.spec.kind === "instance" ? [{ node_name: fabricNode(view), ip_address_or_fqdn: "10.48.2.19" }] : [];
}

/** The backup stream of a seeding works under this command on its source. */
export function execRequests(view: View): Row[] {
  return view.links
    .filter((truth) => truth.copying !== null && truth.leads === view.side)
    .map((truth, index) => ({
      session_id: 40 + index,
      request_id: 0,
      start_time: view.local(truth.copying?.admittedAt ?? truth.since),
      status: "background",
      command: "VDI_CLIENT_WORKER",
      database_id: databaseId(view, truth.link),
      user_id: 1,
      blocking_session_id: 0,
      wait_type: "ASYNC_NETWORK_IO",
      wait_time: 12,
      last_wait_type: "ASYNC_NETWORK_IO",
      wait_resource: "",
      open_transaction_count: 0,
      percent_complete: 0,
      cpu_time: 1000,
      total_elapsed_time: Math.min(2 ** 31 - 1, Math.floor(view.at - (truth.copying?.admittedAt ?? truth.since))),
    }));
}
