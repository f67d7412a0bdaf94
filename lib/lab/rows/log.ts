// Rows about transaction logs: their files, how full they are, what holds them, and the counters that measure them.
import type { LinkTruth } from "../link-truth.ts";
import type { Row } from "../sql/catalog.ts";
import { lastLogBackupAt } from "./backups.ts";
import { positionsOf } from "./databases.ts";
import { linkedDatabases, otherDatabase, physicalName, unlinkedDatabases } from "./user-databases.ts";
import { databaseId, isLeading, isMoving, type View } from "./view.ts";

const gibibyte = 1024 ** 3;
const halfDayInSeconds = 43_200;
/** A log grows before it is fuller than this; fuller ones are set so. */
const fullestShare = 0.6;

interface LogSpace {
  totalBytes: number;
  usedBytes: number;
  sinceBackupBytes: number;
}

/** The log of a linked database, made for half a day without a backup and grown since; what the link still needs cannot be cut. */
function logSpace(view: View, truth: LinkTruth): LogSpace {
  const { databaseBytes, logBytesPerSecond, name } = truth.link;
  const { logUsedShare } = view.world.linkSettings(name);
  const flow = view.world.flow(truth, truth.leads);
  const written = (since: number) => flow.bytesAt(view.at) - flow.bytesAt(since);
  const sinceBackupBytes = written(lastLogBackupAt(view, truth) ?? truth.since);
  const heldSince = isMoving(truth)
    ? view.at - truth.sendLagMs
    : (truth.attempts.at(-1)?.completedAt ?? truth.attempts.at(-1)?.startedAt ?? truth.since);
  const heldBytes = written(Math.max(heldSince, truth.isJoined ? truth.since : heldSince));
  const neededBytes = Math.max(heldBytes, sinceBackupBytes);
  const madeBytes = Math.max(2 * gibibyte, databaseBytes / 12, logBytesPerSecond * halfDayInSeconds);
  const totalBytes = Math.ceil(Math.max(madeBytes, neededBytes / fullestShare) / gibibyte) * gibibyte;
  const usedBytes = logUsedShare == null ? totalBytes * 0.03 + neededBytes : totalBytes * logUsedShare;
  return { totalBytes, usedBytes, sinceBackupBytes: Math.min(sinceBackupBytes, usedBytes) };
}

/** sys.dm_db_log_stats(database_id): most columns are empty on a secondary. */
export function dbLogStats(view: View, id: number): Row[] {
  const truth = view.links.find(({ link }) => databaseId(view, link) === id);
  if (!truth) return id >= 1 && id <= 4 ? [{ database_id: id, recovery_model: "SIMPLE" }] : [];
  const backupAt = lastLogBackupAt(view, truth);
  const row = {
    database_id: id,
    recovery_model: view.world.linkSettings(truth.link.name).recoveryModel ?? "FULL",
    log_backup_time: backupAt === null ? null : view.local(backupAt),
  };
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
  return openDatabases(view).map((truth) => {
    const { totalBytes, usedBytes } = logSpace(view, truth);
    return {
      "database name": truth.link.database,
      "log size (mb)": totalBytes / 1024 ** 2,
      "log space used (%)": (100 * usedBytes) / totalBytes,
      status: 0,
    };
  });
}

function openDatabases(view: View): LinkTruth[] {
  return linkedDatabases(view).filter((truth) => truth.isJoined || isLeading(truth, view.side));
}

const unlimitedLog = 268_435_456;

export function masterFiles(view: View): Row[] {
  const pages = (bytes: number) => Math.floor(bytes / 8192);
  const linked = [...linkedDatabases(view), ...unlinkedDatabases(view)].flatMap((truth) => {
    const { database, databaseBytes, name } = truth.link;
    const id = databaseId(view, truth.link);
    const count = view.world.linkSettings(name).logFileCount ?? 1;
    const bytes = logSpace(view, truth).totalBytes / count;
    const logs = Array.from({ length: count }, (_, index) =>
      file(view, id, "LOG", `${database}_log${index === 0 ? "" : index + 1}`, pages(bytes)),
    );
    return [file(view, id, "ROWS", database, pages(databaseBytes)), ...logs];
  });
  const system = ["master", "tempdev", "modeldev", "MSDBData"].map((name, index) =>
    file(view, index + 1, "ROWS", name, pages(64 * 1024 ** 2)),
  );
  const all = [...system, ...linked, ...otherFiles(view, linked)];
  return all.map((row, index) => ({
    ...row,
    file_id: 1 + all.slice(0, index).filter((one) => one.database_id === row.database_id).length,
  }));
}

function file(view: View, database_id: number, type_desc: "ROWS" | "LOG", name: string, size: number): Row {
  const folder = view.side === "partner" ? "D:\\Data\\" : "https://storage/";
  return {
    database_id,
    type: type_desc === "ROWS" ? 0 : 1,
    type_desc,
    name,
    physical_name: `${folder}${name}.${type_desc === "ROWS" ? "mdf" : "ldf"}`,
    state: 0,
    state_desc: "ONLINE",
    size: Math.min(size, 2 ** 31 - 1),
    max_size: type_desc === "ROWS" ? -1 : unlimitedLog,
    growth: 8192,
    is_percent_growth: false,
  };
}

/** Fills a managed instance's storage up to the share that is set. */
function otherFiles(view: View, linked: Row[]): Row[] {
  const { spec, settings } = view;
  if (spec.kind !== "instance" || settings.storageUsedShare == null) return [];
  const wanted = (settings.storageUsedShare * spec.storageGb * gibibyte) / 8192;
  const taken = linked.reduce((sum, row) => sum + Number(row.size), 0);
  return [file(view, otherDatabase.id, "ROWS", otherDatabase.name, Math.max(1, Math.floor(wanted - taken)))];
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
  return linkedDatabases(view).flatMap((truth) => {
    const database = physicalName(view, truth.link.database, databaseId(view, truth.link));
    if (isLeading(truth, view.side)) {
      const { totalBytes, usedBytes } = logSpace(view, truth);
      const flushed = view.world.flow(truth, view.side).bytesAt(view.at);
      return [
        counter("Databases", "Log File(s) Size (KB)", database, totalBytes / 1024, snapshot),
        counter("Databases", "Log File(s) Used Size (KB)", database, usedBytes / 1024, snapshot),
        counter("Databases", "Percent Log Used", database, (100 * usedBytes) / totalBytes, snapshot),
        counter("Databases", "Log Bytes Flushed/sec", database, flushed, perSecond),
      ];
    }
    const positions = positionsOf(view, truth);
    return [
      counter("Database Replica", "Log Bytes Received/sec", database, positions.received, perSecond),
      counter("Database Replica", "Redone Bytes/sec", database, positions.redone, perSecond),
      counter("Database Replica", "Recovery Queue", database, positions.redoQueueKb, snapshot),
      counter("Database Replica", "Log Send Queue", database, positions.logSendQueueKb, snapshot),
    ];
  });
}
