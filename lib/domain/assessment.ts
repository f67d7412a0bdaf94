// What we make of a link: a verdict with its reason, its findings, and the few numbers every page shows.
import type { Lsn } from "./lsn.ts";
import type { BlindFact, FailureKind, SourceIdentity } from "./outcome.ts";
import type { ArmInstanceFacts, ArmLinkFacts, SqlInstanceFacts, SqlLinkFacts } from "./sample.ts";
import type { Side, Vantage } from "./vantage.ts";
import type { Verdict } from "./verdict.ts";
import type { WireLeaver, WireMate } from "./wire-mate.ts";
import type { WireShare } from "./wire-share.ts";

export type Phase =
  | "waiting-to-seed"
  | "seeding"
  | "seeding-stalled"
  | "seeding-restarted"
  | "seeding-failed"
  | "catching-up"
  | "replicating"
  | "replicating-back"
  | "suspended"
  | "disconnected"
  | "failing-over"
  | "split-brain"
  | "removed"
  | "not-known";

/** How a source fares: the last look at it, and since when it has been silent. */
export interface SourceState extends SourceIdentity {
  lastAskedAt: Date | null;
  lastAnsweredAt: Date | null;
  lastFailure: { kind: FailureKind; message: string; code: string | null; permission?: string | null; at: Date } | null;
  /** Start of the present run of failures; null while it answers. */
  failingSince: Date | null;
  consecutiveFailures: number;
  /** Its clock against ours, ms ahead; null if it never told. */
  clockSkewMs: number | null;
  /** Of its last answer. */
  blind: BlindFact[];
}

/** One vantage on one link. `source` null: the estate names nobody for this vantage. */
export interface Voice<LinkF, InstanceF> {
  source: SourceState | null;
  /** Of the newest sample that held this link; null if it never did. */
  observedAt: Date | null;
  facts: LinkF | null;
  instanceObservedAt: Date | null;
  instanceFacts: InstanceF | null;
}

/** Everything known about one link when it is assessed. */
export interface LinkView {
  linkId: string;
  name: string;
  partner: Voice<SqlLinkFacts, SqlInstanceFacts>;
  instance: Voice<SqlLinkFacts, SqlInstanceFacts>;
  arm: Voice<ArmLinkFacts, ArmInstanceFacts>;
  /** Other seedings from the same SQL Server or to the same managed instance, as they were last judged. */
  mates: WireMate[];
  /** Those that ended since this one began. */
  leavers: WireLeaver[];
  /** What compressed seedings of the same SQL Server taught; null: none is over yet. */
  wireShare: WireShare | null;
  /** When people plan to cut it over; null: nobody set a date. */
  cutoverAt: Date | null;
}

/** One thing that is so. `reason` = what is so; `consequence` = what follows; `step` starts with a verb. */
export interface Finding {
  /** Stable per link: "reach.partner", "split-brain", "certificate.endpoint" … */
  key: string;
  verdict: Verdict;
  reason: string;
  consequence: string;
  step: string | null;
  /** The same cause on several links (a silent server, one certificate) carries the same causeKey, so that a page can say it once. */
  causeKey: string;
  /** For the estate: the sentence when the cause is told once for n links; {n} is replaced. Null: use reason. */
  causeReason: string | null;
  evidence: Evidence[];
  since: Date;
  vantage: Vantage | "linkspan";
}

export interface Evidence {
  fact: string;
  value: string;
  vantage: Vantage | "linkspan";
  at: Date | null;
}

/** What is known of one side, each value with who says so. Null = not known. */
export interface SideState {
  side: Side;
  /** Name of the server or instance on the page. */
  name: string | null;
  /** global primary leads, forwarder follows; resolving and null lead nowhere. */
  role: Said<"globalPrimary" | "forwarder" | "resolving"> | null;
  connected: Said<boolean> | null;
  availabilityMode: Said<"synchronous" | "asynchronous"> | null;
  synchronizationHealth: Said<string> | null;
  synchronizationState: Said<string> | null;
  databaseState: Said<string> | null;
  isSuspended: Said<boolean> | null;
}

export interface Said<T> {
  value: T;
  vantage: Vantage;
  at: Date;
}

