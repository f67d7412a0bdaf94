// What pages read: plain, JSON-safe (times as ISO text) pictures of the estate, a link, a series. Made by lib/history, drawn by components.
import type { Assessment, Finding, Phase, SeedingProgress, SourceState, Transition } from "./assessment.ts";
import type { ForecastMove } from "./forecast-move.ts";
import type { ScoreLine } from "./scorecard.ts";
import type { SynapseAlarm } from "./synapse-alarm.ts";
import type { Vantage } from "./vantage.ts";
import type { Verdict } from "./verdict.ts";
import type { WaitingTurn } from "./waiting-turn.ts";
import type { WireMate } from "./wire-mate.ts";

/** Dates become ISO 8601 text on their way to a page; everything else keeps its shape. */
export type Plain<T> = T extends Date
  ? string
  : T extends (infer U)[]
    ? Plain<U>[]
    : T extends string | number | boolean | null | undefined
      ? T
      : T extends object
        ? { [K in keyof T]: Plain<T[K]> }
        : T;

/** The estate page in one reading. */
export interface EstateSnapshot {
  /** Our clock when the history was read. */
  readAt: string;
  isDemo: boolean;
  links: EstateRow[];
  sources: SourceHealth[];
  /** Null: nobody is polling (no live worker). */
  pollerSeenAt: string | null;
  /** Azure Synapse Links that someone has to look at, worst first. */
  synapse: SynapseAlarm[];
}

/** One row of the estate table. */
export interface LinkRow {
  linkId: string;
  name: string;
  databases: string[];
  /** Estate names of the two sides; null if that side was never seen. */
  partnerName: string | null;
  instanceName: string | null;
  partnerVersion: string | null;
  /** Which vantages have ever seen the link: a link seen by one side only is shown as such. */
  seenBy: Vantage[];
  verdict: Verdict;
  headline: string;
  phase: Phase;
  phaseSince: string;
  splitBrain: Assessment["splitBrain"];
  findings: Plain<Omit<Finding, "evidence">[]>;
  partner: Plain<Assessment["partner"]>;
  instance: Plain<Assessment["instance"]>;
  seeding: Plain<Assessment["seeding"]>;
  seedingStanding: Plain<Assessment["seedingStanding"]>;
  numbers: Plain<Assessment["numbers"]>;
  certificateDays: number | null;
  /** Newest sample by voice; null: never, or nobody is asked. */
  observedAt: Record<Vantage, string | null>;
  /** Which source stands for each voice; null: nobody is asked. */
  sourceIds: Record<Vantage, string | null>;
  /** Last 12 h, at most 72 points, for the sparkline; null points are gaps. */
  spark: { what: "seeding-rate" | "redo-lag" | "send-lag"; unit: "bytes/s" | "s"; points: (number | null)[] } | null;
}

/** A link as the estate's table shows it; who said each value and when is told on the link's own page. */
export type EstateRow = Omit<LinkRow, "partner" | "instance" | "numbers" | "seeding" | "seedingStanding"> & {
  partner: Bare<LinkRow["partner"], "role" | "availabilityMode">;
  instance: Bare<LinkRow["instance"], "role" | "availabilityMode">;
  numbers: Bare<LinkRow["numbers"], "sendLagSeconds" | "redoLagSeconds" | "logSendQueueKb" | "redoQueueKb"> &
    Pick<LinkRow["numbers"], "why">;
  seeding: Pick<
    NonNullable<LinkRow["seeding"]>,
    "fraction" | "rateBytesPerSecond" | "movedAt" | "attempt" | "forecast" | "forecastMissing"
  > | null;
};

/** The named values, without their voice and age. */
type Bare<T, K extends keyof T> = {
  [Name in K]: { value: NonNullable<T[Name]> extends { value: infer V } ? V : never } | null;
};

