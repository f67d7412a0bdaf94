// What is said of a seeding: what runs, what stands still, what failed and on which side.
import type { Evidence, SeedingProgress } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, otherSide, sideName } from "./hearing.ts";
import { linkErrorEvidence } from "./link-error.ts";
import type { SeedingReading } from "./seeding.ts";
import type { Side, Vantage } from "./vantage.ts";
import { clause, durationWords, percentWords, rateWords, shortClause, sizeWords } from "./wording.ts";

export function findSeeding(hearing: Hearing, reading: SeedingReading): Draft[] {
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

/** failure_state: 1xx failed on the source, 2xx on the target; without it, the side that tells it is all we know. */
function failedDraft(hearing: Hearing, { failed, memory }: SeedingReading): Draft {
  const row = failed?.row;
  const teller: Side = failed?.side ?? "partner";
  const source: Side = row?.isSource === false ? otherSide(teller) : teller;
  const hundred = Math.floor((row?.failureState ?? 0) / 100);
  const where = hundred === 1 ? source : hundred === 2 ? otherSide(source) : null;
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
  const isLogCut = row?.errorCode === 1408 || row?.errorCode === 1412;
  return {
    key: "seeding",
    verdict: "problem",
    reason: `${hearing.name} failed to seed${parts}${why}.`,
    consequence: isLogCut
      ? "The log that seeding still needed is gone; it does not recover by itself."
      : "Nothing is copied now; SQL Server may try again by itself.",
    step: isLogCut
      ? "Pause log backups, then recreate the link"
      : `Read the error log of ${sideName(hearing, where ?? teller)}`,
    vantage: teller,
    since: row?.completedAt ?? null,
    evidence: [
      { fact: "current_state", value: row?.currentState ?? "FAILED", vantage: teller, at: hearing[teller].at },
      ...(row?.failureState == null
        ? []
        : [{ fact: "failure_state", value: String(row.failureState), vantage: teller, at: hearing[teller].at }]),
      ...linkErrorEvidence(hearing),
    ],
  };
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
