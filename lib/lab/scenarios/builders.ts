// Pieces scenarios are put together from: servers, instances and links with sensible particulars.
import { between, chance } from "../dice.ts";
import type {
  CertificateSpec,
  Chapter,
  LinkSpec,
  ManagedInstanceSpec,
  Scenario,
  SqlServerSpec,
  StoryName,
  StoryParameters,
} from "../scenario.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const gigabyte = 1_000_000_000;
export const megabyte = 1_000_000;

const builds = {
  "2016 SP3": ["13.0.7037.1", "GDR"],
  "2017 CU31": ["14.0.3490.10", "CU31"],
  "2019 CU28": ["15.0.4385.2", "CU28"],
  "2022 CU18": ["16.0.4185.3", "CU18"],
  "2022 CU20": ["16.0.4205.1", "CU20"],
  "2025 CU2": ["17.0.2025.3", "CU2"],
  // The first of 2025 with the multiple-database mode; its number is made up.
  "2025 CU9": ["17.0.4090.1", "CU9"],
} as const;

export type Build = keyof typeof builds;

export function sqlServer(
  name: string,
  build: Build,
  epoch: number,
  more: Partial<SqlServerSpec> & { certificateDays?: number } = {},
): SqlServerSpec {
  const { certificateDays = 200, ...rest } = more;
  const machine = name.split("\\")[0] as string;
  const [productVersion, updateLevel] = builds[build];
  return {
    kind: "sqlserver",
    name,
    host: `${machine.toLowerCase()}.corp.example`,
    productVersion,
    updateLevel,
    edition: "Enterprise Edition: Core-based Licensing (64-bit)",
    collation: "Latin1_General_100_CI_AS",
    utcOffsetMinutes: 60,
    clockSkewMs: Math.round(between(-400, 900, 7, name)),
    startedAt: epoch - Math.round(between(35, 90, 7, name, "start") * day),
    hostPlatform: "Windows",
    endpointPort: name.includes("\\") ? 5023 : 5022,
    certificate: certificate(`Cert_${name.replace("\\", "_")}_endpoint`, epoch, certificateDays),
    traceFlags: [1800, 9567],
    ...rest,
  };
}

function certificate(name: string, epoch: number, days: number): CertificateSpec {
  const expiresAt = Math.floor((epoch + days * day) / 1000) * 1000;
  return { name, startsAt: expiresAt - 365 * day, expiresAt };
}

export function managedInstance(
  name: string,
  epoch: number,
  more: Partial<ManagedInstanceSpec> = {},
): ManagedInstanceSpec {
  const zone = Math.floor(chance(7, name, "zone") * 0xffffffffffff)
    .toString(16)
    .padStart(12, "0");
  return {
    kind: "instance",
    name,
    dnsZone: zone,
    subscriptionId: "6f1c9b1e-4d0a-4c51-9b3e-2f6a0c8d7e11",
    resourceGroup: "rg-sql-links",
    location: "westeurope",
    tier: "GeneralPurpose",
    vCores: 8,
    storageGb: 4096,
    updatePolicy: "SQLServer2022",
    collation: "Latin1_General_100_CI_AS",
    timezoneId: "UTC",
    startedAt: epoch - Math.round(between(12, 40, 7, name, "start") * day),
    certificate: certificate(
      `${name}.${zone}.database.windows.net`,
      epoch,
      Math.round(between(90, 160, 7, name, "certificate")),
    ),
    ...more,
  };
}

export interface LinkSketch {
  gb: number;
  /** Mean log rate, MB/s. */
  logMb?: number;
  redoLag?: number;
  chapters: Chapter[];
}

export function link(
  name: string,
  database: string,
  [partner, instance]: [string, string],
  sketch: LinkSketch,
): LinkSpec {
  return {
    name,
    database,
    partner,
    instance,
    databaseBytes: Math.round(sketch.gb * gigabyte),
    logBytesPerSecond: (sketch.logMb ?? 0.3) * megabyte,
    redoLagSeconds: sketch.redoLag ?? 2,
    chapters: sketch.chapters,
  };
}

/** Chapters are written with times relative to the epoch. */
export function chapters(
  epoch: number,
  ...list: [at: number, story: StoryName, parameters?: StoryParameters][]
): Chapter[] {
  return list.map(([at, story, parameters = {}]) => ({ from: epoch + at, story, parameters }));
}

/** Nothing in it: what a scenario begins with. */
export function empty(name: string, epoch: number, seed: number): Scenario {
  return {
    name,
    seed,
    epoch,
    sqlServers: [],
    managedInstances: [],
    links: [],
    wires: {},
    silences: [],
    events: [],
    rotations: [],
    settings: [],
    synapseWorkspaces: [],
    synapseEvents: [],
  };
}
