// The state of a log as the page says it: what holds it, when it is full, and why nothing is told.
import type { LogState } from "../../lib/domain/assessment.ts";
import { logReuse } from "../../lib/domain/log-reuse.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { formatDuration } from "../../lib/format/duration.ts";

type Log = Plain<LogState>;

/** Settings of databases are asked once a minute; past four of these nothing is known, as in the assessment's defaults. */
export const intervalSeconds = 60;

/** The state as it stands when the page is read (`now` in ms): nobody may have asked since it was judged. */
export function standingLog(log: Log, now: number): Log {
  if (now - Date.parse(log.at) <= 4 * intervalSeconds * 1000) return log;
  const { databaseName, side, at } = log;
  const nothing = { totalBytes: null, activeBytes: null, usedFraction: null, bytesPerSecond: null };
  return {
    databaseName,
    side,
    at,
    ...nothing,
    reuseWait: null,
    lastLogBackupAt: null,
    fullAt: null,
    verdict: "unknown",
  };
}

/** "the link holds it"; the raw word stands beside it. */
export function reuseWords(log: Log): string {
  return logReuse(log.reuseWait)?.words ?? "not told";
}

/** "about 5 h 40 min", or why there is no time. `now` in ms. */
export function fullWords(log: Log, now: number): string {
  if (log.fullAt !== null) {
    const seconds = (Date.parse(log.fullAt) - now) / 1000;
    return seconds <= 0 ? "about now" : `in about ${formatDuration(seconds)}`;
  }
  const reuse = logReuse(log.reuseWait);
  if (log.usedFraction === null || reuse === null) return "not known";
  if (!reuse.isHeld) return "not while nothing holds it";
  if (log.bytesPerSecond === null) return "not known before the second reading";
  return log.bytesPerSecond > 0 ? "not while backups cut it" : "not while nothing is written";
}

/** Why there is no log to show: in one line, with the reason that a voice gave. */
export function untoldWords({ assessment }: Pick<LinkSnapshot, "assessment">): string {
  const leader = (["partner", "instance"] as const).filter((side) => assessment[side].role?.value === "globalPrimary");
  const side = leader[0];
  if (leader.length !== 1 || side === undefined) return "Not known: it cannot be told which side leads.";
  const name = assessment[side].name ?? (side === "partner" ? "the SQL Server" : "the managed instance");
  const blind = assessment.blind.find((one) => one.vantage === side && /databases$/i.test(one.fact));
  return blind ? `Not known: ${name} does not tell it, ${blind.reason}.` : `Not known: ${name} does not tell it now.`;
}
