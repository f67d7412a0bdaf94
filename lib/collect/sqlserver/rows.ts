// From result sets to facts: what a poll says of links, and what was told beside it; what cannot be read is said by question and column.
import type { z } from "zod";
import type {
  SqlDatabaseFacts,
  SqlInstanceFacts,
  SqlLinkFacts,
  SqlReplicaFacts,
  SqlSeedingFacts,
} from "../../domain/sample.ts";
import { LookFailure } from "../source.ts";
import { marker } from "./questions.ts";
import { type Instant, instantOf, readRows } from "./rows-read.ts";
import { aloneCostRow, costRow, databaseRow, identityRow, probeRow, replicaRow, seedingRow } from "./rows-shape.ts";
import { partsOf, type Told, tell } from "./rows-told.ts";

export type { Told } from "./rows-told.ts";

/** Rows by question. */
export type Answers = ReadonlyMap<string, readonly unknown[]>;

/** What one batch said. */
export interface SqlAnswer {
  /** The server's UTC clock as the batch began. */
  utcNow: Date;
  serverMs: number;
  utcOffsetMinutes: number;
  mayViewAnyDefinition: boolean;
  isManagedInstance: boolean;
  identity: Identity;
  links: SqlLinkFacts[];
  /** Rows of groups that the catalog does not list. */
  hidden: { databases: Owned<SqlDatabaseFacts>[]; seedings: Owned<SqlSeedingFacts>[] };
  /** Answers to all its questions, for `tellAll`. */
  answers: Answers;
}

type Identity = Pick<
  SqlInstanceFacts,
  | "serverName"
  | "machineName"
  | "productVersion"
  | "productUpdateLevel"
  | "edition"
  | "engineEdition"
  | "isHadrEnabled"
  | "collation"
  | "startedAt"
  | "utcOffsetMinutes"
>;

interface Owned<Facts> {
  groupId: string;
  facts: Facts;
}

const managedInstance = 8;

/** "view.column", lower case, of every column that exists. Throws LookFailure (malformed). */
export function readCapabilities(recordsets: readonly unknown[][]): Set<string> {
  const rows = readRows("columns-probe", probeRow, recordsets[0]);
  if (rows.length === 0) {
    throw new LookFailure("malformed", "columns-probe: the server names no columns of its own availability views");
  }
  return new Set(rows.map((row) => `${row.view_name}.${row.column_name}`.toLowerCase()));
}

/** `asked` names the questions in the order of the result sets. Throws LookFailure (malformed). */
export function readAnswer(asked: readonly { name: string }[], recordsets: readonly unknown[][]): SqlAnswer {
  if (recordsets.length !== asked.length) {
    throw new LookFailure("malformed", `${asked.length} questions were asked, ${recordsets.length} were answered`);
  }
  const answers = new Map(asked.map(({ name }, at) => [name, recordsets[at] ?? []]));
  const rowsOf = <T>(name: string, shape: z.ZodType<T>): T[] => readRows(name, shape, answers.get(name));
  const [identity] = rowsOf("clock-and-identity", identityRow);
  const [cost] = rowsOf("cost", costRow);
  if (!identity || !cost) throw new LookFailure("malformed", "clock-and-identity: the server did not say who it is");
  const utcOffsetMinutes = offsetOf(identity);
  const instant = instantOf(utcOffsetMinutes);

  const links = linksOf(rowsOf("distributed-availability-groups-and-replicas", replicaRow), instant);
  const hidden: SqlAnswer["hidden"] = { databases: [], seedings: [] };
  for (const row of rowsOf("database-replica-states", databaseRow)) {
    const facts = databaseOf(row, instant);
    const link = links.get(row.group_id);
    if (link) link.databases.push(facts);
    else hidden.databases.push({ groupId: row.group_id, facts });
  }
  for (const row of latestAttempts(rowsOf("seedings", seedingRow))) {
    const facts = seedingOf(row, instant);
    const link = links.get(row.group_id);
    if (link) link.seedings.push(facts);
    else hidden.seedings.push({ groupId: row.group_id, facts });
  }
  for (const link of links.values()) link.databases = withoutInnerCopies(link);

  return {
    utcNow: identity.started_at_instant,
    serverMs: spentMs(identity.started_at_instant, cost.ended_at_instant),
    utcOffsetMinutes,
    mayViewAnyDefinition: identity.may_view_any_definition === true,
    isManagedInstance: identity.engine_edition === managedInstance,
    identity: identityOf(identity, utcOffsetMinutes),
    links: [...links.values()],
    hidden,
    answers,
  };
}

/** Result sets of questions asked beside a poll, each after a row with its name; of several sets the first counts, of none: no rows. */
export function readAlone(recordsets: readonly unknown[][]): Answers {
  const answers = new Map<string, readonly unknown[]>();
  let question: string | null = null;
  for (const rows of recordsets) {
    const named = (rows[0] as Record<string, unknown> | undefined)?.[marker];
    if (typeof named === "string") {
      question = named;
      answers.set(question, []);
    } else if (question !== null && answers.get(question)?.length === 0) answers.set(question, rows);
  }
  return answers;
}

