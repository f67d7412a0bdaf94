// Rows of msdb.dbo.backupset: full and log backups of the databases that are, or were, linked.
import { guid } from "../dice.ts";
import type { LinkTruth } from "../link-truth.ts";
import type { Row } from "../sql/catalog.ts";
import { linkedDatabases, unlinkedDatabases } from "./user-databases.ts";
import { isLeading, type View } from "./view.ts";

const hour = 3_600_000;

/** A full backup before the link was made (only a COPY_ONLY one, if none is to be there), and its log backups since yesterday. */
export function backupset(view: View): Row[] {
  // A managed instance's automatic backups are not listed there.
  if (view.side === "instance") return [];
  const rows: Row[] = [];
  for (const truth of [...linkedDatabases(view), ...unlinkedDatabases(view)]) {
    if (!isLeading(truth, view.side)) continue;
    const { databaseBytes, logBytesPerSecond, name } = truth.link;
    const firstSeeding = truth.attempts[0]?.startedAt ?? truth.since;
    rows.push({
      ...backup(view, truth, "D", firstSeeding - 26 * hour, databaseBytes * 0.4),
      is_copy_only: view.world.linkSettings(name).hasFullBackup === false,
    });
    for (const at of logBackups(view, truth)) rows.push(backup(view, truth, "L", at, logBytesPerSecond * 3600));
  }
  return rows
    .sort((a, b) => Number(a.backup_start_date) - Number(b.backup_start_date))
    .map((row, index) => ({ ...row, backup_set_id: index + 1 }));
}

/** Starts of the log backups, oldest first: hourly, none while a database is seeded but for the ones that did the harm. */
function logBackups(view: View, truth: LinkTruth): number[] {
  const { world } = view;
  const { name } = truth.link;
  const { lastLogBackupHoursAgo, logBackupDuringSeeding } = world.linkSettings(name);
  const setAt = world.linkSettingSince(name, "lastLogBackupHoursAgo") ?? view.at;
  const until = lastLogBackupHoursAgo == null ? hourOf(view.at) : setAt - lastLogBackupHoursAgo * hour;
  const hourly = Array.from({ length: 24 }, (_, index) => until - (23 - index) * hour);
  const kept = hourly.filter((at) => !isSeedingAt(truth, at));
  // A seeding may last for days: then the backup before it is the newest.
  if (kept.length === 0) kept.push(hourOf(seedingSince(truth)));
  const harmful = world.logBackupsDuringSeeding(truth.link);
  const set = logBackupDuringSeeding && truth.copying ? duringSeeding(view, truth) : [];
  return [...kept, ...harmful, ...set].sort((a, b) => a - b);
}

function duringSeeding(view: View, truth: LinkTruth): number[] {
  const setAt = view.world.linkSettingSince(truth.link.name, "logBackupDuringSeeding") ?? view.at;
  return [Math.max(setAt, truth.copying?.admittedAt ?? setAt)];
}

/** Null: there is none. */
export function lastLogBackupAt(view: View, truth: LinkTruth): number | null {
  return logBackups(view, truth).at(-1) ?? null;
}

function hourOf(at: number): number {
  return Math.floor(at / hour) * hour;
}

/** Start of the first attempt after the last that came to its end. */
function seedingSince({ attempts, since }: LinkTruth): number {
  const ended = attempts.findLastIndex((attempt) => attempt.currentState === "COMPLETED");
  return attempts[ended + 1]?.startedAt ?? since;
}

function isSeedingAt(truth: LinkTruth, at: number): boolean {
  return truth.attempts.some(
    (attempt) => attempt.startedAt <= at && at <= (attempt.completedAt ?? Number.POSITIVE_INFINITY),
  );
}

function backup(view: View, truth: LinkTruth, type: "D" | "L", at: number, bytes: number): Row {
  const flow = view.world.flow(truth, view.side);
  const tookMs = type === "D" ? 1_400_000 : 9000;
  const { spec } = view;
  const size = BigInt(Math.floor(bytes));
  return {
    backup_set_uuid: guid(view.world.scenario.seed, truth.link.name, "backup", type, at),
    media_set_id: 1,
    name: `${truth.link.database}-${type === "D" ? "Full" : "Log"}`,
    user_name: "CORP\\svc-sqlagent",
    first_lsn: flow.blockLsn(flow.bytesAt(at - hour)),
    last_lsn: flow.blockLsn(flow.bytesAt(at)),
    checkpoint_lsn: flow.blockLsn(flow.bytesAt(at - 60_000)),
    backup_start_date: view.local(at),
    backup_finish_date: view.local(at + tookMs),
    type,
    backup_size: size,
    compressed_backup_size: size / 3n,
    database_name: truth.link.database,
    server_name: spec.name,
    machine_name: spec.name.split("\\")[0]!,
    recovery_model: view.world.linkSettings(truth.link.name).recoveryModel ?? "FULL",
    is_copy_only: false,
    is_damaged: false,
    has_backup_checksums: true,
    begins_log_chain: false,
  };
}
