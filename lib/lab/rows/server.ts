// Rows about the server itself: its host, services and options, trace flags, and what runs on it.
import type { Row } from "../sql/catalog.ts";
import { databaseId, utcOffsetMinutes, type View } from "./view.ts";

export function osSysInfo({ spec, local, at }: View): Row[] {
  return [
    {
      cpu_count: spec.kind === "instance" ? spec.vCores : 32,
      scheduler_count: spec.kind === "instance" ? spec.vCores : 32,
      physical_memory_kb: BigInt((spec.kind === "instance" ? spec.vCores * 5 : 256) * 1024 * 1024),
      committed_kb: 100_000_000n,
      sqlserver_start_time: local(spec.startedAt),
      ms_ticks: BigInt(Math.max(0, Math.floor(at - spec.startedAt))),
    },
  ];
}

export function osHostInfo({ spec }: View): Row[] {
  const isLinux = spec.kind === "sqlserver" && spec.hostPlatform === "Linux";
  const system = isLinux
    ? { host_platform: "Linux", host_distribution: "Ubuntu", host_release: "22.04", host_sku: null }
    : {
        host_platform: "Windows",
        host_distribution: "Windows Server 2022 Datacenter",
        host_release: "10.0",
        host_sku: 8,
      };
  return [{ ...system, host_service_pack_level: "", os_language_version: 1033, host_architecture: "X64" }];
}

/** Of a SQL Server; a managed instance shows none. */
export function serverServices(view: View): Row[] {
  const { spec, settings } = view;
  if (spec.kind === "instance") return [];
  const instance = spec.name.split("\\")[1] ?? "MSSQLSERVER";
  const service = (name: string, isRunning: boolean): Row => ({
    servicename: `${name} (${instance})`,
    startup_type: 2,
    startup_type_desc: "Automatic",
    status: isRunning ? 4 : 1,
    status_desc: isRunning ? "Running" : "Stopped",
    process_id: isRunning ? 4312 : null,
    last_startup_time: isRunning ? { ms: spec.startedAt, offsetMinutes: utcOffsetMinutes(spec) } : null,
    service_account: "CORP\\svc-sqlserver",
  });
  return [service("SQL Server", true), service("SQL Server Agent", settings.agentStatus !== "Stopped")];
}

export function configurations({ settings }: View): Row[] {
  const option = (configuration_id: number, name: string, value: number): Row => ({
    configuration_id,
    name,
    value,
    minimum: 0,
    maximum: 1,
    value_in_use: value,
    description: name,
    is_dynamic: true,
    is_advanced: true,
  });
  return [
    option(1579, "backup compression default", 1),
    option(16_384, "Agent XPs", settings.agentStatus === "Stopped" ? 0 : 1),
    option(16_390, "xp_cmdshell", 0),
  ];
}

/** DBCC TRACESTATUS: the flags that are on, or those asked for with what they are. */
export function traceStatus({ spec }: View, asked: number[] = []): Row[] {
  const on = spec.kind === "sqlserver" ? spec.traceFlags : [];
  const flags = asked.filter((flag) => flag > 0);
  return (flags.length > 0 ? flags : on).map((flag) => {
    const isOn = on.includes(flag) ? 1 : 0;
    return { traceflag: flag, status: isOn, global: isOn, session: 0 };
  });
}

/** The backup stream of a seeding works under this command on its source. */
export function execRequests(view: View): Row[] {
  return view.links
    .filter((truth) => truth.copying !== null && truth.leads === view.side)
    .map((truth, index) => ({
      session_id: 40 + index,
      request_id: 0,
      start_time: view.local(truth.copying?.admittedAt ?? truth.since),
      status: "background",
      command: "VDI_CLIENT_WORKER",
      database_id: databaseId(view, truth.link),
      user_id: 1,
      blocking_session_id: 0,
      wait_type: "ASYNC_NETWORK_IO",
      wait_time: 12,
      last_wait_type: "ASYNC_NETWORK_IO",
      wait_resource: "",
      open_transaction_count: 0,
      percent_complete: 0,
      cpu_time: 1000,
      total_elapsed_time: Math.min(2 ** 31 - 1, Math.floor(view.at - (truth.copying?.admittedAt ?? truth.since))),
    }));
}
