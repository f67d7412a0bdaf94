-- The least a login needs for Linkspan to read links. Run it as a member of sysadmin, once on each server that is watched.
-- Nothing here allows reading a row of a user database, changing anything, starting a job, or seeing a password.
-- Linkspan itself never runs this file; what it does run stands in questions-links.ts, questions-instance.ts, questions-alone.ts.
-- Each block says what stays unseen without it. Linkspan then says "not known" and why; it never takes it for "there is none".

-- ---------------------------------------------------------------------------
-- 1. The login. Take one of the two.
-- ---------------------------------------------------------------------------
USE master;

-- A SQL login. The password goes into an environment variable or a file that the estate file refers to.
CREATE LOGIN linkspan WITH PASSWORD = N'<a long random password>', CHECK_POLICY = ON, DEFAULT_DATABASE = master;

-- Or, on a managed instance (and on SQL Server 2022 and later with Microsoft Entra), a service principal or managed identity:
-- CREATE LOGIN [<name of the application or identity>] FROM EXTERNAL PROVIDER;

-- ---------------------------------------------------------------------------
-- 2. SQL Server 2016, 2017, 2019
-- ---------------------------------------------------------------------------
-- State of replicas, databases, seeding and logs (sys.dm_hadr_…, sys.dm_db_log_stats, sys.dm_os_performance_counters),
-- and whether SQL Server Agent runs (sys.dm_server_services). Without it: nothing, the server counts as denied.
GRANT VIEW SERVER STATE TO linkspan;
-- Names of availability groups, the mirroring endpoint, certificates, sizes of files. Without it these views are empty,
-- not refused: links, endpoint, certificates, groups and left-over test objects stay unseen.
GRANT VIEW ANY DEFINITION TO linkspan;

-- ---------------------------------------------------------------------------
-- 3. SQL Server 2022 and 2025: the same with the narrower of the two server permissions
-- ---------------------------------------------------------------------------
GRANT VIEW SERVER PERFORMANCE STATE TO linkspan;
GRANT VIEW ANY DEFINITION TO linkspan;
-- Only for sys.dm_server_services. Without it: whether SQL Server Agent runs stays unseen, nothing else.
GRANT VIEW SERVER SECURITY STATE TO linkspan;

-- ---------------------------------------------------------------------------
-- 4. Azure SQL Managed Instance
-- ---------------------------------------------------------------------------
-- The documentation names either permission for different views, so both.
GRANT VIEW SERVER STATE TO linkspan;
GRANT VIEW SERVER PERFORMANCE STATE TO linkspan;
GRANT VIEW ANY DEFINITION TO linkspan;
-- In Azure itself, for the part that is read through Resource Manager: the Reader role on the managed instance.
-- az role assignment create --role Reader --assignee <client id> --scope <resource id of the managed instance>

-- ---------------------------------------------------------------------------
-- 5. msdb, on every version: backups and network tests
-- ---------------------------------------------------------------------------
-- Five tables, read only. Without the whole block links are judged as before, but a log backup that spoils a seeding,
-- a missing full backup and results of network tests stay unseen.
USE msdb;
CREATE USER linkspan FOR LOGIN linkspan;

-- SQL Server only (a managed instance keeps its backups elsewhere): the full backup that begins the chain, the last log
-- backup, and log backups that began while a database was seeded.
GRANT SELECT ON dbo.backupset TO linkspan;
-- Whether the jobs TestMILinkConnection and NetHelper are there; no other job's rows are asked for.
GRANT SELECT ON dbo.sysjobs TO linkspan;
-- Their commands: the host and port that were tested.
GRANT SELECT ON dbo.sysjobsteps TO linkspan;
-- Their results: the port can be closed although the job succeeded, so the text is read.
GRANT SELECT ON dbo.sysjobhistory TO linkspan;
-- The same of NetHelper, which writes to this table.
GRANT SELECT ON dbo.sysjobstepslogs TO linkspan;
USE master;

-- ---------------------------------------------------------------------------
-- 6. To take it all back
-- ---------------------------------------------------------------------------
-- USE msdb; DROP USER linkspan;
-- USE master; DROP LOGIN linkspan;
