// One server's view of the world: its links with their identifiers, its clock, and the code-and-description pairs of the system views.
import type { Side } from "../../domain/vantage.ts";
import { guid } from "../dice.ts";
import type { LinkTruth } from "../link-truth.ts";
import type { LinkSpec, ServerSpec } from "../scenario.ts";
import { fullyQualifiedName, linkName } from "../scenario.ts";
import type { ServerSettings } from "../settings.ts";
import type { Row } from "../sql/catalog.ts";
import type { World } from "../world.ts";

export interface View {
  world: World;
  spec: ServerSpec;
  side: Side;
  at: number;
  settings: ServerSettings;
  /** One per linked database, of links whose availability groups exist on this server now. */
  links: LinkTruth[];
  /** Databases of links whose groups are gone from here, but which stayed. */
  unlinked: LinkTruth[];
  /** A time as this server's local datetime columns show it: its own clock, its own zone. */
  local(at: number): number;
  /** The same in its UTC columns. */
  utc(at: number): number;
}

export function viewOf(world: World, serverName: string): View {
  const spec = world.server(serverName);
  const side: Side = spec.kind === "sqlserver" ? "partner" : "instance";
  const skew = clockSkewMs(spec);
  const links = world.linksOf(serverName);
  return {
    world,
    spec,
    side,
    at: world.at,
    settings: world.settingsOf(serverName),
    links: links.filter((truth) => truth.seenBy[side]),
    // The database that led stays where it is; the other's copy only if nobody dropped it.
    unlinked: links.filter(
      (truth) =>
        !truth.seenBy[side] &&
        (truth.leads === side || (truth.isJoined && world.linkSettings(truth.link.name).leavesWritableCopies === true)),
    ),
    local: (at) => Math.round(at + skew + utcOffsetMinutes(spec) * 60_000),
    utc: (at) => Math.round(at + skew),
  };
}

export function clockSkewMs(spec: ServerSpec): number {
  return spec.kind === "sqlserver" ? spec.clockSkewMs : 0;
}

export function utcOffsetMinutes(spec: ServerSpec): number {
  return spec.kind === "sqlserver" ? spec.utcOffsetMinutes : 0;
}

/** Identifiers of one link, the same whoever tells them. */
export function linkIds(world: World, link: LinkSpec) {
  const { seed } = world.scenario;
  const name = linkName(link);
  const carrier = (side: Side) => (side === "partner" ? (link.innerGroupOf ?? name) : name);
  const distributedGroup = guid(seed, name, "distributed-group");
  const distributedReplica = (side: Side) => guid(seed, name, "distributed-replica", side);
  return {
    distributedGroup,
    distributedReplica,
    database: guid(seed, link.innerGroupOf ?? link.name, "database"),
    /** What the database's own rows go by: the distributed group, or in the multiple-database mode its internal one. */
    replicationGroup: link.memberOf ? guid(seed, link.name, "internal-group") : distributedGroup,
    replicationReplica: (side: Side) =>
      link.memberOf ? guid(seed, link.name, "internal-replica", side) : distributedReplica(side),
    innerGroup: (side: Side) => guid(seed, carrier(side), "inner-group", side),
    innerReplica: (side: Side, index: number) => guid(seed, carrier(side), "inner-replica", side, index),
  };
}

/** Names of the availability groups under a link. */
export function groupName(link: LinkSpec, side: Side): string {
  const name = `AG_${link.memberOf ?? link.database}`;
  return side === "partner" ? name : `${name}_MI`;
}

/** As the distributed group has it, unless the link is set up otherwise. */
export function endpointUrl(world: World, link: LinkSpec, side: Side): string {
  const set = world.linkSettings(link.name);
  const spec = world.server(link[side]);
  const host = fullyQualifiedName(spec);
  if (spec.kind === "sqlserver") return set.partnerEndpointUrl ?? `tcp://${host}:${spec.endpointPort}`;
  const database = link.initialPrimary === "instance" ? `;Database=[${link.database}]` : "";
  return set.instanceEndpointUrl ?? `tcp://${host}:5022;Server=[${spec.name}]${database}`;
}

/** The first of those that share something: links of one database, databases of one link. */
export function onePer(truths: LinkTruth[], key: (link: LinkSpec) => string): LinkTruth[] {
  const first = new Map<string, LinkTruth>();
  for (const truth of truths) if (!first.has(key(truth.link))) first.set(key(truth.link), truth);
  return [...first.values()];
}

