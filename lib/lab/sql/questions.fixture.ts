// The monitoring queries of Microsoft's pages on the link, unchanged but for their placeholders, and product-like ones. Used by tests.

/** "troubleshoot-link": seeding, estimate, health, split brain. */
export const TROUBLESHOOT = {
  seeding: `SELECT
ag.local_database_name AS 'Local database name',
ar.current_state AS 'Current state',
ar.is_source AS 'Is source',
ag.internal_state_desc AS 'Internal state desc',
ag.database_size_bytes / 1024 / 1024 AS 'Database size MB',
ag.transferred_size_bytes / 1024 / 1024 AS 'Transferred MB',
ag.transfer_rate_bytes_per_second / 1024 / 1024 AS 'Transfer rate MB/s',
ag.total_disk_io_wait_time_ms / 1000 AS 'Total Disk IO wait (sec)',
ag.total_network_wait_time_ms / 1000 AS 'Total Network wait (sec)',
ag.is_compression_enabled AS 'Compression',
ag.start_time_utc AS 'Start time UTC',
ag.estimate_time_complete_utc as 'Estimated time complete UTC',
ar.completion_time AS 'Completion time',
ar.number_of_attempts AS 'Attempt No'
FROM sys.dm_hadr_physical_seeding_stats AS ag
INNER JOIN sys.dm_hadr_automatic_seeding AS ar
ON local_physical_seeding_id = operation_id`,
  estimate: `SELECT DISTINCT CONVERT(VARCHAR(8), DATEADD(SECOND, DATEDIFF(SECOND, start_time_utc, estimate_time_complete_utc) ,0), 108) as 'Estimated complete time'
FROM sys.dm_hadr_physical_seeding_stats`,
  health: `DECLARE @link_name varchar(max) = 'dag-sales'
SELECT
rs.synchronization_health_desc [Link sync health]
FROM
sys.availability_groups ag
join sys.dm_hadr_availability_replica_states rs
on ag.group_id = rs.group_id
WHERE
rs.is_local = 0 AND rs.role = 2 AND ag.is_distributed = 1 AND ag.name = @link_name`,
  splitBrain: `-- Execute on SQL Server and SQL Managed Instance
USE master
DECLARE @link_name varchar(max) = 'dag-sales'
SELECT
ag.name [Link name],
rs.role_desc [Link role]
FROM
sys.availability_groups ag
JOIN sys.dm_hadr_availability_replica_states rs
ON ag.group_id = rs.group_id
WHERE
rs.is_local = 1 AND ag.is_distributed = 1 AND ag.name = @link_name`,
};

/** "configure-link-with-scripts": certificates, endpoints, groups, verification, LSNs of both sides. */
export const CONFIGURE = {
  certificatesWithKey: `SELECT * FROM sys.certificates WHERE pvt_key_encryption_type = 'MK'`,
  certificates: `-- Run on SQL Server
SELECT * FROM sys.certificates`,
  publicKey: `DECLARE @sqlserver_certificate_name NVARCHAR(MAX) = N'Cert_' + @@servername  + N'_endpoint'
DECLARE @PUBLICKEYENC VARBINARY(MAX) = CERTENCODED(CERT_ID(@sqlserver_certificate_name));
SELECT @sqlserver_certificate_name as 'SQLServerCertName'
SELECT @PUBLICKEYENC AS SQLServerPublicKey;`,
  mirroringEndpoints: `SELECT * FROM sys.database_mirroring_endpoints WHERE type_desc = 'DATABASE_MIRRORING'`,
  endpointSettings: `SELECT
    name, type_desc, state_desc, role_desc,
    connection_auth_desc, is_encryption_enabled, encryption_algorithm_desc
FROM 
    sys.database_mirroring_endpoints`,
  masterKey: `USE MASTER
IF NOT EXISTS (SELECT * FROM sys.symmetric_keys WHERE symmetric_key_id = 101)
BEGIN
    PRINT 'Creating master key.' + CHAR(13) + 'Keep the password confidential and in a secure place.'
END
ELSE
    PRINT 'Master key already exists.'`,
  serverName: `SELECT @@SERVERNAME AS SQLServerName `,
  availabilityGroups: `SELECT * FROM sys.availability_groups`,
  verifyConnection: `SELECT
    r.replica_server_name AS [Replica],
    r.endpoint_url AS [Endpoint],
    rs.connected_state_desc AS [Connected state],
    rs.last_connect_error_description AS [Last connection error],
    rs.last_connect_error_number AS [Last connection error No],
    rs.last_connect_error_timestamp AS [Last error timestamp]
FROM
    sys.dm_hadr_availability_replica_states rs
    JOIN sys.availability_replicas r
    ON rs.replica_id = r.replica_id`,
  verifyGroup: `SELECT
    ag.name, ag.is_distributed, ar.replica_server_name,
    ar.availability_mode_desc, ars.connected_state_desc, ars.role_desc,
    ars.operational_state_desc, ars.synchronization_health_desc
FROM
    sys.availability_groups ag
    join sys.availability_replicas ar
    on ag.group_id=ar.group_id
    left join sys.dm_hadr_availability_replica_states ars
    on ars.replica_id=ar.replica_id
WHERE
    ag.is_distributed=1`,
  lsnOnSqlServer: `SELECT
    ag.name AS [Replication group],
    db.name AS [Database name], 
    drs.database_id AS [Database ID], 
    drs.group_id, 
    drs.replica_id, 
    drs.synchronization_state_desc AS [Sync state], 
    drs.end_of_log_lsn AS [End of log LSN],
    drs.last_hardened_lsn AS [Last hardened LSN] 
FROM
    sys.dm_hadr_database_replica_states drs
    inner join sys.databases db on db.database_id = drs.database_id
    inner join sys.availability_groups ag on drs.group_id = ag.group_id
WHERE
    ag.is_distributed = 1 and db.name = 'Sales'`,
  lsnOnInstance: `SELECT
    db.name AS [Database name],
    drs.database_id AS [Database ID], 
    drs.group_id, 
    drs.replica_id, 
    drs.synchronization_state_desc AS [Sync state],
    drs.end_of_log_lsn AS [End of log LSN],
    drs.last_hardened_lsn AS [Last hardened LSN]
FROM
    sys.dm_hadr_database_replica_states drs
    inner join sys.databases db on db.database_id = drs.database_id
WHERE
    db.name = 'Sales'
    -- for Business Critical, add the following as well
    -- AND drs.is_primary_replica = 1`,
};

