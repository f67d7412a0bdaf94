// All T-SQL that Linkspan ever sends, for a DBA to read and audit: each question with its purpose and the permission it needs.

/** Columns that exist here, as "view.column" in lower case: probed, because versions and builds differ. */
export type Capabilities = ReadonlySet<string>;

export interface Question {
  name: string;
  purpose: string;
  permission: string;
  /** `poll`: each time · `slow`: about once a minute. */
  every: "poll" | "slow";
  sql(capabilities: Capabilities): string;
}

/** Columns that some supported version lacks; where one is missing, NULL is read in its place and the answer says so. */
export const optionalColumns = {
  "availability_replicas.seeding_mode_desc": "nvarchar(60)",
  "dm_hadr_database_replica_states.is_primary_replica": "bit",
  "dm_hadr_database_replica_states.secondary_lag_seconds": "bigint",
  "dm_hadr_physical_seeding_stats.is_compression_enabled": "bit",
} as const;

const read = (capabilities: Capabilities, column: keyof typeof optionalColumns, alias: string) =>
  capabilities.has(column) ? `${alias}.${column.split(".")[1]}` : `CAST(NULL AS ${optionalColumns[column]})`;

/** Asked once per connection and hourly; everything below is written from its answer. */
export const columnsProbe = {
  name: "columns-probe",
  purpose: "Which of the columns that differ between versions exist here.",
  permission: "none: the names of system views are public",
  sql: `
SELECT o.name AS view_name, c.name AS column_name
FROM sys.all_objects AS o
INNER JOIN sys.all_columns AS c ON c.object_id = o.object_id
WHERE o.is_ms_shipped = 1
  AND o.name IN ('availability_replicas', 'dm_hadr_database_replica_states', 'dm_hadr_physical_seeding_stats');`,
};

/** Sent before the questions of each poll: never wait for a lock, never win a deadlock. */
const preamble = `
SET NOCOUNT ON;
SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED;
SET LOCK_TIMEOUT 3000;
SET DEADLOCK_PRIORITY LOW;
DECLARE @started_at datetimeoffset(7) = SYSDATETIMEOFFSET();`;

const clockAndIdentity: Question = {
  name: "clock-and-identity",
  purpose:
    "The server's clock and offset, so that its local times become instants; who it is; what this login may see.",
  permission: "none",
  every: "poll",
  // Instant and local time from one reading of the clock differ by the offset, exactly.
  // tempdb is made anew at each start, so its creation date is the start of the engine.
  sql: () => `
SELECT @started_at AS started_at_instant,
       CONVERT(datetime2(7), @started_at) AS started_at_local,
       CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
       CONVERT(nvarchar(128), SERVERPROPERTY('MachineName')) AS machine_name,
       CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS product_version,
       CONVERT(nvarchar(128), SERVERPROPERTY('ProductUpdateLevel')) AS product_update_level,
       CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) AS edition,
       CONVERT(int, SERVERPROPERTY('EngineEdition')) AS engine_edition,
       CONVERT(int, SERVERPROPERTY('IsHadrEnabled')) AS is_hadr_enabled,
       CONVERT(nvarchar(128), SERVERPROPERTY('Collation')) AS collation,
       (SELECT d.create_date FROM sys.databases AS d WHERE d.name = 'tempdb') AS engine_started_at,
       HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DEFINITION') AS may_view_any_definition;`,
};

