// What a lab is told to be: servers, instances, links, and the chapters of each link's story. Plain data, times in ms UTC.
import type { Side } from "../domain/vantage.ts";
import type { Fault } from "./faults.ts";
import type { SettingChange } from "./settings.ts";
import type { SynapseEvent, SynapseWorkspaceSpec } from "./synapse-spec.ts";

export type StoryName =
  | "waiting-to-seed"
  | "seeding-in-progress"
  | "seeding-restarted"
  | "seeding-stalled"
  | "seeding-failed"
  | "seeding-overrun"
  | "log-backup-during-seeding"
  | "nightly-throttle"
  | "shared-wire"
  | "replicating"
  | "replicating-sync"
  | "replicating-back"
  | "catching-up"
  | "redo-stalled"
  | "suspended"
  | "link-disconnected"
  | "planned-failover"
  | "forced-failover"
  | "mode-mismatch"
  | "certificate-expiring"
  | "one-side-blind"
  | "orphan-on-arm"
  | "orphan-on-sql"
  | "removed";

/** What a story may be told with; each story reads what it knows and has a default for the rest. */
export interface StoryParameters {
  /** Seeding: size of the database and the bandwidth it has to itself, or the shared wire it goes over. */
  bytes?: number;
  bytesPerSecond?: number;
  wire?: string;
  /** Bytes on the wire per byte of database; below 1 = compression is on and 100 % is never reached. */
  compression?: number;
  /** Bytes that go over per byte of the size that is told: above 1 = the database grew while it was copied. */
  growth?: number;
  /** Seeding, stalls, failures: how long it runs well before the trouble starts. */
  afterSeconds?: number;
  /** How long the trouble, or the way through a failover, lasts. */
  durationSeconds?: number;
  /** Seeding: carry on with the bytes of the chapter before. */
  resume?: boolean;
  /** Seeding: the destination's history says FAILED although all is well. */
  falseFailure?: boolean;
  error?: number;
  /** Seconds of log caught up per second. */
  catchUpFactor?: number;
  /** Redo: seconds of lag gained per second, and how long it builds up and drains. */
  redoSlope?: number;
  everySeconds?: number;
  lagSeconds?: number;
  expiresInDays?: number;
  /** Who leads at the start of the chapter; which side goes blind, or has the link no more. */
  leads?: Side;
  side?: Side;
  /** sys' suspend_reason_desc. */
  reason?: string;
  /** What ARM says in place of the truth. */
  armState?: string;
  mode?: "sync" | "async";
}

/** From this time on the link plays this story, until its next chapter. */
export interface Chapter {
  from: number;
  story: StoryName;
  parameters: StoryParameters;
}

/** A chapter added from outside while the lab runs. */
export interface LabEvent {
  at: number;
  link: string;
  story: StoryName;
  parameters: StoryParameters;
}

export interface LinkSpec {
  name: string;
  database: string;
  partner: string;
  instance: string;
  /** The link whose inner availability group on the SQL Server this one shares: several links of one database. */
  innerGroupOf?: string;
  /** Multiple-database mode: the link that carries this database and has its name in every view; several share one. */
  memberOf?: string;
  /** Who led when the link was made; default: the SQL Server. */
  initialPrimary?: Side;
  databaseBytes: number;
  /** Mean over a day; the load swings around it. */
  logBytesPerSecond: number;
  /** Usual redo lag, seconds. */
  redoLagSeconds: number;
  chapters: Chapter[];
}

export interface CertificateSpec {
  name: string;
  startsAt: number;
  expiresAt: number;
}

export interface SqlServerSpec {
  kind: "sqlserver";
  /** As @@SERVERNAME says it: SQLHAM02\FIN. */
  name: string;
  /** Host name on the wire and in certificates. */
  host: string;
  productVersion: string;
  updateLevel: string;
  edition: string;
  collation: string;
  utcOffsetMinutes: number;
  /** How far its clock is ahead. */
  clockSkewMs: number;
  startedAt: number;
  hostPlatform: "Windows" | "Linux";
  endpointPort: number;
  certificate: CertificateSpec;
  traceFlags: number[];
}

export interface ManagedInstanceSpec {
  kind: "instance";
  name: string;
  dnsZone: string;
  subscriptionId: string;
  resourceGroup: string;
  location: string;
  tier: "GeneralPurpose" | "BusinessCritical";
  vCores: number;
  storageGb: number;
  updatePolicy: "SQLServer2022" | "SQLServer2025" | "AlwaysUpToDate";
  collation: string;
  timezoneId: string;
  startedAt: number;
  certificate: CertificateSpec;
}

export type ServerSpec = SqlServerSpec | ManagedInstanceSpec;

/** A way between two sites that several seedings share. */
export interface WireSpec {
  bytesPerSecond: number;
  /** How many seedings go at once; the others wait. */
  concurrent: number;
  /** Hours of the day (UTC) with only `factor` of the bandwidth. */
  throttle: { fromHour: number; toHour: number; factor: number } | null;
}

/** A face that misbehaves for a while, as part of the story. */
export interface Silence {
  face: string;
  from: number;
  to: number;
  fault: Fault;
}

export interface Scenario {
  name: string;
  seed: number;
  /** The lab's first start; story times are counted from here. */
  epoch: number;
  sqlServers: SqlServerSpec[];
  managedInstances: ManagedInstanceSpec[];
  links: LinkSpec[];
  wires: Record<string, WireSpec>;
  silences: Silence[];
  events: LabEvent[];
  /** Certificates set from outside, newest last. */
  rotations: { at: number; server: string; certificate: CertificateSpec }[];
  /** What differs from the scenario from some time on: its own, then those set from outside. */
  settings: SettingChange[];
  synapseWorkspaces: SynapseWorkspaceSpec[];
  /** Set from outside, in the order of their times. */
  synapseEvents: SynapseEvent[];
}

/** The name of the distributed availability group, in every view and in ARM. */
export function linkName({ name, memberOf }: LinkSpec): string {
  return memberOf ?? name;
}

export function fullyQualifiedName(spec: ServerSpec): string {
  return spec.kind === "sqlserver" ? spec.host : `${spec.name}.${spec.dnsZone}.database.windows.net`;
}

/** Name of a face: of a server or instance as it is, of a managed instance's ARM as "arm:mi-erp-weu". */
export function armFace(instance: string): string {
  return `arm:${instance}`;
}

/** The fault the scenario itself plans for a face at a time; null: none. A history made up for the past asks here, too. */
export function silenceAt(scenario: Scenario, face: string, at: number): Fault | null {
  return (
    scenario.silences.find((silence) => silence.face === face && silence.from <= at && at < silence.to)?.fault ?? null
  );
}
