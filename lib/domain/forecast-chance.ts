// A forecast as chances: how likely it is over by a time, and by when it is over with a chance.
import type { RemainingTime } from "./assessment.ts";

type Band = Pick<RemainingTime, "p10Seconds" | "p50Seconds" | "p90Seconds">;

/** Nobody is surer than this of the future of a wire. */
const [least, most] = [0.01, 0.99];
/** Of the standard normal, at nine tenths. */
const z90 = 1.2815515655446004;

/** Chance (0.01 to 0.99) that so many seconds suffice. */
export function chanceWithin(forecast: Band, seconds: number): number {
  return Math.min(most, Math.max(least, shareWithin(forecast, seconds)));
}

/**
 * The same from 0 to 1: where many forecasts are taken together, the far end of each counts. Below the even chance times
 * lie as those of a normal, since it may be over at any moment; above it their logarithms do, since a delay has no end.
 */
export function shareWithin({ p10Seconds, p50Seconds, p90Seconds }: Band, seconds: number): number {
  const isSooner = seconds < p50Seconds;
  const width = isSooner ? p50Seconds - p10Seconds : stretch(p50Seconds, p90Seconds);
  const away = isSooner ? seconds - p50Seconds : stretch(p50Seconds, seconds);
  return normal(width === 0 ? Math.sign(away) * 9 : (away / width) * z90);
}

/** Seconds that suffice with a chance above 0 and below 1. */
export function secondsAt({ p10Seconds, p50Seconds, p90Seconds }: Band, chance: number): number {
  const z = normalAt(chance) / z90;
  if (z < 0) return Math.max(0, p50Seconds + z * (p50Seconds - p10Seconds));
  return (p50Seconds + second) * Math.exp(z * stretch(p50Seconds, p90Seconds)) - second;
}

/** A second more on both keeps the logarithm of "now" finite. */
const second = 1;

function stretch(from: number, to: number): number {
  return Math.log((to + second) / (from + second));
}

/** Chance that a standard normal is below (Abramowitz and Stegun 7.1.26, off by less than 2e-7). */
function normal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = (1 - series * Math.exp(-x * x)) / 2;
  return z < 0 ? 0.5 - half : 0.5 + half;
}

/** The inverse, by halving: asked a few times a page. */
function normalAt(chance: number): number {
  let [low, high] = [-9, 9];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normal(middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
