// Every fact Linkspan reads: whom it asks, with which question and permission, how often, and which findings it may lead to.
import { type RequirementKey, requirements } from "./configuration-requirements.ts";
import type { Vantage } from "./vantage.ts";

/** What a finding is called, by its key; `*` stands for a side, a vantage or a certificate's use. */
const findingNames = {
  "arm.error": "Azure reports an error of the link",
  "blind.*": "Links cannot be seen with this login",
  "blind.*.msdb": "Backups and network tests cannot be seen",
  "catching-up": "The follower catches up",
  "certificate.*": "A certificate expires",
  "certificate.copy": "A certificate's copy is another one",
  "certificate.roots": "Root authorities are missing",
  "clock.*": "A server's clock is off",
  connection: "The sides are not connected",
  "disagreement.certificate": "Azure and SQL Server name other certificates",
  "disagreement.connection": "Azure and SQL Server disagree on the connection",
  "disagreement.failover-mode": "Azure and SQL Server disagree on the failover mode",
  "disagreement.health": "Azure and SQL Server disagree on the health",
  "disagreement.mode": "The sides disagree on the replication mode",
  "disagreement.partner-endpoint": "Azure and SQL Server disagree on the endpoint",
  "disagreement.phase": "Azure and SQL Server disagree on what the link does",
  "disagreement.role.*": "Azure and SQL Server disagree on a role",
  "disagreement.seeding-mode": "Azure and SQL Server disagree on the seeding mode",
  "failing-over": "The link fails over",
  health: "Synchronization is not healthy",
  "instance.state": "The managed instance is not ready",
  "log.backup": "A log backup is overdue",
  "log.space": "The log fills up",
  "missing.*": "A side does not know the link",
  "network.*": "A network test failed",
  "operation.failed": "An operation of the managed instance failed",
  "operation.running": "An operation of the managed instance runs",
  "orphan.arm": "Azure has a link without its SQL objects",
  "orphan.database": "A database is left of a link",
  "orphan.sql": "SQL objects have no link in Azure",
  "orphan.writable-copies": "Two writable copies",
  phase: "What the link does cannot be told",
  "reach.*": "A source does not answer",
  "reach.sql": "No side of the link is heard",
  "reach.state": "No side tells its role",
  "redo-lag": "Redo is behind",
  removed: "The link was removed",
  seeding: "Seeding waits, stalls or fails",
  "seeding.cancel": "Azure will cancel the seeding",
  "seeding.cutover": "Seeding may not be over at the cutover date",
  "seeding.log-backup": "A log backup during seeding",
  "seeding.restarted": "Seeding began anew",
  "send-lag": "Sending is behind",
  "split-brain": "Both sides lead",
  storage: "Storage of the managed instance runs out",
  suspended: "Data movement is suspended",
  "synapse:landing-zone-credential": "The landing zone's credential expires",
  "synapse:reach": "The workspace does not answer",
  "synapse:refresh": "The schema could not be refreshed",
  "synapse:source-failed-over": "Running, but its source failed over",
  "synapse:stall": "Nothing was written for a while",
  "synapse:status": "The link connection does not run",
  "synapse:tables.failed": "Tables failed",
  "synapse:tables.snapshotting": "Tables are being copied",
  "synapse:tables.suspended": "Tables are suspended",
} as const;

/** Those of Synapse links begin with "synapse:". */
export type FindingKey = keyof typeof findingNames | `configuration.${RequirementKey}`;

export interface CatalogueEntry {
  fact: string;
  /** Its name in lib/collect/sqlserver, or the GET that brings it. */
  question: string;
  vantages: readonly (Vantage | "synapse")[];
  permission: string;
  every: "poll" | "minute" | "quarter" | "hour";
  findings: readonly FindingKey[];
}

export const findingKeys = [
  ...Object.keys(findingNames),
  ...Object.keys(requirements).map((key) => `configuration.${key}`),
] as FindingKey[];

/** A requirement of the setup is always a check; whether it becomes a finding depends on the link's phase. */
export function findingWords(key: FindingKey): string {
  if (key in findingNames) return findingNames[key as keyof typeof findingNames];
  return `Check: ${requirements[key.slice("configuration.".length) as RequirementKey].title}`;
}

