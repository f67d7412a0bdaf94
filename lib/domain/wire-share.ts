// How many bytes go over per byte of database: all of them, or fewer where the stream is compressed.

/** 1 in 10 seedings need less than `low`, 9 in 10 less than `high`. */
export interface WireShare {
  low: number;
  middle: number;
  high: number;
}

export const uncompressed: WireShare = { low: 1, middle: 1, high: 1 };

/** Before one compressed seeding of a server is over nobody knows; most databases keep two fifths at least. */
export const untaught: WireShare = { low: 0.4, middle: 1, high: 1 };

/** Another database may compress otherwise: after one seeding by so much (as a logarithm), less the more were seen. */
const otherwise = 0.35;

/** From those of compressed seedings that are over, of one server; null: there is none. */
export function learnShare(shares: readonly number[]): WireShare | null {
  const sorted = shares.filter((share) => share > 0).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] as number;
  const margin = Math.exp(otherwise / Math.sqrt(sorted.length));
  const middle = Math.min(1, at(0.5));
  return {
    low: Math.min(at(0.1), middle / margin),
    middle,
    high: Math.min(1, Math.max(at(0.9), middle * margin)),
  };
}
