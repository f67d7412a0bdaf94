// What the setup of a link requires, one entry a check, in the order of the setup.
import type { ConfigurationCheck } from "./assessment.ts";

interface Requirement {
  part: ConfigurationCheck["part"];
  title: string;
  /** What follows where it is not met. */
  consequence: string;
  /**
   * When a deviation is a finding of the link. always: the next connection or the disk suffers, even while log flows ·
   * while-broken: only a link that does not come up, since one that replicates proves that it does no harm · never.
   */
  matters: "always" | "while-broken" | "never";
  /** The same for every link of the server, so its cause is told once. */
  isOfServer: boolean;
}

const ofServer = { part: "server", matters: "while-broken", isOfServer: true } as const;
const ofEndpoint = { part: "endpoint", matters: "always", isOfServer: true } as const;
const ofGroups = { part: "groups", matters: "never", isOfServer: false } as const;
const ofDatabase = { part: "database", matters: "while-broken", isOfServer: false } as const;
const refused = "The other side's next connection is refused.";

export const requirements = {
  build: { ...ofServer, title: "A build that carries a link", consequence: "Links do not come up on this build." },
  edition: { ...ofServer, title: "An edition that carries a link", consequence: "Links do not come up." },
  "always-on": {
    ...ofServer,
    title: "Always On availability groups enabled",
    consequence: "Without it there is no availability group, and so no link.",
  },
  "trace-flags": {
    ...ofServer,
    matters: "never",
    title: "Trace flags 1800 and 9567 considered",
    consequence: "Seeding and log writes may be slower.",
  },
  "trace-flag-12381": {
    ...ofServer,
    matters: "always",
    title: "Trace flag 12381 off after seeding",
    consequence: "Log backups no longer cut the log, so it grows until its disk is full.",
  },
  agent: { ...ofServer, matters: "never", title: "SQL Server Agent for network tests", consequence: "" },
  "recovery-model": {
    ...ofDatabase,
    title: "Recovery model FULL",
    consequence: "A database in another recovery model cannot be replicated.",
  },
  "full-backup": {
    ...ofDatabase,
    title: "A full backup began the chain",
    consequence: "Creating the link ends in error 1475.",
  },
  "log-files": {
    ...ofDatabase,
    title: "One log file",
    consequence: "The managed instance takes no database with several log files.",
  },
  collation: {
    ...ofServer,
    isOfServer: false,
    title: "The same collation on both sides",
    consequence: "Server names may differ in case then, and the connection be refused.",
  },
  // As a finding it is told with the certificates.
  "root-authorities": {
    ...ofServer,
    matters: "never",
    title: "Roots of Microsoft and DigiCert",
    consequence: "SQL Server does not trust the certificates that Azure gives the managed instance.",
  },
  endpoint: { ...ofEndpoint, matters: "while-broken", title: "A mirroring endpoint", consequence: refused },
  "endpoint.state": { ...ofEndpoint, title: "Endpoint STARTED", consequence: refused },
  "endpoint.authentication": { ...ofEndpoint, title: "Endpoint takes certificates", consequence: refused },
  "endpoint.encryption": { ...ofEndpoint, title: "Endpoint encrypts", consequence: refused },
  "endpoint.algorithm": { ...ofEndpoint, title: "Endpoint encrypts with AES", consequence: refused },
  "endpoint.port": { ...ofEndpoint, matters: "never", title: "Port of the endpoint", consequence: "" },
  "inner-group": {
    ...ofGroups,
    title: "Group under the link SYNCHRONOUS_COMMIT",
    consequence: "The setup makes it so.",
  },
  "inner-group.cluster-type": { ...ofGroups, title: "Cluster type of the group", consequence: "" },
  "distributed-group.mode": { ...ofGroups, title: "Distributed group ASYNCHRONOUS_COMMIT", consequence: "" },
  "distributed-group.seeding-mode": {
    ...ofGroups,
    matters: "while-broken",
    title: "Seeding mode AUTOMATIC",
    consequence: "Nobody copies the database to the other side.",
  },
  "distributed-group.failover-mode": {
    ...ofGroups,
    title: "Failover mode MANUAL",
    consequence: "A distributed availability group knows no other.",
  },
  "distributed-group.session-timeout": {
    ...ofGroups,
    title: "SESSION_TIMEOUT 20",
    consequence: "A short silence of the wire already cuts the connection.",
  },
  "endpoint.partner-url": {
    ...ofEndpoint,
    matters: "while-broken",
    isOfServer: false,
    title: "Address of the SQL Server",
    consequence: "The managed instance does not reach the SQL Server.",
  },
  "endpoint.instance-url": {
    ...ofEndpoint,
    matters: "while-broken",
    isOfServer: false,
    title: "Address of the managed instance",
    consequence: "Creating the link ends in error 41976.",
  },
  "link-mode": {
    ...ofServer,
    isOfServer: false,
    title: "One kind of link on the server",
    consequence: "Links of one and of many databases cannot stand on one SQL Server.",
  },
  failback: {
    ...ofServer,
    isOfServer: false,
    title: "Way back after a failover",
    consequence: "Log does not go back to the SQL Server.",
  },
  "leftovers.partner": {
    ...ofServer,
    part: "leftovers",
    matters: "never",
    title: "No remains of network tests on the SQL Server",
    consequence: "",
  },
  "leftovers.instance": {
    ...ofServer,
    part: "leftovers",
    matters: "never",
    title: "No remains of network tests on the managed instance",
    consequence: "",
  },
} as const satisfies Record<string, Requirement>;

export type RequirementKey = keyof typeof requirements;

export function isRequirement(key: string): key is RequirementKey {
  return key in requirements;
}