const groupsAndReplicas: Question = {
  name: "distributed-availability-groups-and-replicas",
  purpose:
    "Every link of this server (a distributed availability group) with both its replicas, their roles and health.",
  permission: "VIEW ANY DEFINITION and VIEW SERVER STATE (VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on)",
  every: "poll",
  // Driven from the catalog: a disconnected replica has no state row, and must be seen as such, not be missing.
  sql: (capabilities) => `
SELECT ag.group_id, ag.name AS group_name,
       ar.replica_id, ar.replica_server_name, ar.endpoint_url,
       ar.availability_mode_desc, ar.failover_mode_desc, ar.session_timeout,
       ${read(capabilities, "availability_replicas.seeding_mode_desc", "ar")} AS seeding_mode_desc,
       ars.is_local, ars.role_desc, ars.operational_state_desc, ars.connected_state_desc,
       ars.synchronization_health_desc,
       ars.last_connect_error_number, ars.last_connect_error_description, ars.last_connect_error_timestamp
FROM sys.availability_groups AS ag
LEFT JOIN sys.availability_replicas AS ar ON ar.group_id = ag.group_id
LEFT JOIN sys.dm_hadr_availability_replica_states AS ars
       ON ars.group_id = ar.group_id AND ars.replica_id = ar.replica_id
WHERE ag.is_distributed = 1
ORDER BY ag.name, ar.replica_server_name;`,
};

/** The names of databases by their id within the group: from the cluster's view, which also knows databases not yet restored here. */
const databaseNames = `
  SELECT dcs.group_database_id, MAX(dcs.database_name) AS database_name
  FROM sys.dm_hadr_database_replica_cluster_states AS dcs
  GROUP BY dcs.group_database_id`;

const databaseReplicaStates: Question = {
  name: "database-replica-states",
  purpose:
    "Each database of each link: state, suspension, the LSN ladder, queues and rates. Rows of inner groups are left out.",
  permission: "VIEW SERVER STATE (VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on)",
  every: "poll",
  // An LSN is numeric(25,0), more digits than a driver's number holds: it travels as text.
  sql: (capabilities) => `
SELECT drs.group_id, drs.group_database_id, drs.replica_id,
       CASE WHEN drs.is_local = 1 THEN COALESCE(db.name, names.database_name)
            ELSE COALESCE(names.database_name, db.name) END AS database_name,
       drs.is_local,
       ${read(capabilities, "dm_hadr_database_replica_states.is_primary_replica", "drs")} AS is_primary_replica,
       CASE WHEN drs.is_local = 1 THEN COALESCE(db.state_desc, drs.database_state_desc) END AS database_state_desc,
       drs.synchronization_state_desc, drs.synchronization_health_desc,
       drs.is_suspended, drs.suspend_reason_desc,
       CONVERT(varchar(30), drs.end_of_log_lsn) AS end_of_log_lsn,
       CONVERT(varchar(30), drs.last_sent_lsn) AS last_sent_lsn, drs.last_sent_time,
       CONVERT(varchar(30), drs.last_received_lsn) AS last_received_lsn, drs.last_received_time,
       CONVERT(varchar(30), drs.last_hardened_lsn) AS last_hardened_lsn, drs.last_hardened_time,
       CONVERT(varchar(30), drs.last_redone_lsn) AS last_redone_lsn, drs.last_redone_time,
       CONVERT(varchar(30), drs.last_commit_lsn) AS last_commit_lsn, drs.last_commit_time,
       drs.log_send_queue_size, drs.log_send_rate, drs.redo_queue_size, drs.redo_rate,
       ${read(capabilities, "dm_hadr_database_replica_states.secondary_lag_seconds", "drs")} AS secondary_lag_seconds
FROM sys.dm_hadr_database_replica_states AS drs
INNER JOIN sys.availability_groups AS ag ON ag.group_id = drs.group_id AND ag.is_distributed = 1
LEFT JOIN sys.databases AS db ON db.database_id = drs.database_id
LEFT JOIN (${databaseNames}
) AS names ON names.group_database_id = drs.group_database_id;`,
};

