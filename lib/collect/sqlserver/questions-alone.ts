// Questions that a login may be refused or a version may not know: sent beside the batch of the poll, so that a refusal costs only themselves.
import { permissions, type Question, read, selectOn } from "./questions-capabilities.ts";

const perDatabaseGroups: Question = {
  name: "per-database-groups",
  fact: "per-database groups",
  purpose: "In the multiple-database mode of a link: the hidden group of each database, and which link it belongs to.",
  permission: permissions.state,
  every: "minute",
  isAlone: true,
  isFeature: true,
  needs: [
    "dm_hadr_internal_availability_groups.distributed_availability_group_id",
    "dm_hadr_internal_availability_replicas.replica_id",
  ],
  // The columns of the view of replicas are not documented.
  sql: (capabilities) => `
SELECT ag.group_id, ag.name AS group_name, ag.distributed_availability_group_id AS distributed_group_id,
       ${read(capabilities, "dm_hadr_internal_availability_groups.is_distributed", "ag")} AS is_distributed,
       ${read(capabilities, "dm_hadr_internal_availability_groups.cluster_type_desc", "ag")} AS cluster_type_desc,
       ar.replica_id, ar.replica_server_name,
       ${read(capabilities, "dm_hadr_internal_availability_replicas.endpoint_url", "ar")} AS endpoint_url,
       ${read(capabilities, "dm_hadr_internal_availability_replicas.availability_mode_desc", "ar")} AS availability_mode_desc,
       dcs.database_name
FROM sys.dm_hadr_internal_availability_groups AS ag
LEFT JOIN sys.dm_hadr_internal_availability_replicas AS ar ON ar.group_id = ag.group_id
LEFT JOIN sys.dm_hadr_database_replica_cluster_states AS dcs ON dcs.replica_id = ar.replica_id
ORDER BY ag.name, ar.replica_server_name, dcs.database_name;`,
};

const databaseLogs: Question = {
  name: "database-logs",
  fact: "logs of linked databases",
  purpose: "How full the log of each linked database is, what holds it, how fast it grows, and how far its files may.",
  permission: permissions.state,
  every: "minute",
  isAlone: true,
  needs: ["dm_db_log_stats.total_log_size_mb"],
  // Beside SQLPERF(LOGSPACE) this also tells what is still needed, and reads no file. A managed instance counts under the physical name.
  // A file that may not grow is as large as it gets; 268435456 pages are 2 TB, which is what a log file without limit has.
  sql: (capabilities) => `
SELECT d.database_id, s.total_log_size_mb, s.active_log_size_mb, s.log_since_last_log_backup_mb, s.log_backup_time,
       s.log_truncation_holdup_reason, counters.flushed_bytes, files.file_count, files.max_bytes
FROM sys.databases AS d
CROSS APPLY sys.dm_db_log_stats(d.database_id) AS s
LEFT JOIN (
  SELECT RTRIM(c.instance_name) AS database_name, MAX(c.cntr_value) AS flushed_bytes
  FROM sys.dm_os_performance_counters AS c
  WHERE c.object_name LIKE '%:Databases%' AND c.counter_name = 'Log Bytes Flushed/sec'
  GROUP BY RTRIM(c.instance_name)
) AS counters ON counters.database_name = ${
    capabilities.has("databases.physical_database_name")
      ? "CASE WHEN CONVERT(int, SERVERPROPERTY('EngineEdition')) = 8 THEN d.physical_database_name ELSE d.name END"
      : "d.name"
  }
LEFT JOIN (
  SELECT sizes.database_id, COUNT(*) AS file_count,
         CASE WHEN COUNT(*) = COUNT(sizes.pages) THEN SUM(sizes.pages) * 8192 END AS max_bytes
  FROM (
    SELECT f.database_id,
           CASE WHEN f.growth = 0 OR f.max_size = 0 THEN CONVERT(bigint, f.size)
                WHEN f.max_size > 0 AND f.max_size < 268435456 THEN CONVERT(bigint, f.max_size) END AS pages
    FROM sys.master_files AS f
    WHERE f.type = 1
  ) AS sizes
  GROUP BY sizes.database_id
) AS files ON files.database_id = d.database_id
WHERE d.group_database_id IS NOT NULL AND d.state = 0;`,
};

