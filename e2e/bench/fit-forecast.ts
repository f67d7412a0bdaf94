// `npm run fit:forecast -- <traces>`: fits the trees of the forecast on a file of traces and writes them as data, with what they score on traces left out.
import fs from "node:fs";
import path from "node:path";
import { featuresOf, shapeOf } from "../../lib/domain/forecast-features.ts";
import { type Scored, scoreOf } from "../../lib/domain/forecast-score.ts";
import { evaluate, type ForecastModel, type QuantileModel, type Tree } from "../../lib/domain/forecast-trees.ts";
import { forecastRemaining } from "../../lib/domain/remaining-time.ts";
import { type Asking, askedAt, askingsOf, readTraces, type Trace } from "./traces.ts";

const rounds = 150;
const rate = 0.06;
const leastInLeaf = 80;
const bins = 32;
const rowShare = 0.6;
const featureShare = 0.5;
const folds = 5;
/** More askings than are judged, so that the trees see every stage of a run. */
const learnedAt = [0.04, 0.07, 0.13, 0.16, 0.25, 0.35, 0.45, 0.55, 0.67, 0.82, ...askedAt].sort((a, b) => a - b);
const quantiles = { low: 0.1, middle: 0.5, high: 0.9 } as const;

interface Row {
  asking: Asking;
  features: number[];
  /** log(true / plain). */
  ratio: number;
}

const file = process.argv[2];
if (!file) {
  console.error("Name a file of traces: npm run fit:forecast -- <traces.ndjson[.gz]>");
  process.exit(1);
}
const traces = readTraces(file);
const isJudged = ({ asking }: Row) => askedAt.includes(asking.progress);
const asIs = traces.flatMap((trace, number) => askingsOf(trace, number, learnedAt)).flatMap(rowOf);
// The traces are streaming sessions, and a copy over a leased line is far steadier: each trace is learned from once more, its swings damped.
const damped = traces
  .flatMap((trace, number) => askingsOf(damp(trace, number % 2 ? 0.3 : 0.06), number, learnedAt))
  .flatMap(rowOf);
const rows = [...asIs, ...damped];

// Each fold is judged by trees that never saw its traces: from these the widening is chosen, and the honest score printed.
const left = Array.from({ length: folds }, (_, fold) => {
  const model = fitModel(
    rows.filter((row) => foldOf(row) !== fold),
    fold,
  );
  console.log(`fold ${fold + 1} of ${folds} fitted`);
  return { model, held: asIs.filter((row) => foldOf(row) === fold && isJudged(row)) };
});
const widen = chooseWidening();
const held = scoreOf(left.flatMap(({ model, held }) => held.map((row) => scored(row, { ...model, widen }))));
console.log(
  `on traces left out: median ${percent(held.medianError)}, 90th percentile ${percent(held.p90Error)}, coverage ${percent(held.band?.coverage ?? 0)}, width ${held.band?.width.toFixed(3)}, interval score ${held.band?.interval.toFixed(3)}`,
);

const how = `Fitted by e2e/bench/fit-forecast.ts on ${traces.length} traces of ${path.basename(file)}: gradient-boosted trees of depth 3, ${rounds} rounds, pinball loss of the remaining time relative to the true one, at 10, 50 and 90 %, on each trace as it is and once more with its swings damped. Widened until the band holds 8 in 10 in five-fold cross-validation by trace.`;
const model: ForecastModel = { how, widen, ...withoutWidening(fitModel(rows, folds)) };
const target = path.join(import.meta.dirname, "../../lib/domain/forecast-model.json");
fs.writeFileSync(
  target,
  `${JSON.stringify(model, (_, value) => (typeof value === "number" ? Number(value.toPrecision(5)) : value))}\n`,
);
console.log(`written: ${path.relative(process.cwd(), target)}, ${(fs.statSync(target).size / 1024).toFixed(0)} KB`);

function rowOf(asking: Asking): Row[] {
  const shape = shapeOf(asking.points);
  if (shape === null) return [];
  const remainingBytes = asking.totalBytes - asking.seenBytes;
  return [
    {
      asking,
      features: featuresOf(shape, remainingBytes),
      ratio: Math.log((asking.remainingSeconds * shape.baseRate) / remainingBytes),
    },
  ];
}

/** The same mean, with swings of only this share. */
function damp(trace: Trace, share: number): Trace {
  const mean = trace.mbps.reduce((sum, value) => sum + value, 0) / trace.mbps.length;
  return { ...trace, mbps: trace.mbps.map((value) => mean + share * (value - mean)) };
}

function foldOf({ asking }: Row): number {
  return (Math.imul(asking.trace, 2654435761) >>> 0) % folds;
}

function scored({ asking }: Row, model: ForecastModel): Scored {
  const { points, totalBytes, remainingSeconds } = asking;
  const now = new Date(points.at(-1)?.[0] ?? 0);
  const { forecast } = forecastRemaining({ points, databaseBytes: totalBytes, isStalled: false, now }, model);
  if (!forecast) throw new Error(`no forecast for trace ${asking.trace} at ${asking.progress}`);
  return { truth: remainingSeconds, p50: forecast.p50Seconds, band: [forecast.p10Seconds, forecast.p90Seconds] };
}

