// How good past forecasts were, as the planner's page and Prometheus read it.

export interface ScoreLine {
  /** Runs that were over, and forecasts asked of them. */
  runs: number;
  asked: number;
  /** Means over the runs, each weighed by its forecasts. Relative to the true time left; coverage 0 to 1. */
  medianError: number;
  p90Error: number;
  coverage: number;
  width: number;
  intervalScore: number;
  lastFinishedAt: string;
}

export interface Scorecard {
  readAt: string;
  /** Null: no seeding is over yet. */
  overall: ScoreLine | null;
  sources: ({ source: string } & ScoreLine)[];
  links: ({ linkId: string; name: string; source: string | null } & ScoreLine)[];
}
