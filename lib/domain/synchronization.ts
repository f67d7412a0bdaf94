// Health, suspension and catching up, as each side tells it, and what it means in this replication mode.
import type { Said } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, otherSide, sideName, sqlVoices } from "./hearing.ts";
import { agreedMode, type ReplicationMode } from "./replication-mode.ts";
import { localReplica, ownRole, remoteReplica } from "./roles.ts";
import type { SqlDatabaseFacts, SqlLinkFacts } from "./sample.ts";
import { suspendReason } from "./suspend-reason.ts";
import type { Side } from "./vantage.ts";
import { countWords, listWords, shortClause } from "./wording.ts";

export function localRows(facts: SqlLinkFacts | null): SqlDatabaseFacts[] {
  return facts?.databases.filter((row) => row.isLocal) ?? [];
}

/** Rows that a leading side keeps about its secondary; elsewhere there are none. */
export function remoteRows(facts: SqlLinkFacts | null): SqlDatabaseFacts[] {
  return facts?.databases.filter((row) => !row.isLocal) ?? [];
}

/** What a side says of the flow of log: a leader about the other's copy, a follower about its own. Worst database first. */
export function flowRows(hearing: Hearing, side: Side): SqlDatabaseFacts[] {
  const { facts } = hearing[side];
  const remote = remoteRows(facts);
  const rows = ownRole(hearing, side)?.value === "globalPrimary" && remote.length > 0 ? remote : localRows(facts);
  return [...rows].sort((a, b) => badness(b) - badness(a));
}

/** The database of a side that is worst, where the link carries several; null: there is one only, or no name is told. */
export function worstOfSeveral(hearing: Hearing, side: Side): string | null {
  const rows = flowRows(hearing, side);
  return rows.length > 1 ? (rows[0]?.databaseName ?? null) : null;
}

/** What a state means in a replication mode, to stand behind it; null: it says enough by itself. */
export function stateMeaning(state: string, mode: ReplicationMode | null): string | null {
  if (state === "SYNCHRONIZING" && mode === "asynchronous") return "normal when asynchronous";
  if (state === "SYNCHRONIZING" && mode === "synchronous") return "not SYNCHRONIZED yet";
  if (state === "NOT SYNCHRONIZING") return "no log is taken over";
  if (state === "REVERTING") return "takes back log after a failover";
  return state === "INITIALIZING" ? "fetches pages after a failover" : null;
}

/** The same for health: under asynchronous, HEALTHY is a copy that is SYNCHRONIZING. */
export function healthMeaning(health: string, mode: ReplicationMode | null): string | null {
  return health === "PARTIALLY_HEALTHY" && mode === "synchronous" ? "passes after a switch to synchronous" : null;
}

const healthOrder = ["NOT_HEALTHY", "PARTIALLY_HEALTHY", "HEALTHY"];

/** The worse of replica and databases: a group can be HEALTHY by one view and lag behind in the other. */
export function readHealth(hearing: Hearing, side: Side): Said<string> | null {
  const voice = hearing[side];
  const leads = ownRole(hearing, side)?.value === "globalPrimary";
  const replica = leads ? remoteReplica(voice.facts) : localReplica(voice.facts);
  const all = [
    replica?.synchronizationHealthDesc,
    ...flowRows(hearing, side).map((row) => row.synchronizationHealthDesc),
  ];
  const said = all.filter((one): one is string => !!one);
  const worst = healthOrder.find((one) => said.includes(one)) ?? said[0];
  return worst === undefined ? null : { value: worst, vantage: side, at: voice.at };
}

export function armHealth(hearing: Hearing): Said<string> | null {
  const said = hearing.arm.facts?.databases.flatMap((row) => row.synchronizationHealth ?? []) ?? [];
  const worst = healthOrder.find((one) => said.includes(one)) ?? said[0];
  return worst === undefined ? null : { value: worst, vantage: "arm", at: hearing.arm.at };
}

export function readState(hearing: Hearing, side: Side): Said<string> | null {
  const value = flowRows(hearing, side)[0]?.synchronizationStateDesc ?? null;
  return value === null ? null : { value, vantage: side, at: hearing[side].at };
}

export function readDatabaseState(hearing: Hearing, side: Side): Said<string> | null {
  const rows = localRows(hearing[side].facts);
  const value = rows.map((row) => row.databaseStateDesc).find((state) => state !== null && state !== "ONLINE");
  const said = value ?? rows[0]?.databaseStateDesc ?? null;
  return said === null ? null : { value: said, vantage: side, at: hearing[side].at };
}

export function readSuspended(hearing: Hearing, side: Side): Said<boolean> | null {
  const rows = localRows(hearing[side].facts).filter((row) => row.isSuspended !== null);
  if (rows.length === 0) return null;
  return { value: rows.some((row) => row.isSuspended), vantage: side, at: hearing[side].at };
}

export interface SuspensionJudgement {
  isSuspended: boolean;
  drafts: Draft[];
}