/** A seeding now. Bytes are the source side's own count. */
export interface SeedingProgress {
  databaseName: string | null;
  transferredBytes: number | null;
  databaseBytes: number | null;
  /** 0 to 1; may end short of 1 with compression on. */
  fraction: number | null;
  /** From byte deltas between polls, never the server's own rate. */
  rateBytesPerSecond: number | null;
  reportedRateBytesPerSecond: number | null;
  serverEstimateAt: Date | null;
  attempt: number | null;
  restarts: number;
  lostBytes: number;
  startedAt: Date | null;
  movedAt: Date | null;
  observedAt: Date;
  forecast: RemainingTime | null;
  /** Why there is no forecast, in words; null when there is one. */
  forecastMissing: string | null;
  /** Start of the first attempt that was seen; a restart does not move it. */
  begunAt: Date | null;
  /** When Azure cancels it, counted from begunAt. */
  cancelAt: Date | null;
  isCompressed: boolean | null;
  /** What the rate hangs on, by the source's own waits; null: watched too briefly, or not told. */
  bound: RateBound | null;
  /** Bytes that are to go over: those of the database, fewer where compression was learned; null: not known. */
  expectedBytes: number | null;
}

/** waiting: nothing moves yet · finishing: no bytes are counted any more, and the copy is not whole · overrun: more went over than was expected · not-known: nobody tells now */
export type SeedingState =
  | "waiting"
  | "running"
  | "stalled"
  | "restarting"
  | "overrun"
  | "finishing"
  | "failed"
  | "not-known";

/** Where a seeding stands, apart from its numbers. */
export interface SeedingStanding {
  state: SeedingState;
  /** One sentence. */
  reason: string;
  since: Date;
}

/** Shares of the last minutes (0 to 1) that the source waited. `neither`: not half of the time for either. */
export interface RateBound {
  by: "network" | "disk" | "neither";
  networkShare: number;
  diskShare: number;
  /** How long was looked at. */
  seconds: number;
}

/** Something to know about a seeding that needs nobody. */
export interface SeedingNote {
  /** Stable: "false-failure", "compression" … */
  key: string;
  verdict: "ok" | "unknown";
  words: string;
  vantage: Vantage | "linkspan";
}

/** Remaining time as seconds: the even chance and the band that holds 8 in 10. Never without a band. */
export interface RemainingTime {
  p10Seconds: number;
  p50Seconds: number;
  p90Seconds: number;
  madeAt: Date;
  /** What was reckoned with besides bytes and rate, in words; absent where an older version made it. */
  grounds?: string[];
}

/** Queues and lags of the database that is worst; null = not known, with `why`. */
export interface ReplicationNumbers {
  logSendQueueKb: Said<number> | null;
  logSendRateKbPerSecond: Said<number> | null;
  redoQueueKb: Said<number> | null;
  redoRateKbPerSecond: Said<number> | null;
  sendLagSeconds: Said<number> | null;
  redoLagSeconds: Said<number> | null;
  /** "suspended since 21:10", "disconnected" …: why numbers are missing. */
  why: string | null;
}

/** One rung of the ladder by voice. */
export interface LsnRung {
  rung: "endOfLogLsn" | "lastSentLsn" | "lastReceivedLsn" | "lastHardenedLsn" | "lastRedoneLsn" | "lastCommitLsn";
  partner: LsnReading;
  instance: LsnReading;
  arm: LsnReading;
  /** In words, against the rung above: "equal to sent", "behind hardened". Null when it cannot be compared. */
  compared: string | null;
  verdict: Verdict | null;
}

/** `lsn` null: `why` says whether that is normal ("primary only", "not reported") or unknown. */
export interface LsnReading {
  lsn: Lsn | null;
  at: Date | null;
  why: string | null;
}

