// Few wide bars out of many thin buckets, so that a stack of shares can be read.
import type { StackBar } from "./plot-types.ts";

/** Means of 0 to 1 over at most `count` bars. A bar in which nothing was known has only nulls. */
export function stackBars(
  at: readonly number[],
  parts: readonly (readonly (number | null)[])[],
  bucketMs: number,
  count: number,
): StackBar[] {
  const perBar = Math.max(1, Math.ceil(at.length / Math.max(1, count)));
  const bars: StackBar[] = [];
  for (let start = 0; start < at.length; start += perBar) {
    const end = Math.min(at.length, start + perBar);
    bars.push({
      from: at[start]!,
      to: at[end - 1]! + bucketMs,
      parts: parts.map((values) => mean(values.slice(start, end))),
    });
  }
  return bars;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