const none = "none";
const definition = "VIEW ANY DEFINITION";
const state = "VIEW SERVER STATE (VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on)";
const definitionAndState = `${definition} and ${state}`;
const services = "VIEW SERVER STATE (VIEW SERVER SECURITY STATE from SQL Server 2022 on)";
const backupset = "SELECT on msdb.dbo.backupset";
const jobs = "SELECT on msdb.dbo.sysjobs";
const reader = (type: string) => `Reader, or ${type}/read`;
const workspaceReader = "Synapse Artifact User";

const bothSides = ["partner", "instance"] as const;
const links = {
  question: "distributed-availability-groups-and-replicas",
  vantages: bothSides,
  permission: definitionAndState,
  every: "poll",
} as const;
const rows = { question: "database-replica-states", vantages: bothSides, permission: state, every: "poll" } as const;
const identity = { question: "clock-and-identity", vantages: bothSides, permission: none, every: "poll" } as const;
const seedings = { question: "seedings", vantages: bothSides, permission: state, every: "poll" } as const;
const endpoint = {
  question: "mirroring-endpoint",
  vantages: bothSides,
  permission: definition,
  every: "minute",
} as const;
const settings = { question: "linked-databases", vantages: bothSides, permission: none, every: "minute" } as const;
const logs = { question: "database-logs", vantages: bothSides, permission: state, every: "minute" } as const;
const groups = {
  question: "availability-groups",
  vantages: bothSides,
  permission: definitionAndState,
  every: "minute",
} as const;
const armList = {
  question: "GET managedInstances/{name}/distributedAvailabilityGroups",
  vantages: ["arm"],
  permission: reader("Microsoft.Sql/managedInstances/distributedAvailabilityGroups"),
  every: "poll",
} as const;
const armInstance = {
  question: "GET managedInstances/{name}",
  vantages: ["arm"],
  permission: reader("Microsoft.Sql/managedInstances"),
  every: "quarter",
} as const;
const armPart = (list: string) =>
  ({
    question: `GET managedInstances/{name}/${list}`,
    vantages: ["arm"],
    permission: reader(`Microsoft.Sql/managedInstances/${list}`),
    every: "quarter",
  }) as const;
const synapse = (path: string, every: "poll" | "minute") =>
  ({ question: `GET {workspace}${path}`, vantages: ["synapse"], permission: workspaceReader, every }) as const;
const synapseArm = (path: string, type: string) =>
  ({ question: `GET ${path}`, vantages: ["synapse"], permission: reader(type), every: "minute" }) as const;