/** "check-network": on the managed instance. */
export const CHECK_NETWORK_INSTANCE = {
  parameters: `SELECT 'DECLARE @serverName NVARCHAR(512) = N''' + value + ''''
   FROM sys.dm_hadr_fabric_config_parameters
   WHERE parameter_name = 'DnsRecordName'
   
   UNION
   
   SELECT 'DECLARE @node NVARCHAR(512) = N''' + NodeName + '.' + Cluster + ''''
   FROM (
       SELECT SUBSTRING(replica_address, 0, CHARINDEX('\\', replica_address)) AS NodeName,
           RIGHT(service_name, CHARINDEX('/', REVERSE(service_name)) - 1) AppName,
           JoinCol = 1
       FROM sys.dm_hadr_fabric_partitions fp
       INNER JOIN sys.dm_hadr_fabric_replicas fr
           ON fp.partition_id = fr.partition_id
       INNER JOIN sys.dm_hadr_fabric_nodes fn
           ON fr.node_name = fn.node_name
       WHERE service_name LIKE '%ManagedServer%'
           AND replica_role = 2
   ) t1
   LEFT JOIN (
       SELECT value AS Cluster,
           JoinCol = 1
       FROM sys.dm_hadr_fabric_config_parameters
       WHERE parameter_name = 'ClusterName'
       ) t2
       ON (t1.JoinCol = t2.JoinCol)
   INNER JOIN (
       SELECT [value] AS AppName
       FROM sys.dm_hadr_fabric_config_parameters
       WHERE section_name = 'SQL'
           AND parameter_name = 'InstanceName'
       ) t3
       ON (t1.AppName = t3.AppName)
   
   UNION
   
   SELECT 'DECLARE @port NVARCHAR(512) = N''' + value + ''''
   FROM sys.dm_hadr_fabric_config_parameters
   WHERE parameter_name = 'HadrPort';`,
};

