// Rows of the database replica states: the LSN ladder, queues and lags as each side reports them.
import { type LinkTruth, otherSide } from "../link-truth.ts";
import type { LogFlow } from "../log-flow.ts";
import type { Row } from "../sql/catalog.ts";
import { isSynchronous, replicaHealth } from "./groups.ts";
import { linkedDatabases } from "./user-databases.ts";
import { coded, databaseId, innerReplicaCount, isLeading, isMoving, isResolving, linkIds, type View } from "./view.ts";

/** Where the leader's log, and the follower's copy of it, have got to. Bytes count from long ago; times in ms. */
export interface Positions {
  flow: LogFlow;
  written: number;
  sent: number;
  received: number;
  hardened: number;
  redone: number;
  sentAt: number;
  hardenedAt: number;
  redoneAt: number;
  logSendQueueKb: number;
  redoQueueKb: number;
}

export function positionsOf(view: View, truth: LinkTruth): Positions {
  const flow = view.world.flow(truth, truth.leads);
  const sentAt = truth.at - truth.sendLagMs;
  const hardenedAt = sentAt - 60;
  const redoneAt = hardenedAt - truth.redoLagMs;
  const [written, sent, received, hardened, redone] = [truth.at, sentAt, sentAt - 30, hardenedAt, redoneAt].map(
    flow.bytesAt,
  ) as [number, number, number, number, number];
  const kb = (bytes: number) => Math.max(0, Math.floor(bytes / 1024));
  return {
    flow,
    written,
    sent,
    received,
    hardened,
    redone,
    sentAt,
    hardenedAt,
    redoneAt,
    logSendQueueKb: kb(written - sent),
    redoQueueKb: kb(hardened - redone),
  };
}

export function databaseReplicaStates(view: View): Row[] {
  const firsts = linkedDatabases(view);
  return view.links.flatMap((truth) => {
    const isHere = truth.isJoined || truth.copying !== null || isLeading(truth, view.side);
    if (!isHere) return [];
    const positions = positionsOf(view, truth);
    return [
      ...(firsts.includes(truth) ? innerRows(view, truth, positions) : []),
      ...distributedRows(view, truth, positions),
    ];
  });
}

/** Rows of the side's own group, there whatever the link does; on a follower they look as dead or alive as the copy is. */
function innerRows(view: View, truth: LinkTruth, positions: Positions): Row[] {
  const ids = linkIds(view.world, truth.link);
  return Array.from({ length: innerReplicaCount(view) }, (_, index) => ({
    ...ownProgress(view, truth, positions, index * 40),
    group_id: ids.innerGroup(view.side),
    replica_id: ids.innerReplica(view.side, index),
    is_local: index === 0,
    is_primary_replica: index === 0,
    ...coded("synchronization_state", "SYNCHRONIZED"),
    ...coded("synchronization_health", "HEALTHY"),
    is_commit_participant: true,
    is_suspended: false,
  }));
}

function distributedRows(view: View, truth: LinkTruth, positions: Positions): Row[] {
  const ids = linkIds(view.world, truth.link);
  const isPrimary = isLeading(truth, view.side);
  const isBusinessCritical = innerReplicaCount(view) > 1;
  const own = ownProgress(view, truth, positions, 0);
  const local: Row = {
    ...own,
    group_id: ids.replicationGroup,
    replica_id: ids.replicationReplica(view.side),
    is_local: true,
    is_primary_replica: isPrimary || isBusinessCritical,
    ...(isPrimary ? primaryState(truth) : followerState(truth)),
    is_commit_participant: isSynchronous(truth),
    ...suspension(truth),
  };
  // A Business Critical instance shows its own internal replicas of the database under the distributed group, too.
  const internal = Array.from({ length: isBusinessCritical ? innerReplicaCount(view) - 1 : 0 }, (_, index) => ({
    ...local,
    ...ownProgress(view, truth, positions, 40 * (index + 1)),
    replica_id: ids.innerReplica(view.side, index + 1),
    is_local: false,
    is_primary_replica: false,
  }));
  return isPrimary ? [local, ...internal, remoteRow(view, truth, positions)] : [local, ...internal];
}

/** A side's own log: end, hardened, redone, committed. `behindMs` sets internal replicas a little back. */
function ownProgress(view: View, truth: LinkTruth, positions: Positions, behindMs: number): Row {
  const common: Row = {
    database_id: databaseId(view, truth.link),
    group_database_id: linkIds(view.world, truth.link).database,
    is_internal: false,
  };
  if (isLeading(truth, view.side) || isResolving(truth)) {
    const flow = view.world.flow(truth, view.side);
    const at = view.at - behindMs;
    const committedAt = at - 150;
    return {
      ...common,
      ...coded("database_state", "ONLINE"),
      end_of_log_lsn: flow.blockLsn(flow.bytesAt(at)),
      // NULL on an asynchronous primary; on a synchronous one the minimum of the secondaries, as far as the primary has heard.
      last_hardened_lsn: isSynchronous(truth) ? flow.blockLsn(positions.hardened) : null,
      last_commit_lsn: flow.recordLsn(flow.bytesAt(committedAt)),
      last_commit_time: view.local(committedAt),
      low_water_mark_for_ghosts: BigInt(Math.floor(at / 1000)),
    };
  }
  if (!truth.isJoined) return { ...common, ...coded("database_state", "RESTORING") };
  const { flow } = positions;
  const [received, hardened, redone] = [positions.sentAt - 30, positions.hardenedAt, positions.redoneAt].map((at) =>
    flow.bytesAt(at - behindMs),
  ) as [number, number, number];
  return {
    ...common,
    ...coded("database_state", "ONLINE"),
    last_received_lsn: flow.blockLsn(received),
    last_received_time: view.local(positions.sentAt - 30 - behindMs),
    last_hardened_lsn: flow.blockLsn(hardened),
    last_hardened_time: view.local(positions.hardenedAt - behindMs),
    end_of_log_lsn: flow.blockLsn(hardened),
    last_redone_lsn: flow.recordLsn(redone),
    last_redone_time: view.local(positions.redoneAt - behindMs),
    last_commit_lsn: flow.recordLsn(redone),
    last_commit_time: view.local(positions.redoneAt - 150 - behindMs),
    recovery_lsn: flow.blockLsn(redone),
    truncation_lsn: flow.blockLsn(redone),
    redo_queue_size: BigInt(positions.redoQueueKb),
    redo_rate: redoRate(truth, positions),
  };
}

