-- The least a login needs for Linkspan to read links. Run it as a member of sysadmin, once on each server that is watched.
-- Nothing here allows reading a row of a user database, changing anything, or seeing a password.
-- Linkspan itself never runs this file; what it does run stands in questions.ts.

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
-- State of replicas, databases and seeding (sys.dm_hadr_…).
GRANT VIEW SERVER STATE TO linkspan;
-- Names of availability groups, the mirroring endpoint, certificates. Without it these views are empty, not refused,
-- and Linkspan says that it cannot see, not that there are no links.
GRANT VIEW ANY DEFINITION TO linkspan;

-- ---------------------------------------------------------------------------
-- 3. SQL Server 2022 and 2025: the same with the narrower of the two server permissions
-- ---------------------------------------------------------------------------
GRANT VIEW SERVER PERFORMANCE STATE TO linkspan;
GRANT VIEW ANY DEFINITION TO linkspan;

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
-- 5. To take it all back
-- ---------------------------------------------------------------------------
-- DROP LOGIN linkspan;
