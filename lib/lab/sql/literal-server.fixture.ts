// A server of literal rows for the engine's tests: one link, one database, one seeding, one network check.
import type { Row, Server } from "./catalog.ts";
import { openSession } from "./engine.ts";
import type { SqlError, SqlEvent, SqlRequest, SqlValue } from "./result.ts";

export const DAG = "D1111111-1111-1111-1111-111111111111";
export const AG = "A2222222-2222-2222-2222-222222222222";
export const LOCAL_REPLICA = "11111111-0000-0000-0000-000000000001";
export const REMOTE_REPLICA = "22222222-0000-0000-0000-000000000002";
const OPERATION = "33333333-0000-0000-0000-000000000003";
const JOB = "44444444-0000-0000-0000-000000000004";
const STEP = "55555555-0000-0000-0000-000000000005";

export const at = (text: string): number => Date.parse(`${text}Z`);
/** 2026-11-21 12:00:00 UTC; 17:45 on this server's own clock. */
export const NOW = at("2026-11-21T12:00:00.000");
/** Two LSNs that are the same number once they pass through a double. */
export const HARDENED = 1234567000409600900001n;
export const END_OF_LOG = 1234567000409600900002n;

const TABLES: Record<string, Row[]> = {
  "sys.availability_groups": [
    { group_id: DAG, name: "dag-sales", is_distributed: true },
    { group_id: AG, name: "ag-sales", is_distributed: false },
  ],
  "sys.availability_replicas": [
    {
      replica_id: LOCAL_REPLICA,
      group_id: DAG,
      replica_server_name: "ag-sales",
      availability_mode_desc: "ASYNCHRONOUS_COMMIT",
    },
    {
      replica_id: REMOTE_REPLICA,
      group_id: DAG,
      replica_server_name: "mi-sales",
      endpoint_url: "tcp://mi.example:5022;Server=[mi]",
    },
  ],
  "sys.dm_hadr_availability_replica_states": [
    {
      replica_id: LOCAL_REPLICA,
      group_id: DAG,
      is_local: true,
      role: 1,
      role_desc: "PRIMARY",
      connected_state_desc: "CONNECTED",
    },
    {
      replica_id: REMOTE_REPLICA,
      group_id: DAG,
      is_local: false,
      role: 2,
      role_desc: "SECONDARY",
      synchronization_health_desc: "HEALTHY",
    },
  ],
  "sys.dm_hadr_database_replica_states": [
    {
      database_id: 7,
      group_id: DAG,
      replica_id: REMOTE_REPLICA,
      synchronization_state_desc: "SYNCHRONIZING",
      last_hardened_lsn: HARDENED,
      end_of_log_lsn: END_OF_LOG,
      log_send_queue_size: 9007199254740993n,
    },
  ],
  "sys.databases": [
    { name: "master", database_id: 1, state: 0 },
    { name: "Sales", database_id: 7, state: 0 },
  ],
  "sys.dm_hadr_physical_seeding_stats": [
    {
      local_physical_seeding_id: OPERATION,
      local_database_name: "Sales",
      database_size_bytes: 107374182400n,
      transferred_size_bytes: 53687091200n,
      transfer_rate_bytes_per_second: 1048575n,
      start_time_utc: at("2026-11-21T10:00:00"),
      estimate_time_complete_utc: at("2026-11-22T11:30:15"),
      is_compression_enabled: true,
    },
  ],
  "sys.dm_hadr_automatic_seeding": [
    {
      operation_id: OPERATION,
      ag_id: DAG,
      ag_db_id: AG,
      is_source: true,
      current_state: "SEEDING",
      number_of_attempts: 2,
      start_time: at("2026-11-21T15:45:00"),
    },
  ],
  "sys.certificates": [
    {
      name: "Cert_SQL1_endpoint",
      certificate_id: 256,
      pvt_key_encryption_type: "MK",
      thumbprint: new Uint8Array([0xab, 0x01]),
    },
    { name: "DigiCertPKI", certificate_id: 257, pvt_key_encryption_type: "NA" },
  ],
  certencoded: [{ encoded: new Uint8Array([0x30, 0x82]) }],
  "sys.database_mirroring_endpoints": [
    { name: "database_mirroring_endpoint", endpoint_id: 65536, type_desc: "DATABASE_MIRRORING", state_desc: "STARTED" },
  ],
  "sys.symmetric_keys": [{ name: "##MS_DatabaseMasterKey##", symmetric_key_id: 101 }],
  "sys.dm_os_sys_info": [{ sqlserver_start_time: at("2026-11-01T08:00:00"), cpu_count: 8 }],
  "sys.dm_hadr_fabric_config_parameters": [
    { section_name: "SQL", parameter_name: "DnsRecordName", value: "mi.abc.database.windows.net" },
    { section_name: "SQL", parameter_name: "ClusterName", value: "tr123.west-us.worker.database.windows.net" },
    { section_name: "SQL", parameter_name: "InstanceName", value: "b1" },
    { section_name: "SQL", parameter_name: "HadrPort", value: "11002" },
  ],
  "sys.dm_hadr_fabric_partitions": [{ partition_id: "p1", service_name: "fabric:/Worker/ManagedServer/b1" }],
  "sys.dm_hadr_fabric_replicas": [
    { partition_id: "p1", node_name: "_DB_1", replica_address: "DB123\\x", replica_role: 2 },
  ],
  "sys.dm_hadr_fabric_nodes": [{ node_name: "_db_1" }],
  "msdb.dbo.sysjobs": [{ job_id: JOB, name: "TestMILinkConnection" }],
  "msdb.dbo.sysjobs_view": [{ job_id: JOB, name: "TestMILinkConnection" }],
  "msdb.dbo.sysjobsteps": [{ job_id: JOB, step_id: 1, step_name: "TNC", step_uid: STEP }],
  "msdb.dbo.sysjobactivity": [{ job_id: JOB, stop_execution_date: at("2026-11-21T12:00:05") }],
  "msdb.dbo.sysjobstepslogs": [{ step_uid: STEP, log: "True" }],
  "msdb.dbo.sysjobhistory": [
    { job_id: JOB, step_id: 0, run_status: 1, run_date: 20261121, run_time: 93005 },
    {
      job_id: JOB,
      step_id: 1,
      step_name: "Test Port 5022",
      run_status: 1,
      run_duration: 102,
      message: "RemoteAddress    : 10.0.0.4  TcpTestSucceeded : True  Process Exit Code 0.",
    },
  ],
  sp_multidb_milink: [{ is_multidb_milink: 0 }],
  sp_get_endpoint_certificate: [{ public_key: new Uint8Array([0x30]) }],
  "dbcc tracestatus": [{ traceflag: 9567, status: 1, global: 1, session: 0 }],
};