const seedings: Question = {
  name: "seedings",
  purpose: "The latest seeding attempt of each database, with bytes and rate while it runs.",
  permission: "VIEW SERVER STATE (VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on)",
  every: "poll",
  // A seeding that fails before it streams never shows in the physical view, so the history of attempts leads.
  sql: (capabilities) => `
SELECT a.ag_id AS group_id, a.ag_db_id AS group_database_id, a.ag_remote_replica_id, a.operation_id,
       COALESCE(names.database_name, p.local_database_name) AS database_name,
       a.is_source, CONVERT(nvarchar(60), a.current_state) AS current_state, a.performed_seeding,
       a.failure_state, CONVERT(nvarchar(256), a.failure_state_desc) AS failure_state_desc,
       a.error_code, a.number_of_attempts, a.start_time, a.completion_time,
       p.local_physical_seeding_id, p.role_desc, p.internal_state_desc,
       p.transferred_size_bytes, p.database_size_bytes, p.transfer_rate_bytes_per_second,
       p.total_disk_io_wait_time_ms, p.total_network_wait_time_ms,
       ${read(capabilities, "dm_hadr_physical_seeding_stats.is_compression_enabled", "p")} AS is_compression_enabled,
       p.start_time_utc, p.estimate_time_complete_utc, p.failure_code, p.failure_message
FROM (
  SELECT h.ag_id, h.ag_db_id, h.ag_remote_replica_id, MAX(h.start_time) AS start_time
  FROM sys.dm_hadr_automatic_seeding AS h
  GROUP BY h.ag_id, h.ag_db_id, h.ag_remote_replica_id
) AS latest
INNER JOIN sys.dm_hadr_automatic_seeding AS a
        ON a.ag_id = latest.ag_id AND a.start_time = latest.start_time
       AND (a.ag_db_id = latest.ag_db_id OR (a.ag_db_id IS NULL AND latest.ag_db_id IS NULL))
       AND (a.ag_remote_replica_id = latest.ag_remote_replica_id
            OR (a.ag_remote_replica_id IS NULL AND latest.ag_remote_replica_id IS NULL))
INNER JOIN sys.availability_groups AS ag ON ag.group_id = a.ag_id AND ag.is_distributed = 1
LEFT JOIN sys.dm_hadr_physical_seeding_stats AS p ON p.local_physical_seeding_id = a.operation_id
LEFT JOIN (${databaseNames}
) AS names ON names.group_database_id = a.ag_db_id;`,
};

const mirroringEndpoint: Question = {
  name: "mirroring-endpoint",
  purpose: "The endpoint the link connects to: started or not, port, authentication, encryption, its certificate.",
  permission: "VIEW ANY DEFINITION",
  every: "slow",
  sql: () => `
SELECT e.name, e.state_desc, t.port, e.connection_auth_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
       e.certificate_id, c.name AS certificate_name
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN sys.certificates AS c ON c.certificate_id = e.certificate_id;`,
};

const certificates: Question = {
  name: "certificates",
  purpose:
    "Expiry of the endpoint's certificate and of the copies of others' (those without a private key). Asked in master.",
  permission: "VIEW ANY DEFINITION",
  every: "slow",
  sql: () => `
SELECT c.certificate_id, c.name, c.subject, c.issuer_name, CONVERT(varbinary(32), c.thumbprint) AS thumbprint,
       c.start_date, c.expiry_date, c.pvt_key_encryption_type
FROM sys.certificates AS c
WHERE c.name NOT LIKE '##%'
  AND (c.pvt_key_encryption_type = 'NA'
       OR c.certificate_id IN (SELECT e.certificate_id FROM sys.database_mirroring_endpoints AS e));`,
};

const cost: Question = {
  name: "cost",
  purpose: "How long the server spent on this batch, so that Linkspan can show what it costs.",
  permission: "none",
  every: "poll",
  sql: () => `
SELECT SYSDATETIMEOFFSET() AS ended_at_instant;`,
};

/** In the order they are asked. */
export const questions: readonly Question[] = [
  clockAndIdentity,
  groupsAndReplicas,
  databaseReplicaStates,
  seedings,
  mirroringEndpoint,
  certificates,
  cost,
];

/** One batch: its questions, in the order of its result sets, and its text. */
export function batchOf(capabilities: Capabilities, slowToo: boolean): { asked: Question[]; sql: string } {
  const asked = questions.filter((question) => slowToo || question.every === "poll");
  const sql = [preamble, ...asked.map((question) => `\n-- ${question.name}${question.sql(capabilities)}`)].join("\n");
  return { asked, sql: `${sql.trim()}\n` };
}
