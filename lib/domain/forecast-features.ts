// What a forecast looks at: the shape of a run so far, free of scale in bytes, so that traces of any speed teach the same.
import type { SeedingPoint } from "./seeding-points.ts";

/** The run as a curve of bytes over seconds, made once per forecast; `remaining` features are added per question. */
export interface RunShape {
  seconds: number;
  bytes: number;
  /** Mean of the whole run's rate and of the last ten minutes', bytes/s: the plain forecast that the trees correct. */
  baseRate: number;
  /** Mean of the whole run's rate, bytes/s. */
  meanRate: number;
  /** Spread of the rates of twelve equal parts of the run against their mean: 0.05 is a quiet wire, 0.5 a restless one. */
  unrest: number;
  /** Features that do not depend on how much is left, in the order of `shapeFeatures`. */
  fixed: number[];
  /** log of the mean rate over the last `span` seconds against the whole run's. */
  window(span: number): number;
}

const windows = [20, 60, 120, 300, 600, 1200, 3600];
const shares = [0.05, 0.1, 0.25, 0.5];
const quantiles = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];
const blockCounts = [12, 32];
const recents: [span: number, blocks: number][] = [
  [600, 10],
  [120, 6],
  [3600, 12],
];
const backtests = [0.25, 0.5, 0.75, 0.9];
/** Windows as long as these parts of the remaining time. */
const aheads = [0.25, 0.5, 1, 2];

/** Null where nothing has moved, or nothing has passed. */
export function shapeOf(points: readonly SeedingPoint[]): RunShape | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const seconds = (last[0] - first[0]) / 1000;
  const bytes = last[1] - first[1];
  if (!(seconds > 0) || !(bytes > 0)) return null;
  const bytesAt = curve(points);
  const mean = bytes / seconds;
  const rate = (from: number, to: number) => (bytesAt(to) - bytesAt(from)) / Math.max(1e-9, to - from);
  /** A thousandth of the mean keeps the log of a pause finite. */
  const log = (value: number, against = mean) => Math.log((value + mean / 1000) / (against + mean / 1000));
  const last10 = rate(Math.max(0, seconds - 600), seconds);
  const window = (span: number) => log(rate(Math.max(0, seconds - span), seconds));
  const blocks = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const width = (seconds - from) / count;
      return rate(from + i * width, from + (i + 1) * width);
    });
  const fixed = [
    Math.log(seconds),
    ...windows.map(window),
    ...shares.map((share) => window(share * seconds)),
    ...blockCounts.flatMap((count) => blockFeatures(blocks(0, count), mean, log)),
    ...recents.flatMap(([span, count]) => {
      const part = blocks(Math.max(0, seconds - span), count);
      return [spread(part) / (average(part) + mean / 1000), log(Math.min(...part)), log(Math.max(...part))];
    }),
    ...backtests.map((share) => {
      // How wrong the plain forecast would have been from there to here.
      const then = share * seconds;
      const plain = (bytesAt(then) / then + rate(Math.max(0, then - 600), then)) / 2;
      return log(rate(then, seconds), plain);
    }),
  ];
  const parts = blocks(0, 12);
  const unrest = spread(parts) / average(parts);
  return { seconds, bytes, baseRate: (mean + last10) / 2, meanRate: mean, unrest, fixed, window };
}

/** All features of the question "how long for so many more bytes". */
export function featuresOf(shape: RunShape, remainingBytes: number): number[] {
  const plainSeconds = remainingBytes / shape.baseRate;
  return [
    shape.bytes / (shape.bytes + remainingBytes),
    Math.log(plainSeconds),
    Math.log(plainSeconds / shape.seconds),
    ...aheads.map((part) => shape.window(Math.min(shape.seconds, part * plainSeconds))),
    ...shape.fixed,
  ];
}

/** Bytes at any second of the run, straight between points. */
function curve(points: readonly SeedingPoint[]): (second: number) => number {
  const [start, base] = points[0] as SeedingPoint;
  const at = points.map(([ms]) => (ms - start) / 1000);
  const bytes = points.map(([, value]) => value - base);
  return (second) => {
    let low = 0;
    let high = at.length - 1;
    if (second <= 0) return 0;
    if (second >= (at[high] as number)) return bytes[high] as number;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((at[middle] as number) <= second) low = middle;
      else high = middle;
    }
    const [a, b] = [at[low] as number, at[high] as number];
    const [x, y] = [bytes[low] as number, bytes[high] as number];
    return x + ((y - x) * (second - a)) / (b - a || 1);
  };
}

/** Variability, quantiles, trend and memory of equal blocks of the run. */
function blockFeatures(blocks: number[], mean: number, log: (value: number) => number): number[] {
  const count = blocks.length;
  const floor = average(blocks) + mean / 1000;
  const steps = blocks.slice(1).map((value, i) => Math.abs(value - (blocks[i] as number)));
  const sorted = [...blocks].sort((a, b) => a - b);
  const last = blocks[count - 1] as number;
  const logs = blocks.map((value) => log(value));
  const level = average(logs);
  const middle = (count - 1) / 2;
  const slope =
    logs.reduce((sum, value, i) => sum + (i - middle) * value, 0) /
    logs.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const energy = logs.reduce((sum, value) => sum + (value - level) ** 2, 0);
  const echo = logs.slice(1).reduce((sum, value, i) => sum + (value - level) * ((logs[i] as number) - level), 0);
  return [
    spread(blocks) / floor,
    average(steps) / floor,
    ...quantiles.map((q) => log(sorted[Math.min(count - 1, Math.floor(q * count))] as number)),
    blocks.filter((value) => value <= last).length / count,
    slope * count,
    energy > 0 ? echo / energy : 0,
    blocks.filter((value) => value < mean / 20).length / count,
  ];
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const middle = average(values);
  return Math.sqrt(average(values.map((value) => (value - middle) ** 2)));
}