/** One source on the page about Linkspan itself and in the bar's ticks. */
export type SourceHealth = Plain<SourceState> & {
  verdict: Verdict;
  reason: string;
  linkCount: number;
  dueAt: string | null;
  backoffUntil: string | null;
  ownedBy: string | null;
  /** Of the last hour. */
  polls: number;
  failures: number;
  durationMsMedian: number | null;
  durationMsP95: number | null;
  latenessMsP95: number | null;
  /** Time spent on the monitored server per minute, ms; null if it does not tell. */
  serverMsPerMinute: number | null;
  roundTripsPerPoll: number | null;
};

/** A link's page in one reading. */
export interface LinkSnapshot {
  readAt: string;
  isDemo: boolean;
  link: LinkRow;
  assessment: Plain<Omit<Assessment, "memory" | "tracks">>;
  /** Raw facts by voice, for "who says what"; null = never said. */
  facts: { vantage: Vantage; observedAt: string; facts: unknown; instanceFacts: unknown }[];
  sources: SourceHealth[];
  /** Newest first, at most 100. */
  transitions: Plain<Transition>[];
  /** While this link seeds: other seedings from its SQL Server or to its managed instance, by name; they share its wire. */
  seedingBeside: Plain<WireMate>[];
  /** While this link seeds: why its predicted finish moved, newest first, at most five; and how it moved, at most 200 points. */
  forecastMoves: Plain<ForecastMove>[];
  finishes: { madeAt: string; p10At: string; p50At: string; p90At: string }[];
  /** What is known of a seeding that has begun, also while it counts no bytes; null: it has not, or it is over. */
  begunSeeding: BegunSeeding | null;
  /** While it waits: how long from now it takes if it begins when the next one on its SQL Server is over; or why that cannot be told. */
  turn: Plain<WaitingTurn> | null;
  /** The newest seeding that is over, with how good its forecasts were; null: none that Linkspan saw end. */
  lastSeeding: LastSeeding | null;
  /** When people plan to cut the link over, with a note that may be empty; null: nobody set a date. */
  cutover: { at: string; note: string; changedAt: string } | null;
  pollerSeenAt: string | null;
}

/** As it was counted last. */
export type BegunSeeding = Plain<
  Pick<
    SeedingProgress,
    "begunAt" | "cancelAt" | "attempt" | "startedAt" | "restarts" | "lostBytes" | "transferredBytes" | "movedAt"
  >
>;

/** A run from its first byte to its last; its score is of the forecasts that were made meanwhile. */
export interface LastSeeding {
  startedAt: string;
  finishedAt: string;
  databaseBytes: number | null;
  /** All that went over. */
  transferredBytes: number | null;
  isCompressed: boolean | null;
  score: Pick<ScoreLine, "asked" | "medianError" | "p90Error" | "coverage" | "width">;
}

export type SeriesRange = "1h" | "6h" | "24h" | "7d" | "30d" | "90d" | "seeding";

export type Metric =
  | "transferredBytes"
  | "seedingRateBytesPerSecond"
  | "diskWaitShare"
  | "networkWaitShare"
  | "logSendQueueKb"
  | "logSendRateKbPerSecond"
  | "redoQueueKb"
  | "redoRateKbPerSecond"
  | "sendLagSeconds"
  | "redoLagSeconds";

/** One chart window: at most about 500 points a series. A point is null where nothing was known. */
export interface SeriesWindow {
  linkId: string;
  from: string;
  to: string;
  bucketSeconds: number;
  /** Which store answered: raw samples, 5-minute or hourly rollups. */
  tier: "raw" | "5min" | "hour";
  /** Bucket starts, ISO. */
  at: string[];
  series: { metric: Metric; vantage: Vantage; mean: (number | null)[]; max: (number | null)[] }[];
}

/** Health and verdict bands: back-to-back segments by track; value null = not known. */
export interface BandWindow {
  linkId: string;
  from: string;
  to: string;
  bands: {
    subject: "verdict" | "health.partner" | "health.instance" | "health.arm" | "phase" | "connection";
    segments: { from: string; to: string; value: string | null; verdict: Verdict; reason: string }[];
  }[];
  events: { at: string; subject: string; verdict: Verdict; text: string }[];
}
