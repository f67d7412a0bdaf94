// The LSN ladder: each rung by voice, compared in words where the two texts mean the same kind of place.
import type { LsnReading, LsnRung, ReplicationNumbers } from "./assessment.ts";
import { type ArmHeard, type Hearing, otherSide, type SqlHeard } from "./hearing.ts";
import { compareLsns, type Lsn } from "./lsn.ts";
import { leadingSide } from "./roles.ts";
import type { ArmDatabaseFacts, SqlDatabaseFacts } from "./sample.ts";
import { flowRows, localRows, remoteRows } from "./synchronization.ts";
import type { Side } from "./vantage.ts";

type RungName = LsnRung["rung"];

const rungs: readonly RungName[] = [
  "endOfLogLsn",
  "lastSentLsn",
  "lastReceivedLsn",
  "lastHardenedLsn",
  "lastRedoneLsn",
  "lastCommitLsn",
];

/** Empty when no voice tells any LSN. Of several databases the worst is shown. */
export function readLadder(hearing: Hearing, numbers: ReplicationNumbers): LsnRung[] {
  const leader = leadingSide(hearing);
  const readings = rungs.map((rung) => ({
    rung,
    partner: sqlReading(hearing, "partner", rung, leader),
    instance: sqlReading(hearing, "instance", rung, leader),
    arm: armReading(hearing.arm, rung, databaseName(hearing, leader)),
  }));
  if (readings.every((row) => row.partner.lsn === null && row.instance.lsn === null && row.arm.lsn === null)) return [];
  return readings.map((row) => ({ ...row, ...compare(hearing, leader, row.rung, readings, numbers) }));
}

interface Reading {
  rung: RungName;
  partner: LsnReading;
  instance: LsnReading;
}

/** Sent is told by the leader's remote row, received by the follower's own row; NULL elsewhere is normal. */
function sqlReading(hearing: Hearing, side: Side, rung: RungName, leader: Side | null): LsnReading {
  const voice = hearing[side];
  if (voice.facts === null) return { lsn: null, at: null, why: absence(voice) };
  const leads = leader === side;
  if (leads && (rung === "lastReceivedLsn" || rung === "lastRedoneLsn")) return normal("secondary only");
  if (!leads && leader !== null && rung === "lastSentLsn") return normal("primary only");
  const row = rowOf(hearing, side, leads && rung === "lastSentLsn");
  const [lsn, at] = row === null ? [null, null] : readRung(row, rung);
  if (lsn !== null) return { lsn, at: at ?? voice.at, why: null };
  return normal(leads && rung === "lastHardenedLsn" ? "NULL on an asynchronous primary" : "not reported");
}

function rowOf(hearing: Hearing, side: Side, isRemote: boolean): SqlDatabaseFacts | null {
  const worst = flowRows(hearing, side)[0];
  const rows = isRemote ? remoteRows(hearing[side].facts) : localRows(hearing[side].facts);
  return rows.find((row) => row.groupDatabaseId === worst?.groupDatabaseId) ?? rows[0] ?? null;
}

function readRung(row: SqlDatabaseFacts, rung: RungName): [Lsn | null, Date | null] {
  switch (rung) {
    case "endOfLogLsn":
      return [row.endOfLogLsn, null];
    case "lastSentLsn":
      return [row.lastSentLsn, row.lastSentAt];
    case "lastReceivedLsn":
      return [row.lastReceivedLsn, row.lastReceivedAt];
    case "lastHardenedLsn":
      return [row.lastHardenedLsn, row.lastHardenedAt];
    case "lastRedoneLsn":
      return [row.lastRedoneLsn, row.lastRedoneAt];
    case "lastCommitLsn":
      return [row.lastCommitLsn, row.lastCommitAt];
  }
}

function armReading(voice: ArmHeard, rung: RungName, name: string | null): LsnReading {
  if (voice.facts === null) return { lsn: null, at: null, why: absence(voice) };
  if (rung === "endOfLogLsn" || rung === "lastRedoneLsn") return normal("not reported");
  const rows = voice.facts.databases;
  const row: ArmDatabaseFacts | undefined = rows.find((one) => one.databaseName === name) ?? rows[0];
  const [lsn, at] =
    row === undefined
      ? [null, null]
      : rung === "lastSentLsn"
        ? [row.lastSentLsn, row.lastSentAt]
        : rung === "lastReceivedLsn"
          ? [row.lastReceivedLsn, row.lastReceivedAt]
          : rung === "lastHardenedLsn"
            ? [row.lastHardenedLsn, row.lastHardenedAt]
            : [row.lastCommitLsn, row.lastCommitAt];
  return lsn === null ? normal("not reported") : { lsn, at: at ?? voice.at, why: null };
}

/**
 * Sent, received and hardened are padded block ids and compare with each other. Redone and commit are real LSNs: redone
 * stands below hardened by nature, so the queue tells; commit is compared only with the other side's commit.
 */
function compare(
  hearing: Hearing,
  leader: Side | null,
  rung: RungName,
  all: readonly Reading[],
  numbers: ReplicationNumbers,
): Pick<LsnRung, "compared" | "verdict"> {
  const unknown = { compared: null, verdict: null };
  if (leader === null) return unknown;
  const follower = otherSide(leader);
  const lsn = (name: RungName, side: Side) => all.find((row) => row.rung === name)?.[side].lsn ?? null;
  switch (rung) {
    case "endOfLogLsn":
      return unknown;
    case "lastSentLsn":
      return against(lsn("lastSentLsn", leader), lsn("endOfLogLsn", leader), "end of log");
    case "lastReceivedLsn":
      return against(lsn("lastReceivedLsn", follower), lsn("lastSentLsn", leader), "sent");
    case "lastHardenedLsn":
      return against(lsn("lastHardenedLsn", follower), lsn("lastReceivedLsn", follower), "received");
    case "lastRedoneLsn": {
      const queue = lsn("lastRedoneLsn", follower) === null ? null : (numbers.redoQueueKb?.value ?? null);
      if (queue === null) return unknown;
      const redo = numbers.redoLagSeconds?.value ?? 0;
      const isLate = redo >= hearing.limits.redoLagAttentionSeconds;
      if (queue === 0) return { compared: "all that is hardened is redone", verdict: "ok" };
      return { compared: "behind hardened", verdict: isLate ? "attention" : null };
    }
    case "lastCommitLsn":
      return against(lsn("lastCommitLsn", follower), lsn("lastCommitLsn", leader), "the primary's commit");
  }
}

/** The two were not read at one instant, so being past the other only means being read later. */
function against(lsn: Lsn | null, above: Lsn | null, name: string): Pick<LsnRung, "compared" | "verdict"> {
  if (lsn === null || above === null) return { compared: null, verdict: null };
  const order = compareLsns(lsn, above);
  if (order === 0) return { compared: `equal to ${name}`, verdict: "ok" };
  return { compared: order < 0 ? `behind ${name}` : `past ${name}, read later`, verdict: null };
}

function databaseName(hearing: Hearing, leader: Side | null): string | null {
  return (leader === null ? null : flowRows(hearing, leader)[0]?.databaseName) ?? null;
}

function absence(voice: SqlHeard | ArmHeard): string {
  if (voice.reach === "unasked") return "nobody is asked";
  return voice.reach === "missing" ? "answers without this link" : "not known, silent";
}

function normal(why: string): LsnReading {
  return { lsn: null, at: null, why };
}
