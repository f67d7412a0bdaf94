// How good a forecast was, by the figures of shared/traces/README.md.

export interface Scored {
  truth: number;
  p50: number;
  /** Absent for a method without a band. */
  band?: [low: number, high: number];
}

export interface Score {
  asked: number;
  medianError: number;
  p90Error: number;
  /** Share of truths inside the 80 % band, its mean width and mean interval score, both relative to the true time; null without bands. */
  band: { coverage: number; width: number; interval: number } | null;
}

export function scoreOf(all: readonly Scored[]): Score {
  const errors = all.map(({ p50, truth }) => Math.abs(p50 - truth) / truth).sort((a, b) => a - b);
  const at = (share: number) => errors[Math.min(errors.length - 1, Math.floor(share * errors.length))] ?? Number.NaN;
  const banded = all.filter((one): one is Scored & { band: [number, number] } => one.band !== undefined);
  const mean = (value: (one: Scored & { band: [number, number] }) => number) =>
    banded.reduce((sum, one) => sum + value(one), 0) / banded.length;
  return {
    asked: all.length,
    medianError: at(0.5),
    p90Error: at(0.9),
    band:
      banded.length === 0
        ? null
        : {
            coverage: mean(({ truth, band: [low, high] }) => (truth >= low && truth <= high ? 1 : 0)),
            width: mean(({ truth, band: [low, high] }) => (high - low) / truth),
            interval: mean(
              ({ truth, band: [low, high] }) =>
                (high - low + 10 * Math.max(0, low - truth) + 10 * Math.max(0, truth - high)) / truth,
            ),
          },
  };
}
