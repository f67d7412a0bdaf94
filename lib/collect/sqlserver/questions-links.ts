// The questions of every poll: the server's clock, its links with both replicas, their databases, and what is being seeded.
import { type Capabilities, hiddenGroups, permissions, type Question, read } from "./questions-capabilities.ts";

const clockAndIdentity: Question = {
  name: "clock-and-identity",
  fact: "clock and identity",
  purpose:
    "The server's clock and offset, so that its local times become instants; who it is; what this login may see.",
  permission: permissions.none,
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
  fact: "links",
  purpose:
    "Every link of this server (a distributed availability group) with both its replicas, their roles and health.",
  permission: permissions.definitionAndState,
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

/**
 * Rows of links; in the multiple-database mode of groups that the catalog hides, too: each database has one of its own, which
 * the question per-database-groups leads back to its link. Otherwise hidden are the inner groups of a managed instance: many rows.
 */
const ofLinks = (capabilities: Capabilities) =>
  capabilities.has(hiddenGroups) ? "ag.is_distributed = 1 OR ag.group_id IS NULL" : "ag.is_distributed = 1";

const databaseReplicaStates: Question = {
  name: "database-replica-states",
  fact: "database replica states",
  purpose:
    "Each database of each link: state, suspension, the LSN ladder, queues and rates. Rows of inner groups are left out.",
  permission: permissions.state,
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
LEFT JOIN sys.availability_groups AS ag ON ag.group_id = drs.group_id
LEFT JOIN sys.databases AS db ON db.database_id = drs.database_id
LEFT JOIN (${databaseNames}
) AS names ON names.group_database_id = drs.group_database_id
WHERE ${ofLinks(capabilities)};`,
};

const seedings: Question = {
  name: "seedings",
  fact: "seedings",
  purpose: "The latest seeding attempt of each database, with bytes and rate while it runs.",
  permission: permissions.state,
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
LEFT JOIN sys.availability_groups AS ag ON ag.group_id = a.ag_id
LEFT JOIN sys.dm_hadr_physical_seeding_stats AS p ON p.local_physical_seeding_id = a.operation_id
LEFT JOIN (${databaseNames}
) AS names ON names.group_database_id = a.ag_db_id
WHERE ${ofLinks(capabilities)};`,
};

/** In the order they are asked. */
export const linkQuestions: readonly Question[] = [
  clockAndIdentity,
  groupsAndReplicas,
  databaseReplicaStates,
  seedings,
];
