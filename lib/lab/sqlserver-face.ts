// A SQL Server or managed instance as the T-SQL engine sees it: who it is, who may log in, and what its views hold now.

import {
  certificates,
  databaseMirroringEndpoints,
  encodedCertificate,
  endpointCertificateId,
  endpoints,
  tcpEndpoints,
} from "./rows/certificates.ts";
import { databaseReplicaClusterStates, databaseReplicaStates, databases } from "./rows/databases.ts";
import {
  availabilityGroupStates,
  availabilityGroups,
  availabilityReplicaStates,
  availabilityReplicas,
} from "./rows/groups.ts";
import { backupset, jobHistory, jobs } from "./rows/msdb.ts";
import { automaticSeeding, physicalSeedingStats } from "./rows/seeding.ts";
import {
  dbLogSpaceUsage,
  dbLogStats,
  execRequests,
  fabricConfigParameters,
  fabricNodes,
  fabricPartitions,
  fabricReplicas,
  masterFiles,
  osSysInfo,
  performanceCounters,
  sqlPerf,
  traceStatus,
} from "./rows/server.ts";
import { clockSkewMs, utcOffsetMinutes, type View, viewOf } from "./rows/view.ts";
import { fullyQualifiedName, type Scenario, type ServerSpec } from "./scenario.ts";
import type { Row, Server } from "./sql/catalog.ts";
import { openSession } from "./sql/engine.ts";
import type { Backend, LoginRequest, Session, SqlError, SqlValue } from "./sql/result.ts";
import { worldAt } from "./world.ts";

const tables: Record<string, (view: View, argument: SqlValue | undefined) => Row[]> = {
  "sys.availability_groups": availabilityGroups,
  "sys.availability_replicas": availabilityReplicas,
  "sys.dm_hadr_availability_replica_states": availabilityReplicaStates,
  "sys.dm_hadr_availability_group_states": availabilityGroupStates,
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
  "sys.dm_os_performance_counters": performanceCounters,
  "sys.dm_exec_requests": execRequests,
  "sys.dm_db_log_stats": (view, id) => dbLogStats(view, Number(id)),
  "sys.dm_db_log_space_usage": (view, database) => dbLogSpaceUsage(view, String(database ?? "master")),
  "msdb.dbo.backupset": backupset,
  "msdb.dbo.sysjobs": jobs,
  "msdb.dbo.sysjobhistory": jobHistory,
  "sys.dm_hadr_fabric_config_parameters": fabricConfigParameters,
  "sys.dm_hadr_fabric_partitions": fabricPartitions,
  "sys.dm_hadr_fabric_replicas": fabricReplicas,
  "sys.dm_hadr_fabric_nodes": fabricNodes,
  "dbcc tracestatus": traceStatus,
  "dbcc sqlperf": sqlPerf,
  sp_multidb_milink: () => [{ is_multidb_milink: 0 }],
  sp_get_endpoint_certificate: (view) => [
    { public_key: encodedCertificate(view, endpointCertificateId)[0]?.encoded ?? null },
  ],
};

/** Catalog views come back empty, not refused, to a login that may not view definitions. */
const needDefinition = new Set([
  "sys.availability_groups",
  "sys.availability_replicas",
  "sys.certificates",
  "certencoded",
  "sys.endpoints",
  "sys.tcp_endpoints",
  "sys.database_mirroring_endpoints",
]);

const missing: Record<string, ReadonlySet<string>> = {
  linkspan: new Set(["CONTROL SERVER"]),
  blind: new Set([
    "CONTROL SERVER",
    "VIEW ANY DEFINITION",
    "VIEW ANY SECURITY DEFINITION",
    "VIEW ANY PERFORMANCE DEFINITION",
  ]),
  nostate: new Set([
    "CONTROL SERVER",
    "VIEW SERVER STATE",
    "VIEW SERVER PERFORMANCE STATE",
    "VIEW SERVER SECURITY STATE",
  ]),
};