/** KB/s while redo ran, averaged since start: it stays high when there is little to do. */
function redoRate(truth: LinkTruth, { flow, redoneAt }: Positions): bigint {
  const perSecond =
    truth.redoSpeed === null ? truth.link.logBytesPerSecond * 3.5 : flow.bytesPerSecondAt(redoneAt) * truth.redoSpeed;
  return BigInt(Math.round(perSecond / 1024));
}

function primaryState(truth: LinkTruth): Row {
  return {
    ...coded("synchronization_state", isSynchronous(truth) ? "SYNCHRONIZED" : "SYNCHRONIZING"),
    ...coded("synchronization_health", "HEALTHY"),
  };
}

function followerState(truth: LinkTruth): Row {
  const state = !isMoving(truth)
    ? "NOT SYNCHRONIZING"
    : isSynchronous(truth) && truth.sendLagMs <= 2000
      ? "SYNCHRONIZED"
      : "SYNCHRONIZING";
  return { ...coded("synchronization_state", state), ...coded("synchronization_health", replicaHealth(truth)) };
}

function suspension({ suspended }: LinkTruth): Row {
  if (!suspended) return { is_suspended: false, ...coded("suspend_reason", null) };
  return { is_suspended: true, ...coded("suspend_reason", suspended.reason as "SUSPEND_FROM_USER") };
}

/** The follower as the primary sees it. Suspended: lag says 0 and the queue nothing. Disconnected or not yet seeded: nothing at all. */
function remoteRow(view: View, truth: LinkTruth, positions: Positions): Row {
  const ids = linkIds(view.world, truth.link);
  const row: Row = {
    database_id: databaseId(view, truth.link),
    group_database_id: ids.database,
    group_id: ids.replicationGroup,
    replica_id: ids.replicationReplica(otherSide(view.side)),
    is_local: false,
    is_primary_replica: false,
    ...followerState(truth),
    is_commit_participant: isSynchronous(truth),
    ...suspension(truth),
    is_internal: false,
  };
  if (truth.disconnected || !truth.isJoined) return row;
  const { flow } = positions;
  const lsns: Row = {
    last_sent_lsn: flow.blockLsn(positions.sent),
    last_sent_time: view.local(positions.sentAt),
    last_hardened_lsn: flow.blockLsn(positions.hardened),
    last_hardened_time: view.local(positions.hardenedAt),
    last_redone_lsn: flow.recordLsn(positions.redone),
    last_redone_time: view.local(positions.redoneAt),
    last_commit_lsn: flow.recordLsn(positions.redone),
    last_commit_time: view.local(positions.redoneAt - 150),
    end_of_log_lsn: flow.blockLsn(positions.hardened),
    truncation_lsn: flow.blockLsn(positions.redone),
  };
  if (truth.suspended) return { ...row, ...lsns, secondary_lag_seconds: 0n };
  const catchingUp = truth.sendLagMs > 10_000 ? 3 : 1.4;
  return {
    ...row,
    ...lsns,
    log_send_queue_size: BigInt(positions.logSendQueueKb),
    log_send_rate: BigInt(Math.round((flow.bytesPerSecondAt(view.at) * catchingUp) / 1024)),
    redo_queue_size: BigInt(positions.redoQueueKb),
    redo_rate: redoRate(truth, positions),
    filestream_send_rate: 0n,
    secondary_lag_seconds: BigInt(Math.floor(truth.sendLagMs / 1000)),
  };
}

export function databaseReplicaClusterStates(view: View): Row[] {
  const firsts = linkedDatabases(view);
  return view.links
    .filter((truth) => truth.isJoined || truth.copying || isLeading(truth, view.side))
    .flatMap((truth) => {
      const ids = linkIds(view.world, truth.link);
      const positions = positionsOf(view, truth);
      const truncation_lsn = positions.flow.blockLsn(truth.isJoined ? positions.redone : positions.written);
      const row = (replica_id: string, isReady: boolean, isJoined: boolean): Row => ({
        replica_id,
        group_database_id: ids.database,
        database_name: truth.link.database,
        is_failover_ready: isReady,
        is_pending_secondary_suspend: false,
        is_database_joined: isJoined,
        truncation_lsn,
      });
      const leads = isLeading(truth, view.side);
      const isReady = isSynchronous(truth) && isMoving(truth) && truth.sendLagMs <= 2000;
      const inner = Array.from({ length: innerReplicaCount(view) }, (_, index) =>
        row(ids.innerReplica(view.side, index), true, true),
      );
      const local = row(ids.replicationReplica(view.side), leads || isReady, leads || truth.isJoined);
      return [
        ...(firsts.includes(truth) ? inner : []),
        local,
        ...(leads ? [row(ids.replicationReplica(otherSide(view.side)), isReady, truth.isJoined)] : []),
      ];
    });
}