/** A database that was dropped from the managed instance under its link. */
export function isLost({ world, side }: View, link: LinkSpec): boolean {
  return side === "instance" && world.linkSettings(link.name).isLostOnInstance === true;
}

/** An object of a network test that somebody forgot to drop. */
export function isLeftOver({ settings }: View, name: NonNullable<ServerSettings["leftovers"]>[number]): boolean {
  return settings.leftovers?.includes(name) ?? false;
}

export function databaseId(view: View, link: LinkSpec): number {
  return view.world.databaseId(view.spec.name, link);
}

/** Replicas inside a side's own availability group: a Business Critical instance keeps four. */
export function innerReplicaCount(view: View): number {
  return view.spec.kind === "instance" && view.spec.tier === "BusinessCritical" ? 4 : 1;
}

export function isLeading(truth: LinkTruth, side: Side): boolean {
  return truth.roles[side] === "PRIMARY";
}

/** Log flows from the leader to the other side now. */
export function isMoving(truth: LinkTruth): boolean {
  return truth.isJoined && truth.disconnected === null && truth.suspended === null && !isResolving(truth);
}

export function isResolving(truth: LinkTruth): boolean {
  return truth.roles.partner === "RESOLVING";
}

const codes = {
  role: ["RESOLVING", "PRIMARY", "SECONDARY"],
  operational_state: ["PENDING_FAILOVER", "PENDING", "ONLINE", "OFFLINE", "FAILED", "FAILED_NO_QUORUM"],
  connected_state: ["DISCONNECTED", "CONNECTED"],
  recovery_health: ["ONLINE_IN_PROGRESS", "ONLINE"],
  synchronization_health: ["NOT_HEALTHY", "PARTIALLY_HEALTHY", "HEALTHY"],
  synchronization_state: ["NOT SYNCHRONIZING", "SYNCHRONIZING", "SYNCHRONIZED", "REVERTING", "INITIALIZING"],
  database_state: ["ONLINE", "RESTORING", "RECOVERING", "RECOVERY_PENDING", "SUSPECT", "EMERGENCY", "OFFLINE"],
  state: ["ONLINE", "RESTORING", "RECOVERING", "RECOVERY_PENDING", "SUSPECT", "EMERGENCY", "OFFLINE"],
  recovery_model: ["", "FULL", "BULK_LOGGED", "SIMPLE"],
  connection_auth: [
    "",
    "NTLM",
    "KERBEROS",
    "NEGOTIATE",
    "CERTIFICATE",
    "NTLM, CERTIFICATE",
    "KERBEROS, CERTIFICATE",
    "NEGOTIATE, CERTIFICATE",
    "CERTIFICATE, NTLM",
    "CERTIFICATE, KERBEROS",
    "CERTIFICATE, NEGOTIATE",
  ],
  encryption_algorithm: ["NONE", "RC4", "AES", "NONE, RC4", "NONE, AES", "RC4, AES", "AES, RC4"],
  availability_mode: ["ASYNCHRONOUS_COMMIT", "SYNCHRONOUS_COMMIT"],
  failover_mode: ["AUTOMATIC", "MANUAL"],
  seeding_mode: ["AUTOMATIC", "MANUAL"],
  suspend_reason: [
    "SUSPEND_FROM_USER",
    "SUSPEND_FROM_PARTNER",
    "SUSPEND_FROM_REDO",
    "SUSPEND_FROM_CAPTURE",
    "SUSPEND_FROM_APPLY",
    "SUSPEND_FROM_RESTART",
    "SUSPEND_FROM_UNDO",
    "SUSPEND_FROM_REVALIDATION",
    "SUSPEND_FROM_XRF_UPDATE",
  ],
  log_reuse_wait: [
    "NOTHING",
    "CHECKPOINT",
    "LOG_BACKUP",
    "ACTIVE_BACKUP_OR_RESTORE",
    "ACTIVE_TRANSACTION",
    "DATABASE_MIRRORING",
    "REPLICATION",
    "DATABASE_SNAPSHOT_CREATION",
    "LOG_SCAN",
    "AVAILABILITY_REPLICA",
  ],
} as const;

/** A column and its `_desc` twin; null where the view has nothing to say. */
export function coded<K extends keyof typeof codes>(column: K, description: (typeof codes)[K][number] | null): Row {
  const list: readonly string[] = codes[column];
  return { [column]: description === null ? null : list.indexOf(description), [`${column}_desc`]: description };
}
