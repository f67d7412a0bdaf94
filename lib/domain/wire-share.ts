// How many bytes go over per byte of database: all of them, or fewer where the stream is compressed.

/** Logarithms of the share lie as a logistic around the middle; `spread` is its scale, above 0. A share is at most 1. */
export interface WireShare {
  middle: number;
  spread: number;
}

/** At 1 in 10, the even chance, and 9 in 10. */
export interface ShareBand {
  low: number;
  middle: number;
  high: number;
}

export const uncompressed: ShareBand = { low: 1, middle: 1, high: 1 };

/** From the middle of a logistic to its 9 in 10, in scales. */
const toNineTenths = Math.log(9);

/** Before one compressed seeding of a server is over: backups of most databases shrink to between a quarter and nine tenths. Taken, not fitted. */
export const untaught: WireShare = { middle: 0.5, spread: Math.log(1.8) / toNineTenths };

/** Another database may compress otherwise: after one seeding by so much (as a logarithm), less the more were seen. */
const otherwise = 0.35;

/** From those of compressed seedings that are over, of one server; null: there is none. */
export function learnShare(shares: readonly number[]): WireShare | null {
  const sorted = shares.filter((share) => share > 0).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] as number;
  const seen = Math.log(at(0.9) / at(0.1)) / 2;
  return {
    middle: Math.min(1, at(0.5)),
    spread: Math.max(seen, otherwise / Math.sqrt(sorted.length)) / toNineTenths,
  };
}

/**
 * What is left of the chances once the share `done` went over and it is not the end. Reckoned in logarithms of odds, so that
 * it holds far beyond the middle too.
 */
export function shareAfter({ middle, spread }: WireShare, done: number): ShareBand {
  if (done >= 1) return uncompressed;
  /** Minus the logarithm of the chance to need more than this share. */
  const beyond = (share: number) => softplus(Math.log(share / middle) / spread);
  const [from, to] = [beyond(Math.max(0, done)), beyond(1)];
  const at = (part: number) => {
    const there = from - Math.log(1 - part * (1 - Math.exp(from - to)));
    const share = middle * Math.exp(spread * Math.log(Math.expm1(Math.min(there, 700))));
    return Math.min(1, Math.max(done, there > 700 ? middle * Math.exp(spread * there) : share));
  };
  return { low: at(0.1), middle: at(0.5), high: at(0.9) };
}

/** log(1 + e^z). */
function softplus(z: number): number {
  return z > 30 ? z : Math.log1p(Math.exp(z));
}
