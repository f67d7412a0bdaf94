// In which unit an axis counts: what is measured, and the unit that keeps its ticks short.

/** `bytes` (1 GB = 1024 MB), `bytesPerSecond`, `seconds`, or a `share` of 0 to 1 shown in percent. */
export type Measure = "bytes" | "bytesPerSecond" | "seconds" | "share";

export interface AxisUnit {
  /** As in a title: "Rate, MB/s". */
  unit: string;
  /** Raw values are divided by this. */
  divisor: number;
}

const sizes = ["B", "KB", "MB", "GB", "TB", "PB"];
const durations: readonly AxisUnit[] = [
  { unit: "s", divisor: 1 },
  { unit: "min", divisor: 60 },
  { unit: "h", divisor: 3600 },
  { unit: "d", divisor: 86_400 },
];

/** The largest unit of which `max` holds at least one (two for durations, so that 90 s stay seconds). */
export function axisUnit(measure: Measure, max: number): AxisUnit {
  if (measure === "share") return { unit: "%", divisor: 0.01 };
  if (measure === "seconds") return durations.findLast((step) => max >= 2 * step.divisor) ?? durations[0]!;
  // An empty axis still counts in something sensible.
  const power = max > 0 ? Math.min(sizes.length - 1, Math.floor(Math.log2(Math.max(1, max)) / 10)) : 2;
  return { unit: `${sizes[power]}${measure === "bytesPerSecond" ? "/s" : ""}`, divisor: 1024 ** power };
}