/** By vantage, and within it by question. */
export const factCatalogue: readonly CatalogueEntry[] = [
  {
    fact: "Views and columns that exist here",
    question: "columns-probe",
    vantages: bothSides,
    permission: "none: the names of system views are public",
    every: "hour",
    findings: [],
  },
  { fact: "Clock and its offset from UTC", ...identity, findings: ["clock.*"] },
  {
    fact: "Version, update level, edition",
    ...identity,
    findings: ["configuration.build", "configuration.edition", "configuration.failback"],
  },
  { fact: "Always On enabled", ...identity, findings: ["configuration.always-on"] },
  { fact: "Collation of the instance", ...identity, findings: ["configuration.collation"] },
  { fact: "Start of the engine", ...identity, findings: ["seeding.restarted"] },
  { fact: "Whether definitions may be seen", ...identity, findings: ["blind.*"] },
  {
    fact: "Distributed availability groups",
    ...links,
    findings: ["missing.*", "orphan.arm", "orphan.sql", "reach.*", "reach.sql", "removed", "phase"],
  },
  {
    fact: "Role of each side",
    ...links,
    findings: ["reach.state", "split-brain", "failing-over", "disagreement.role.*", "orphan.writable-copies"],
  },
  { fact: "Connected state and last connection error", ...links, findings: ["connection", "disagreement.connection"] },
  { fact: "Synchronization health of the link", ...links, findings: ["health", "disagreement.health"] },
  {
    fact: "Availability, failover and seeding mode",
    ...links,
    findings: [
      "disagreement.mode",
      "disagreement.failover-mode",
      "disagreement.seeding-mode",
      "configuration.distributed-group.mode",
      "configuration.distributed-group.failover-mode",
      "configuration.distributed-group.seeding-mode",
    ],
  },
  { fact: "Session timeout", ...links, findings: ["configuration.distributed-group.session-timeout"] },
  {
    fact: "Endpoint URL of each side",
    ...links,
    findings: [
      "disagreement.partner-endpoint",
      "configuration.endpoint.partner-url",
      "configuration.endpoint.instance-url",
    ],
  },
  { fact: "State of each database", ...rows, findings: ["health", "seeding", "phase", "orphan.database"] },
  { fact: "Suspension and its reason", ...rows, findings: ["suspended"] },
  { fact: "LSNs and their times", ...rows, findings: ["send-lag", "redo-lag", "catching-up"] },
  { fact: "Send and redo queues, rates", ...rows, findings: ["send-lag", "redo-lag", "catching-up"] },
  { fact: "Seeding attempts and failures", ...seedings, findings: ["seeding", "seeding.restarted"] },
  {
    fact: "Bytes, rate, waits and compression of a seeding",
    ...seedings,
    findings: ["seeding", "seeding.restarted", "seeding.cancel", "seeding.cutover", "storage"],
  },
  {
    fact: "Mirroring endpoint",
    ...endpoint,
    findings: [
      "configuration.endpoint",
      "configuration.endpoint.state",
      "configuration.endpoint.authentication",
      "configuration.endpoint.encryption",
      "configuration.endpoint.algorithm",
      "configuration.endpoint.port",
    ],
  },
  {
    fact: "Certificates: the endpoint's, copies of others, authorities",
    question: "certificates",
    vantages: bothSides,
    permission: definition,
    every: "minute",
    findings: [
      "certificate.*",
      "certificate.copy",
      "certificate.roots",
      "disagreement.certificate",
      "configuration.root-authorities",
    ],
  },
  { fact: "Groups under the links, their mode", ...groups, findings: ["configuration.inner-group"] },
  { fact: "Cluster type of the groups", ...groups, findings: ["configuration.inner-group.cluster-type"] },
  {
    fact: "Hidden groups of links of many databases",
    question: "per-database-groups",
    vantages: bothSides,
    permission: state,
    every: "minute",
    findings: ["missing.*"],
  },
  {
    fact: "Links of many databases",
    question: "multiple-database-mode",
    vantages: ["partner"],
    permission: none,
    every: "quarter",
    findings: ["configuration.link-mode"],
  },
  { fact: "Recovery model", ...settings, findings: ["configuration.recovery-model"] },
  { fact: "What holds the log", ...settings, findings: ["log.space"] },
  { fact: "Size of data files", ...settings, findings: [] },
  {
    fact: "User databases, linked or not",
    question: "databases",
    vantages: bothSides,
    permission: none,
    every: "quarter",
    findings: ["orphan.database", "orphan.writable-copies", "configuration.trace-flag-12381"],
  },
  { fact: "Log: size, in use, growth, limit", ...logs, findings: ["log.space"] },
  { fact: "Log: last backup", ...logs, findings: ["log.backup", "seeding.log-backup"] },
  { fact: "Number of log files", ...logs, findings: ["configuration.log-files"] },
  {
    fact: "Newest full and log backups",
    question: "newest-backups",
    vantages: ["partner"],
    permission: backupset,
    every: "quarter",
    findings: ["configuration.full-backup", "log.backup"],
  },
  {
    fact: "Log backups of seven days",
    question: "log-backups",
    vantages: ["partner"],
    permission: backupset,
    every: "quarter",
    findings: ["seeding.log-backup"],
  },
  {
    fact: "Trace flags",
    question: "trace-flags",
    vantages: bothSides,
    permission: none,
    every: "quarter",
    findings: ["configuration.trace-flags", "configuration.trace-flag-12381", "seeding.log-backup"],
  },
  {
    fact: "Results of network tests",
    question: "network-test-runs",
    vantages: bothSides,
    permission: `${jobs}, sysjobsteps, sysjobhistory`,
    every: "minute",
    findings: ["network.*"],
  },
  {
    fact: "Output of the newest network test",
    question: "network-test-output",
    vantages: bothSides,
    permission: `${jobs}, sysjobsteps, sysjobstepslogs`,
    every: "minute",
    findings: ["network.*"],
  },
  {
    fact: "Jobs that a network test left",
    question: "leftover-jobs",
    vantages: bothSides,
    permission: jobs,
    every: "quarter",
    findings: ["configuration.leftovers.partner", "configuration.leftovers.instance"],
  },
  {
    fact: "Endpoint, certificate, procedure that a network test left",
    question: "leftover-objects",
    vantages: bothSides,
    permission: definition,
    every: "quarter",
    findings: ["configuration.leftovers.partner", "configuration.leftovers.instance"],
  },
  {
    fact: "Tables of msdb that may be read",
    question: "table-permissions",
    vantages: bothSides,
    permission: none,
    every: "minute",
    findings: ["blind.*.msdb"],
  },
  {
    fact: "Windows or Linux",
    question: "host-platform",
    vantages: bothSides,
    permission: state,
    every: "quarter",
    findings: ["network.*"],
  },
  {
    fact: "SQL Server Agent",
    question: "agent-service",
    vantages: ["partner"],
    permission: services,
    every: "quarter",
    findings: ["configuration.agent"],
  },
  {
    fact: "Node and port of the managed instance",
    question: "fabric",
    vantages: ["instance"],
    permission: state,
    every: "quarter",
    findings: ["network.*"],
  },
  {
    fact: "Storage that database files take up",
    question: "allocated-storage",
    vantages: ["instance"],
    permission: definition,
    every: "quarter",
    findings: ["storage"],
  },
  {
    fact: "What a poll costs the server",
    question: "cost",
    vantages: bothSides,
    permission: none,
    every: "poll",
    findings: [],
  },
  { fact: "Links of the managed instance", ...armList, findings: ["orphan.arm", "orphan.sql", "missing.*", "removed"] },
  { fact: "State and error of the link", ...armList, findings: ["arm.error", "disagreement.phase", "seeding"] },
  {
    fact: "Connection and health by Azure",
    ...armList,
    findings: ["disagreement.connection", "disagreement.health"],
  },
  {
    fact: "Roles, modes and partner endpoint by Azure",
    ...armList,
    findings: [
      "disagreement.role.*",
      "disagreement.mode",
      "disagreement.failover-mode",
      "disagreement.seeding-mode",
      "disagreement.partner-endpoint",
    ],
  },
  { fact: "Partner certificate by Azure", ...armList, findings: ["certificate.*", "disagreement.certificate"] },
  {
    fact: "State, size and update policy",
    ...armInstance,
    findings: ["instance.state", "storage", "configuration.failback", "configuration.collation"],
  },
  { fact: "Endpoint certificate", ...armPart("endpointCertificates"), findings: ["certificate.*", "certificate.copy"] },
  {
    fact: "Trusted certificates",
    ...armPart("serverTrustCertificates"),
    findings: ["certificate.*", "certificate.copy", "disagreement.certificate"],
  },
  {
    fact: "Operations of the managed instance",
    ...armPart("operations"),
    findings: ["operation.running", "operation.failed"],
  },
  { fact: "Databases of the managed instance", ...armPart("databases"), findings: ["orphan.database"] },
  {
    fact: "Address range of the subnet",
    question: "GET virtualNetworks/{name}/subnets/{name}",
    vantages: ["arm"],
    permission: reader("Microsoft.Network/virtualNetworks/subnets"),
    every: "quarter",
    findings: ["network.*"],
  },
  {
    fact: "Link connections",
    ...synapse("/linkconnections", "poll"),
    findings: ["synapse:reach", "synapse:source-failed-over"],
  },
  {
    fact: "Status of a link connection",
    ...synapse("/linkconnections/{name}/detailedstatus", "poll"),
    findings: ["synapse:status", "synapse:refresh", "synapse:landing-zone-credential", "synapse:source-failed-over"],
  },
  { fact: "Tables of a link connection", ...synapse("/linkconnections/{name}/linktables", "minute"), findings: [] },
  {
    fact: "Status of tables, last commit",
    question: "POST {workspace}/linkconnections/{name}/querytablestatus",
    vantages: ["synapse"],
    permission: workspaceReader,
    every: "minute",
    findings: ["synapse:tables.failed", "synapse:tables.suspended", "synapse:tables.snapshotting", "synapse:stall"],
  },
  {
    fact: "Linked service of the source",
    ...synapse("/linkedservices/{name}", "minute"),
    findings: ["synapse:source-failed-over"],
  },
  {
    fact: "Failover groups of the source's server",
    ...synapseArm("servers/{name}/failoverGroups", "Microsoft.Sql/servers/failoverGroups"),
    findings: ["synapse:source-failed-over"],
  },
  {
    fact: "Which database feeds a link connection",
    ...synapseArm("servers/{name}/databases/{name}/linkWorkspaces", "Microsoft.Sql/servers/databases/linkWorkspaces"),
    findings: ["synapse:source-failed-over"],
  },
];
