// What a question is, and what is asked of a server first: which views and columns it has, because versions and builds differ.

/** Columns that exist here, as "view.column" in lower case; and `hiddenGroups`. */
export type Capabilities = ReadonlySet<string>;

/** No column: links of many databases were seen here, and the catalog hides the group of each database. */
export const hiddenGroups = "hidden groups";

/** `poll`: each time · `minute`: every 60 s · `quarter`: every 15 minutes. After a new connection everything is due. */
export type Clock = "poll" | "minute" | "quarter";

export interface Question {
  name: string;
  /** What a server is blind to where it cannot answer; the key of the fact catalogue. */
  fact: string;
  purpose: string;
  permission: string;
  every: Clock;
  /**
   * A login may be refused it, or it may not exist: sent beside the batch of the poll, never in it.
   * Such questions travel together, and one by one once the server has refused them together.
   */
  isAlone?: true;
  /** Tables of msdb it reads: not sent where the server says beforehand that this login may not. */
  reads?: readonly MsdbTable[];
  /** Asked only there; everywhere else there is nothing to see. */
  onlyOn?: "SQL Server" | "managed instance";
  /** Columns it cannot do without: where one is missing it is not asked, and the answer says so. */
  needs?: readonly (keyof typeof probedColumns)[];
  /** Where the server has no such thing there is nothing to be blind to. */
  isFeature?: true;
  sql(capabilities: Capabilities): string;
}

/** Columns that some supported version lacks; where one is missing, NULL is read in its place and the answer says so. */
export const optionalColumns = {
  "availability_replicas.seeding_mode_desc": "nvarchar(60)",
  "dm_hadr_database_replica_states.is_primary_replica": "bit",
  "dm_hadr_database_replica_states.secondary_lag_seconds": "bigint",
  "dm_hadr_physical_seeding_stats.is_compression_enabled": "bit",
} as const;

/** Columns whose absence takes nothing away that there was to see on that version, or makes a question of its own impossible. */
export const probedColumns = {
  "availability_groups.cluster_type_desc": "nvarchar(60)",
  "databases.physical_database_name": "nvarchar(128)",
  "dm_db_log_stats.total_log_size_mb": "float",
  "dm_hadr_fabric_config_parameters.value": "nvarchar(512)",
  "dm_hadr_fabric_partitions.service_name": "nvarchar(512)",
  "dm_hadr_fabric_replicas.replica_address": "nvarchar(512)",
  "dm_hadr_internal_availability_groups.cluster_type_desc": "nvarchar(60)",
  "dm_hadr_internal_availability_groups.distributed_availability_group_id": "uniqueidentifier",
  "dm_hadr_internal_availability_groups.is_distributed": "bit",
  "dm_hadr_internal_availability_replicas.availability_mode_desc": "nvarchar(60)",
  "dm_hadr_internal_availability_replicas.endpoint_url": "nvarchar(128)",
  "dm_hadr_internal_availability_replicas.replica_id": "uniqueidentifier",
  "dm_os_host_info.host_platform": "nvarchar(256)",
  "dm_server_services.status_desc": "nvarchar(256)",
  "procedures.name": "sysname",
} as const;

const columnTypes = { ...optionalColumns, ...probedColumns };

/** The column, or NULL of its type where it is missing. */
export function read(capabilities: Capabilities, column: keyof typeof columnTypes, alias: string): string {
  return capabilities.has(column) ? `${alias}.${column.split(".")[1]}` : `CAST(NULL AS ${columnTypes[column]})`;
}

const probedViews = [...new Set(Object.keys(columnTypes).map((column) => column.split(".")[0]))];

/** Asked once per connection and hourly; everything else is written from its answer. */
export const columnsProbe = {
  name: "columns-probe",
  purpose: "Which of the views and columns that differ between versions exist here.",
  permission: "none: the names of system views are public",
  sql: `
SELECT o.name AS view_name, c.name AS column_name
FROM sys.all_objects AS o
INNER JOIN sys.all_columns AS c ON c.object_id = o.object_id
WHERE o.is_ms_shipped = 1
  AND o.name IN (${probedViews.map((view) => `'${view}'`).join(", ")});`,
};

const msdbTables = [
  "msdb.dbo.backupset",
  "msdb.dbo.sysjobs",
  "msdb.dbo.sysjobsteps",
  "msdb.dbo.sysjobhistory",
  "msdb.dbo.sysjobstepslogs",
] as const;
export type MsdbTable = (typeof msdbTables)[number];

/** NULL: the server cannot tell. msdb lets everybody in as guest, so that entering it proves nothing. */
export const tablePermissions: Question = {
  name: "table-permissions",
  fact: "permissions on msdb",
  purpose: "Which tables of msdb this login may read, so that nothing is asked that would be refused.",
  permission: "none",
  every: "minute",
  sql: () => `
SELECT t.name AS table_name, HAS_PERMS_BY_NAME(t.name, 'OBJECT', 'SELECT') AS may_select
FROM (VALUES ${msdbTables.map((table) => `('${table}')`).join(", ")}) AS t (name);`,
};

/** Names of permissions as they stand in grants.sql and in what is told of a server. */
export const permissions = {
  none: "none",
  definition: "VIEW ANY DEFINITION",
  state: "VIEW SERVER STATE (VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on)",
  definitionAndState:
    "VIEW ANY DEFINITION and VIEW SERVER STATE (VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on)",
  services: "VIEW SERVER STATE (VIEW SERVER SECURITY STATE from SQL Server 2022 on)",
} as const;

/** "SELECT on msdb.dbo.sysjobs, sysjobsteps": as pages and the script of grants read it. */
export function selectOn(...tables: readonly MsdbTable[]): Pick<Question, "permission" | "reads"> {
  const names = tables.map((table) => table.replace("msdb.dbo.", ""));
  return { permission: `SELECT on msdb.dbo.${names.join(", ")}`, reads: tables };
}
