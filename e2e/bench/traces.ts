// Traces of shared/traces/README.md as seedings: what was seen at each asking point, through the product's own thinning, and what was true.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { addPoint, type SeedingPoint } from "../../lib/domain/seeding-points.ts";

export interface Trace {
  id: string;
  bucketSeconds: number;
  mbps: number[];
}

export interface Asking {
  /** Of the trace, for keeping all askings of one together. */
  trace: number;
  /** Share of the bytes that is over. */
  progress: number;
  points: SeedingPoint[];
  /** Rates of whole buckets seen, bytes/s, for the simple methods. */
  rates: number[];
  bucketSeconds: number;
  seenSeconds: number;
  seenBytes: number;
  totalBytes: number;
  remainingSeconds: number;
}

export const askedAt = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9];

/** One JSON object a line; gzip or plain. What is no trace is named with its line. */
export function readTraces(file: string): Trace[] {
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Error(`There is no file ${path.resolve(file)}`);
  const raw = fs.readFileSync(file);
  const text = (raw[0] === 0x1f && raw[1] === 0x8b ? zlib.gunzipSync(raw) : raw).toString("utf8");
  return text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [readTrace(line, index + 1)]));
}

function readTrace(line: string, number: number): Trace {
  let trace: Partial<Trace> | null;
  try {
    trace = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} is no JSON; each is one trace: {"id": …, "bucketSeconds": 10, "mbps": [ … ]}`);
  }
  const { bucketSeconds, mbps } = trace ?? {};
  if (!(typeof bucketSeconds === "number" && bucketSeconds > 0))
    throw new Error(`Line ${number}: bucketSeconds is a number above 0`);
  if (!Array.isArray(mbps) || !mbps.every((value) => Number.isFinite(value) && value >= 0))
    throw new Error(`Line ${number}: mbps is a list of numbers, none below 0`);
  return { id: String(trace?.id ?? number), bucketSeconds, mbps };
}

/** At least 60 s must have been seen and 60 s be left, as the README asks. */
export function askingsOf(trace: Trace, number: number, progresses: readonly number[] = askedAt): Asking[] {
  const { bucketSeconds, mbps } = trace;
  const rates = mbps.map((value) => value * 125_000);
  const totalBytes = rates.reduce((sum, rate) => sum + rate * bucketSeconds, 0);
  // The seeding ends with its last byte, not with silence after it.
  const endSeconds = (rates.findLastIndex((rate) => rate > 0) + 1) * bucketSeconds;
  const askings: Asking[] = [];
  let points: SeedingPoint[] = [[0, 0]];
  let whole = 0;
  let bytes = 0;
  for (const progress of progresses) {
    const target = progress * totalBytes;
    while (whole < rates.length && bytes + (rates[whole] as number) * bucketSeconds <= target) {
      bytes += (rates[whole] as number) * bucketSeconds;
      whole++;
      points = addPoint(points, [whole * bucketSeconds * 1000, bytes]);
    }
    const seenSeconds = whole * bucketSeconds + (target - bytes) / (rates[whole] || 1);
    const remainingSeconds = endSeconds - seenSeconds;
    if (seenSeconds < 60 || remainingSeconds < 60) continue;
    askings.push({
      trace: number,
      progress,
      points: addPoint(points, [Math.round(seenSeconds * 1000), target]),
      rates: rates.slice(0, whole),
      bucketSeconds,
      seenSeconds,
      seenBytes: target,
      totalBytes,
      remainingSeconds,
    });
  }
  return askings;
}
