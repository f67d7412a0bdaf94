// Log backups of the SQL Server that leads: missing for long, taken while a seeding needs the log, or due before it is over.

import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { BlindFact } from "./outcome.ts";
import { leadingSide } from "./roles.ts";
import type { SqlBackupFacts, SqlDatabaseSettings } from "./sample.ts";
import type { Side } from "./vantage.ts";
import { countWords, durationWords, utcDay } from "./wording.ts";

/** Keeps the log that a seeding still needs, on builds that have it. */
export const keepLogFlag = 12381;

/** A database on its way into the copy, and since when this attempt needs its log. */
export interface OpenSeeding {
  databaseName: string;
  startedAt: Date;
}

/** The newest that any of its voices tells; null: none, or not known. A managed instance's msdb does not tell its automatic ones. */
export function lastLogBackupAt(hearing: Hearing, side: Side, databaseName: string): Date | null {
  const told = [
    settingsOf(hearing, side, databaseName)?.log?.lastBackupAt,
    side === "partner" ? backupsOf(hearing, databaseName)?.lastLogAt : null,
  ].flatMap((at) => at ?? []);
  return told.length === 0 ? null : new Date(Math.max(...told.map((at) => at.getTime())));
}

/** Only a SQL Server that leads: elsewhere Azure backs the log up by itself, or nobody can. */
export function findLogBackup(hearing: Hearing): Draft[] {
  const { partner, limits } = hearing;
  const databases = partner.instanceFacts?.databases;
  if (leadingSide(hearing) !== "partner" || partner.facts === null || !databases) return [];
  const linked = new Set(partner.facts.databases.map((row) => row.databaseName));
  const late = databases.value
    .filter((one) => linked.has(one.name) && one.recoveryModelDesc === "FULL")
    .flatMap(({ name }) => {
      const lastAt = lastLogBackupAt(hearing, "partner", name);
      const backups = backupsOf(hearing, name);
      // With msdb a missing time means none since the full backup; without it nothing is known, and no time has passed.
      const seconds = (databases.at.getTime() - (lastAt ?? backups?.lastFullAt ?? databases.at).getTime()) / 1000;
      return seconds >= limits.logBackupAttentionSeconds ? [{ name, lastAt, seconds }] : [];
    })
    .sort((a, b) => b.seconds - a.seconds);
  const worst = late[0];
  if (worst === undefined) return [];
  const more = late.length > 1 ? `, nor of ${countWords(late.length - 1, "more database")} of the link` : "";
  return [
    {
      key: "log.backup",
      verdict: "attention",
      reason: `No log backup of ${worst.name} on ${sideName(hearing, "partner")} for ${durationWords(worst.seconds)}${more}.`,
      consequence: "Until one is taken its log cannot be cut; when it is full, writes stop with error 9002.",
      step: `Take a log backup of ${worst.name}, and see that they run again`,
      vantage: "partner",
      since: worst.lastAt,
      evidence: [
        {
          fact: "last log backup",
          value: worst.lastAt?.toISOString() ?? "none in msdb.dbo.backupset",
          vantage: "partner",
          at: databases.at,
        },
      ],
    },
  ];
}

