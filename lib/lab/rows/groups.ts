// Rows of sys.availability_groups, sys.availability_replicas and their states: what each side's catalog and DMVs hold of its links.
import type { Side } from "../../domain/vantage.ts";
import { chance } from "../dice.ts";
import { type LinkTruth, otherSide } from "../link-truth.ts";
import { fullyQualifiedName } from "../scenario.ts";
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
  type View,
} from "./view.ts";

export function availabilityGroups(view: View): Row[] {
  return view.links.flatMap(({ link }) => {
    const ids = linkIds(view.world, link);
    const common = {
      failure_condition_level: 3,
      health_check_timeout: 30_000,
      automated_backup_preference: 0,
      automated_backup_preference_desc: "PRIMARY",
      version: 2,
      basic_features: false,
      dtc_support: false,
      db_failover: true,
      cluster_type: view.side === "partner" ? 0 : 1,
      cluster_type_desc: view.side === "partner" ? "WSFC" : "EXTERNAL",
      required_synchronized_secondaries_to_commit: 0,
      is_contained: false,
    };
    return [
      {
        ...common,
        group_id: ids.innerGroup(view.side),
        name: groupName(link, view.side),
        is_distributed: false,
        sequence_number: 4294967296n,
      },
      {
        ...common,
        group_id: ids.distributedGroup,
        name: link.name,
        is_distributed: true,
        sequence_number: 4294967301n,
      },
    ];
  });
}

export function availabilityReplicas(view: View): Row[] {
  return view.links.flatMap((truth) => {
    const { link } = truth;
    const ids = linkIds(view.world, link);
    const createdAt = view.local(truth.attempts[0]?.startedAt ?? truth.since);
    const common = {
      ...coded("seeding_mode", "AUTOMATIC"),
      primary_role_allow_connections: 2,
      primary_role_allow_connections_desc: "ALL",
      secondary_role_allow_connections: 2,
      secondary_role_allow_connections_desc: "ALL",
      backup_priority: 50,
      create_date: createdAt,
      modify_date: createdAt,
    };
    const mode = truth.modes[view.side] === "sync" ? "SYNCHRONOUS_COMMIT" : "ASYNCHRONOUS_COMMIT";
    const sides: Side[] = ["partner", "instance"];
    return [
      ...innerReplicas(view).map((name, index) => ({
        ...common,
        replica_id: ids.innerReplica(view.side, index),
        group_id: ids.innerGroup(view.side),
        replica_metadata_id: index === 0 ? 65_536 : null,
        replica_server_name: name,
        endpoint_url:
          index === 0 ? endpointUrl(view.world, link, view.side).split(";")[0]! : `tcp://${name.toLowerCase()}:5022`,
        ...coded("availability_mode", "SYNCHRONOUS_COMMIT"),
        ...coded("failover_mode", index === 0 && view.side === "partner" ? "MANUAL" : "AUTOMATIC"),
        session_timeout: 10,
      })),
      ...sides.map((side) => ({
        ...common,
        replica_id: ids.distributedReplica(side),
        group_id: ids.distributedGroup,
        replica_metadata_id: null,
        replica_server_name: groupName(link, side),
        endpoint_url: endpointUrl(view.world, link, side),
        ...coded("availability_mode", mode),
        ...coded("failover_mode", "MANUAL"),
        session_timeout: view.side === "partner" ? 20 : 10,
      })),
    ];
  });
}

/** Server names inside the side's own group; the first is this server. */
function innerReplicas(view: View): string[] {
  const first = view.spec.kind === "sqlserver" ? view.spec.name : fullyQualifiedName(view.spec);
  const others = Array.from({ length: innerReplicaCount(view) - 1 }, (_, index) => `DB${index + 2}C-${view.spec.name}`);
  return [first, ...others];
}

export function availabilityReplicaStates(view: View): Row[] {
  return view.links.flatMap((truth) => {
    const ids = linkIds(view.world, truth.link);
    const inner = innerReplicas(view).map((_, index) => ({
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
    const local = localState(view, truth);
    return [...inner, local, ...(isLeading(truth, view.side) ? [remoteState(view, truth)] : [])];
  });
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
  return view.links.flatMap((truth) => {
    const ids = linkIds(view.world, truth.link);
    const leads = isLeading(truth, view.side);
    return [
      {
        group_id: ids.innerGroup(view.side),
        primary_replica: innerReplicas(view)[0]!,
        primary_recovery_health: 1,
        primary_recovery_health_desc: "ONLINE",
        ...coded("synchronization_health", "HEALTHY"),
      },
      {
        group_id: ids.distributedGroup,
        primary_replica: isResolving(truth) ? null : groupName(truth.link, leads ? view.side : truth.leads),
        primary_recovery_health: leads ? 1 : null,
        primary_recovery_health_desc: leads ? "ONLINE" : null,
        secondary_recovery_health: leads ? null : 1,
        secondary_recovery_health_desc: leads ? null : "ONLINE",
        ...coded("synchronization_health", replicaHealth(truth)),
      },
    ];
  });
}
