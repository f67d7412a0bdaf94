// Which way queues and lags go, judged over minutes and never from one poll to the next.
import type { FlowPoint, ReplicationNumbers } from "./assessment.ts";

type FlowNumber = Exclude<keyof FlowPoint, "at">;

export type Direction = "grows" | "shrinks" | "stands";

const windowMs = 10 * 60_000;
const apartMs = 100_000;
/** A direction needs this long a look, and this much of a change. */
const leastMs = 120_000;
const leastShare = 0.05;

/** Adds what is known now; empty while nothing flows, so that a standstill is in no trend. */
export function addFlowPoint(points: readonly FlowPoint[], numbers: ReplicationNumbers, now: Date): FlowPoint[] {
  if (numbers.why !== null) return [];
  const kept = points.filter((point) => now.getTime() - point.at.getTime() <= windowMs);
  const last = kept.at(-1);
  if (last !== undefined && now.getTime() - last.at.getTime() < apartMs) return kept;
  const point: FlowPoint = {
    at: now,
    logSendQueueKb: numbers.logSendQueueKb?.value ?? null,
    redoQueueKb: numbers.redoQueueKb?.value ?? null,
    sendLagSeconds: numbers.sendLagSeconds?.value ?? null,
    redoLagSeconds: numbers.redoLagSeconds?.value ?? null,
  };
  return [...kept, point];
}

/** Null until it has been watched for two minutes. */
export function directionOf(
  points: readonly FlowPoint[],
  what: FlowNumber,
  value: number,
  now: Date,
): Direction | null {
  const first = known(points, what)[0];
  if (first === undefined || now.getTime() - first.at < leastMs) return null;
  const change = value - first.value;
  if (Math.abs(change) < Math.max(1, leastShare * first.value)) return "stands";
  return change > 0 ? "grows" : "shrinks";
}

/** Until a queue is empty at the rate it shrinks by; null unless that rate is steady, alike in both halves within a factor of two. */
export function secondsToEmpty(
  points: readonly FlowPoint[],
  what: FlowNumber,
  value: number,
  now: Date,
): number | null {
  if (directionOf(points, what, value, now) !== "shrinks") return null;
  const said = known(points, what).filter((point) => point.at < now.getTime());
  const first = said[0];
  const middle = said[Math.ceil(said.length / 2)];
  if (first === undefined || middle === undefined) return null;
  const end = { at: now.getTime(), value };
  const [earlier, later] = [fallRate(first, middle), fallRate(middle, end)];
  const isSteady = later > 0 && earlier > 0 && later <= earlier * 2 && earlier <= later * 2;
  return isSteady ? value / fallRate(first, end) : null;
}

interface Known {
  at: number;
  value: number;
}

/** Per second. */
function fallRate(from: Known, to: Known): number {
  return ((from.value - to.value) * 1000) / (to.at - from.at);
}

function known(points: readonly FlowPoint[], what: FlowNumber): Known[] {
  return points.flatMap((point) => {
    const value = point[what];
    return value === null ? [] : [{ at: point.at.getTime(), value }];
  });
}