/** A log backup that began meanwhile, else one that is due by habit. Without msdb there is no finding: `logBackupsUnseen` says why. */
export function findLogBackupInSeeding(hearing: Hearing, open: readonly OpenSeeding[]): Draft[] {
  if (leadingSide(hearing) !== "partner" || hearing.partner.facts === null) return [];
  const taken = open.flatMap((one) => {
    const at = logBackupSince(hearing, one);
    return at === null ? [] : [{ ...one, at }];
  })[0];
  const flag = keepsLog(hearing);
  if (flag === true) return [];
  if (taken !== undefined) return [takenDraft(hearing, taken, flag)];
  const due = open
    .flatMap((one) => {
      const times = backupsOf(hearing, one.databaseName)?.logBackupsAt ?? [];
      const at = nextLogBackupAt(times, hearing.partner.instanceFacts?.backups?.at ?? hearing.now, hearing.now);
      return at === null ? [] : [{ ...one, at }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime())[0];
  return due === undefined ? [] : [dueDraft(hearing, due, flag)];
}

/** When the first log backup began that this attempt did not outlive; null: none, or not known. */
export function logBackupSince(hearing: Hearing, { databaseName, startedAt }: OpenSeeding, until?: Date): Date | null {
  const begun = (backupsOf(hearing, databaseName)?.logBackupsAt ?? []).filter(
    (at) => at >= startedAt && (until === undefined || at <= until),
  );
  return begun.at(-1) ?? null;
}

/** Whether trace flag 12381 is on for the whole SQL Server; null: not known. */
export function keepsLog(hearing: Hearing): boolean | null {
  const flags = hearing.partner.instanceFacts?.traceFlags;
  return flags?.value.some((one) => one.flag === keepLogFlag && one.isGlobal) ?? null;
}

/** Why nobody can say whether log backups run; null: it is known. */
export function logBackupsUnseen(hearing: Hearing): string | null {
  const isOfBackups = ({ fact, permission }: BlindFact) => /backup/i.test(`${fact} ${permission ?? ""}`);
  const blind = hearing.partner.source?.blind.find(isOfBackups)?.reason ?? null;
  return blind ?? (hearing.partner.instanceFacts?.backups ? null : "msdb.dbo.backupset has not been read yet");
}

function takenDraft(hearing: Hearing, taken: OpenSeeding & { at: Date }, flag: boolean | null): Draft {
  const unknownFlag = flag === null ? ` Whether trace flag ${keepLogFlag} keeps it is not known.` : "";
  return {
    key: "seeding.log-backup",
    verdict: flag === null ? "attention" : "problem",
    reason: `A log backup of ${taken.databaseName} began at ${momentWords(taken.at, hearing.now)}, while it is seeding.`,
    consequence: `It cuts log that seeding still needs: the link is then likely to fail with error 1408 or 1412 and has to be made again.${unknownFlag}`,
    step: `Pause log backups of ${taken.databaseName} on ${sideName(hearing, "partner")} until its copy has left RESTORING`,
    vantage: "partner",
    since: taken.at,
    evidence: [
      evidence("backup_start_date, log", taken.at.toISOString(), hearing),
      evidence("start of seeding", taken.startedAt.toISOString(), hearing),
      evidence(`trace flag ${keepLogFlag}`, flag === null ? "not known" : "off", hearing),
    ],
  };
}

function dueDraft(hearing: Hearing, due: OpenSeeding & { at: Date }, flag: boolean | null): Draft {
  const unknownFlag = flag === null ? `, unless trace flag ${keepLogFlag} is on` : "";
  return {
    key: "seeding.log-backup",
    verdict: "attention",
    reason: `The next log backup of ${due.databaseName} is due about ${momentWords(due.at, hearing.now)}; it would cut the log that seeding needs${unknownFlag}.`,
    consequence: "The link would then be likely to fail with error 1408 or 1412 and have to be made again.",
    step: `Pause log backups of ${due.databaseName} on ${sideName(hearing, "partner")} until its copy has left RESTORING`,
    vantage: "partner",
    evidence: [
      ...(backupsOf(hearing, due.databaseName)?.logBackupsAt.slice(0, 3) ?? []).map((at, index) =>
        evidence(index === 0 ? "newest log backup" : `log backup ${index + 1}`, at.toISOString(), hearing),
      ),
      evidence(`trace flag ${keepLogFlag}`, flag === null ? "not known" : "off", hearing),
    ],
  };
}

/** So many gaps make a habit. */
const leastGaps = 3;
const mostGaps = 12;

/** By the usual gap between the newest log backups (newest first), as known at `toldAt`; null: no habit, or one that has stopped. */
export function nextLogBackupAt(logBackupsAt: readonly Date[], toldAt: Date, now: Date): Date | null {
  const times = logBackupsAt.slice(0, mostGaps + 1).map((at) => at.getTime());
  const gaps = times.slice(1).map((at, index) => (times[index] as number) - at);
  if (gaps.length < leastGaps) return null;
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] as number;
  const last = times[0] as number;
  // Half a gap late they have been paused. What is told is up to a quarter of an hour old, and some may have run since.
  if (usual <= 0 || toldAt.getTime() > last + 1.5 * usual) return null;
  return new Date(last + usual * Math.max(1, Math.ceil((now.getTime() - last) / usual - 0.5)));
}

function evidence(fact: string, value: string, { partner }: Hearing) {
  return { fact, value, vantage: "partner" as const, at: partner.instanceFacts?.backups?.at ?? partner.at };
}

/** "04:00 UTC", another day with its date. */
function momentWords(at: Date, now: Date): string {
  const day = utcDay(at, now);
  return `${day === utcDay(now, now) ? "" : `${day}, `}${at.toISOString().slice(11, 16)} UTC`;
}

function settingsOf(hearing: Hearing, side: Side, name: string): SqlDatabaseSettings | null {
  return hearing[side].instanceFacts?.databases?.value.find((one) => one.name === name) ?? null;
}

function backupsOf(hearing: Hearing, name: string): SqlBackupFacts | null {
  return hearing.partner.instanceFacts?.backups?.value.find((one) => one.databaseName === name) ?? null;
}
