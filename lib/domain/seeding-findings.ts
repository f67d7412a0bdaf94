// What is said of a seeding: what runs, what stands still, what failed and on which side.
import type { Evidence, SeedingProgress } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, otherSide, sideName } from "./hearing.ts";
import { linkErrorEvidence } from "./link-error.ts";
import { findLogBackupInSeeding, logBackupSince } from "./log-backup.ts";
import { leadingSide } from "./roles.ts";
import type { SqlSeedingFacts } from "./sample.ts";
import type { SeedingReading } from "./seeding.ts";
import { findSeedingCancel } from "./seeding-cancel.ts";
import { findSeedingCutover } from "./seeding-cutover.ts";
import { decodeFailure } from "./seeding-failure.ts";
import type { Side, Vantage } from "./vantage.ts";
import { clause, durationWords, percentWords, rateWords, shortClause, sizeWords } from "./wording.ts";

/** `seeding`, `seeding.restarted`, `seeding.cancel`, `seeding.cutover`, `seeding.log-backup`. */
export function findSeeding(hearing: Hearing, reading: SeedingReading): Draft[] {
  return [
    ...findStage(hearing, reading),
    ...findSeedingCancel(hearing, reading),
    ...findSeedingCutover(hearing, reading),
    ...findLogBackupInSeeding(hearing, reading.open),
  ];
}

function findStage(hearing: Hearing, reading: SeedingReading): Draft[] {
  if (reading.stage === null) return [];
  if (reading.stage === "failed") return [failedDraft(hearing, reading)];
  if (reading.stage === "waiting") return [waitingDraft(hearing)];
  if (reading.progress === null) return [finishingDraft(hearing)];
  const vantage: Draft["vantage"] = reading.memory?.vantage ?? "linkspan";
  const base = { vantage, evidence: byteEvidence(reading.progress, vantage) };
  if (reading.stage === "stalled") return [{ ...base, ...stalledWords(reading.progress) }];
  const running: Draft = { ...base, ...runningWords(reading.progress) };
  return reading.stage === "restarted" ? [{ ...base, ...restartedWords(reading) }, running] : [running];
}

/** "50 % copied, about 1 d 23 h left (1 d 18 h to 2 d 14 h)." */
export function progressWords(progress: SeedingProgress): string {
  const copied =
    progress.fraction !== null
      ? `${percentWords(progress.fraction)} copied`
      : progress.transferredBytes === null
        ? "Copying"
        : `${sizeWords(progress.transferredBytes)} copied`;
  const { forecast } = progress;
  if (forecast === null) return `${copied}; time left cannot be told: ${progress.forecastMissing}.`;
  const { p10Seconds, p50Seconds, p90Seconds } = forecast;
  return `${copied}, about ${durationWords(p50Seconds)} left (${durationWords(p10Seconds)} to ${durationWords(p90Seconds)}).`;
}

function runningWords(progress: SeedingProgress) {
  const rate = progress.rateBytesPerSecond;
  return {
    key: "seeding",
    verdict: "progress" as const,
    reason: progressWords(progress),
    consequence: `${rate === null ? "The rate is not known yet" : `${rateWords(rate)} go over`}. A break of the connection or a restart of either side begins it anew.`,
    step: null,
    since: progress.startedAt,
  };
}

function stalledWords(progress: SeedingProgress) {
  const stillSeconds =
    progress.movedAt === null ? 0 : (progress.observedAt.getTime() - progress.movedAt.getTime()) / 1000;
  const at = progress.fraction === null ? "" : ` at ${percentWords(progress.fraction)}`;
  return {
    key: "seeding",
    verdict: "problem" as const,
    reason: `Seeding has stalled${at}: no byte for ${durationWords(stillSeconds)}.`,
    consequence: "It may go on by itself; if it begins anew, the bytes so far are lost.",
    step: "Test port 5022 both ways, then read the error logs of both sides",
    since: progress.movedAt,
  };
}

function restartedWords({ memory }: SeedingReading) {
  const times = memory?.restarts === 1 ? "once" : `${memory?.restarts} times`;
  const attempt = memory?.attempt ? `, attempt ${memory.attempt} now` : "";
  return {
    key: "seeding.restarted",
    verdict: "attention" as const,
    reason: `Seeding began anew ${times}${attempt}; ${sizeWords(memory?.lostBytes ?? 0)} went over for nothing.`,
    consequence: "It begins from zero each time the connection breaks or a side restarts.",
    step: "Look for what broke it: network, restart, maintenance",
    since: memory?.restartedAt ?? null,
  };
}

