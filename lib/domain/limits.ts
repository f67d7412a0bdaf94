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
};