const networkTestRuns: Question = {
  name: "network-test-runs",
  fact: "network tests",
  purpose:
    "Results of network tests that somebody ran as Agent jobs (TestMILinkConnection, NetHelper); none is started.",
  ...selectOn("msdb.dbo.sysjobs", "msdb.dbo.sysjobsteps", "msdb.dbo.sysjobhistory"),
  every: "minute",
  isAlone: true,
  sql: () => `
SELECT TOP (20) j.name AS job_name, h.step_name, h.run_status, h.run_date, h.run_time,
       CONVERT(nvarchar(2000), h.message) AS output, CONVERT(nvarchar(2000), s.command) AS command
FROM msdb.dbo.sysjobs AS j
INNER JOIN msdb.dbo.sysjobhistory AS h ON h.job_id = j.job_id
LEFT JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = h.job_id AND s.step_id = h.step_id
WHERE j.name IN ('TestMILinkConnection', 'NetHelper') AND h.step_id > 0
ORDER BY h.instance_id DESC;`,
};

const networkTestOutput: Question = {
  name: "network-test-output",
  fact: "output of network tests",
  purpose: "What the newest run of the job NetHelper wrote: True or False.",
  ...selectOn("msdb.dbo.sysjobs", "msdb.dbo.sysjobsteps", "msdb.dbo.sysjobstepslogs"),
  every: "minute",
  isAlone: true,
  sql: () => `
SELECT j.name AS job_name, s.step_name, l.date_modified, CONVERT(nvarchar(2000), l.log) AS output,
       CONVERT(nvarchar(2000), s.command) AS command
FROM msdb.dbo.sysjobs AS j
INNER JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id
INNER JOIN msdb.dbo.sysjobstepslogs AS l ON l.step_uid = s.step_uid
WHERE j.name = 'NetHelper';`,
};

const newestBackups: Question = {
  name: "newest-backups",
  fact: "backups",
  purpose: "Of each linked database the newest full backup that begins a chain, and the newest log backup.",
  ...selectOn("msdb.dbo.backupset"),
  every: "quarter",
  isAlone: true,
  // A managed instance keeps its automatic backups elsewhere.
  onlyOn: "SQL Server",
  // msdb may have another collation than master.
  sql: () => `
SELECT d.name AS database_name,
       MAX(CASE WHEN b.type = 'D' AND b.is_copy_only = 0 THEN b.backup_finish_date END) AS last_full_at,
       MAX(CASE WHEN b.type = 'L' THEN b.backup_finish_date END) AS last_log_at
FROM sys.databases AS d
LEFT JOIN msdb.dbo.backupset AS b ON b.database_name COLLATE DATABASE_DEFAULT = d.name COLLATE DATABASE_DEFAULT
WHERE d.group_database_id IS NOT NULL
GROUP BY d.name;`,
};

const logBackups: Question = {
  name: "log-backups",
  fact: "log backups",
  purpose:
    "When log backups of linked databases began in the last seven days: one that begins during a seeding can end it.",
  ...selectOn("msdb.dbo.backupset"),
  every: "quarter",
  isAlone: true,
  onlyOn: "SQL Server",
  sql: () => `
SELECT TOP (5000) d.name AS database_name, b.backup_start_date
FROM msdb.dbo.backupset AS b
INNER JOIN sys.databases AS d ON d.name COLLATE DATABASE_DEFAULT = b.database_name COLLATE DATABASE_DEFAULT
WHERE b.type = 'L' AND b.backup_finish_date >= DATEADD(day, -7, GETDATE()) AND d.group_database_id IS NOT NULL
ORDER BY b.backup_start_date DESC;`,
};

