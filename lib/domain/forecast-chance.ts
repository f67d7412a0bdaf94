// A forecast as chances: how likely it is over by a time, and by when it is over with a chance.
import type { RemainingTime } from "./assessment.ts";

type Band = Pick<RemainingTime, "p10Seconds" | "p50Seconds" | "p90Seconds">;

/** Nobody is surer than this of the future of a wire. */
const [least, most] = [0.01, 0.99];
/** Of the standard normal, at nine tenths. */
const z90 = 1.2815515655446004;

/**
 * Chance (0.01 to 0.99) that so many seconds suffice. Between and beyond the three times that are known, logarithms of the
 * time lie as those of a normal, each side of the even chance with its own width.
 */
export function chanceWithin(forecast: Band, seconds: number): number {
  return Math.min(most, Math.max(least, shareWithin(forecast, seconds)));
}

/** The same from 0 to 1: where many forecasts are taken together, the far end of each counts. */
export function shareWithin(forecast: Band, seconds: number): number {
  const { p10Seconds, p50Seconds, p90Seconds } = forecast;
  const side = seconds < p50Seconds ? stretch(p10Seconds, p50Seconds) : stretch(p50Seconds, p90Seconds);
  const away = stretch(p50Seconds, Math.max(0, seconds));
  const z = side === 0 ? Math.sign(away) * 9 : (away / side) * z90;
  return normal(z);
}

/** Seconds that suffice with a chance above 0 and below 1. */
export function secondsAt(forecast: Band, chance: number): number {
  const { p10Seconds, p50Seconds, p90Seconds } = forecast;
  const z = normalAt(chance) / z90;
  const width = z < 0 ? stretch(p10Seconds, p50Seconds) : stretch(p50Seconds, p90Seconds);
  return Math.max(0, (p50Seconds + second) * Math.exp(z * width) - second);
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