export function literalServer(changes: Partial<Server> = {}, tables: Record<string, Row[]> = {}): Server {
  return {
    flavour: { platform: "box", majorVersion: 16 },
    properties: { servername: "SQL1", productversion: "16.0.4185.3", ishadrenabled: 1, edition: null },
    utcOffsetMinutes: 345,
    now: () => NOW,
    rows: (table, _login, argument) => {
      if (table === "sys.dm_db_log_stats")
        return argument?.[0] === 7 ? [{ database_id: 7, total_log_size_mb: 12.5 }] : [];
      return tables[table] ?? TABLES[table] ?? [];
    },
    hasPermission: () => true,
    ...changes,
  };
}

export interface Answer {
  events: SqlEvent[];
  errors: SqlError[];
  messages: string[];
  /** Rows of the last result set. */
  rows: SqlValue[][];
  columns: string[];
  types: string[];
}

export function ask(
  sql: string,
  server: Server = literalServer(),
  parameters: SqlRequest["parameters"] = [],
  database = "master",
): Answer {
  const events = [...openSession(server, "monitor", database).run({ sql, parameters })];
  const set = events.flatMap((event) => (event.kind === "rows" ? [event.set] : [])).at(-1);
  return {
    events,
    errors: events.flatMap((event) => (event.kind === "error" ? [event.error] : [])),
    messages: events.flatMap((event) => (event.kind === "message" ? [event.text] : [])),
    rows: set?.rows ?? [],
    columns: set?.columns.map(({ name }) => name) ?? [],
    types: set?.columns.map(({ type }) => type.name) ?? [],
  };
}

/** The one value of a query, or the number of its error. */
export function value(sql: string, server?: Server): SqlValue | { error: number } {
  const { errors, rows } = ask(sql, server);
  return errors[0] ? { error: errors[0].number } : (rows[0]?.[0] ?? null);
}
