// A quantile as a sum of small trees over the features: how it is stored and how it is read.

/** One tree of depth three: seven splits in heap order, eight leaves. A feature below its threshold goes left. */
export type Tree = { feature: number[]; below: number[]; leaf: number[] };

/** log(true remaining time / plain forecast) at one quantile = start + the leaves that the features lead to. */
export interface QuantileModel {
  start: number;
  trees: Tree[];
}

export interface ForecastModel {
  /** What it was fitted on, when and how, for people. */
  how: string;
  /** The band is widened by this much on both ends, in logs, so that it holds 8 in 10 on runs it has not seen. */
  widen: number;
  low: QuantileModel;
  middle: QuantileModel;
  high: QuantileModel;
}

export function evaluate(model: QuantileModel, features: readonly number[]): number {
  let sum = model.start;
  for (const { feature, below, leaf } of model.trees) {
    let node = 0;
    for (let depth = 0; depth < 3; depth++) {
      const isLeft = (features[feature[node] as number] as number) < (below[node] as number);
      node = 2 * node + (isLeft ? 1 : 2);
    }
    sum += leaf[node - 7] as number;
  }
  return sum;
}