const leftoverJobs: Question = {
  name: "leftover-jobs",
  fact: "left-over test jobs",
  purpose: "Agent jobs of a network test that were never deleted.",
  ...selectOn("msdb.dbo.sysjobs"),
  every: "quarter",
  isAlone: true,
  sql: () => `
SELECT 'job' AS kind, j.name, j.date_created AS created_at
FROM msdb.dbo.sysjobs AS j
WHERE j.name IN ('TestMILinkConnection', 'NetHelper');`,
};

const fabric: Question = {
  name: "fabric",
  fact: "fabric node",
  purpose:
    "Node and port that a network test must reach; another node after every failover. The views are undocumented.",
  permission: permissions.state,
  every: "quarter",
  isAlone: true,
  onlyOn: "managed instance",
  needs: [
    "dm_hadr_fabric_config_parameters.value",
    "dm_hadr_fabric_partitions.service_name",
    "dm_hadr_fabric_replicas.replica_address",
  ],
  sql: () => `
SELECT MAX(CASE WHEN c.parameter_name = 'DnsRecordName' THEN c.value END) AS dns_name,
       MAX(CASE WHEN c.parameter_name = 'ClusterName' THEN c.value END) AS cluster_name,
       MAX(CASE WHEN c.parameter_name = 'HadrPort' THEN c.value END) AS hadr_port,
       (SELECT MAX(r.replica_address)
        FROM sys.dm_hadr_fabric_partitions AS p
        INNER JOIN sys.dm_hadr_fabric_replicas AS r ON r.partition_id = p.partition_id AND r.replica_role = 2
        INNER JOIN sys.dm_hadr_fabric_config_parameters AS i
                ON i.section_name = 'SQL' AND i.parameter_name = 'InstanceName'
               AND p.service_name LIKE '%ManagedServer%/' + i.value) AS replica_address
FROM sys.dm_hadr_fabric_config_parameters AS c;`,
};

const hostPlatform: Question = {
  name: "host-platform",
  fact: "host platform",
  purpose: "Windows or Linux: on Linux no Agent job can test the network.",
  permission: permissions.state,
  every: "quarter",
  isAlone: true,
  needs: ["dm_os_host_info.host_platform"],
  sql: () => `
SELECT h.host_platform
FROM sys.dm_os_host_info AS h;`,
};

const agentService: Question = {
  name: "agent-service",
  fact: "SQL Server Agent",
  purpose: "Whether SQL Server Agent runs: without it there are no log backups by job and no network test.",
  permission: permissions.services,
  every: "quarter",
  isAlone: true,
  onlyOn: "SQL Server",
  needs: ["dm_server_services.status_desc"],
  sql: () => `
SELECT s.status_desc
FROM sys.dm_server_services AS s
WHERE s.servicename LIKE 'SQL Server Agent%';`,
};

const multipleDatabaseMode: Question = {
  name: "multiple-database-mode",
  fact: "multiple-database mode",
  purpose: "Whether links of this server carry many databases each.",
  permission: permissions.none,
  every: "quarter",
  isAlone: true,
  isFeature: true,
  onlyOn: "SQL Server",
  // Came with the same updates; the name of its column is not documented.
  needs: ["dm_hadr_internal_availability_groups.distributed_availability_group_id"],
  sql: () => `
EXEC sys.sp_multidb_milink;`,
};

const traceFlags: Question = {
  name: "trace-flags",
  fact: "trace flags",
  purpose: "Trace flags that are on: 1800 and 9567 help a link, 12381 keeps the log while it is seeded.",
  permission: permissions.none,
  every: "quarter",
  isAlone: true,
  // It has no result set at all when none is on.
  sql: () => `
DBCC TRACESTATUS (-1) WITH NO_INFOMSGS;`,
};

/** In the order they are asked. */
export const aloneQuestions: readonly Question[] = [
  perDatabaseGroups,
  databaseLogs,
  networkTestRuns,
  networkTestOutput,
  newestBackups,
  logBackups,
  leftoverJobs,
  fabric,
  hostPlatform,
  agentService,
  multipleDatabaseMode,
  traceFlags,
];
