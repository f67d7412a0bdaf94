// Chance that always falls the same way: numbers, identifiers and slow waves drawn from a seed and a name.
import { createHash } from "node:crypto";

const drawn = new Map<string, Buffer>();

function digest(key: string): Buffer {
  let bytes = drawn.get(key);
  if (!bytes) {
    bytes = createHash("sha1").update(key).digest();
    drawn.set(key, bytes);
  }
  return bytes;
}

/** A number in [0, 1), the same for the same seed and name. */
export function chance(seed: number, ...name: (string | number)[]): number {
  return digest(`${seed}/${name.join("/")}`).readUInt32BE(0) / 2 ** 32;
}

/** A number in [from, to). */
export function between(from: number, to: number, seed: number, ...name: (string | number)[]): number {
  return from + (to - from) * chance(seed, ...name);
}

/** A GUID as SQL Server prints it: upper case. */
export function guid(seed: number, ...name: (string | number)[]): string {
  const hex = digest(`${seed}/${name.join("/")}`)
    .toString("hex")
    .toUpperCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-A${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** 32 bytes for a deterministic key. */
export function secretBytes(seed: number, ...name: (string | number)[]): Buffer {
  return createHash("sha256")
    .update(`${seed}/${name.join("/")}`)
    .digest();
}

/** One slow swing: `depth` is the greatest change of the rate (1 = it may stand still), `periodMs` its length. */
export interface Swing {
  depth: number;
  periodMs: number;
  phase: number;
}

/** The rate at a time, around 1; never negative while the depths sum to less than 1. */
export function swingingRate(swings: readonly Swing[], at: number): number {
  let rate = 1;
  for (const { depth, periodMs, phase } of swings) rate += depth * Math.cos((2 * Math.PI * at) / periodMs + phase);
  return rate;
}

/** The integral of `swingingRate` from 1970: a clock in ms that runs sometimes faster, sometimes slower, never backwards. */
export function swingingClock(swings: readonly Swing[], at: number): number {
  let clock = at;
  for (const { depth, periodMs, phase } of swings) {
    clock += ((depth * periodMs) / (2 * Math.PI)) * Math.sin((2 * Math.PI * at) / periodMs + phase);
  }
  return clock;
}

/** When the swinging clock shows `clock`. */
export function whenClockShows(swings: readonly Swing[], clock: number): number {
  let at = clock;
  for (let i = 0; i < 60; i += 1) at -= swingingClock(swings, at) - clock;
  return at;
}
