// Reads chart windows of one link: at most some 500 points a series, from the coarsest store that is fine enough.
import type { Metric, SeriesRange, SeriesWindow } from "../domain/snapshot.ts";
import { vantages } from "../domain/vantage.ts";
import { gauges, lastTransferred, measuredRows, slopes, spreads } from "./measured.ts";
import type { History } from "./pool.ts";

const day = 86_400;
const spanSeconds: Record<Exclude<SeriesRange, "seeding">, number> = {
  "1h": 3600,
  "6h": 6 * 3600,
  "24h": day,
  "7d": 7 * day,
  "30d": 30 * day,
  "90d": 90 * day,
};
const mostPoints = 480;
/** Widths that divide hours and days, so that buckets stay put while a window moves on. */
const widths = [5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, day];

interface Window {
  no: number;
  from: Date;
  to: Date;
  bucketSeconds: number;
  tier: SeriesWindow["tier"];
}

/** Null if there is no such link. `seeding`: from the start of the seeding that runs, failed or fell silent, or the last day if none did. */
export async function seriesLink(
  history: History,
  linkId: string,
  range: SeriesRange,
  metrics: readonly Metric[],
  now: Date,
): Promise<SeriesWindow | null> {
  const window = await chooseWindow(history, linkId, range, now);
  if (!window) return null;
  const { from, to, bucketSeconds, tier, no } = window;
  const { rows } = await history.pool.query<Record<string, number | null>>(bucketSql(tier, metrics), [
    no,
    from,
    to,
    bucketSeconds,
  ]);
  const count = Math.round((to.getTime() - from.getTime()) / 1000 / bucketSeconds);
  const series = vantages.flatMap((vantage, code) => {
    const spoken = rows.filter((row) => row.vantage === code);
    return metrics.flatMap((metric) => {
      if (!spoken.some((row) => row[`${metric}Max`] !== null)) return [];
      const mean: (number | null)[] = new Array(count).fill(null);
      const max: (number | null)[] = new Array(count).fill(null);
      for (const row of spoken) {
        mean[row.bucket as number] = row[`${metric}Mean`] ?? null;
        max[row.bucket as number] = row[`${metric}Max`] ?? null;
      }
      return [{ metric, vantage, mean, max }];
    });
  });
  const at = Array.from({ length: count }, (_, i) => new Date(from.getTime() + i * bucketSeconds * 1000).toISOString());
  return { linkId, from: from.toISOString(), to: to.toISOString(), bucketSeconds, tier, at, series };
}

async function chooseWindow(history: History, linkId: string, range: SeriesRange, now: Date): Promise<Window | null> {
  const { rows } = await history.pool.query<{ no: number; interval: number | null; seedingAt: string | null }>(
    `SELECT no, (SELECT max(interval_seconds) FROM source WHERE id IN (partner_source_id, instance_source_id)) AS interval,
            coalesce(face->'seeding'->>'startedAt', memory->'memory'->'seeding'->>'startedAt') AS "seedingAt"
     FROM link LEFT JOIN assessment ON link_no = no WHERE link.id = $1`,
    [linkId],
  );
  const link = rows[0];
  if (!link) return null;
  const seeded = link.seedingAt ? (now.getTime() - Date.parse(link.seedingAt)) / 1000 : day;
  const span = range === "seeding" ? Math.min(Math.max(seeded, 600), 90 * day) : spanSeconds[range];
  // Two polls a bucket, so that a beat that slips by a second leaves no hole.
  const least = Math.max(span / mostPoints, 2 * (link.interval ?? 0));
  const bucketSeconds = widths.find((width) => width >= least) ?? day;
  const width = bucketSeconds * 1000;
  const to = new Date(Math.ceil(now.getTime() / width) * width);
  const from = new Date(to.getTime() - Math.ceil(span / bucketSeconds) * width);
  return { no: link.no, from, to, bucketSeconds, tier: tierOf(bucketSeconds) };
}

function tierOf(bucketSeconds: number): SeriesWindow["tier"] {
  return bucketSeconds < 300 ? "raw" : bucketSeconds < 3600 ? "5min" : "hour";
}

function bucketSql(tier: SeriesWindow["tier"], metrics: readonly Metric[]): string {
  const rows =
    tier === "raw"
      ? measuredRows("link_no = $1", "$2::timestamptz", "$3::timestamptz")
      : `SELECT * FROM ${tier === "5min" ? "sample_5min" : "sample_hour"} WHERE link_no = $1 AND at >= $2 AND at < $3`;
  const columns = metrics.flatMap((metric) => {
    if (metric === "transferredBytes") {
      return [`${lastTransferred}::float8 AS "${metric}Mean"`, `${lastTransferred}::float8 AS "${metric}Max"`];
    }
    const column = spreads.find((spread) => spread.metric === metric)?.column;
    const [mean, max] = tier === "raw" ? [column, column] : [`${column}_mean`, `${column}_max`];
    return [`avg(${mean})::float8 AS "${metric}Mean"`, `max(${max})::float8 AS "${metric}Max"`];
  });
  return `SELECT vantage, floor(extract(epoch FROM at - $2::timestamptz) / $4)::int AS bucket, ${columns.join(", ")}
    FROM (${rows}) AS rows GROUP BY 1, 2`;
}

/** What may be asked for; anything else in an address is refused. */
export const seriesMetrics: readonly Metric[] = [
  "transferredBytes",
  ...slopes.map(({ metric }) => metric),
  ...gauges.map(({ metric }) => metric),
];
export const seriesRanges = [...Object.keys(spanSeconds), "seeding"] as SeriesRange[];