/** One certificate of a link where it lies: the one an endpoint uses, or the copy by which the other side knows it. */
export interface CertificateState {
  name: string;
  /** endpoint, instance: in use by the SQL Server's or the managed instance's endpoint · partner-copy, instance-copy: what the other side holds of it · root: an authority the SQL Server trusts */
  use: "endpoint" | "partner-copy" | "instance" | "instance-copy" | "root";
  /** Where it lies. */
  usedBy: string;
  /** Whose certificate it is: of a copy the other side, of a root its own name. */
  of: string;
  thumbprint: string | null;
  /** When this thumbprint was first read here, and when last. */
  thumbprintSince: Date;
  thumbprintAt: Date;
  subject: string | null;
  issuer: string | null;
  startsAt: Date | null;
  expiresAt: Date | null;
  daysLeft: number | null;
  renewedBy: "you" | "azure";
  verdict: Verdict;
  /** Of a copy, against the certificate in use on the other side; unread: they differ, and one was not read since the other changed; null: no copy, or it cannot be compared. */
  match: CertificateMatch;
  /** What could not be seen, or what follows from what is there. */
  note: string | null;
  vantage: Vantage;
  at: Date;
  /** Everybody who tells of it, `vantage` among them. */
  voices: { vantage: Vantage; at: Date }[];
}

export type CertificateMatch = "same" | "other" | "unread" | null;

/** The log of one linked database on the side that leads. Null = not known. */
export interface LogState {
  databaseName: string;
  side: Side;
  at: Date;
  /** Room: the files' size, or what they may grow to where that is known. */
  totalBytes: number | null;
  activeBytes: number | null;
  /** 0 to 1. */
  usedFraction: number | null;
  /** From the growth of the flushed bytes between two readings. */
  bytesPerSecond: number | null;
  reuseWait: string | null;
  lastLogBackupAt: Date | null;
  /** At the present rate, if nothing is cut; null: not known, or it does not fill. */
  fullAt: Date | null;
  verdict: Verdict;
}

/** One requirement of the link's setup. `unknown` with the reason where it cannot be seen. */
export interface ConfigurationCheck {
  /** Stable: "recovery-model", "endpoint.encryption" … (all of them in configuration.ts). */
  key: string;
  part: "server" | "endpoint" | "groups" | "database" | "leftovers";
  /** What is required, as a heading: "Recovery model FULL". */
  title: string;
  verdict: Verdict;
  /** What is so: "Orders is in FULL." or "Not known: this login lacks VIEW ANY DEFINITION." */
  reason: string;
  /** Begins with a verb; null: nothing to do. */
  step: string | null;
  /** T-SQL that does the step, names quoted; null where no statement alone does it. */
  script: string | null;
  evidence: Evidence[];
}

/** One network test's step, judged. */
export interface NetworkCheck {
  /** Who asked: the partner tests towards the instance, and the reverse. */
  from: Side;
  step: string;
  ranAt: Date;
  target: string | null;
  port: number | null;
  remoteAddress: string | null;
  /** The managed instance's own port behind 5022, which moves with the node. */
  isHadr: boolean;
  /** outside: open, but what answered is not in the subnet · moved: of a node that is not the primary's any more · old: past its worth · untold: running, or unreadable. */
  result: "open" | "closed" | "outside" | "moved" | "old" | "untold";
  verdict: Verdict;
  /** "open", "closed", "open, but 10.9.0.4 lies outside the subnet 10.48.2.0/24" … */
  reason: string;
  vantage: Side;
}

/** An error code as some voice named it, with what the catalogue knows and what was checked here. */
export interface ExplainedError {
  code: string;
  /** The text as it came. */
  text: string;
  /** "mostRecentLinkError", "last_connect_error", "error_code", "job output" … */
  fact: string;
  vantage: Vantage;
  at: Date | null;
  /** Null: not in the catalogue; only the text is shown. */
  meaning: string | null;
  /** In the order of likelihood; `checked` null: Linkspan cannot tell. */
  causes: { cause: string; remedy: string; checked: { verdict: Verdict; words: string } | null }[];
  source: string | null;
}

/** What one voice of this link could not tell. */
export interface LinkBlindFact extends BlindFact {
  vantage: Vantage;
  /** Name of the server or instance. */
  server: string;
}

export type SplitBrain = "confirmed" | "suspected" | "cannot-tell" | "none";

/** Named values whose change is a transition: "verdict", "phase", "health.partner", "connection", "role.instance", "reach.arm", "finding.<key>" … */
export interface Track {
  subject: string;
  /** Null = not known. */
  value: string | null;
  verdict: Verdict;
  /** One sentence for the timeline. */
  reason: string;
  vantage: Vantage | "linkspan";
  /** When it took this value, as far as known. */
  since: Date;
}

