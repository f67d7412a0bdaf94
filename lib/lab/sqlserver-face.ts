// A SQL Server or managed instance as the T-SQL engine sees it: who it is, and what its views hold now.

import { hasPermission, readMsdb } from "./logins.ts";
import { backupset } from "./rows/backups.ts";
import {
  certificates,
  databaseMirroringEndpoints,
  encodedCertificate,
  endpointCertificateId,
  endpoints,
  tcpEndpoints,
} from "./rows/certificates.ts";
import { databaseReplicaClusterStates, databaseReplicaStates } from "./rows/databases.ts";
import {
  fabricConfigParameters,
  fabricNodes,
  fabricPartitionStates,
  fabricPartitions,
  fabricReplicas,
  fabricServices,
} from "./rows/fabric.ts";
import {
  availabilityGroupStates,
  availabilityGroups,
  availabilityReplicaStates,
  availabilityReplicas,
  internalAvailabilityGroups,
  internalAvailabilityReplicas,
} from "./rows/groups.ts";
import { dbLogSpaceUsage, dbLogStats, masterFiles, performanceCounters, sqlPerf } from "./rows/log.ts";
import { jobActivity, jobHistory, jobStepLogs, jobSteps, jobs, testProcedures } from "./rows/network-tests.ts";
import { automaticSeeding, physicalSeedingStats } from "./rows/seeding.ts";
import { configurations, execRequests, osHostInfo, osSysInfo, serverServices, traceStatus } from "./rows/server.ts";
import { databases } from "./rows/user-databases.ts";
import { clockSkewMs, utcOffsetMinutes, type View, viewOf } from "./rows/view.ts";
import { fullyQualifiedName, type Scenario, type ServerSpec } from "./scenario.ts";
import type { Flavour, Row, Server } from "./sql/catalog.ts";
import type { SqlValue } from "./sql/result.ts";
import { type World, worldAt } from "./world.ts";

/** `first`: of a function or procedure its first argument, of a view the database it is read in; `all`: every argument. */
type Table = (view: View, first: SqlValue | undefined, all: SqlValue[]) => Row[];

const tables: Record<string, Table> = {
  "sys.availability_groups": availabilityGroups,
  "sys.availability_replicas": availabilityReplicas,
  "sys.dm_hadr_availability_replica_states": availabilityReplicaStates,
  "sys.dm_hadr_availability_group_states": availabilityGroupStates,
  "sys.dm_hadr_internal_availability_groups": internalAvailabilityGroups,
  "sys.dm_hadr_internal_availability_replicas": internalAvailabilityReplicas,
  "sys.dm_hadr_database_replica_states": databaseReplicaStates,
  "sys.dm_hadr_database_replica_cluster_states": databaseReplicaClusterStates,
  "sys.dm_hadr_physical_seeding_stats": physicalSeedingStats,
  "sys.dm_hadr_automatic_seeding": automaticSeeding,
  "sys.databases": databases,
  "sys.master_files": masterFiles,
  "sys.certificates": certificates,
  certencoded: (view, id) => encodedCertificate(view, Number(id)),
  "sys.endpoints": endpoints,
  "sys.tcp_endpoints": tcpEndpoints,
  "sys.database_mirroring_endpoints": databaseMirroringEndpoints,
  "sys.dm_os_sys_info": osSysInfo,
  "sys.dm_os_host_info": osHostInfo,
  "sys.dm_server_services": serverServices,
  "sys.configurations": configurations,
  "sys.objects": inMaster(testProcedures),
  "sys.procedures": inMaster(testProcedures),
  "sys.dm_os_performance_counters": performanceCounters,
  "sys.dm_exec_requests": execRequests,
  "sys.dm_db_log_stats": (view, id) => dbLogStats(view, Number(id)),
  "sys.dm_db_log_space_usage": (view, database) => dbLogSpaceUsage(view, String(database ?? "master")),
  "msdb.dbo.backupset": backupset,
  "msdb.dbo.sysjobs": jobs,
  "msdb.dbo.sysjobs_view": jobs,
  "msdb.dbo.sysjobsteps": jobSteps,
  "msdb.dbo.sysjobhistory": jobHistory,
  "msdb.dbo.sysjobactivity": jobActivity,
  "msdb.dbo.sysjobstepslogs": jobStepLogs,
  "sys.dm_hadr_fabric_config_parameters": fabricConfigParameters,
  "sys.dm_hadr_fabric_partitions": fabricPartitions,
  "sys.dm_hadr_fabric_replicas": fabricReplicas,
  "sys.dm_hadr_fabric_nodes": fabricNodes,
  "sys.dm_hadr_fabric_services": fabricServices,
  "sys.dm_hadr_fabric_partition_states": fabricPartitionStates,
  "dbcc tracestatus": (view, _first, flags) => traceStatus(view, flags.map(Number)),
  "dbcc sqlperf": sqlPerf,
  sp_multidb_milink: ({ world, spec, settings }) => [
    { is_multidb_milink: (settings.usesMultiDatabaseLinks ?? usesMultiDatabaseLinks(world, spec)) ? 1 : 0 },
  ],
  sp_get_endpoint_certificate: (view) => [
    { public_key: encodedCertificate(view, endpointCertificateId)[0]?.encoded ?? null },
  ],
};