/** A login with an Entra token may what `linkspan` may. */
export const entraLogin = "linkspan@lab.example";

/** One server of a world that moves. `now` is the world's clock, ms UTC; rows of one batch are of the same tenth of a second. */
export function serverOf(scenario: () => Scenario, now: () => number, instanceName: string): Server {
  let view: View | null = null;
  const viewNow = (): View => {
    const at = Math.floor(now() / 100) * 100;
    if (view === null || view.at !== at || view.world.scenario !== scenario())
      view = viewOf(worldAt(scenario(), at), instanceName);
    return view;
  };
  const spec = worldAt(scenario(), now()).server(instanceName);
  const hasPermission = (login: string, permission: string) =>
    !(missing[login.toLowerCase()] ?? missing.linkspan)?.has(permission.toUpperCase());
  return {
    flavour: {
      platform: spec.kind === "sqlserver" ? "box" : "mi",
      majorVersion: spec.kind === "sqlserver" ? Number.parseInt(spec.productVersion, 10) : 17,
    },
    properties: propertiesOf(spec),
    utcOffsetMinutes: utcOffsetMinutes(spec),
    now: () => now() + clockSkewMs(spec),
    hasPermission,
    rows(table, login, argument) {
      if (needDefinition.has(table) && !hasPermission(login, "VIEW ANY DEFINITION")) return [];
      return tables[table]?.(viewNow(), argument?.[0]) ?? [];
    },
  };
}

/** A server as it stood at one past (or future) time; questions can be run against it in this process. */
export function answerAt(scenario: Scenario, instanceName: string, at: number): Server {
  return serverOf(
    () => scenario,
    () => at,
    instanceName,
  );
}

function propertiesOf(spec: ServerSpec): Record<string, SqlValue> {
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
    productupdatelevel: spec.kind === "sqlserver" ? spec.updateLevel : null,
    productupdatereference: null,
    edition: spec.kind === "sqlserver" ? spec.edition : "SQL Azure",
    engineedition: spec.kind === "sqlserver" ? (spec.edition.startsWith("Standard") ? 2 : 3) : 8,
    ishadrenabled: 1,
    hadrmanagerstatus: 1,
    isclustered: 0,
    collation: spec.collation,
    isintegratedsecurityonly: 0,
    resourceversion: version,
  };
}

export interface Secrets {
  password: string;
  token: string;
}

/** Logins `linkspan`, `blind` and `nostate` share one password; managed instances also take the Entra token. */
export function backendOf(server: Server, spec: ServerSpec, secrets: Secrets): Backend {
  const [major = 16, minor = 0, build = 0] = String(server.properties.productversion).split(".").map(Number);
  return {
    programName: "Microsoft SQL Server",
    version: [major, minor, build],
    async login(request: LoginRequest): Promise<Session | { refused: SqlError[] }> {
      const login = request.token === undefined ? request.user : entraLogin;
      const isKnown =
        request.token === undefined
          ? login.toLowerCase() in missing && request.password === secrets.password
          : spec.kind === "instance" && request.token === secrets.token;
      if (!isKnown) {
        const who = request.token === undefined ? login : "<token-identified principal>";
        return { refused: [loginError(18_456, 14, `Login failed for user '${who}'.`)] };
      }
      const database = request.database || "master";
      const isThere = server
        .rows("sys.databases", login)
        .some((row) => String(row.name).toLowerCase() === database.toLowerCase());
      if (!isThere) {
        return {
          refused: [
            loginError(4060, 11, `Cannot open database "${database}" requested by the login. The login failed.`),
            loginError(18_456, 14, `Login failed for user '${login}'.`),
          ],
        };
      }
      return openSession(server, login, database);
    },
  };
}

function loginError(number: number, severity: number, message: string): SqlError {
  return { number, severity, state: 1, line: 65_536, message };
}
