// The thresholds of assessment in one place; an estate may override them.

export interface Limits {
  /** A voice older than this many of its own intervals is late; past silentIntervals it is silent and what rests on it is unknown. */
  lateIntervals: number;
  silentIntervals: number;
  /** No byte for this long while seeding runs = stalled. */
  stallSeconds: number;
  /** Lags from here on need attention, and are a problem. */
  sendLagAttentionSeconds: number;
  sendLagProblemSeconds: number;
  redoLagAttentionSeconds: number;
  redoLagProblemSeconds: number;
  /** A log send queue that takes longer than this counts as catching up. */
  catchingUpSeconds: number;
  /** Days before expiry, for a certificate that people renew. */
  certificateAttentionDays: number;
  certificateProblemDays: number;
  /** Both sides primary for this long, both fresh = confirmed; shorter = suspected (a planned failover passes through it). */
  splitBrainConfirmSeconds: number;
  /** No side leading, or resolving, for this long is no longer a failover on its way. */
  leaderlessProblemSeconds: number;
  /** A restarted seeding is told as such for this long. */
  restartShownSeconds: number;
  /** Clocks further apart than this are a finding. */
  clockSkewSeconds: number;
  /** Share of the log in use, 0 to 1. */
  logAttentionShare: number;
  logProblemShare: number;
  /** Without a log backup for this long, outside a seeding. */
  logBackupAttentionSeconds: number;
  /** Azure cancels a seeding after this long; from attention on it is told. */
  seedingCancelSeconds: number;
  seedingCancelAttentionSeconds: number;
  /** A network test older than this proves little. */
  networkCheckStaleSeconds: number;
  /** Storage of the managed instance in use, 0 to 1. */
  storageAttentionShare: number;
  storageProblemShare: number;
  /** A Synapse Link table without a new commit for this long, while the source commits. */
  synapseStallSeconds: number;
}

export const defaultLimits: Limits = {
  lateIntervals: 2,
  silentIntervals: 4,
  stallSeconds: 300,
  sendLagAttentionSeconds: 300,
  sendLagProblemSeconds: 3600,
  redoLagAttentionSeconds: 600,
  redoLagProblemSeconds: 7200,
  catchingUpSeconds: 120,
  certificateAttentionDays: 30,
  certificateProblemDays: 7,
  splitBrainConfirmSeconds: 30,
  leaderlessProblemSeconds: 300,
  restartShownSeconds: 3600,
  clockSkewSeconds: 30,
  logAttentionShare: 0.7,
  logProblemShare: 0.85,
  logBackupAttentionSeconds: 86_400,
  seedingCancelSeconds: 518_400,
  seedingCancelAttentionSeconds: 86_400,
  networkCheckStaleSeconds: 2_592_000,
  storageAttentionShare: 0.85,
  storageProblemShare: 0.95,
  synapseStallSeconds: 1800,
};