/** The least widening with which the held-out bands hold a little over 8 in 10. */
function chooseWidening(): number {
  for (let widen = 0; widen < 0.2; widen += 0.005) {
    const all = left.flatMap(({ model, held }) => held.map((row) => scored(row, { ...model, widen })));
    if ((scoreOf(all).band?.coverage ?? 0) >= 0.805) return widen;
  }
  return 0.2;
}

function withoutWidening({ low, middle, high }: ForecastModel): Pick<ForecastModel, "low" | "middle" | "high"> {
  return { low, middle, high };
}

function fitModel(rows: readonly Row[], seed: number): ForecastModel {
  const [low, middle, high] = Object.values(quantiles).map((quantile, i) => fitQuantile(rows, quantile, 10 * seed + i));
  return { how: "", widen: 0, low, middle, high } as ForecastModel;
}

/** Boosting in the space of u = predicted / true: the loss of a row is quantile·(1 − u) below and (1 − quantile)·(u − 1) above the truth. */
function fitQuantile(rows: readonly Row[], quantile: number, seed: number): QuantileModel {
  const dice = diceOf(seed + 1);
  const width = rows[0]?.features.length ?? 0;
  const cuts = Array.from({ length: width }, (_, f) => cutsOf(rows.map(({ features }) => features[f] as number)));
  const bin = rows.map(({ features }) =>
    features.map((value, f) => (cuts[f] as number[]).filter((cut) => value >= cut).length),
  );
  const start = Math.log(
    bestFactor(
      rows.map(({ ratio }) => Math.exp(-ratio)),
      quantile,
    ),
  );
  const sum = rows.map(() => start);
  const trees: Tree[] = [];
  for (let round = 0; round < rounds; round++) {
    const u = rows.map(({ ratio }, i) => Math.exp((sum[i] as number) - ratio));
    const slope = u.map((value) => Math.min(value, 4) * (value < 1 ? -quantile : 1 - quantile));
    const sample = [...rows.keys()].filter(() => dice() < rowShare);
    const features = [...Array(width).keys()].filter(() => dice() < featureShare);
    const tree: Tree = { feature: Array(7).fill(0), below: Array(7).fill(-1e9), leaf: Array(8).fill(0) };
    grow(tree, 0, sample, features, { bin, cuts, slope, u, quantile });
    trees.push(tree);
    const one: QuantileModel = { start: 0, trees: [tree] };
    for (const [i, row] of rows.entries()) sum[i] = (sum[i] as number) + evaluate(one, row.features);
  }
  return { start, trees };
}

interface Ground {
  bin: number[][];
  cuts: number[][];
  slope: number[];
  u: number[];
  quantile: number;
}

/** Fills a node and what hangs below it; where no split is worth it, everything goes right, to leaves of the same value. */
function grow(tree: Tree, node: number, sample: number[], features: number[], ground: Ground): void {
  if (node >= 7) {
    const factor = bestFactor(
      sample.map((i) => ground.u[i] as number),
      ground.quantile,
    );
    tree.leaf[node - 7] = rate * Math.max(-1, Math.min(1, Math.log(factor)));
    return;
  }
  const split = bestSplit(sample, features, ground);
  if (split) {
    tree.feature[node] = split.feature;
    tree.below[node] = (ground.cuts[split.feature] as number[])[split.bin - 1] as number;
  }
  const goesLeft = (i: number) => split !== null && ((ground.bin[i] as number[])[split.feature] as number) < split.bin;
  grow(tree, 2 * node + 1, split ? sample.filter(goesLeft) : sample, features, ground);
  grow(tree, 2 * node + 2, split ? sample.filter((i) => !goesLeft(i)) : sample, features, ground);
}

function bestSplit(
  sample: number[],
  features: number[],
  { bin, cuts, slope }: Ground,
): { feature: number; bin: number } | null {
  const total = sample.reduce((sum, i) => sum + (slope[i] as number), 0);
  let best: { feature: number; bin: number; gain: number } | null = null;
  for (const feature of features) {
    const sums = new Float64Array(bins + 1);
    const counts = new Float64Array(bins + 1);
    for (const i of sample) {
      const b = (bin[i] as number[])[feature] as number;
      sums[b] = (sums[b] as number) + (slope[i] as number);
      counts[b] = (counts[b] as number) + 1;
    }
    let leftSum = 0;
    let leftCount = 0;
    for (let b = 0; b < (cuts[feature] as number[]).length; b++) {
      leftSum += sums[b] as number;
      leftCount += counts[b] as number;
      const rightCount = sample.length - leftCount;
      if (leftCount < leastInLeaf || rightCount < leastInLeaf) continue;
      const gain = leftSum ** 2 / leftCount + (total - leftSum) ** 2 / rightCount - total ** 2 / sample.length;
      if (gain > (best?.gain ?? 1e-9)) best = { feature, bin: b + 1, gain };
    }
  }
  return best;
}

/** The factor that, applied to all predictions, minimises the loss: a quantile of 1/u, each weighing u. */
function bestFactor(u: number[], quantile: number): number {
  const sorted = [...u].sort((a, b) => b - a);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  for (const value of sorted) {
    sum += value;
    if (sum >= quantile * total) return 1 / value;
  }
  return 1;
}

function cutsOf(values: number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const cuts = Array.from(
    { length: bins - 1 },
    (_, b) => sorted[Math.floor(((b + 1) * sorted.length) / bins)] as number,
  );
  return [...new Set(cuts)].filter((cut) => cut > (sorted[0] as number));
}

/** The same dice at every fit. */
function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
