// Takes one line out of a window of series: the voice that is asked first, or the first that knows anything.
import type { Metric, SeriesWindow } from "../../lib/domain/snapshot.ts";
import type { Vantage } from "../../lib/domain/vantage.ts";

export interface PickedSeries {
  vantage: Vantage;
  /** One value per bucket; null = not known. */
  mean: (number | null)[];
}

/** Null if no voice ever knew. A voice that speaks is not patched with another's words. */
export function pickSeries(
  window: SeriesWindow | null,
  metric: Metric,
  preferred: readonly (Vantage | undefined)[],
): PickedSeries | null {
  const spoken =
    window?.series.filter((one) => one.metric === metric && one.mean.some((value) => value !== null)) ?? [];
  const rank = (vantage: Vantage) => {
    const index = preferred.indexOf(vantage);
    return index < 0 ? preferred.length : index;
  };
  return spoken.toSorted((a, b) => rank(a.vantage) - rank(b.vantage))[0] ?? null;
}

/** As many nulls as the window has buckets, or the picked values scaled by `factor`. */
export function valuesOf(picked: PickedSeries | null, count: number, factor = 1): (number | null)[] {
  if (picked === null) return new Array<null>(count).fill(null);
  return factor === 1 ? picked.mean : picked.mean.map((value) => (value === null ? null : value * factor));
}
