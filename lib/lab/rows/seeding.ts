// Rows of the two seeding views: the history of attempts, and the streams that run now.
import type { Attempt, LinkTruth } from "../link-truth.ts";
import { otherSide } from "../link-truth.ts";
import { fullyQualifiedName } from "../scenario.ts";
import type { Row } from "../sql/catalog.ts";
import { databaseId, innerReplicaCount, linkIds, type View } from "./view.ts";

/** Every attempt, ended or not, as this side kept it. */
export function automaticSeeding(view: View): Row[] {
  return view.links.flatMap((truth) => {
    const ids = linkIds(view.world, truth.link);
    const isSource = truth.leads === view.side;
    return truth.attempts.map((attempt) => ({
      start_time: view.local(attempt.startedAt),
      completion_time: attempt.completedAt === null ? null : view.local(attempt.completedAt),
      ag_id: ids.replicationGroup,
      ag_db_id: ids.database,
      ag_remote_replica_id: ids.replicationReplica(otherSide(view.side)),
      operation_id: isSource ? attempt.operationId : attempt.remoteOperationId,
      is_source: isSource,
      performed_seeding: attempt.performedSeeding,
      number_of_attempts: attempt.number,
      ...outcome(truth, attempt, isSource),
    }));
  });
}

function outcome(truth: LinkTruth, attempt: Attempt, isSource: boolean): Row {
  if (!isSource && truth.hasFalseFailure && attempt.currentState === "COMPLETED") {
    return {
      current_state: "FAILED",
      failure_state: 221,
      failure_state_desc: "Seeding Check Message Timeout",
      error_code: 0,
    };
  }
  return {
    current_state: attempt.currentState,
    failure_state: attempt.failure?.state ?? null,
    failure_state_desc: attempt.failure?.description ?? null,
    error_code: attempt.failure?.errorCode || null,
  };
}

/** Running streams only: nothing is kept of a seeding that ended, well or badly. */
export function physicalSeedingStats(view: View): Row[] {
  return view.links.flatMap((truth) => {
    const { copying } = truth;
    if (!copying) return [];
    const isSource = truth.leads === view.side;
    const remote = view.world.server(truth.link[otherSide(view.side)]);
    const left = Math.max(0, copying.databaseBytes - copying.transferredBytes);
    const row: Row = {
      local_physical_seeding_id: isSource ? copying.attempt.operationId : copying.attempt.remoteOperationId,
      remote_physical_seeding_id: isSource ? copying.attempt.remoteOperationId : copying.attempt.operationId,
      local_database_id: databaseId(view, truth.link),
      local_database_name: truth.link.database,
      remote_machine_name: remote.kind === "sqlserver" ? remote.name.split("\\")[0]! : fullyQualifiedName(remote),
      role_desc: isSource ? "Source" : innerReplicaCount(view) > 1 ? "ForwarderDestination" : "Destination",
      internal_state_desc: isSource ? "ReadingAndSendingData" : "WritingBackupToDisk",
      transfer_rate_bytes_per_second: BigInt(copying.bytesPerSecond),
      transferred_size_bytes: BigInt(copying.transferredBytes),
      database_size_bytes: BigInt(copying.databaseBytes),
      start_time_utc: view.utc(copying.admittedAt),
      end_time_utc: null,
      // The server counts uncompressed bytes and a rate a little too low, so it promises too late.
      estimate_time_complete_utc:
        copying.bytesPerSecond > 0 ? view.utc(view.at + (left / copying.bytesPerSecond) * 1150) : null,
      total_disk_io_wait_time_ms: BigInt(Math.floor(copying.diskWaitMs * (isSource ? 1 : 0.6))),
      total_network_wait_time_ms: BigInt(copying.networkWaitMs),
      failure_code: 0,
      is_compression_enabled: copying.isCompressed,
    };
    if (isSource || innerReplicaCount(view) === 1) return [row];
    // A Business Critical forwarder hands the stream on to its own replicas.
    return [
      row,
      {
        ...row,
        local_physical_seeding_id: copying.attempt.operationId.replace(/^..../, "F0F0"),
        role_desc: "Forwarder",
      },
    ];
  });
}