export interface Assessment {
  linkId: string;
  assessedAt: Date;
  verdict: Verdict;
  /** One sentence under the link's name. */
  headline: string;
  phase: Phase;
  phaseSince: Date;
  splitBrain: SplitBrain;
  /** Worst first. Never empty of a reason: an ok link has none, every other verdict at least one (progress says what runs). */
  findings: Finding[];
  partner: SideState;
  instance: SideState;
  databases: string[];
  seeding: SeedingProgress | null;
  /** Null: no seeding, or it is done. */
  seedingStanding: SeedingStanding | null;
  /** Of the seeding that runs, failed or was the last. */
  seedingNotes: SeedingNote[];
  numbers: ReplicationNumbers;
  ladder: LsnRung[];
  certificates: CertificateState[];
  /** Days to the earliest expiry that someone has to renew; null = not known. */
  certificateDays: number | null;
  /** The log of the side that leads, database by database; the fullest first. */
  log: LogState[];
  /** What the link's setup requires, each with its evidence; in the order of the setup. */
  configuration: ConfigurationCheck[];
  /** Tests of the network somebody ran, newest first. */
  network: NetworkCheck[];
  /** Errors that some voice names, explained; the one that stops the link first. */
  errors: ExplainedError[];
  /** What a voice could not tell, each with the reason. */
  blind: LinkBlindFact[];
  tracks: Track[];
  memory: Memory;
}

/** One run of a seeding as one side counts it. */
export interface SeedingRun {
  /** Whose count the points are: two voices' bytes are never mixed. */
  vantage: Vantage;
  operationId: string | null;
  attempt: number | null;
  startedAt: Date | null;
  /** Thinned points of the run so far: [ms since 1970 when it was observed, transferred bytes]; at most 120, the last 10 minutes the densest. */
  points: [at: number, bytes: number][];
  /** The wait counters of about the last ten minutes, one reading a minute. */
  waits: [at: number, diskMs: number, networkMs: number][];
  /** Start of the first attempt that was seen; a restart does not move it. */
  begunAt: Date | null;
  movedAt: Date | null;
  restarts: number;
  lostBytes: number;
  /** Time over which the lost bytes went. */
  lostSeconds?: number;
  restartedAt: Date | null;
}

/** What the next assessment needs from this one; kept small, stored with it. */
export interface Memory {
  /** `aside`: what the other side's count was when it fell silent. */
  seeding: (SeedingRun & { aside?: SeedingRun | null }) | null;
  /** First time both sides were seen as primary in a row; null when not. */
  bothPrimarySince: Date | null;
  /** Queues and lags of the last ten minutes, oldest first; at most seven, empty while nothing flows. */
  flow: FlowPoint[];
  /** Flushed log by database of the side that leads: at most ten readings a database, oldest first. */
  log: { databaseName: string; side: Side; readings: [at: number, flushedBytes: number][] }[];
}

/** Queues and lags at one time, as the numbers of the page had them. */
export interface FlowPoint {
  at: Date;
  logSendQueueKb: number | null;
  redoQueueKb: number | null;
  sendLagSeconds: number | null;
  redoLagSeconds: number | null;
}

/** Numbers of one link and voice at one time, as they go into the series; null = not known. */
export interface Measurement {
  linkId: string;
  vantage: Vantage;
  at: Date;
  transferredBytes: number | null;
  databaseBytes: number | null;
  diskWaitMs: number | null;
  networkWaitMs: number | null;
  logSendQueueKb: number | null;
  logSendRateKbPerSecond: number | null;
  redoQueueKb: number | null;
  redoRateKbPerSecond: number | null;
  sendLagSeconds: number | null;
  redoLagSeconds: number | null;
}

/** A change of a track; a row of the history and the to-do list of whoever tells people. */
export interface Transition {
  linkId: string;
  subject: string;
  from: string | null;
  to: string | null;
  verdict: Verdict;
  reason: string;
  vantage: Vantage | "linkspan";
  at: Date;
  /** The value of a track when the link was first judged: the beginning of a band, and no change. */
  isFirst: boolean;
}
