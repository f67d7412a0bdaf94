// T-SQL and shell text of the network test. Names and hosts are quoted wherever they stand; nothing else comes from outside.
import { quoteName, quoteText } from "./tsql-quote.ts";

export interface Ground {
  /** Empty: not known; the script refuses to run until it is filled in. */
  host: string;
  node: string;
  port: number | null;
}

/** Node and port of the managed instance as it is now, read on it. */
export const fabricText = `-- Run on the managed instance. It only reads; these values change with every failover.
WITH told AS (
  SELECT MAX(CASE WHEN parameter_name = 'DnsRecordName' THEN value END) AS host_name,
         MAX(CASE WHEN parameter_name = 'ClusterName' THEN value END) AS cluster_name,
         MAX(CASE WHEN parameter_name = 'HadrPort' THEN value END) AS hadr_port,
         MAX(CASE WHEN section_name = 'SQL' AND parameter_name = 'InstanceName' THEN value END) AS service
  FROM sys.dm_hadr_fabric_config_parameters
)
SELECT told.host_name AS [Host name],
       LEFT(r.replica_address, CHARINDEX('\\', r.replica_address) - 1) + '.' + told.cluster_name AS [Node],
       told.hadr_port AS [HADR port]
FROM sys.dm_hadr_fabric_partitions AS p
INNER JOIN sys.dm_hadr_fabric_replicas AS r ON r.partition_id = p.partition_id
CROSS JOIN told
WHERE r.replica_role = 2 AND p.service_name LIKE '%ManagedServer%/' + told.service;
`;

/** The job that a SQL Server on Windows runs: port 5022 of the host name, then the HADR port of the node. */
export function jobToInstance(from: string, to: string, { host, node, port }: Ground): string {
  return `-- Tests the way from ${inComment(from)} to ${inComment(to)}. Run on ${inComment(from)}.
-- It replaces the Agent job TestMILinkConnection, runs it once and shows what it found.
USE msdb;
SET NOCOUNT ON;
DECLARE @host nvarchar(512) = ${quoteText(host)};
DECLARE @node nvarchar(512) = ${quoteText(node)};
DECLARE @hadrPort int = ${port ?? "NULL"};

IF @host = N'' OR @node = N'' OR @hadrPort IS NULL
  THROW 50000, N'Fill in @host, @node and @hadrPort first: the query before this script reads them.', 1;

DECLARE @shown nvarchar(200) = N' | Select-Object ComputerName, RemoteAddress, RemotePort, TcpTestSucceeded | Format-List';
DECLARE @first nvarchar(max) = ${probe("@host", "5022")} + @shown;
DECLARE @second nvarchar(max) = ${probe("@node", "@hadrPort")} + @shown;

${replaceJob("TestMILinkConnection")}
EXEC dbo.sp_add_jobstep @job_name = N'TestMILinkConnection', @step_name = N'Test Port 5022',
  @subsystem = N'PowerShell', @command = @first, @on_success_action = 3, @on_fail_action = 3;
EXEC dbo.sp_add_jobstep @job_name = N'TestMILinkConnection', @step_name = N'Test HADR Port',
  @subsystem = N'PowerShell', @command = @second;
${runJob("TestMILinkConnection")}
${resultText("TestMILinkConnection")}`;
}

/** The job that a managed instance runs towards the SQL Server's mirroring port. */
export function jobToPartner(from: string, to: string, { host, port }: { host: string; port: number }): string {
  return `-- Tests the way from ${inComment(from)} to ${inComment(to)}. Run on ${inComment(from)}.
-- It replaces the Agent job NetHelper, runs it once and shows what it found.
USE msdb;
SET NOCOUNT ON;
DECLARE @host nvarchar(512) = ${quoteText(host)};
DECLARE @port int = ${port};

IF @host = N''
  THROW 50000, N'Fill in @host first: a name or address of the SQL Server that the managed instance can resolve.', 1;

DECLARE @command nvarchar(max) = ${probe("@host", "@port")} + N' -InformationLevel Quiet';

${replaceJob("NetHelper")}
-- 40: the output goes to the table of step logs and to the history, where Linkspan reads it.
EXEC dbo.sp_add_jobstep @job_name = N'NetHelper', @step_name = N'Test port of the SQL Server',
  @subsystem = N'PowerShell', @command = @command, @flags = 40;
${runJob("NetHelper")}
${resultText("NetHelper")}`;
}

