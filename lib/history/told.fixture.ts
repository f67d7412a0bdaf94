// For tests: samples and outcomes as sources would tell them, with every field there and plain values.
import * as link from "../domain/link-view.fixture.ts";
import type { Answer, Failure, FailureKind, SourceIdentity } from "../domain/outcome.ts";
import type { LinkKey, LinkSample, Sample, SqlDatabaseFacts, SqlLinkFacts } from "../domain/sample.ts";

export const t0 = new Date("2026-11-21T10:00:00.000Z");

export function later(ms: number): Date {
  return new Date(t0.getTime() + ms);
}

export const partnerSource: SourceIdentity = {
  id: "sql:SQLHAM01",
  kind: "sqlserver",
  side: "partner",
  name: "SQLHAM01",
  intervalSeconds: 15,
  isTlsUnchecked: false,
};
export const instanceSource: SourceIdentity = { ...partnerSource, id: "mi:mi-erp", side: "instance", name: "mi-erp" };
export const armSource: SourceIdentity = { ...instanceSource, id: "arm:mi-erp", kind: "arm" };

export function keyOf(key: Partial<LinkKey> = {}): LinkKey {
  return {
    distributedAvailabilityGroupId: "1f2e3d4c-0000-0000-0000-000000000001",
    name: "ERP Hamburg",
    partnerName: "SQLHAM01",
    instanceName: "mi-erp",
    ...key,
  };
}

/** As the leading side tells it of the other: nothing waits anywhere. */
export function database(numbers: Partial<SqlDatabaseFacts> = {}): SqlDatabaseFacts {
  return link.database({
    groupDatabaseId: "db1",
    replicaId: "remote",
    databaseName: "erp",
    isLocal: false,
    isPrimaryReplica: false,
    databaseStateDesc: null,
    logSendQueueKb: 0,
    logSendRateKbPerSecond: 0,
    redoQueueKb: 0,
    redoRateKbPerSecond: 0,
    ...numbers,
  });
}

/** The leading side's view of a link that replicates `numbers`, or seeds `transferredBytes` of 100 GB. */
export function sqlFacts(told: { numbers?: Partial<SqlDatabaseFacts>; transferredBytes?: number } = {}): SqlLinkFacts {
  return link.partnerFacts({
    name: "ERP Hamburg",
    replicas: [
      link.replica({ replicaId: "local", replicaServerName: "AG_HAM", endpointUrl: null }),
      link.replica({
        replicaId: "remote",
        isLocal: false,
        replicaServerName: "AG_MI",
        roleDesc: "SECONDARY",
        endpointUrl: null,
      }),
    ],
    databases: told.transferredBytes === undefined ? [database(told.numbers)] : [],
    seedings: told.transferredBytes === undefined ? [] : [seeding(told.transferredBytes)],
  });
}

function seeding(transferredSizeBytes: number): SqlLinkFacts["seedings"][number] {
  return link.seedingRow({
    operationId: "op1",
    groupDatabaseId: "db1",
    databaseName: "erp",
    startedAt: t0,
    physical: {
      ...link.streaming(transferredSizeBytes, 100e9, t0),
      transferRateBytesPerSecond: 1e6,
      totalDiskIoWaitTimeMs: Math.round(transferredSizeBytes / 1e6),
      totalNetworkWaitTimeMs: 0,
      estimatedCompletionAt: null,
    },
  });
}

export function linkSample(
  at: Date,
  told: { key?: Partial<LinkKey>; facts?: SqlLinkFacts; source?: SourceIdentity } = {},
): LinkSample {
  const source = told.source ?? partnerSource;
  return {
    about: "link",
    key: keyOf(told.key),
    sourceId: source.id,
    observedAt: at,
    vantage: source.side,
    facts: told.facts ?? sqlFacts(),
  };
}

export function answer(at: Date, samples: Sample[], source: SourceIdentity = partnerSource): Answer {
  return {
    kind: "answered",
    sourceId: source.id,
    askedAt: at,
    durationMs: 20,
    latenessMs: 3,
    samples,
    serverClock: { at, skewMs: 12 },
    serverMs: 4,
    roundTrips: 1,
    blind: [],
  };
}

export function failed(at: Date, kind: FailureKind = "timeout", source: SourceIdentity = partnerSource): Failure {
  return {
    kind,
    sourceId: source.id,
    askedAt: at,
    durationMs: 15_000,
    latenessMs: 0,
    message: "no answer",
    code: null,
    permission: null,
    retryAfterMs: null,
  };
}
