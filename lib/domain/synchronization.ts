// Health, suspension and catching up, as each side tells it, and what it means in this replication mode.
import type { Said } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, otherSide, sideName, sqlVoices } from "./hearing.ts";
import { agreedMode } from "./replication-mode.ts";
import { localReplica, ownRole, remoteReplica } from "./roles.ts";
import type { SqlDatabaseFacts, SqlLinkFacts } from "./sample.ts";
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
  const databases = new Set(found.map((one) => one.row.groupDatabaseId)).size;
  const total = new Set(sqlVoices(hearing).flatMap((voice) => voice.facts.databases.map((row) => row.groupDatabaseId)));
  const which = total.size > 1 ? `, ${databases} of ${countWords(total.size, "database")}` : "";
  return {
    isSuspended: true,
    drafts: [
      {
        key: "suspended",
        verdict: "problem",
        reason: `${hearing.name} is suspended on ${listWords(sides)}${which}${why ? ` (${shortClause(why)})` : ""}.`,
        consequence: "No log goes over; it stays on the global primary and cannot be cut meanwhile.",
        step: `Find out why, then resume data movement on ${listWords(sides)}`,
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
  const evidence = [
    { fact: "synchronization_health", value: health.value, vantage: side, at: health.at },
    { fact: "synchronization_state", value: state, vantage: side, at: health.at },
  ];
  if (health.value !== "PARTIALLY_HEALTHY") {
    return {
      key: "health",
      verdict: "problem",
      reason: `${who} says ${health.value}: the database is ${state}.`,
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
    reason: `${who} says PARTIALLY_HEALTHY: the link is ${isExpected ? "on its way to SYNCHRONIZED" : `${state}, not SYNCHRONIZED`}.`,
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
  const unhealthy = row.synchronizationHealthDesc === "NOT_HEALTHY" ? 1e14 : 0;
  return suspended + unhealthy + (row.logSendQueueKb ?? 0) + (row.redoQueueKb ?? 0);
}
