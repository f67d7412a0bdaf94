// Who says what of a link: one row per fact, one voice per line, and whether the voices disagree.
import type { SqlLinkFacts, SqlReplicaFacts } from "../../lib/domain/sample.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { type Side, type Vantage, vantages } from "../../lib/domain/vantage.ts";
import { formatBytes } from "../../lib/format/size.ts";
import { armFacts, armInstanceFacts, localDatabase, saidAt, sqlFacts, sqlInstanceFacts } from "./raw-facts.ts";

export interface FactRow {
  fact: string;
  /** Voices that say the same share a line; the oldest of their ages counts. */
  voices: { value: string; vantages: Vantage[]; at: string | null }[];
  /** Voices that should say the same and do not. */
  disagrees: boolean;
}

/** `alike`: all voices speak of one thing and must agree · `each`: every side has its own. */
type Kind = "alike" | "each";

/** What of a voice's words counts when two are compared. */
type Essence = (value: string) => string;

const plain: Essence = (value) => value.toLowerCase().replaceAll(/[_\s]/g, "");
const mode: Essence = (value) => (/^async/i.test(value) ? "async" : "sync");

/** Rows in which nobody says anything are left out. */
export function factRows(snapshot: LinkSnapshot): FactRow[] {
  const partner = sqlFacts(snapshot, "partner");
  const instance = sqlFacts(snapshot, "instance");
  const arm = armFacts(snapshot);
  const armDatabase = arm?.databases[0] ?? null;
  const row = (
    fact: string,
    kind: Kind,
    said: Partial<Record<Vantage, string | null | undefined>>,
    essence = plain,
  ): FactRow => {
    const voices: FactRow["voices"] = [];
    for (const vantage of vantages) {
      const value = said[vantage];
      if (!value) continue;
      const at = saidAt(snapshot, vantage);
      const same = voices.find((voice) => essence(voice.value) === essence(value));
      if (!same) voices.push({ value, vantages: [vantage], at });
      else {
        same.vantages.push(vantage);
        if (at === null || (same.at !== null && at < same.at)) same.at = at;
      }
    }
    return { fact, voices, disagrees: kind === "alike" && voices.length > 1 };
  };
  return [
    row("Role of the SQL Server", "alike", {
      partner: local(partner)?.roleDesc,
      instance: remote(instance)?.roleDesc,
      arm: arm?.partnerLinkRole,
    }),
    row("Role of the managed instance", "alike", {
      partner: remote(partner)?.roleDesc,
      instance: local(instance)?.roleDesc,
      arm: arm?.instanceLinkRole,
    }),
    row("Connection", "alike", {
      partner: (remote(partner) ?? local(partner))?.connectedStateDesc,
      instance: local(instance)?.connectedStateDesc,
      arm: armDatabase?.connectedState,
    }),
    row(
      "Replication mode",
      "alike",
      {
        partner: local(partner)?.availabilityModeDesc,
        instance: local(instance)?.availabilityModeDesc,
        arm: arm?.replicationMode,
      },
      mode,
    ),
    row("Synchronization health", "alike", {
      partner: (remote(partner) ?? local(partner))?.synchronizationHealthDesc,
      instance: local(instance)?.synchronizationHealthDesc,
      arm: armDatabase?.synchronizationHealth,
    }),
    row("Synchronization state", "each", {
      partner: localDatabase(partner)?.synchronizationStateDesc,
      instance: localDatabase(instance)?.synchronizationStateDesc,
      arm: armDatabase?.replicaState,
    }),
    row("Database state", "each", {
      partner: localDatabase(partner)?.databaseStateDesc,
      instance: localDatabase(instance)?.databaseStateDesc,
    }),
    row("Suspended", "alike", {
      partner: suspendedWords(partner),
      instance: suspendedWords(instance),
    }),
    row("Seeded bytes", "each", {
      partner: seedingWords(partner),
      instance: seedingWords(instance),
      arm:
        armDatabase?.seedingProgressPercent === null || armDatabase?.seedingProgressPercent === undefined
          ? null
          : `${armDatabase.seedingProgressPercent} %`,
    }),
    row("Seeding mode", "alike", {
      partner: local(partner)?.seedingModeDesc,
      instance: local(instance)?.seedingModeDesc,
      arm: arm?.seedingMode,
    }),
    row("Failover mode", "each", {
      partner: local(partner)?.failoverModeDesc,
      instance: local(instance)?.failoverModeDesc,
      arm: arm?.failoverMode,
    }),
    row("Last connection error", "each", {
      partner: errorWords(partner),
      instance: errorWords(instance),
      arm: armDatabase?.mostRecentLinkError,
    }),
    row("Endpoint of the SQL Server", "each", {
      partner: endpointWords(snapshot, "partner"),
      instance: remote(instance)?.endpointUrl,
      arm: arm?.partnerEndpoint,
    }),
    row("Endpoint of the managed instance", "each", {
      partner: remote(partner)?.endpointUrl,
      instance: endpointWords(snapshot, "instance"),
    }),
    row("Size of the managed instance", "each", { arm: sizeWords(snapshot) }),
    row("Distributed availability group", "alike", {
      partner: partner?.groupId,
      instance: instance?.groupId,
      arm: arm?.distributedAvailabilityGroupId,
    }),
  ].filter((fact) => fact.voices.length > 0);
}

function local(facts: Plain<SqlLinkFacts> | null): Plain<SqlReplicaFacts> | null {
  return facts?.replicas.find((replica) => replica.isLocal === true) ?? null;
}

function remote(facts: Plain<SqlLinkFacts> | null): Plain<SqlReplicaFacts> | null {
  return facts?.replicas.find((replica) => replica.isLocal === false) ?? null;
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
