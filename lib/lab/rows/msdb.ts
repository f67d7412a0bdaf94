// Rows of msdb: backups of the linked databases, and the network check somebody once ran as an Agent job.
import { guid } from "../dice.ts";
import type { LinkTruth } from "../link-truth.ts";
import { fullyQualifiedName } from "../scenario.ts";
import type { Row } from "../sql/catalog.ts";
import { isLeading, type View } from "./view.ts";

const hour = 3_600_000;

/** A full backup before the link was made, hourly log backups (none while a database is seeded, but for the ones that did the harm). */
export function backupset(view: View): Row[] {
  // A managed instance's automatic backups are not listed there.
  if (view.side === "instance") return [];
  const rows: Row[] = [];
  for (const truth of view.links) {
    if (!isLeading(truth, view.side)) continue;
    const firstSeeding = truth.attempts[0]?.startedAt ?? truth.since;
    rows.push(backup(view, truth, "D", firstSeeding - 26 * hour, truth.link.databaseBytes * 0.4));
    const now = Math.floor(view.at / hour) * hour;
    for (let at = now - 23 * hour; at <= now; at += hour) {
      if (!isSeedingAt(truth, at)) rows.push(backup(view, truth, "L", at, truth.link.logBytesPerSecond * 3600));
    }
    for (const at of view.world.logBackupsDuringSeeding(truth.link))
      rows.push(backup(view, truth, "L", at, truth.link.logBytesPerSecond * 3600));
  }
  return rows
    .sort((a, b) => Number(a.backup_start_date) - Number(b.backup_start_date))
    .map((row, index) => ({ ...row, backup_set_id: index + 1 }));
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
    recovery_model: "FULL",
    is_copy_only: false,
    is_damaged: false,
    has_backup_checksums: true,
    begins_log_chain: false,
  };
}

const checkJob = "TestMILinkConnection";

function lastCheckAt(view: View): number {
  return view.world.scenario.epoch - 2 * 86_400_000;
}

/** Only the first SQL Server of an estate was ever checked. */
function wasChecked(view: View): boolean {
  return view.world.scenario.sqlServers[0]?.name === view.spec.name && view.links.length > 0;
}

export function jobs(view: View): Row[] {
  if (!wasChecked(view)) return [];
  const created = view.local(lastCheckAt(view));
  return [
    {
      job_id: guid(view.world.scenario.seed, view.spec.name, "job"),
      originating_server_id: 0,
      name: checkJob,
      enabled: 1,
      description: "No description available.",
      start_step_id: 1,
      date_created: created,
      date_modified: created,
      version_number: 3,
    },
  ];
}

/** The step succeeds even where the port is closed; the truth stands in the message only. */
export function jobHistory(view: View): Row[] {
  const link = view.links[0]?.link;
  if (!wasChecked(view) || !link) return [];
  const instance = view.world.server(link.instance);
  const at = new Date(view.local(lastCheckAt(view)));
  const message = (host: string, isOpen: boolean) =>
    `Executed as user: CORP\\svc-sqlagent. ComputerName     : ${host}  RemoteAddress    : 10.48.2.14  TcpTestSucceeded : ${isOpen ? "True" : "False"}.  Process Exit Code 0.  The step succeeded.`;
  const row = (step_id: number, step_name: string, text: string): Row => ({
    instance_id: step_id + 1,
    job_id: guid(view.world.scenario.seed, view.spec.name, "job"),
    step_id,
    step_name,
    sql_message_id: 0,
    sql_severity: 0,
    message: text,
    run_status: 1,
    run_date: Number(at.toISOString().slice(0, 10).replaceAll("-", "")),
    run_time: Number(at.toISOString().slice(11, 19).replaceAll(":", "")),
    run_duration: 23,
    retries_attempted: 0,
    server: view.spec.name,
  });
  return [
    row(1, "Test Port 5022", message(fullyQualifiedName(instance), true)),
    row(2, "Test HADR Port", message("DB44C.tr1207.worker.database.windows.net", false)),
    row(
      0,
      "(Job outcome)",
      "The job succeeded.  The Job was invoked by User CORP\\mokafor.  The last step to run was step 2 (Test HADR Port).",
    ),
  ];
}
