// Rows of sys.availability_groups, sys.availability_replicas and their states: what each side's catalog and DMVs hold of its links.
import type { Side } from "../../domain/vantage.ts";
import { chance } from "../dice.ts";
import { type LinkTruth, otherSide } from "../link-truth.ts";
import { fullyQualifiedName, linkName } from "../scenario.ts";
import type { Row } from "../sql/catalog.ts";
import {
  coded,
  endpointUrl,
  groupName,
  innerReplicaCount,
  isLeading,
  isMoving,
  isResolving,
  linkIds,
  onePer,
  type View,
} from "./view.ts";

/** The links here, one for each distributed group. */
function distributed(view: View): LinkTruth[] {
  return onePer(view.links, linkName);
}

/** The links here, one for each of the side's own groups under them. */
function underlying(view: View): LinkTruth[] {
  return onePer(view.links, (link) => linkIds(view.world, link).innerGroup(view.side));
}

/** Groups of one database each inside a link in the multiple-database mode; no catalog view lists them. */
function internal(view: View): LinkTruth[] {
  return view.links.filter(({ link }) => link.memberOf !== undefined);
}

function groupRow(view: View): Row {
  const isOnWindowsCluster = view.spec.kind === "sqlserver" && view.spec.hostPlatform === "Windows";
  return {
    failure_condition_level: 3,
    health_check_timeout: 30_000,
    automated_backup_preference: 0,
    automated_backup_preference_desc: "PRIMARY",
    version: 2,
    basic_features: false,
    dtc_support: false,
    db_failover: true,
    cluster_type: isOnWindowsCluster ? 0 : 1,
    cluster_type_desc: isOnWindowsCluster ? "WSFC" : "EXTERNAL",
    required_synchronized_secondaries_to_commit: 0,
    is_contained: false,
  };
}

export function availabilityGroups(view: View): Row[] {
  return [
    ...underlying(view).map(({ link }) => ({
      ...groupRow(view),
      group_id: linkIds(view.world, link).innerGroup(view.side),
      name: groupName(link, view.side),
      is_distributed: false,
      sequence_number: 4294967296n,
    })),
    ...distributed(view).map(({ link }) => ({
      ...groupRow(view),
      group_id: linkIds(view.world, link).distributedGroup,
      name: linkName(link),
      is_distributed: true,
      sequence_number: 4294967301n,
    })),
  ];
}

export function internalAvailabilityGroups(view: View): Row[] {
  return internal(view).map(({ link }) => {
    const ids = linkIds(view.world, link);
    return {
      ...groupRow(view),
      distributed_availability_group_id: ids.distributedGroup,
      group_id: ids.replicationGroup,
      name: `${linkName(link)}_${link.database}`,
      is_distributed: true,
      sequence_number: 4294967301n,
    };
  });
}

export function internalAvailabilityReplicas(view: View): Row[] {
  return internal(view).flatMap((truth) => {
    const ids = linkIds(view.world, truth.link);
    return sides.map((side) => ({
      ...distributedReplica(view, truth, side),
      distributed_availability_group_id: ids.distributedGroup,
      group_id: ids.replicationGroup,
      replica_id: ids.replicationReplica(side),
    }));
  });
}

const sides: Side[] = ["partner", "instance"];

export function availabilityReplicas(view: View): Row[] {
  const own = underlying(view).flatMap((truth) => {
    const { link } = truth;
    const ids = linkIds(view.world, link);
    return innerReplicas(view).map((name, index) => ({
      ...replicaRow(view, truth),
      replica_id: ids.innerReplica(view.side, index),
      group_id: ids.innerGroup(view.side),
      replica_metadata_id: index === 0 ? 65_536 : null,
      replica_server_name: name,
      endpoint_url:
        index === 0 ? endpointUrl(view.world, link, view.side).split(";")[0]! : `tcp://${name.toLowerCase()}:5022`,
      ...coded("availability_mode", "SYNCHRONOUS_COMMIT"),
      ...coded("failover_mode", index === 0 && view.side === "partner" ? "MANUAL" : "AUTOMATIC"),
      session_timeout: 10,
    }));
  });
  return [...own, ...distributed(view).flatMap((truth) => sides.map((side) => distributedReplica(view, truth, side)))];
}

function replicaRow(view: View, truth: LinkTruth): Row {
  const createdAt = view.local(truth.attempts[0]?.startedAt ?? truth.since);
  return {
    ...coded("seeding_mode", "AUTOMATIC"),
    primary_role_allow_connections: 2,
    primary_role_allow_connections_desc: "ALL",
    secondary_role_allow_connections: 2,
    secondary_role_allow_connections_desc: "ALL",
    backup_priority: 50,
    create_date: createdAt,
    modify_date: createdAt,
  };
}

function distributedReplica(view: View, truth: LinkTruth, side: Side): Row {
  const { link } = truth;
  const ids = linkIds(view.world, link);
  const mode = truth.modes[view.side] === "sync" ? "SYNCHRONOUS_COMMIT" : "ASYNCHRONOUS_COMMIT";
  return {
    ...replicaRow(view, truth),
    ...coded("seeding_mode", view.world.linkSettings(link.name).seedingMode ?? "AUTOMATIC"),
    replica_id: ids.distributedReplica(side),
    group_id: ids.distributedGroup,
    replica_metadata_id: null,
    replica_server_name: groupName(link, side),
    endpoint_url: endpointUrl(view.world, link, side),
    ...coded("availability_mode", mode),
    ...coded("failover_mode", "MANUAL"),
    session_timeout: view.side === "partner" ? 20 : 10,
  };
}

