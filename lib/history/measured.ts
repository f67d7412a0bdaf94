// The metrics of the series in SQL: how each is stored, and how rates and shares follow from two samples in a row.
import type { Metric } from "../domain/snapshot.ts";

/** Two samples further apart than this are not a row: what lies between is not known. */
export const longestStep = "interval '15 minutes'";

/** Gauges are stored as they were measured; `column` in sample, and with _mean and _max in the rollups. */
export const gauges = [
  { metric: "logSendQueueKb", column: "log_send_queue_kb" },
  { metric: "logSendRateKbPerSecond", column: "log_send_rate_kb_per_second" },
  { metric: "redoQueueKb", column: "redo_queue_kb" },
  { metric: "redoRateKbPerSecond", column: "redo_rate_kb_per_second" },
  { metric: "sendLagSeconds", column: "send_lag_seconds" },
  { metric: "redoLagSeconds", column: "redo_lag_seconds" },
] as const satisfies { metric: Metric; column: string }[];

/** Derived from counters: the change over the time between two samples. */
export const slopes = [
  { metric: "seedingRateBytesPerSecond", column: "seeding_rate", counter: "transferred_bytes", perMs: 1000 },
  { metric: "diskWaitShare", column: "disk_wait_share", counter: "disk_wait_ms", perMs: 1 },
  { metric: "networkWaitShare", column: "network_wait_share", counter: "network_wait_ms", perMs: 1 },
] as const satisfies { metric: Metric; column: string; counter: string; perMs: number }[];

/** All that have a mean and a maximum. */
export const spreads: readonly { metric: Metric; column: string }[] = [...slopes, ...gauges];

/**
 * Rows of `sample` matching `where` with the slopes beside the gauges. Only rows in `from … to` come out; the one before `from`
 * is read for its counters. A counter that fell, because the seeding began anew, gives null and not a negative rate.
 */
export function measuredRows(where: string, from: string, to: string): string {
  const slope = ({ column, counter, perMs }: (typeof slopes)[number]) =>
    `CASE WHEN ${counter} >= lag(${counter}) OVER steps AND at - lag(at) OVER steps <= ${longestStep}
          THEN (${counter} - lag(${counter}) OVER steps) * ${perMs}::float8 / nullif(extract(epoch FROM at - lag(at) OVER steps)::float8 * 1000, 0)
     END AS ${column}`;
  return `SELECT * FROM (
      SELECT link_no, vantage, at, transferred_bytes, ${gauges.map((gauge) => gauge.column).join(", ")}, ${slopes.map(slope).join(", ")}
      FROM sample WHERE ${where} AND at >= ${from} - ${longestStep} AND at < ${to}
      WINDOW steps AS (PARTITION BY link_no, vantage ORDER BY at)) AS stepped
    WHERE at >= ${from}`;
}

/** The last value that is known, in time order. */
export const lastTransferred =
  "(array_agg(transferred_bytes ORDER BY at DESC) FILTER (WHERE transferred_bytes IS NOT NULL))[1]";