/** What the server spent on the questions asked beside a poll. */
export function aloneMs(answers: Answers): number {
  const [cost] = readRows("cost", aloneCostRow, answers.get("cost"));
  return cost === undefined ? 0 : spentMs(cost.started_at_instant, cost.ended_at_instant);
}

/** What was told before, with these answers. Throws LookFailure (malformed). */
export function tellAll(told: Told, answers: Answers, utcOffsetMinutes: number, at: Date): Told {
  const instant = instantOf(utcOffsetMinutes);
  return [...answers].reduce((so, [question, rows]) => tell(so, question, rows, instant, at), told);
}

export function instanceFacts(answer: SqlAnswer, told: Told): SqlInstanceFacts {
  return { ...answer.identity, ...partsOf(told, answer.mayViewAnyDefinition) };
}

/**
 * The links, with what the hidden groups of the multiple-database mode say of their databases: each database has an inner group
 * and, where that is shown, a distributed one of its own, whose rows count before the inner group's.
 */
export function linkFacts({ links, hidden }: SqlAnswer, told: Told): SqlLinkFacts[] {
  const groups = told["per-database-groups"]?.value ?? [];
  if (groups.length === 0) return links;
  const ownerOf = new Map(groups.map((group) => [group.group_id, group.distributed_group_id]));
  const distributed = new Set(groups.filter((group) => group.is_distributed).map((group) => group.group_id));
  return links.map((link) => {
    const owned = hidden.databases.filter(({ groupId }) => ownerOf.get(groupId) === link.groupId);
    const counted = owned.filter(({ groupId, facts }) => {
      const isDistributedToo = owned.some(
        (other) => other.facts.groupDatabaseId === facts.groupDatabaseId && distributed.has(other.groupId),
      );
      const isOfLink = link.databases.some((row) => row.groupDatabaseId === facts.groupDatabaseId);
      return !isOfLink && (distributed.has(groupId) || !isDistributedToo);
    });
    const databases = withoutInnerCopies({
      ...link,
      databases: counted.map(({ facts }) => ({ ...facts, replicaId: replicaOfLink(link, facts) })),
    });
    const seedings = hidden.seedings.filter(({ groupId }) => ownerOf.get(groupId) === link.groupId);
    return {
      ...link,
      databases: [...link.databases, ...databases],
      seedings: [...link.seedings, ...seedings.map(({ facts }) => facts)],
    };
  });
}

/** A hidden group's replicas are the link's sides under other ids. */
function replicaOfLink({ replicas }: SqlLinkFacts, facts: SqlDatabaseFacts): string {
  return replicas.find((replica) => (replica.isLocal === true) === facts.isLocal)?.replicaId ?? facts.replicaId;
}

/** Minutes east of UTC. Throws LookFailure (malformed) for an offset that no zone has. */
function offsetOf({ started_at_instant: at, started_at_local: local }: z.infer<typeof identityRow>): number {
  const minutes = (local.getTime() - at.getTime()) / 60_000;
  if (Number.isInteger(minutes) && Math.abs(minutes) <= 14 * 60) return minutes;
  throw new LookFailure("malformed", `clock-and-identity: the server's local time is ${minutes} minutes from UTC`);
}

function spentMs(from: Date, to: Date): number {
  return Math.max(0, preciseMs(to) - preciseMs(from));
}

/** The driver keeps what is finer than a millisecond beside the date, in seconds. */
function preciseMs(at: Date & { nanosecondsDelta?: number }): number {
  return at.getTime() + (at.nanosecondsDelta ?? 0) * 1000;
}

function linksOf(rows: z.infer<typeof replicaRow>[], instant: Instant): Map<string, SqlLinkFacts> {
  const links = new Map<string, SqlLinkFacts>();
  for (const row of rows) {
    const link = links.get(row.group_id) ?? {
      groupId: row.group_id,
      name: row.group_name,
      replicas: [],
      databases: [],
      seedings: [],
    };
    links.set(row.group_id, link);
    if (row.replica_id === null) continue;
    link.replicas.push({
      replicaId: row.replica_id,
      isLocal: row.is_local,
      replicaServerName: row.replica_server_name ?? "",
      endpointUrl: row.endpoint_url,
      roleDesc: row.role_desc,
      operationalStateDesc: row.operational_state_desc,
      connectedStateDesc: row.connected_state_desc,
      synchronizationHealthDesc: row.synchronization_health_desc,
      availabilityModeDesc: row.availability_mode_desc,
      failoverModeDesc: row.failover_mode_desc,
      seedingModeDesc: row.seeding_mode_desc,
      sessionTimeoutSeconds: row.session_timeout,
      lastConnectErrorNumber: row.last_connect_error_number,
      lastConnectErrorDescription: row.last_connect_error_description,
      lastConnectErrorAt: instant(row.last_connect_error_timestamp),
    } satisfies SqlReplicaFacts);
  }
  return links;
}

