// The numbers of one link by one voice at one time, for the series; null where the voice does not know.
import type { LinkView, Measurement } from "./assessment.ts";
import { otherSide } from "./hearing.ts";
import { connectedRows, redoPart, sendLag } from "./lag.ts";
import { localReplica, remoteReplica } from "./roles.ts";
import type { SqlDatabaseFacts, SqlLinkFacts } from "./sample.ts";
import { localRows, remoteRows } from "./synchronization.ts";
import type { Side, Vantage } from "./vantage.ts";

/** Two sides are compared only when they were seen this close to each other. */
const togetherMs = 60_000;

/** From the voice's newest facts, at the time of their observation; null when the voice never spoke of the link. */
export function measure(view: LinkView, vantage: Vantage): Measurement | null {
  const voice = view[vantage];
  if (voice.facts === null || voice.observedAt === null) return null;
  const base = { ...empty, linkId: view.linkId, vantage, at: voice.observedAt };
  if (vantage === "arm") return { ...base, ...armLags(view) };
  const facts = voice.facts as SqlLinkFacts;
  return { ...base, ...seedingNumbers(facts), ...flowNumbers(view, vantage, facts) };
}

const empty = {
  transferredBytes: null,
  databaseBytes: null,
  diskWaitMs: null,
  networkWaitMs: null,
  logSendQueueKb: null,
  logSendRateKbPerSecond: null,
  redoQueueKb: null,
  redoRateKbPerSecond: null,
  sendLagSeconds: null,
  redoLagSeconds: null,
};

function seedingNumbers(facts: SqlLinkFacts): Partial<Measurement> {
  const running = facts.seedings.find(
    (row) => row.physical !== null && !/^forwarder$/i.test(row.physical.roleDesc ?? ""),
  );
  if (!running?.physical) return {};
  const { transferredSizeBytes, databaseSizeBytes, totalDiskIoWaitTimeMs, totalNetworkWaitTimeMs } = running.physical;
  return {
    transferredBytes: transferredSizeBytes,
    databaseBytes: databaseSizeBytes,
    diskWaitMs: totalDiskIoWaitTimeMs,
    networkWaitMs: totalNetworkWaitTimeMs,
  };
}

/** Nothing flows while suspended, disconnected or seeding, and a number that stands still would look like one that is known. */
function flowNumbers(view: LinkView, side: Side, facts: SqlLinkFacts): Partial<Measurement> {
  const leads = localReplica(facts)?.roleDesc?.toUpperCase() === "PRIMARY";
  const connection = leads ? remoteReplica(facts) : localReplica(facts);
  const remote = remoteRows(facts);
  const rows = leads && remote.length > 0 ? remote : localRows(facts);
  const worst = rows.reduce<SqlDatabaseFacts | null>((a, b) => (a === null || load(b) > load(a) ? b : a), null);
  if (worst === null || connection?.connectedStateDesc?.toUpperCase() !== "CONNECTED") return {};
  if (facts.databases.some((row) => row.groupDatabaseId === worst.groupDatabaseId && row.isSuspended === true))
    return {};
  if (!/^SYNCHRONIZ(ING|ED)$/.test(worst.synchronizationStateDesc ?? "")) return {};
  return {
    logSendQueueKb: worst.logSendQueueKb,
    logSendRateKbPerSecond: worst.logSendRateKbPerSecond,
    redoQueueKb: worst.redoQueueKb,
    redoRateKbPerSecond: worst.redoRateKbPerSecond,
    sendLagSeconds: sendLag(worst),
    redoLagSeconds: redoLag(view, side, leads, facts, worst),
  };
}

function redoLag(
  view: LinkView,
  side: Side,
  leads: boolean,
  facts: SqlLinkFacts,
  worst: SqlDatabaseFacts,
): number | null {
  if (worst.redoQueueKb === 0) return 0;
  const other = view[otherSide(side)];
  const apartMs = Math.abs((other.observedAt?.getTime() ?? 0) - (view[side].observedAt?.getTime() ?? 0));
  const ownRow = (of: SqlLinkFacts | null) =>
    localRows(of).find((row) => row.groupDatabaseId === worst.groupDatabaseId);
  const primary = leads ? ownRow(facts) : apartMs <= togetherMs ? ownRow(other.facts) : undefined;
  if (!primary?.lastCommitAt || !worst.lastCommitAt || primary === worst) return null;
  const seen = remoteRows(leads ? facts : other.facts).find((row) => row.groupDatabaseId === worst.groupDatabaseId);
  return redoPart(primary.lastCommitAt, worst.lastCommitAt, seen === undefined ? null : sendLag(seen));
}

/** ARM goes on saying 0 where nothing flows: its lags count only while nobody says that the link is broken or both sides lead. */
function armLags(view: LinkView): Partial<Measurement> {
  const { facts } = view.arm;
  if (facts?.instanceLinkRole !== "Primary" || facts.partnerLinkRole === "Primary") return {};
  const partner = localReplica(view.partner.facts);
  const states = [partner, remoteReplica(view.instance.facts)].map((replica) => replica?.connectedStateDesc);
  if (partner?.roleDesc?.toUpperCase() === "PRIMARY" || states.includes("DISCONNECTED")) return {};
  const rows = connectedRows(facts);
  const worst = (values: (number | null)[]) => {
    const said = values.filter((value) => value !== null);
    return said.length === 0 ? null : Math.max(...said);
  };
  return {
    sendLagSeconds: worst(rows.map((row) => row.instanceSendReplicationLagSeconds)),
    redoLagSeconds: worst(rows.map((row) => row.instanceRedoReplicationLagSeconds)),
  };
}

function load(row: SqlDatabaseFacts): number {
  return (row.logSendQueueKb ?? 0) + (row.redoQueueKb ?? 0);
}