/** What the newest runs found, on either side. */
export function resultText(job: NetworkJob): string {
  const isOpen = job === "NetHelper" ? "%True%" : "%TcpTestSucceeded%:%True%";
  const isClosed = job === "NetHelper" ? "%False%" : "%TcpTestSucceeded%:%False%";
  return `SELECT h.step_name AS [Step],
       CASE WHEN h.message LIKE N'${isClosed}' THEN 'closed' WHEN h.message LIKE N'${isOpen}' THEN 'open' ELSE 'read the text' END AS [Result],
       h.message AS [Text]
FROM msdb.dbo.sysjobhistory AS h
INNER JOIN msdb.dbo.sysjobs AS j ON j.job_id = h.job_id
WHERE j.name = N'${job}' AND h.step_id > 0
ORDER BY h.instance_id DESC;
`;
}

export function cleanUpText(job: NetworkJob): string {
  return `-- Once the result has been read: its history goes with the job.
EXEC msdb.dbo.sp_delete_job @job_name = N'${job}', @delete_unused_schedule = 1;
`;
}

/** Something that answers on the port while there is no mirroring endpoint. */
export function makeEndpointText(port: number): string {
  return `-- Run on the SQL Server. A server has one mirroring endpoint at most: leave this out if it has one that Linkspan cannot see.
USE master;
IF EXISTS (SELECT 1 FROM sys.database_mirroring_endpoints)
  THROW 50000, N'This server has a mirroring endpoint already: start that one, no test endpoint is needed.', 1;
IF NOT EXISTS (SELECT 1 FROM sys.symmetric_keys WHERE name = N'##MS_DatabaseMasterKey##')
  THROW 50000, N'The database master has no master key: create it first, the link needs it in any case.', 1;
CREATE CERTIFICATE TEST_CERT WITH SUBJECT = N'Network test of a link', EXPIRY_DATE = N'20991231';
CREATE ENDPOINT TEST_ENDPOINT STATE = STARTED
  AS TCP (LISTENER_PORT = ${port}, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE TEST_CERT, ENCRYPTION = REQUIRED ALGORITHM AES);
`;
}

export const dropEndpointText = `-- Run on the SQL Server, once the test is through.
USE master;
DROP ENDPOINT TEST_ENDPOINT;
DROP CERTIFICATE TEST_CERT;
`;

export function startEndpointText(endpoint: string): string {
  return `-- Run on the SQL Server.
ALTER ENDPOINT ${quoteName(endpoint)} STATE = STARTED;
`;
}

/** For a SQL Server on Linux, whose Agent runs no PowerShell. */
export function shellText({ host, node, port }: Ground): string {
  const line = (name: string, value: string, at: string) =>
    `nc -zv -w 20 ${inShell(value === "" ? `<${name}>` : value)} ${at}`;
  return `# Run in a shell on the host of SQL Server.
${line("host name", host, "5022")}
${line("node", node, port === null ? "'<HADR port>'" : String(port))}
`;
}

export type NetworkJob = "TestMILinkConnection" | "NetHelper";

/** A PowerShell command as a T-SQL expression; the host is quoted for PowerShell, where a quote is doubled, too. */
function probe(host: string, port: string): string {
  return `N'Test-NetConnection ''' + REPLACE(${host}, N'''', N'''''') + N''' -Port ' + CONVERT(nvarchar(5), ${port})`;
}

function replaceJob(job: NetworkJob): string {
  return `IF EXISTS (SELECT 1 FROM dbo.sysjobs_view WHERE name = N'${job}')
  EXEC dbo.sp_delete_job @job_name = N'${job}', @delete_unused_schedule = 1;
EXEC dbo.sp_add_job @job_name = N'${job}', @description = N'Network test of a Managed Instance link, to be deleted afterwards.';`;
}

/** The job is new, so that any outcome is this run's; a closed port takes each step about 20 s. */
function runJob(job: NetworkJob): string {
  return `EXEC dbo.sp_add_jobserver @job_name = N'${job}', @server_name = N'(local)';
EXEC dbo.sp_start_job @job_name = N'${job}';

DECLARE @until datetime2 = DATEADD(second, 180, SYSUTCDATETIME());
WHILE SYSUTCDATETIME() < @until AND NOT EXISTS (
  SELECT 1 FROM dbo.sysjobhistory AS h INNER JOIN dbo.sysjobs AS j ON j.job_id = h.job_id
  WHERE j.name = N'${job}' AND h.step_id = 0)
  WAITFOR DELAY '00:00:02';
`;
}

/** A line break in a name would end the comment. */
function inComment(name: string): string {
  return name.replace(/\s+/g, " ");
}

function inShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