function databaseOf(row: z.infer<typeof databaseRow>, instant: Instant): SqlDatabaseFacts {
  return {
    groupDatabaseId: row.group_database_id,
    replicaId: row.replica_id,
    databaseName: row.database_name,
    isLocal: row.is_local,
    isPrimaryReplica: row.is_primary_replica,
    databaseStateDesc: row.database_state_desc,
    synchronizationStateDesc: row.synchronization_state_desc,
    synchronizationHealthDesc: row.synchronization_health_desc,
    isSuspended: row.is_suspended,
    suspendReasonDesc: row.suspend_reason_desc,
    endOfLogLsn: row.end_of_log_lsn,
    lastSentLsn: row.last_sent_lsn,
    lastSentAt: instant(row.last_sent_time),
    lastReceivedLsn: row.last_received_lsn,
    lastReceivedAt: instant(row.last_received_time),
    lastHardenedLsn: row.last_hardened_lsn,
    lastHardenedAt: instant(row.last_hardened_time),
    lastRedoneLsn: row.last_redone_lsn,
    lastRedoneAt: instant(row.last_redone_time),
    lastCommitLsn: row.last_commit_lsn,
    lastCommitAt: instant(row.last_commit_time),
    logSendQueueKb: row.log_send_queue_size,
    logSendRateKbPerSecond: row.log_send_rate,
    redoQueueKb: row.redo_queue_size,
    redoRateKbPerSecond: row.redo_rate,
    secondaryLagSeconds: row.secondary_lag_seconds,
  };
}

/**
 * A Business Critical managed instance also lists its own inner copies under the link. Of the local rows the one that is
 * primary here counts; of the remote rows those of a replica of the link. Where neither can be told, all stay.
 */
function withoutInnerCopies({ databases, replicas }: SqlLinkFacts): SqlDatabaseFacts[] {
  const linkReplicas = new Set(replicas.map((replica) => replica.replicaId));
  const isWanted = (row: SqlDatabaseFacts) =>
    row.isLocal ? row.isPrimaryReplica === true : linkReplicas.has(row.replicaId);
  return databases.filter(
    (row) =>
      isWanted(row) ||
      !databases.some(
        (other) => other.groupDatabaseId === row.groupDatabaseId && other.isLocal === row.isLocal && isWanted(other),
      ),
  );
}

/** Two attempts can begin within the same 3 ms of a datetime; the later one counts. */
function latestAttempts(rows: z.infer<typeof seedingRow>[]): z.infer<typeof seedingRow>[] {
  const latest = new Map<string, z.infer<typeof seedingRow>>();
  for (const row of rows) {
    const key = `${row.group_id} ${row.group_database_id} ${row.ag_remote_replica_id}`;
    const known = latest.get(key);
    if (!known || (row.number_of_attempts ?? 0) > (known.number_of_attempts ?? 0)) latest.set(key, row);
  }
  return [...latest.values()];
}

function seedingOf(row: z.infer<typeof seedingRow>, instant: Instant): SqlSeedingFacts {
  return {
    operationId: row.operation_id,
    groupDatabaseId: row.group_database_id,
    databaseName: row.database_name,
    isSource: row.is_source,
    currentState: row.current_state,
    performedSeeding: row.performed_seeding,
    failureState: row.failure_state,
    failureStateDesc: row.failure_state_desc,
    errorCode: row.error_code,
    numberOfAttempts: row.number_of_attempts,
    startedAt: instant(row.start_time),
    completedAt: instant(row.completion_time),
    physical:
      row.local_physical_seeding_id === null
        ? null
        : {
            roleDesc: row.role_desc,
            internalStateDesc: row.internal_state_desc,
            transferredSizeBytes: row.transferred_size_bytes,
            databaseSizeBytes: row.database_size_bytes,
            transferRateBytesPerSecond: row.transfer_rate_bytes_per_second,
            totalDiskIoWaitTimeMs: row.total_disk_io_wait_time_ms,
            totalNetworkWaitTimeMs: row.total_network_wait_time_ms,
            isCompressionEnabled: row.is_compression_enabled,
            startedAt: row.start_time_utc,
            estimatedCompletionAt: row.estimate_time_complete_utc,
            failureCode: row.failure_code,
            failureMessage: row.failure_message,
          },
  };
}

function identityOf(row: z.infer<typeof identityRow>, utcOffsetMinutes: number): Identity {
  return {
    serverName: row.server_name,
    machineName: row.machine_name,
    productVersion: row.product_version,
    productUpdateLevel: row.product_update_level,
    edition: row.edition,
    engineEdition: row.engine_edition,
    isHadrEnabled: row.is_hadr_enabled,
    collation: row.collation,
    startedAt: instantOf(utcOffsetMinutes)(row.engine_started_at),
    utcOffsetMinutes,
  };
}
