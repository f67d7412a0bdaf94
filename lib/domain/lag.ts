// Queues and the two lags of the worst database: who may say them, and when nobody may.
import type { FlowPoint, ReplicationNumbers, Said } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Direction, directionOf, secondsToEmpty } from "./flow-trend.ts";
import { type Hearing, otherSide, sideName } from "./hearing.ts";
import { leadingSide } from "./roles.ts";
import type { ArmDatabaseFacts, ArmLinkFacts, SqlDatabaseFacts } from "./sample.ts";
import { flowRows, localRows, remoteRows, worstOfSeveral } from "./synchronization.ts";
import type { Side } from "./vantage.ts";
import type { Verdict } from "./verdict.ts";
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
  const sendLagSeconds = say(sent, sendLag) ?? say(own, sendLag) ?? arm.sendLagSeconds;
  return {
    logSendQueueKb: say(sent, (row) => row.logSendQueueKb) ?? say(own, (row) => row.logSendQueueKb),
    logSendRateKbPerSecond: say(sent, (row) => row.logSendRateKbPerSecond),
    redoQueueKb,
    redoRateKbPerSecond: say(own, (row) => row.redoRateKbPerSecond) ?? say(sent, (row) => row.redoRateKbPerSecond),
    sendLagSeconds,
    redoLagSeconds: redoLag(hearing, leader, id, own, sent, redoQueueKb, sendLagSeconds) ?? arm.redoLagSeconds,
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

/** The part of two sides' commit difference that is not waiting to be sent. */
export function redoPart(primaryCommitAt: Date, secondaryCommitAt: Date, sendLagSeconds: number | null): number {
  return Math.max(0, (primaryCommitAt.getTime() - secondaryCommitAt.getTime()) / 1000 - (sendLagSeconds ?? 0));
}

/** Commit times of one and the same log, each from the side's own row; never now() minus a commit time. */
function redoLag(
  hearing: Hearing,
  leader: Side,
  id: string,
  own: Told,
  sent: Told,
  redoQueueKb: Said<number> | null,
  sendLagSeconds: Said<number> | null,
): Said<number> | null {
  const primary = localRows(hearing[leader].facts).find((row) => row.groupDatabaseId === id);
  const told = own.row?.lastCommitAt ? own : sent;
  if (told.row === undefined || told.row.isSuspended === true) return null;
  const at = hearing[told.side].at;
  if (redoQueueKb?.value === 0) return { value: 0, vantage: redoQueueKb.vantage, at: redoQueueKb.at };
  if (!primary?.lastCommitAt || !told.row.lastCommitAt) return null;
  const value = redoPart(primary.lastCommitAt, told.row.lastCommitAt, sendLagSeconds?.value ?? null);
  return { value, vantage: told.side, at };
}

/** ARM's lags mean something only while the managed instance leads and is connected; else they stand at 0. */
function armLags(hearing: Hearing, leader: Side): Pick<ReplicationNumbers, "sendLagSeconds" | "redoLagSeconds"> {
  const rows = leader === "instance" ? connectedRows(hearing.arm.facts) : [];
  const worst = (values: (number | null)[]): Said<number> | null => {
    const said = values.filter((value) => value !== null);
    return said.length === 0 ? null : { value: Math.max(...said), vantage: "arm", at: hearing.arm.at };
  };
  return {
    sendLagSeconds: worst(rows.map((row) => row.instanceSendReplicationLagSeconds)),
    redoLagSeconds: worst(rows.map((row) => row.instanceRedoReplicationLagSeconds)),
  };
}

export function connectedRows(facts: ArmLinkFacts | null): ArmDatabaseFacts[] {
  return facts?.databases.filter((row) => row.connectedState?.toUpperCase() === "CONNECTED") ?? [];
}

/**
 * Lags past their limits. One that shrinks is progress until it passes the limit of a problem; a send lag on its way down
 * is told by the finding that says so.
 */
export function findLags(
  hearing: Hearing,
  numbers: ReplicationNumbers,
  flow: readonly FlowPoint[],
  isCatchingUp: boolean,
): Draft[] {
  const { limits, now } = hearing;
  const { sendLagSeconds: send, redoLagSeconds: redo } = numbers;
  const drafts: Draft[] = [];
  const of = ofDatabase(hearing);
  if (send !== null && send.value >= limits.sendLagAttentionSeconds) {
    const direction = directionOf(flow, "sendLagSeconds", send.value, now);
    const verdict = lagVerdict(send.value, limits.sendLagProblemSeconds, direction);
    // After a seeding of days the log to catch up is hours long, and on its way.
    const isTold =
      isCatchingUp && (direction === "shrinks" || (send.value < limits.sendLagProblemSeconds && direction !== "grows"));
    if (!isTold)
      drafts.push({
        key: "send-lag",
        verdict,
        reason: `Sending${of} is ${durationWords(send.value)} behind${movingWords(direction)}${leftWords(flow, "logSendQueueKb", numbers, now)}.`,
        consequence: "What is committed since then would be lost with the global primary.",
        step: verdict === "progress" ? null : "Compare the log send rate with the log that is written",
        vantage: send.vantage,
        evidence: [{ fact: "secondary_lag_seconds", value: String(send.value), vantage: send.vantage, at: send.at }],
      });
  }
  if (redo !== null && redo.value >= limits.redoLagAttentionSeconds) {
    const direction = directionOf(flow, "redoLagSeconds", redo.value, now);
    const verdict = lagVerdict(redo.value, limits.redoLagProblemSeconds, direction);
    const queue = numbers.redoQueueKb === null ? "its redo" : `${sizeWords(numbers.redoQueueKb.value * 1024)} of redo`;
    drafts.push({
      key: "redo-lag",
      verdict,
      reason: `Redo${of} is ${durationWords(redo.value)} behind${movingWords(direction)}${leftWords(flow, "redoQueueKb", numbers, now)}.`,
      consequence: `What is hardened is not at risk; a failover now would wait for ${queue}.`,
      step: verdict === "progress" ? null : redoStep(hearing),
      vantage: redo.vantage,
      evidence: [{ fact: "redo lag", value: `${Math.round(redo.value)} s`, vantage: redo.vantage, at: redo.at }],
    });
  }
  return drafts;
}

/** " of Sales": whose numbers they are, where the link carries several databases. */
function ofDatabase(hearing: Hearing): string {
  const leader = leadingSide(hearing);
  const name = leader && (worstOfSeveral(hearing, leader) ?? worstOfSeveral(hearing, otherSide(leader)));
  return name === null ? "" : ` of ${name}`;
}

function lagVerdict(seconds: number, problemSeconds: number, direction: Direction | null): Verdict {
  if (seconds >= problemSeconds) return "problem";
  return direction === "shrinks" ? "progress" : "attention";
}

function movingWords(direction: Direction | null): string {
  if (direction === "grows") return " and falling further back";
  return direction === "shrinks" ? " and catching up" : "";
}

/** ", about 12 min left", as long as the queue empties at a steady rate. */
export function leftWords(
  flow: readonly FlowPoint[],
  queue: "logSendQueueKb" | "redoQueueKb",
  numbers: ReplicationNumbers,
  now: Date,
): string {
  const value = numbers[queue]?.value;
  const seconds = value === undefined ? null : secondsToEmpty(flow, queue, value, now);
  return seconds === null ? "" : `, about ${durationWords(seconds)} left`;
}

function redoStep(hearing: Hearing): string {
  const leader = leadingSide(hearing);
  if (leader === null) return "Look for long queries and the size of the secondary";
  return `Look for long queries on ${sideName(hearing, otherSide(leader))} and compare its size with ${sideName(hearing, leader)}`;
}