function inMaster(rows: (view: View) => Row[]): Table {
  return (view, database) => (String(database).toLowerCase() === "master" ? rows(view) : []);
}

function usesMultiDatabaseLinks({ scenario }: World, { name }: ServerSpec): boolean {
  return scenario.links.some((link) => link.memberOf !== undefined && [link.partner, link.instance].includes(name));
}

/** From CU27 of 2022 and CU9 of 2025 on; builds as this lab counts them. */
function hasMultiDatabaseLinks(version: string): boolean {
  const [major = 0, , build = 0] = version.split(".").map(Number);
  return (major === 16 && build >= 4250) || (major === 17 && build >= 4090);
}

/** Catalog views come back empty, not refused, to a login that may not view definitions. */
const needDefinition = new Set([
  "sys.availability_groups",
  "sys.availability_replicas",
  "sys.master_files",
  "sys.objects",
  "sys.procedures",
  "sys.certificates",
  "certencoded",
  "sys.endpoints",
  "sys.tcp_endpoints",
  "sys.database_mirroring_endpoints",
]);

/** One server of a world that moves. `now` is the world's clock, ms UTC; rows of one batch are of the same tenth of a second. */
export function serverOf(scenario: () => Scenario, now: () => number, instanceName: string): Server {
  let view: View | null = null;
  const viewNow = (): View => {
    const at = Math.floor(now() / 100) * 100;
    if (view === null || view.at !== at || view.world.scenario !== scenario())
      view = viewOf(worldAt(scenario(), at), instanceName);
    return view;
  };
  const may = (login: string, permission: string) =>
    hasPermission(viewNow().settings.permissionsOf ?? login, permission);
  return {
    get flavour(): Flavour {
      const { spec } = viewNow();
      return spec.kind === "sqlserver"
        ? {
            platform: "box",
            majorVersion: Number.parseInt(spec.productVersion, 10),
            hasInternalGroups: hasMultiDatabaseLinks(spec.productVersion),
          }
        : { platform: "mi", majorVersion: 17 };
    },
    get properties() {
      return propertiesOf(viewNow());
    },
    get utcOffsetMinutes() {
      return utcOffsetMinutes(viewNow().spec);
    },
    now: () => now() + clockSkewMs(viewNow().spec),
    hasPermission: may,
    mayRead: (login, table) => !table.startsWith("msdb.") || may(login, readMsdb),
    mayEnter: (login, database) => may(login, "CONTROL SERVER") || openToAll.has(database.toLowerCase()),
    hasProcedure: (name) => {
      const { spec } = viewNow();
      return name !== "sp_multidb_milink" || (spec.kind === "sqlserver" && hasMultiDatabaseLinks(spec.productVersion));
    },
    rows(table, login, argument = []) {
      if (needDefinition.has(table) && !may(login, "VIEW ANY DEFINITION")) return [];
      return tables[table]?.(viewNow(), argument[0], argument) ?? [];
    },
  };
}

/** Databases whose guest may connect; a login of Linkspan's is a user of no other. */
const openToAll = new Set(["master", "tempdb", "msdb"]);

/** A server as it stood at one past (or future) time; questions can be run against it in this process. */
export function answerAt(scenario: Scenario, instanceName: string, at: number): Server {
  return serverOf(
    () => scenario,
    () => at,
    instanceName,
  );
}

function propertiesOf({ spec, settings }: View): Record<string, SqlValue> {
  const serverName = spec.kind === "sqlserver" ? spec.name : fullyQualifiedName(spec);
  const [machine, instance] = spec.kind === "sqlserver" ? spec.name.split("\\") : [spec.name];
  const version = spec.kind === "sqlserver" ? spec.productVersion : "12.0.2000.8";
  return {
    servername: serverName,
    machinename: machine ?? null,
    computernamephysicalnetbios: machine ?? null,
    instancename: instance ?? null,
    productversion: version,
    productmajorversion: version.split(".")[0]!,
    productminorversion: "0",
    productbuild: version.split(".")[2]!,
    productlevel: "RTM",
    productupdatelevel: spec.kind === "sqlserver" ? spec.updateLevel || null : null,
    productupdatereference: null,
    edition: spec.kind === "sqlserver" ? spec.edition : "SQL Azure",
    engineedition: spec.kind === "sqlserver" ? (spec.edition.startsWith("Standard") ? 2 : 3) : 8,
    ishadrenabled: settings.isHadrEnabled === false ? 0 : 1,
    hadrmanagerstatus: settings.isHadrEnabled === false ? 0 : 1,
    isclustered: 0,
    collation: spec.collation,
    isintegratedsecurityonly: 0,
    resourceversion: version,
  };
}
