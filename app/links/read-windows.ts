import type { BandWindow, Metric, SeriesRange, SeriesWindow } from "../../lib/domain/snapshot.ts";
import { bandsLink } from "../../lib/history/bands-link.ts";
import { seriesLink, seriesMetrics, seriesRanges } from "../../lib/history/series-link.ts";
import { pageHouse } from "../../lib/house.ts";

/** Null if there is no such link; throws if the history cannot be read. */
export async function readSeries(
  linkId: string,
  range: SeriesRange,
  metrics: readonly Metric[],
  now: Date,
): Promise<SeriesWindow | null> {
  return seriesLink(pageHouse().history, linkId, range, metrics, now);
}

/** The bands share the window of the series, so that letters stand at the same place on every chart. */
export async function readBands(linkId: string, range: SeriesRange, now: Date): Promise<BandWindow | null> {
  const window = await readSeries(linkId, range, ["sendLagSeconds"], now);
  if (window === null) return null;
  const { history, estate } = pageHouse();
  return bandsLink(history, linkId, new Date(window.from), now, estate.limits);
}

/** What an address asks for, or null if it asks for something else. */
export function parseRange(text: string | null): SeriesRange | null {
  return seriesRanges.find((range) => range === (text ?? "24h")) ?? null;
}

/** Comma-separated; nothing means all. Null if a name is unknown. */
export function parseMetrics(text: string | null): Metric[] | null {
  if (text === null || text === "") return [...seriesMetrics];
  const names = text.split(",");
  const known = names.flatMap((name) => seriesMetrics.find((metric) => metric === name) ?? []);
  return known.length === names.length ? known : null;
}

/** A path segment as it was before it was put into an address. */
export function linkIdOf(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