/** "check-network": what its jobs left behind, on either side. */
export const CHECK_NETWORK_JOBS = {
  jobExists: `SELECT job_id
           FROM msdb.dbo.sysjobs_view
           WHERE name = N'TestMILinkConnection'`,
  runStatus: `DECLARE @RunStatus INT
   SET @RunStatus = 10
   SELECT DISTINCT @RunStatus = run_status
       FROM [msdb].[dbo].[sysjobhistory] JH
       INNER JOIN [msdb].[dbo].[sysjobs] J
           ON JH.job_id = J.job_id
       WHERE J.name = N'TestMILinkConnection'
           AND step_id = 0
   SELECT @RunStatus AS RunStatus`,
  history: `SELECT [step_name],
       SUBSTRING([message], CHARINDEX('TcpTestSucceeded', [message]), CHARINDEX('Process Exit', [message]) - CHARINDEX('TcpTestSucceeded', [message])) AS    TcpTestResult,
       SUBSTRING([message], CHARINDEX('RemoteAddress', [message]), CHARINDEX('TcpTestSucceeded', [message]) - CHARINDEX('RemoteAddress', [message])) AS    RemoteAddressResult,
       [run_status],
       [run_duration],
       [message]
   FROM [msdb].[dbo].[sysjobhistory] JH
   INNER JOIN [msdb].[dbo].[sysjobs] J
       ON JH.job_id = J.job_id
   WHERE J.name = N'TestMILinkConnection'
       AND step_id <> 0
       --END`,
  netHelper: `DECLARE @NetHelperstartTimeUtc DATETIME = GETUTCDATE();
    DECLARE @stop_exec_date DATETIME = NULL;
        SELECT @stop_exec_date = sja.stop_execution_date
        FROM msdb.dbo.sysjobs sj
        INNER JOIN msdb.dbo.sysjobactivity sja
            ON sj.job_id = sja.job_id
        WHERE sj.name = 'NetHelper'
        IF (@stop_exec_date IS NOT NULL)
        BEGIN
            SELECT sj.name JobName,
                sjsl.date_modified AS 'Date executed',
                sjs.step_name AS 'Step executed',
                sjsl.log AS 'Connectivity status'
            FROM msdb.dbo.sysjobs sj
            LEFT JOIN msdb.dbo.sysjobsteps sjs
                ON sj.job_id = sjs.job_id
            LEFT JOIN msdb.dbo.sysjobstepslogs sjsl
                ON sjs.step_uid = sjsl.step_uid
            WHERE sj.name = 'NetHelper'
        END
        IF (datediff(second, @NetHelperstartTimeUtc, getutcdate()) > 90)
        BEGIN
            SELECT 'NetHelper timed out during the network check. Please investigate SQL Agent logs for more information.'
        END`,
};

/** What a monitoring product asks: outer joins over five views, probes of the catalog, APPLY, CTEs, grouping. */
export const PRODUCT = {
  links: `SELECT ag.name, ar.replica_server_name, ars.role_desc, db.name AS database_name,
      CONVERT(varchar(30), drs.last_hardened_lsn) AS last_hardened_lsn, ISNULL(drs.log_send_queue_size, -1) AS queue_kb
    FROM sys.availability_groups AS ag
    LEFT JOIN sys.availability_replicas AS ar ON ar.group_id = ag.group_id
    LEFT JOIN sys.dm_hadr_availability_replica_states AS ars ON ars.group_id = ar.group_id AND ars.replica_id = ar.replica_id
    LEFT JOIN sys.dm_hadr_database_replica_states AS drs ON drs.group_id = ar.group_id AND drs.replica_id = ar.replica_id
    LEFT JOIN sys.databases AS db ON db.database_id = drs.database_id
    WHERE ag.is_distributed = 1
    ORDER BY ag.name, database_name`,
  probe: `SELECT o.name AS view_name, c.name, t.name AS type_name, c.max_length
    FROM sys.all_columns AS c
    JOIN sys.all_objects AS o ON o.object_id = c.object_id
    JOIN sys.schemas AS s ON s.schema_id = o.schema_id AND s.name = 'sys'
    JOIN sys.types AS t ON t.user_type_id = c.user_type_id
    WHERE c.object_id = OBJECT_ID('sys.dm_hadr_automatic_seeding') ORDER BY c.column_id`,
  logs: `SELECT d.name, ls.total_log_size_mb, CASE WHEN ls.log_backup_time IS NULL THEN 'never' ELSE 'some' END AS backed_up
    FROM sys.databases AS d OUTER APPLY sys.dm_db_log_stats(d.database_id) AS ls WHERE d.state = 0`,
  seedings: `WITH attempts AS (
      SELECT ag_id, ag_db_id, COUNT(*) AS attempts, MAX(start_time) AS latest
      FROM sys.dm_hadr_automatic_seeding GROUP BY ag_id, ag_db_id)
    SELECT g.name, a.attempts, DATEDIFF(second, a.latest, GETDATE()) AS age_seconds
    FROM attempts AS a JOIN sys.availability_groups AS g ON g.group_id = a.ag_id
    WHERE a.attempts BETWEEN 1 AND 99 AND EXISTS (SELECT 1 FROM sys.dm_hadr_physical_seeding_stats AS p WHERE p.database_size_bytes > 0)`,
  server: `SELECT SYSUTCDATETIME() AS now_utc, SYSDATETIMEOFFSET() AS now_here, CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,
      HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS may_view, i.sqlserver_start_time, i.cpu_count FROM sys.dm_os_sys_info AS i`,
};
