// The log of the side that leads: how full, how fast it grows, what holds it, and whether it lasts until a seeding is over.
import type { LogState, Memory } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import { findLogBackup, lastLogBackupAt } from "./log-backup.ts";
import { logReuse } from "./log-reuse.ts";
import { leadingSide } from "./roles.ts";
import type { Reported, SqlDatabaseSettings } from "./sample.ts";
import type { SeedingReading } from "./seeding.ts";
import { localRows } from "./synchronization.ts";
import type { Side } from "./vantage.ts";
import { compareVerdicts, type Verdict } from "./verdict.ts";
import { clause, countWords, durationWords, percentWords, sizeWords } from "./wording.ts";

type LogReadings = Memory["log"][number];

const mostReadings = 10;
/** Older ones say little of the rate now. */
const readingMs = 30 * 60_000;

/** Settings of databases are asked once a minute. */
const clockMs = 60_000;

/** What the side that leads says of its linked databases, while it is heard; `side` null: it cannot be told who leads, or it is silent. */
export function ledDatabases(hearing: Hearing): { side: Side; told: Reported<SqlDatabaseSettings[]> } | null {
  const side = leadingSide(hearing);
  if (side === null || hearing[side].facts === null) return null;
  const told = hearing[side].instanceFacts?.databases ?? null;
  if (told === null) return null;
  const names = new Set(localRows(hearing[side].facts).map((row) => row.databaseName));
  const ids = new Set(localRows(hearing[side].facts).map((row) => row.groupDatabaseId));
  const isLinked = (one: SqlDatabaseSettings) => names.has(one.name) || ids.has(one.groupDatabaseId ?? "");
  return { side, told: { at: told.at, value: told.value.filter(isLinked) } };
}

/** Adds this poll's reading of each linked database. A counter that falls was set back by a restart of the engine: begun anew. */
export function rememberLog(hearing: Hearing): Memory["log"] {
  const before = hearing.previous?.memory.log ?? [];
  const led = ledDatabases(hearing);
  if (led === null) return before;
  return led.told.value.map(({ name, log }) => {
    const old = before.find((one) => one.databaseName === name && one.side === led.side)?.readings ?? [];
    const readings = addReading(old, led.told.at.getTime(), log?.flushedBytes ?? null);
    return { databaseName: name, side: led.side, readings };
  });
}

function addReading(
  readings: LogReadings["readings"],
  at: number,
  flushedBytes: number | null,
): LogReadings["readings"] {
  const last = readings.at(-1);
  if (flushedBytes === null || (last !== undefined && at <= last[0])) return readings;
  const kept = last !== undefined && flushedBytes < last[1] ? [] : readings.filter((one) => at - one[0] <= readingMs);
  return [...kept.slice(1 - mostReadings), [at, flushedBytes]];
}

/** One state per linked database, the fullest first; numbers are null where the part was told too long ago. */
export function readLog(hearing: Hearing, memory: Memory["log"]): LogState[] {
  const led = ledDatabases(hearing);
  if (led === null) return [];
  const isStale = hearing.now.getTime() - led.told.at.getTime() > hearing.limits.silentIntervals * clockMs;
  return led.told.value
    .map((settings) => {
      const readings = memory.find((one) => one.databaseName === settings.name && one.side === led.side)?.readings;
      const base = { databaseName: settings.name, side: led.side, at: led.told.at };
      return isStale
        ? { ...base, ...nothing }
        : { ...base, ...stateOf(hearing, led.side, led.told.at, settings, readings ?? []) };
    })
    .sort((a, b) => compareVerdicts(a.verdict, b.verdict) || (b.usedFraction ?? -1) - (a.usedFraction ?? -1));
}

type State = Omit<LogState, "databaseName" | "side" | "at">;

const nothing: State = {
  totalBytes: null,
  activeBytes: null,
  usedFraction: null,
  bytesPerSecond: null,
  reuseWait: null,
  lastLogBackupAt: null,
  fullAt: null,
  verdict: "unknown",
};

function stateOf(
  hearing: Hearing,
  side: Side,
  at: Date,
  { name, log, logReuseWaitDesc }: SqlDatabaseSettings,
  readings: LogReadings["readings"],
): State {
  const totalBytes = log?.totalBytes == null ? null : Math.max(log.totalBytes, log.maxBytes ?? 0);
  const activeBytes = log?.activeBytes ?? null;
  const usedFraction =
    totalBytes === null || totalBytes <= 0 || activeBytes === null ? null : Math.min(1, activeBytes / totalBytes);
  const bytesPerSecond = logRate(readings);
  const reuseWait = logReuseWaitDesc ?? log?.holdupReasonDesc ?? null;
  // A managed instance backs its log up by itself, so that wait passes.
  const isHeld = logReuse(reuseWait)?.isHeld === true && !(side === "instance" && reuseWait === "LOG_BACKUP");
  const leftBytes = totalBytes === null || activeBytes === null ? null : Math.max(0, totalBytes - activeBytes);
  const fills = isHeld && leftBytes !== null && bytesPerSecond !== null && bytesPerSecond > 0;
  return {
    totalBytes,
    activeBytes,
    usedFraction,
    bytesPerSecond,
    reuseWait,
    lastLogBackupAt: lastLogBackupAt(hearing, side, name),
    fullAt: fills ? new Date(at.getTime() + (leftBytes / bytesPerSecond) * 1000) : null,
    verdict: usedFraction === null ? "unknown" : shareVerdict(usedFraction, hearing.limits),
  };
}