/** Server names inside the side's own group; the first is this server. */
function innerReplicas(view: View): string[] {
  const first = view.spec.kind === "sqlserver" ? view.spec.name : fullyQualifiedName(view.spec);
  const others = Array.from({ length: innerReplicaCount(view) - 1 }, (_, index) => `DB${index + 2}C-${view.spec.name}`);
  return [first, ...others];
}

export function availabilityReplicaStates(view: View): Row[] {
  const own = underlying(view).flatMap((truth) => {
    const ids = linkIds(view.world, truth.link);
    return innerReplicas(view).map((_, index) => ({
      replica_id: ids.innerReplica(view.side, index),
      group_id: ids.innerGroup(view.side),
      is_local: index === 0,
      ...coded("role", index === 0 ? "PRIMARY" : "SECONDARY"),
      ...coded("operational_state", index === 0 ? "ONLINE" : null),
      ...coded("connected_state", "CONNECTED"),
      ...coded("recovery_health", index === 0 ? "ONLINE" : null),
      ...coded("synchronization_health", "HEALTHY"),
      is_internal: false,
    }));
  });
  const both = (truth: LinkTruth) => [
    localState(view, truth),
    ...(isLeading(truth, view.side) ? [remoteState(view, truth)] : []),
  ];
  const ofDatabases = internal(view).flatMap((truth) => {
    const ids = linkIds(view.world, truth.link);
    return both(truth).map((row) => ({
      ...row,
      group_id: ids.replicationGroup,
      replica_id: ids.replicationReplica(row.is_local ? view.side : otherSide(view.side)),
      is_internal: true,
    }));
  });
  return [...own, ...distributed(view).flatMap(both), ...ofDatabases];
}

function localState(view: View, truth: LinkTruth): Row {
  const ids = linkIds(view.world, truth.link);
  const leads = isLeading(truth, view.side);
  const isOff = !leads && truth.disconnected !== null;
  return {
    replica_id: ids.distributedReplica(view.side),
    group_id: ids.distributedGroup,
    is_local: true,
    ...coded("role", truth.roles[view.side]),
    ...coded("operational_state", isResolving(truth) ? "PENDING_FAILOVER" : "ONLINE"),
    ...coded("connected_state", isOff ? "DISCONNECTED" : "CONNECTED"),
    ...coded("recovery_health", "ONLINE"),
    ...coded("synchronization_health", leads ? "HEALTHY" : replicaHealth(truth)),
    ...(isOff ? connectError(view, truth) : {}),
    is_internal: false,
  };
}

/** The other side as the primary sees it. Without a connection its role is not known, and on some builds not even that it is gone. */
function remoteState(view: View, truth: LinkTruth): Row {
  const ids = linkIds(view.world, truth.link);
  const isOff = truth.disconnected !== null;
  const saysDisconnected = chance(view.world.scenario.seed, truth.link.name, "says-disconnected") < 0.6;
  return {
    replica_id: ids.distributedReplica(otherSide(view.side)),
    group_id: ids.distributedGroup,
    is_local: false,
    ...coded("role", isOff ? null : "SECONDARY"),
    ...coded("operational_state", null),
    ...coded("connected_state", !isOff ? "CONNECTED" : saysDisconnected ? "DISCONNECTED" : null),
    ...coded("recovery_health", null),
    ...coded("synchronization_health", replicaHealth(truth)),
    ...(isOff ? connectError(view, truth) : {}),
    is_internal: false,
  };
}

function connectError(view: View, { disconnected }: LinkTruth): Row {
  if (!disconnected) return {};
  // The server tries again every 20 s and keeps the time of its last failure.
  const lastTry = view.at - ((view.at - disconnected.since) % 20_000);
  return {
    last_connect_error_number: disconnected.errorNumber,
    last_connect_error_description: disconnected.description,
    last_connect_error_timestamp: view.local(lastTry),
  };
}

export type Health = "NOT_HEALTHY" | "PARTIALLY_HEALTHY" | "HEALTHY";

/** A synchronous replica is healthy only when synchronized; an asynchronous one while it synchronizes. */
export function replicaHealth(truth: LinkTruth): Health {
  if (!isMoving(truth)) return "NOT_HEALTHY";
  return isSynchronous(truth) && truth.sendLagMs > 2000 ? "PARTIALLY_HEALTHY" : "HEALTHY";
}

/** Log is committed on both sides only if both are set so. */
export function isSynchronous(truth: LinkTruth): boolean {
  return truth.modes.partner === "sync" && truth.modes.instance === "sync";
}

export function availabilityGroupStates(view: View): Row[] {
  return [
    ...underlying(view).map(({ link }) => ({
      group_id: linkIds(view.world, link).innerGroup(view.side),
      primary_replica: innerReplicas(view)[0]!,
      primary_recovery_health: 1,
      primary_recovery_health_desc: "ONLINE",
      ...coded("synchronization_health", "HEALTHY"),
    })),
    ...distributed(view).map((truth) => {
      const leads = isLeading(truth, view.side);
      return {
        group_id: linkIds(view.world, truth.link).distributedGroup,
        primary_replica: isResolving(truth) ? null : groupName(truth.link, leads ? view.side : truth.leads),
        primary_recovery_health: leads ? 1 : null,
        primary_recovery_health_desc: leads ? "ONLINE" : null,
        secondary_recovery_health: leads ? null : 1,
        secondary_recovery_health_desc: leads ? null : "ONLINE",
        ...coded("synchronization_health", replicaHealth(truth)),
      };
    }),
  ];
}
