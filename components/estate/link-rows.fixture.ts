// A link as the estate page reads it, for tests: replicating and well, but for what a test says otherwise.
import type { SideState } from "../../lib/domain/assessment.ts";
import type { EstateRow, Plain } from "../../lib/domain/snapshot.ts";

const unknownSide = {
  name: null,
  role: null,
  connected: null,
  availabilityMode: null,
  synchronizationHealth: null,
  synchronizationState: null,
  databaseState: null,
  isSuspended: null,
};

export function partnerSide(said: Partial<Plain<SideState>> = {}): Plain<SideState> {
  return { side: "partner", ...unknownSide, ...said };
}

export function instanceSide(said: Partial<Plain<SideState>> = {}): Plain<SideState> {
  return { side: "instance", ...unknownSide, ...said };
}

export const noNumbers: EstateRow["numbers"] = {
  logSendQueueKb: null,
  redoQueueKb: null,
  sendLagSeconds: null,
  redoLagSeconds: null,
  why: null,
};

export function said<T>(value: T) {
  return { value, vantage: "partner" as const, at: "2026-11-19T02:12:30.000Z" };
}

export function aFinding(finding: Partial<EstateRow["findings"][number]>): EstateRow["findings"][number] {
  return {
    key: "connection",
    verdict: "problem",
    reason: "wms-rotterdam is disconnected; both sides say so.",
    consequence: "Nothing is lost yet.",
    step: "Test port 5022 both ways",
    causeKey: "wms:connection",
    causeReason: null,
    since: "2026-11-19T02:02:00.000Z",
    vantage: "partner",
    ...finding,
  };
}

export function aLink(link: Partial<EstateRow> & { name: string }): EstateRow {
  return {
    linkId: `id-${link.name}`,
    databases: ["WMS"],
    partnerName: "SQLROT01",
    instanceName: "mi-ops-neu",
    partnerVersion: "SQL Server 2019",
    seenBy: ["partner", "instance", "arm"],
    verdict: "ok",
    headline: "",
    phase: "replicating",
    phaseSince: "2026-11-01T00:00:00.000Z",
    splitBrain: "none",
    findings: [],
    partner: partnerSide({ role: said("globalPrimary") }),
    instance: instanceSide({ role: said("forwarder") }),
    seeding: null,
    numbers: noNumbers,
    certificateDays: 200,
    observedAt: { partner: null, instance: null, arm: null },
    sourceIds: { partner: "sql:SQLROT01", instance: "mi:mi-ops-neu", arm: "arm:mi-ops-neu" },
    spark: null,
    ...link,
  };
}