/** Bytes of log per second between the oldest and the newest reading; null with fewer than two. */
function logRate(readings: LogReadings["readings"]): number | null {
  const first = readings[0];
  const last = readings.at(-1);
  if (first === undefined || last === undefined || last[0] <= first[0]) return null;
  return ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
}

function shareVerdict(share: number, limits: Hearing["limits"]): Verdict {
  if (share >= limits.logProblemShare) return "problem";
  return share >= limits.logAttentionShare ? "attention" : "ok";
}

/** `log.space`: how full it is, or that it is full before a copy is over · `log.backup`: none for long. */
export function findLog(hearing: Hearing, log: readonly LogState[], seeding: SeedingReading): Draft[] {
  const space = [...findFullBeforeCopy(hearing, log, seeding), ...findFullLog(hearing, log, seeding)];
  return [
    // One of them is told: the worse, and of two alike the one that is full first.
    ...space
      .sort((a, b) => compareVerdicts(a.draft.verdict, b.draft.verdict) || fullTime(a.state) - fullTime(b.state))
      .slice(0, 1)
      .map(({ draft }) => draft),
    ...(seeding.stage === null ? findLogBackup(hearing) : []),
  ];
}

interface Full {
  state: LogState;
  draft: Draft;
}

function fullTime({ fullAt }: LogState): number {
  return fullAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function findFullLog(hearing: Hearing, log: readonly LogState[], seeding: SeedingReading): Full[] {
  const full = log.filter((state) => state.verdict === "attention" || state.verdict === "problem");
  const state = full[0];
  if (state === undefined) return [];
  const more = full.length > 1 ? `, and ${countWords(full.length - 1, "more database")} of the link` : "";
  const reason = `${usedWords(hearing, state)}${more}${filledWords(hearing, state)}.`;
  return [{ state, draft: { ...spaceDraft(state, seeding), verdict: state.verdict, reason } }];
}

/** Against the copy's forecast: more likely than not is a problem, a chance of over 1 in 10 needs attention. */
function findFullBeforeCopy(hearing: Hearing, log: readonly LogState[], seeding: SeedingReading): Full[] {
  const { progress } = seeding;
  if (progress?.forecast == null) return [];
  const { madeAt, p10Seconds, p50Seconds, p90Seconds } = progress.forecast;
  const state = log
    .filter((one) => one.fullAt !== null && (progress.databaseName ?? one.databaseName) === one.databaseName)
    .sort((a, b) => fullTime(a) - fullTime(b))[0];
  if (state === undefined) return [];
  const seconds = (fullTime(state) - madeAt.getTime()) / 1000;
  if (seconds > p90Seconds) return [];
  const isLikely = seconds <= p50Seconds;
  const left = `about ${durationWords(p50Seconds)} left, ${durationWords(p10Seconds)} to ${durationWords(p90Seconds)}`;
  const reason = `${usedWords(hearing, state)}${filledWords(hearing, state)}, ${isLikely ? "" : "perhaps "}before the copy is over (${left}).`;
  return [{ state, draft: { ...spaceDraft(state, seeding), verdict: isLikely ? "problem" : "attention", reason } }];
}

function spaceDraft(state: LogState, seeding: SeedingReading): Omit<Draft, "verdict" | "reason"> {
  const reuse = logReuse(state.reuseWait);
  const bytes = (fact: string, value: number | null, unit = "bytes") =>
    value === null ? [] : [{ fact, value: `${Math.round(value)} ${unit}`, vantage: state.side, at: state.at }];
  return {
    key: "log.space",
    consequence: `When it is full, writes to ${state.databaseName} stop with error 9002.`,
    step: seeding.open.some((one) => one.databaseName === state.databaseName)
      ? `Give the log of ${state.databaseName} more room; a log backup would cut log that seeding needs`
      : (reuse?.step ?? "Find out what holds the log"),
    vantage: state.side,
    evidence: [
      ...bytes("active log", state.activeBytes),
      ...bytes("room for log", state.totalBytes),
      ...bytes("log written", state.bytesPerSecond, "bytes/s"),
      ...(state.reuseWait === null
        ? []
        : [{ fact: "log_reuse_wait_desc", value: state.reuseWait, vantage: state.side, at: state.at }]),
    ],
  };
}

function usedWords(hearing: Hearing, state: LogState): string {
  const share = state.usedFraction === null ? "" : ` is ${percentWords(state.usedFraction)} used`;
  const sizes =
    state.activeBytes === null || state.totalBytes === null
      ? ""
      : ` (${sizeWords(state.activeBytes)} of ${sizeWords(state.totalBytes)})`;
  return `Log of ${state.databaseName} on ${sideName(hearing, state.side)}${share}${sizes}`;
}

/** ": the link holds it, full in about 5 h". */
function filledWords(hearing: Hearing, state: LogState): string {
  const reuse = logReuse(state.reuseWait);
  const why = reuse === null ? "" : `: ${clause(reuse.words)}`;
  if (state.fullAt === null) return why;
  const seconds = (state.fullAt.getTime() - hearing.now.getTime()) / 1000;
  return `${why}, ${seconds <= 0 ? "full about now" : `full in about ${durationWords(seconds)}`}`;
}
