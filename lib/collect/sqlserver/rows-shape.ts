// The rows of each question as the driver hands them over, column by column; other columns are ignored.
import { z } from "zod";
import { parseLsn } from "../../domain/lsn.ts";

const text = z.string().nullable();
const name = z.string();
const flag = z.union([z.boolean(), z.literal(0).transform(() => false), z.literal(1).transform(() => true)]).nullable();
const int = z.number().nullable();
const time = z.date().nullable();
const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .transform((value) => value.toLowerCase());
/** bigint comes as text. Negative or past 2^53: the server does not know it, or we cannot hold it exactly. */
const count = z
  .union([z.number(), z.string().regex(/^-?\d+$/)])
  .nullable()
  .transform((value) => (value === null ? null : Number(value)))
  .transform((value) => (value !== null && value >= 0 && Number.isSafeInteger(value) ? value : null));
const lsn = text.transform(parseLsn);
/** float of megabytes, in bytes. */
const megabytes = z
  .number()
  .nullable()
  .transform((value) => (value === null ? null : Math.round(value * 1024 ** 2)));

export const identityRow = z.object({
  started_at_instant: z.date(),
  started_at_local: z.date(),
  server_name: z.string(),
  machine_name: text,
  product_version: text,
  product_update_level: text,
  edition: text,
  engine_edition: int,
  is_hadr_enabled: flag,
  collation: text,
  engine_started_at: time,
  may_view_any_definition: flag,
});

export const replicaRow = z.object({
  group_id: guid,
  group_name: z.string(),
  replica_id: guid.nullable(),
  replica_server_name: text,
  endpoint_url: text,
  availability_mode_desc: text,
  failover_mode_desc: text,
  session_timeout: int,
  seeding_mode_desc: text,
  is_local: flag,
  role_desc: text,
  operational_state_desc: text,
  connected_state_desc: text,
  synchronization_health_desc: text,
  last_connect_error_number: int,
  last_connect_error_description: text,
  last_connect_error_timestamp: time,
});

export const databaseRow = z.object({
  group_id: guid,
  group_database_id: guid,
  replica_id: guid,
  database_name: text,
  is_local: flag.transform((value) => value === true),
  is_primary_replica: flag,
  database_state_desc: text,
  synchronization_state_desc: text,
  synchronization_health_desc: text,
  is_suspended: flag,
  suspend_reason_desc: text,
  end_of_log_lsn: lsn,
  last_sent_lsn: lsn,
  last_sent_time: time,
  last_received_lsn: lsn,
  last_received_time: time,
  last_hardened_lsn: lsn,
  last_hardened_time: time,
  last_redone_lsn: lsn,
  last_redone_time: time,
  last_commit_lsn: lsn,
  last_commit_time: time,
  log_send_queue_size: count,
  log_send_rate: count,
  redo_queue_size: count,
  redo_rate: count,
  secondary_lag_seconds: count,
});

export const seedingRow = z.object({
  group_id: guid,
  group_database_id: guid.nullable(),
  ag_remote_replica_id: guid.nullable(),
  operation_id: guid,
  database_name: text,
  is_source: flag,
  current_state: text,
  performed_seeding: flag,
  failure_state: int,
  failure_state_desc: text,
  error_code: int,
  number_of_attempts: int,
  start_time: time,
  completion_time: time,
  local_physical_seeding_id: guid.nullable(),
  role_desc: text,
  internal_state_desc: text,
  transferred_size_bytes: count,
  database_size_bytes: count,
  transfer_rate_bytes_per_second: count,
  total_disk_io_wait_time_ms: count,
  total_network_wait_time_ms: count,
  is_compression_enabled: flag,
  start_time_utc: time,
  estimate_time_complete_utc: time,
  failure_code: int,
  failure_message: text,
});

export const endpointRow = z.object({
  name: z.string(),
  state_desc: text,
  port: int,
  connection_auth_desc: text,
  is_encryption_enabled: flag,
  encryption_algorithm_desc: text,
  certificate_id: int,
  certificate_name: text,
});

export const certificateRow = z.object({
  certificate_id: z.number(),
  name: z.string(),
  subject: text,
  issuer_name: text,
  thumbprint: z.instanceof(Uint8Array).nullable(),
  start_date: time,
  expiry_date: time,
  pvt_key_encryption_type: text,
});

export const databaseSettingsRow = z.object({
  name,
  database_id: z.number(),
  group_database_id: guid.nullable(),
  state_desc: text,
  is_read_only: flag,
  recovery_model_desc: text,
  collation_name: text,
  is_encrypted: flag,
  log_reuse_wait_desc: text,
  data_bytes: count,
});

export const logRow = z.object({
  database_id: z.number(),
  total_log_size_mb: megabytes,
  active_log_size_mb: megabytes,
  log_since_last_log_backup_mb: megabytes,
  log_backup_time: time,
  log_truncation_holdup_reason: text,
  flushed_bytes: count,
  file_count: int,
  max_bytes: count,
});

export const groupRow = z.object({
  group_id: guid,
  group_name: name,
  cluster_type_desc: text,
  replica_id: guid.nullable(),
  replica_server_name: text,
  endpoint_url: text,
  availability_mode_desc: text,
  database_name: text,
});

export const perDatabaseGroupRow = groupRow.extend({ distributed_group_id: guid.nullable(), is_distributed: flag });

export const tablePermissionRow = z.object({ table_name: name, may_select: flag });

export const allocatedRow = z.object({ allocated_bytes: count });

export const leftoverRow = z.object({
  kind: z.enum(["job", "endpoint", "certificate", "procedure"]),
  name,
  created_at: time,
});

export const newestBackupRow = z.object({ database_name: name, last_full_at: time, last_log_at: time });
export const logBackupRow = z.object({ database_name: name, backup_start_date: z.date() });

export const testRunRow = z.object({
  job_name: name,
  step_name: name,
  run_status: int,
  run_date: z.number(),
  run_time: z.number(),
  output: text,
  command: text,
});

export const testOutputRow = z.object({
  job_name: name,
  step_name: name,
  date_modified: time,
  output: text,
  command: text,
});

export const fabricRow = z.object({ dns_name: text, cluster_name: text, hadr_port: text, replica_address: text });
export const hostRow = z.object({ host_platform: text });
export const serviceRow = z.object({ status_desc: name });
export const traceFlagRow = z.object({ TraceFlag: z.number(), Status: z.number(), Global: z.number() });

export const probeRow = z.object({ view_name: z.string(), column_name: z.string() });
export const costRow = z.object({ ended_at_instant: z.date() });
export const aloneCostRow = costRow.extend({ started_at_instant: z.date() });