/** A suspension on either side stops the flow; the leader also sees the follower's on its remote row. */
export function judgeSuspension(hearing: Hearing): SuspensionJudgement {
  const found = sqlVoices(hearing).flatMap((voice) =>
    voice.facts.databases
      .filter((row) => row.isSuspended === true)
      .map((row) => ({ row, side: row.isLocal ? voice.vantage : otherSide(voice.vantage), voice })),
  );
  const first = found.find((one) => one.row.isLocal) ?? found[0];
  if (first === undefined) return { isSuspended: false, drafts: [] };
  const sides = [...new Set(found.map((one) => one.side))].map((side) => sideName(hearing, side));
  const why = first.row.suspendReasonDesc;
  const reason = suspendReason(why);
  const side = sideName(hearing, first.side);
  return {
    isSuspended: true,
    drafts: [
      {
        key: "suspended",
        verdict: "problem",
        reason: `${hearing.name} is suspended on ${listWords(sides)}${whichDatabases(hearing, found)}${why ? ` (${shortClause(why)})` : ""}.`,
        consequence: `${reason === null ? "" : `${reason.means}. `}No log goes over; it stays on the global primary and cannot be cut meanwhile.`,
        step:
          reason?.step.replaceAll("{side}", side) ?? `Find out why, then resume data movement on ${listWords(sides)}`,
        vantage: first.voice.vantage,
        evidence: found.map((one) => ({
          fact: one.row.isLocal ? "is_suspended" : "is_suspended, remote row",
          value: one.row.suspendReasonDesc ?? "1",
          vantage: one.voice.vantage,
          at: one.voice.at,
        })),
      },
    ],
  };
}

/** ", Sales and CRM of 5 databases", where the link carries several. */
function whichDatabases(hearing: Hearing, found: { row: SqlDatabaseFacts }[]): string {
  const rows = sqlVoices(hearing).flatMap((voice) => voice.facts.databases);
  const total = new Set(rows.map((row) => row.groupDatabaseId)).size;
  if (total < 2) return "";
  const ids = [...new Set(found.map(({ row }) => row.groupDatabaseId))];
  const names = ids.flatMap((id) => rows.find((row) => row.groupDatabaseId === id)?.databaseName ?? []);
  const many = names.length > 2 ? [names[0] as string, `${ids.length - 1} more`] : names;
  return `, ${names.length < ids.length ? ids.length : listWords(many)} of ${countWords(total, "database")}`;
}

/**
 * Health that nothing else explains. HEALTHY under asynchronous means SYNCHRONIZING; under synchronous, SYNCHRONIZING is
 * PARTIALLY_HEALTHY and passes: just after the switch it is progress, for long it needs a look.
 */
export function findHealth(hearing: Hearing): Draft[] {
  return sqlVoices(hearing)
    .map((voice) => healthDraft(hearing, voice.vantage))
    .filter((draft) => draft !== null)
    .slice(0, 1);
}

const partialPassesSeconds = 600;

function healthDraft(hearing: Hearing, side: Side): Draft | null {
  const health = readHealth(hearing, side);
  const state = readState(hearing, side)?.value ?? "no state";
  if (health === null || health.value === "HEALTHY") return null;
  const who = sideName(hearing, side);
  const worst = worstOfSeveral(hearing, side);
  const evidence = [
    { fact: "synchronization_health", value: health.value, vantage: side, at: health.at },
    { fact: "synchronization_state", value: state, vantage: side, at: health.at },
  ];
  if (health.value !== "PARTIALLY_HEALTHY") {
    return {
      key: "health",
      verdict: "problem",
      reason: `${who} says ${health.value}: ${worst ?? "the database"} is ${state}.`,
      consequence: "Log does not go over as it should; the copy falls behind.",
      step: `Read the error log of ${who}`,
      vantage: side,
      evidence,
    };
  }
  const since = hearing.previous?.findings.find((finding) => finding.key === "health")?.since ?? hearing.now;
  const isLong = (hearing.now.getTime() - since.getTime()) / 1000 >= partialPassesSeconds;
  const isExpected = agreedMode(hearing) !== "asynchronous" && state === "SYNCHRONIZING" && !isLong;
  return {
    key: "health",
    verdict: isExpected ? "progress" : "attention",
    reason: `${who} says PARTIALLY_HEALTHY: ${worst ?? "the link"} is ${isExpected ? "on its way to SYNCHRONIZED" : `${state}, not SYNCHRONIZED`}.`,
    consequence: isExpected
      ? "This is expected for a moment after a switch to synchronous."
      : "A planned failover would wait or time out until it is SYNCHRONIZED.",
    step: isExpected ? null : "Check the send queue and the network between the sides",
    vantage: side,
    evidence,
  };
}

function badness(row: SqlDatabaseFacts): number {
  const suspended = row.isSuspended === true ? 1e15 : 0;
  const health = healthOrder.indexOf(row.synchronizationHealthDesc ?? "");
  const unhealthy = health < 0 ? 0 : (healthOrder.length - 1 - health) * 1e14;
  return suspended + unhealthy + (row.logSendQueueKb ?? 0) + (row.redoQueueKb ?? 0);
}
