// The facts of a link's table as data: what it is called, whether the voices must agree on it, and where each voice says it.
import { abilityWords, buildWords, readBuild } from "../../lib/domain/build.ts";
import type {
  ArmDatabaseFacts,
  ArmLinkFacts,
  SqlDatabaseSettings,
  SqlLinkFacts,
  SqlReplicaFacts,
} from "../../lib/domain/sample.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import type { Side, Vantage } from "../../lib/domain/vantage.ts";
import { formatBytes } from "../../lib/format/size.ts";
import { armFacts, armInstanceFacts, localDatabase, sqlFacts, sqlInstanceFacts } from "./raw-facts.ts";

/** All that is told of one link, at hand for every fact. */
export interface Told {
  snapshot: LinkSnapshot;
  partner: Plain<SqlLinkFacts> | null;
  instance: Plain<SqlLinkFacts> | null;
  arm: Plain<ArmLinkFacts> | null;
  armDatabase: Plain<ArmDatabaseFacts> | null;
}

type Saying = string | null | undefined;

export interface FactOf {
  fact: string;
  /** `alike`: all voices speak of one thing and must agree · `each`: every side has its own. */
  kind: "alike" | "each";
  /** What of a voice's words counts when two are compared; else their letters. */
  essence?: (value: string) => string;
  /** A voice without an entry is not asked for this; one that says nothing has no line. */
  says: Partial<Record<Vantage, (told: Told) => Saying>>;
  /** When it was told, where that is on a clock of its own; else with the voice's last answer. */
  at?: (told: Told, vantage: Vantage) => string | null;
}

export function readTold(snapshot: LinkSnapshot): Told {
  const arm = armFacts(snapshot);
  return {
    snapshot,
    partner: sqlFacts(snapshot, "partner"),
    instance: sqlFacts(snapshot, "instance"),
    arm,
    armDatabase: arm?.databases[0] ?? null,
  };
}

export const facts: readonly FactOf[] = [
  {
    fact: "Role of the SQL Server",
    kind: "alike",
    says: {
      partner: ({ partner }) => local(partner)?.roleDesc,
      instance: ({ instance }) => remote(instance)?.roleDesc,
      arm: ({ arm }) => arm?.partnerLinkRole,
    },
  },
  {
    fact: "Role of the managed instance",
    kind: "alike",
    says: {
      partner: ({ partner }) => remote(partner)?.roleDesc,
      instance: ({ instance }) => local(instance)?.roleDesc,
      arm: ({ arm }) => arm?.instanceLinkRole,
    },
  },
  {
    fact: "Connection",
    kind: "alike",
    says: {
      partner: ({ partner }) => (remote(partner) ?? local(partner))?.connectedStateDesc,
      instance: ({ instance }) => local(instance)?.connectedStateDesc,
      arm: ({ armDatabase }) => armDatabase?.connectedState,
    },
  },
  {
    fact: "Replication mode",
    kind: "alike",
    essence: (value) => (/^async/i.test(value) ? "async" : "sync"),
    says: {
      partner: ({ partner }) => local(partner)?.availabilityModeDesc,
      instance: ({ instance }) => local(instance)?.availabilityModeDesc,
      arm: ({ arm }) => arm?.replicationMode,
    },
  },
  {
    fact: "Synchronization health",
    kind: "alike",
    says: {
      partner: ({ partner }) => (remote(partner) ?? local(partner))?.synchronizationHealthDesc,
      instance: ({ instance }) => local(instance)?.synchronizationHealthDesc,
      arm: ({ armDatabase }) => armDatabase?.synchronizationHealth,
    },
  },
  {
    fact: "Synchronization state",
    kind: "each",
    says: {
      ...bothSides((own) => localDatabase(own)?.synchronizationStateDesc),
      arm: ({ armDatabase }) => armDatabase?.replicaState,
    },
  },
  { fact: "Database state", kind: "each", says: bothSides((own) => localDatabase(own)?.databaseStateDesc) },
  {
    fact: "Recovery model",
    kind: "each",
    says: ofServers((told, side) => linkedSettings(told, side)?.recoveryModelDesc),
    at: ({ snapshot }, vantage) =>
      vantage === "arm" ? null : (sqlInstanceFacts(snapshot, vantage)?.databases?.at ?? null),
  },
  { fact: "Suspended", kind: "alike", says: bothSides(suspendedWords) },
  {
    fact: "Seeded bytes",
    kind: "each",
    says: {
      ...bothSides(seedingWords),
      arm: ({ armDatabase }) => percentWords(armDatabase?.seedingProgressPercent),
    },
  },
  {
    fact: "Seeding mode",
    kind: "alike",
    says: { ...bothSides((own) => local(own)?.seedingModeDesc), arm: ({ arm }) => arm?.seedingMode },
  },
  {
    fact: "Failover mode",
    kind: "each",
    says: { ...bothSides((own) => local(own)?.failoverModeDesc), arm: ({ arm }) => arm?.failoverMode },
  },
  {
    fact: "Last connection error",
    kind: "each",
    says: { ...bothSides(errorWords), arm: ({ armDatabase }) => armDatabase?.mostRecentLinkError },
  },
  {
    fact: "Endpoint of the SQL Server",
    kind: "each",
    says: {
      partner: ({ snapshot }) => endpointWords(snapshot, "partner"),
      instance: ({ instance }) => remote(instance)?.endpointUrl,
      arm: ({ arm }) => arm?.partnerEndpoint,
    },
  },
  {
    fact: "Endpoint of the managed instance",
    kind: "each",
    says: {
      partner: ({ partner }) => remote(partner)?.endpointUrl,
      instance: ({ snapshot }) => endpointWords(snapshot, "instance"),
    },
  },
  { fact: "Build of the SQL Server", kind: "each", says: { partner: ({ snapshot }) => buildOf(snapshot) } },
  {
    fact: "Trace flags",
    kind: "each",
    says: { partner: ({ snapshot }) => flagWords(snapshot) },
    at: ({ snapshot }) => sqlInstanceFacts(snapshot, "partner")?.traceFlags?.at ?? null,
  },
  {
    fact: "Update policy of the managed instance",
    kind: "each",
    says: { arm: ({ snapshot }) => armInstanceFacts(snapshot)?.updatePolicy },
  },
  { fact: "Size of the managed instance", kind: "each", says: { arm: ({ snapshot }) => sizeWords(snapshot) } },
  {
    fact: "Distributed availability group",
    kind: "alike",
    says: { ...bothSides((own) => own?.groupId), arm: ({ arm }) => arm?.distributedAvailabilityGroupId },
  },
];