function waitingDraft(hearing: Hearing): Draft {
  const states = sqlSeedingStates(hearing);
  return {
    key: "seeding",
    verdict: "progress",
    reason: `${hearing.name} waits to seed${states[0] ? `: ${clause(states[0].value)}` : ""}.`,
    consequence: "Nothing is copied yet.",
    step: null,
    vantage: states[0]?.vantage ?? "arm",
    evidence: states,
  };
}

function finishingDraft(hearing: Hearing): Draft {
  const states = sqlSeedingStates(hearing);
  return {
    key: "seeding",
    verdict: "progress",
    reason: `${hearing.name} is seeding${states[0] ? ` (${clause(states[0].value)})` : ""}; no bytes are reported now.`,
    consequence: "The copy is not usable until it has left RESTORING.",
    step: null,
    vantage: states[0]?.vantage ?? "linkspan",
    evidence: states,
  };
}

/** The side by failure_state's hundreds; without them, the side that tells it is all we know. */
function failedDraft(hearing: Hearing, { failed, memory }: SeedingReading): Draft {
  const row = failed?.row ?? null;
  const teller: Side = failed?.side ?? "partner";
  const source: Side = row?.isSource === false ? otherSide(teller) : teller;
  const failure = row && decodeFailure(row);
  const where = failure?.where == null ? null : failure.where === "source" ? source : otherSide(source);
  const last = memory?.points.at(-1)?.[1];
  const parts = [
    where === null ? "" : ` on ${sideName(hearing, where)}`,
    last === undefined ? "" : ` after ${sizeWords(last)}`,
    row?.numberOfAttempts ? `, attempt ${row.numberOfAttempts}` : "",
    row?.errorCode ? `, error ${row.errorCode}` : "",
  ].join("");
  // "SQL Error" only says that there is a number.
  const isEmpty = row?.errorCode != null && /^sql error\W*$/i.test(row.failureStateDesc ?? "");
  const why = row?.failureStateDesc && !isEmpty ? `: ${shortClause(row.failureStateDesc)}` : "";
  const cutAt = row && failedLogBackupAt(hearing, row);
  const isLogCut = row?.errorCode === 1408 || row?.errorCode === 1412;
  const meaning = failure?.means == null || isEmpty ? "" : `Failure state ${row?.failureState}: ${failure.means}. `;
  return {
    key: "seeding",
    verdict: "problem",
    reason: `${hearing.name} failed to seed${parts}${why}.`,
    consequence: isLogCut
      ? "The log that seeding still needed is gone; it does not recover by itself."
      : `${meaning}Nothing is copied now; SQL Server may try again by itself.`,
    step: isLogCut
      ? "Pause log backups, then recreate the link"
      : (failure?.step ?? `Read the error log of ${sideName(hearing, where ?? teller)}`),
    vantage: teller,
    since: row?.completedAt ?? null,
    evidence: [
      { fact: "current_state", value: row?.currentState ?? "FAILED", vantage: teller, at: hearing[teller].at },
      ...(row?.failureState == null
        ? []
        : [
            {
              fact: "failure_state",
              value: [row.failureState, row.failureStateDesc].filter((one) => one !== null).join(", "),
              vantage: teller,
              at: hearing[teller].at,
            },
          ]),
      ...(row?.physical?.failureMessage
        ? [{ fact: "failure_message", value: row.physical.failureMessage, vantage: teller, at: hearing[teller].at }]
        : []),
      ...(cutAt == null
        ? []
        : [{ fact: "log backup while it ran", value: cutAt.toISOString(), vantage: "partner" as const, at: cutAt }]),
      ...linkErrorEvidence(hearing),
    ],
  };
}

/** A log backup that began while the failed attempt ran: the likely reason of a cut log. */
function failedLogBackupAt(hearing: Hearing, { databaseName, startedAt, completedAt }: SqlSeedingFacts): Date | null {
  if (databaseName === null || startedAt === null || leadingSide(hearing) !== "partner") return null;
  return logBackupSince(hearing, { databaseName, startedAt }, completedAt ?? hearing.now);
}

function sqlSeedingStates(hearing: Hearing): Evidence[] {
  return (["partner", "instance"] as const).flatMap((side) => {
    const state = hearing[side].facts?.seedings[0]?.currentState ?? null;
    return state === null ? [] : [{ fact: "current_state", value: state, vantage: side, at: hearing[side].at }];
  });
}

function byteEvidence(progress: SeedingProgress, vantage: Vantage | "linkspan"): Evidence[] {
  const bytes = (fact: string, value: number | null) =>
    value === null ? [] : [{ fact, value: `${value} bytes`, vantage, at: progress.observedAt }];
  return [
    ...bytes("transferred_size_bytes", progress.transferredBytes),
    ...bytes("database_size_bytes", progress.databaseBytes),
  ];
}
