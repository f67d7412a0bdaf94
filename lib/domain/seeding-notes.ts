// What is worth knowing about a seeding and needs nobody: what was ignored and why, and what its numbers mean.
import type { SeedingNote } from "./assessment.ts";
import { type Hearing, otherSide, sideName } from "./hearing.ts";
import { keepLogFlag, keepsLog, logBackupsUnseen } from "./log-backup.ts";
import { isCompleted, isFailed, type SeedingReading } from "./seeding.ts";
import { localRows } from "./synchronization.ts";
import { shortClause } from "./wording.ts";

export function noteSeeding(hearing: Hearing, reading: SeedingReading): SeedingNote[] {
  const isRunning = reading.stage !== null && reading.stage !== "failed";
  return [
    ...noteFalseFailure(hearing, reading),
    ...(isRunning
      ? [...noteCompression(reading), ...noteLogBackups(hearing, reading), ...noteAttempts(hearing, reading)]
      : []),
  ];
}

/** The destination can keep FAILED for a seeding that worked: where the source or the copy knows better, that is no alarm. */
function noteFalseFailure(hearing: Hearing, { attempts }: SeedingReading): SeedingNote[] {
  const { source, destination, sourceSide } = attempts;
  if (destination === null || !isFailed(destination)) return [];
  const copySide = otherSide(sourceSide);
  const state = localRows(hearing[copySide].facts)[0]?.databaseStateDesc ?? null;
  const better = isCompleted(source)
    ? `${sideName(hearing, sourceSide)}, where the bytes come from, says ${source?.currentState}`
    : source?.physical
      ? `${sideName(hearing, sourceSide)} still sends`
      : state !== null && state !== "RESTORING"
        ? `the copy is ${state}`
        : null;
  if (better === null) return [];
  const why = destination.failureStateDesc ? ` (${shortClause(destination.failureStateDesc)})` : "";
  return [
    {
      key: "false-failure",
      verdict: "ok",
      words: `${sideName(hearing, copySide)} says FAILED${why}, which is ignored: ${better}. A destination is known to say so of a seeding that works.`,
      vantage: copySide,
    },
  ];
}

function noteCompression({ progress, memory }: SeedingReading): SeedingNote[] {
  if (progress === null) return [];
  const vantage = memory?.vantage ?? "linkspan";
  if (progress.isCompressed === null)
    return [
      { key: "compression", verdict: "unknown", words: "Whether the stream is compressed is not told.", vantage },
    ];
  return [
    {
      key: "compression",
      verdict: "ok",
      words: progress.isCompressed
        ? "Compression is on: fewer bytes go over than the database holds, so the copy may be done before 100 %."
        : "Compression is off; trace flag 9567 turns it on for the next attempt.",
      vantage,
    },
  ];
}

function noteLogBackups(hearing: Hearing, { attempts }: SeedingReading): SeedingNote[] {
  if (attempts.sourceSide !== "partner" || hearing.partner.facts === null) return [];
  const unseen = logBackupsUnseen(hearing);
  const isKept = keepsLog(hearing);
  const kept: SeedingNote = {
    key: "log-backup.flag",
    verdict: "ok",
    words: `Trace flag ${keepLogFlag} is on: log backups may go on, and the log that seeding needs is kept and grows. Turn it off after the seeding.`,
    vantage: "partner",
  };
  const blind: SeedingNote = {
    key: "log-backup.unseen",
    verdict: "unknown",
    words: `Whether log backups run while it seeds is not known: ${unseen}.`,
    vantage: "partner",
  };
  return [...(isKept === true ? [kept] : []), ...(unseen !== null && isKept !== true ? [blind] : [])];
}

/** The six days count from an attempt that nobody here has seen. */
function noteAttempts(hearing: Hearing, { memory }: SeedingReading): SeedingNote[] {
  const missed = (memory?.attempt ?? 1) - 1 - (memory?.restarts ?? 0);
  if (memory === null || missed <= 0) return [];
  return [
    {
      key: "attempts-unseen",
      verdict: "unknown",
      words: `${missed === 1 ? "One attempt was" : `${missed} attempts were`} over before Linkspan looked, so Azure's six days for ${hearing.name} end sooner than shown.`,
      vantage: "linkspan",
    },
  ];
}