/** What both sides say of themselves in the same words. */
function bothSides(say: (own: Plain<SqlLinkFacts> | null) => Saying): FactOf["says"] {
  return { partner: ({ partner }) => say(partner), instance: ({ instance }) => say(instance) };
}

function ofServers(say: (told: Told, side: Side) => Saying): FactOf["says"] {
  return { partner: (told) => say(told, "partner"), instance: (told) => say(told, "instance") };
}

function local(facts: Plain<SqlLinkFacts> | null): Plain<SqlReplicaFacts> | null {
  return facts?.replicas.find((replica) => replica.isLocal === true) ?? null;
}

function remote(facts: Plain<SqlLinkFacts> | null): Plain<SqlReplicaFacts> | null {
  return facts?.replicas.find((replica) => replica.isLocal === false) ?? null;
}

function linkedSettings({ snapshot, ...told }: Told, side: Side): Plain<SqlDatabaseSettings> | null {
  const name = localDatabase(told[side])?.databaseName ?? snapshot.link.databases[0];
  return sqlInstanceFacts(snapshot, side)?.databases?.value.find((one) => one.name === name) ?? null;
}

function suspendedWords(facts: Plain<SqlLinkFacts> | null): string | null {
  const database = localDatabase(facts);
  if (!database || database.isSuspended === null) return null;
  if (!database.isSuspended) return "no";
  return database.suspendReasonDesc ? `yes, ${database.suspendReasonDesc}` : "yes";
}

function seedingWords(facts: Plain<SqlLinkFacts> | null): string | null {
  const physical = facts?.seedings.find((seeding) => seeding.physical !== null)?.physical;
  if (!physical || physical.transferredSizeBytes === null) return null;
  const compression =
    physical.isCompressionEnabled === null ? "" : `, compression ${physical.isCompressionEnabled ? "on" : "off"}`;
  return `${formatBytes(physical.transferredSizeBytes)} of ${formatBytes(physical.databaseSizeBytes)}${compression}`;
}

function errorWords(facts: Plain<SqlLinkFacts> | null): string | null {
  const replica = facts?.replicas.find(
    (one) => one.lastConnectErrorNumber !== null && one.lastConnectErrorNumber !== 0,
  );
  if (!replica) return null;
  return [replica.lastConnectErrorNumber, replica.lastConnectErrorDescription].filter(Boolean).join(": ");
}

function endpointWords(snapshot: LinkSnapshot, side: Side): string | null {
  const endpoint = sqlInstanceFacts(snapshot, side)?.endpoint;
  if (!endpoint) return null;
  return [
    endpoint.stateDesc,
    endpoint.port === null ? null : `port ${endpoint.port}`,
    endpoint.connectionAuthDesc,
    endpoint.encryptionAlgorithmDesc,
  ]
    .filter(Boolean)
    .join(", ");
}

function percentWords(percent: number | null | undefined): string | null {
  return percent === null || percent === undefined ? null : `${percent} %`;
}

/** "16.0.4125.3 CU13, carries a link; fails over by T-SQL; …" */
function buildOf(snapshot: LinkSnapshot): string | null {
  const server = sqlInstanceFacts(snapshot, "partner");
  const build = readBuild(server?.productVersion ?? null, server?.productUpdateLevel ?? null);
  return build && `${buildWords(build)}, ${abilityWords(build)}`;
}

function flagWords(snapshot: LinkSnapshot): string | null {
  const told = sqlInstanceFacts(snapshot, "partner")?.traceFlags;
  if (!told) return null;
  const on = told.value.filter((one) => one.isGlobal).map((one) => one.flag);
  return on.length === 0 ? "none on" : on.join(", ");
}

function sizeWords(snapshot: LinkSnapshot): string | null {
  const arm = armInstanceFacts(snapshot);
  if (!arm) return null;
  return [
    arm.tier,
    arm.vCores === null ? null : `${arm.vCores} vCores`,
    arm.storageSizeGb === null ? null : `${arm.storageSizeGb} GB`,
  ]
    .filter(Boolean)
    .join(", ");
}
