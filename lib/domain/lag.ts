// Queues and the two lags of the worst database: who may say them, and when nobody may.
import type { ReplicationNumbers, Said } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, otherSide, sideName } from "./hearing.ts";
import { leadingSide } from "./roles.ts";
import type { SqlDatabaseFacts } from "./sample.ts";
import { flowRows, localRows, remoteRows } from "./synchronization.ts";
import type { Side } from "./vantage.ts";
import { durationWords, sizeWords } from "./wording.ts";

const nothing = {
  logSendQueueKb: null,
  logSendRateKbPerSecond: null,
  redoQueueKb: null,
  redoRateKbPerSecond: null,
  sendLagSeconds: null,
  redoLagSeconds: null,
};

/** `stopped`: why no number holds now ("disconnected", "suspended", "seeding"), found by the other rules. */
export function readNumbers(hearing: Hearing, stopped: string | null): ReplicationNumbers {
  if (stopped !== null) return { ...nothing, why: stopped };
  const leader = leadingSide(hearing);
  if (leader === null) return { ...nothing, why: "not known which side leads" };
  const follower = otherSide(leader);
  if (hearing[leader].facts === null && hearing[follower].facts === null)
    return { ...nothing, why: "no SQL side answers" };
  const worst = flowRows(hearing, leader)[0] ?? flowRows(hearing, follower)[0];
  if (worst === undefined) return { ...nothing, ...armLags(hearing, leader), why: "no database state is reported" };
  const id = worst.groupDatabaseId;
  const sent = { side: leader, row: remoteRows(hearing[leader].facts).find((row) => row.groupDatabaseId === id) };
  const own = { side: follower, row: localRows(hearing[follower].facts).find((row) => row.groupDatabaseId === id) };
  const say = (told: Told, pick: (row: SqlDatabaseFacts) => number | null): Said<number> | null => {
    const value = told.row === undefined ? null : pick(told.row);
    return value === null || value < 0 ? null : { value, vantage: told.side, at: hearing[told.side].at };
  };
  const redoQueueKb = say(own, (row) => row.redoQueueKb) ?? say(sent, (row) => row.redoQueueKb);
  const arm = armLags(hearing, leader);
  return {
    logSendQueueKb: say(sent, (row) => row.logSendQueueKb) ?? say(own, (row) => row.logSendQueueKb),
    logSendRateKbPerSecond: say(sent, (row) => row.logSendRateKbPerSecond),
    redoQueueKb,
    redoRateKbPerSecond: say(own, (row) => row.redoRateKbPerSecond) ?? say(sent, (row) => row.redoRateKbPerSecond),
    sendLagSeconds: say(sent, sendLag) ?? say(own, sendLag) ?? arm.sendLagSeconds,
    redoLagSeconds: redoLag(hearing, leader, id, own, sent, redoQueueKb) ?? arm.redoLagSeconds,
    why: null,
  };
}

interface Told {
  side: Side;
  row: SqlDatabaseFacts | undefined;
}

/** secondary_lag_seconds is 0 while data movement is suspended, so it counts only where log really flows. */
export function sendLag(row: SqlDatabaseFacts): number | null {
  const flows = /^SYNCHRONIZ(ING|ED)$/.test(row.synchronizationStateDesc ?? "");
  return row.isSuspended === false && flows ? row.secondaryLagSeconds : null;
}

/** Commit times of one and the same log, each from the side's own row; never now() minus a commit time. */
function redoLag(
  hearing: Hearing,
  leader: Side,
  id: string,
  own: Told,
  sent: Told,
  redoQueueKb: Said<number> | null,
): Said<number> | null {
  const primary = localRows(hearing[leader].facts).find((row) => row.groupDatabaseId === id);
  const told = own.row?.lastCommitAt ? own : sent;
  if (told.row === undefined || told.row.isSuspended === true) return null;
  const at = hearing[told.side].at;
  if (redoQueueKb?.value === 0) return { value: 0, vantage: redoQueueKb.vantage, at: redoQueueKb.at };
  if (!primary?.lastCommitAt || !told.row.lastCommitAt) return null;
  const seconds = (primary.lastCommitAt.getTime() - told.row.lastCommitAt.getTime()) / 1000;
  return { value: Math.max(0, seconds), vantage: told.side, at };
}

/** ARM's lags mean something only while the managed instance leads. */
function armLags(hearing: Hearing, leader: Side): Pick<ReplicationNumbers, "sendLagSeconds" | "redoLagSeconds"> {
  const rows = leader === "instance" ? (hearing.arm.facts?.databases ?? []) : [];
  const worst = (values: (number | null)[]): Said<number> | null => {
    const said = values.filter((value) => value !== null);
    return said.length === 0 ? null : { value: Math.max(...said), vantage: "arm", at: hearing.arm.at };
  };
  return {
    sendLagSeconds: worst(rows.map((row) => row.instanceSendReplicationLagSeconds)),
    redoLagSeconds: worst(rows.map((row) => row.instanceRedoReplicationLagSeconds)),
  };
}

/** Lags past their limits; a lag that shrinks while the link catches up is on its way and no problem. */
export function findLags(hearing: Hearing, numbers: ReplicationNumbers): Draft[] {
  const { limits, previous } = hearing;
  const drafts: Draft[] = [];
  const { sendLagSeconds: send, redoLagSeconds: redo } = numbers;
  const trend = (now: number, before: number | undefined) =>
    before === undefined || Math.abs(now - before) < 1
      ? ""
      : now > before
        ? " and falling further back"
        : " and catching up";
  if (send !== null && send.value >= limits.sendLagAttentionSeconds) {
    const moving = trend(send.value, previous?.numbers.sendLagSeconds?.value);
    const isProblem = send.value >= limits.sendLagProblemSeconds && moving !== " and catching up";
    drafts.push({
      key: "send-lag",
      verdict: isProblem ? "problem" : "attention",
      reason: `Sending is ${durationWords(send.value)} behind${moving}.`,
      consequence: "What is committed since then would be lost with the global primary.",
      step: "Compare the log send rate with the log that is written",
      vantage: send.vantage,
      evidence: [{ fact: "secondary_lag_seconds", value: String(send.value), vantage: send.vantage, at: send.at }],
    });
  }
  if (redo !== null && redo.value >= limits.redoLagAttentionSeconds) {
    const moving = trend(redo.value, previous?.numbers.redoLagSeconds?.value);
    const queue = numbers.redoQueueKb === null ? "its redo" : `${sizeWords(numbers.redoQueueKb.value * 1024)} of redo`;
    const leader = leadingSide(hearing);
    drafts.push({
      key: "redo-lag",
      verdict: redo.value >= limits.redoLagProblemSeconds ? "problem" : "attention",
      reason: `Redo is ${durationWords(redo.value)} behind${moving}.`,
      consequence: `What is hardened is not at risk; a failover now would wait for ${queue}.`,
      step:
        leader === null
          ? "Look for long queries and the size of the secondary"
          : `Look for long queries on ${sideName(hearing, otherSide(leader))} and compare its size with ${sideName(hearing, leader)}`,
      vantage: redo.vantage,
      evidence: [{ fact: "redo lag", value: `${Math.round(redo.value)} s`, vantage: redo.vantage, at: redo.at }],
    });
  }
  return drafts;
}
