// Stories of a link that carries log: as usual, synchronously, in the other direction, behind, or with redo falling back.
import type { LinkTruth } from "../link-truth.ts";
import { calm, glide, type Telling } from "./telling.ts";

export function replicating(telling: Telling): LinkTruth {
  return calm(telling);
}

export function replicatingSync(telling: Telling): LinkTruth {
  return calm({ ...telling, parameters: { mode: "sync", ...telling.parameters } });
}

/** The managed instance leads, the SQL Server follows. */
export function replicatingBack(telling: Telling): LinkTruth {
  const before = telling.before ? { ...telling.before, leads: "instance" as const } : null;
  return calm({ ...telling, before, parameters: { mode: "async", ...telling.parameters, leads: "instance" } });
}

/** Behind by a given time, and getting nearer. */
export function catchingUp(telling: Telling): LinkTruth {
  const { at, since, parameters, before } = telling;
  const truth = calm(telling);
  if (before && before.sendLagMs > 60_000) return truth;
  const behindMs = (parameters.lagSeconds ?? 1800) * 1000;
  return { ...truth, sendLagMs: glide(behindMs, truth.sendLagMs, at - since, parameters.catchUpFactor ?? 0.45) };
}

/** Log arrives but is replayed too slowly; the lag builds up for a while and drains again, over and over. */
export function redoStalled(telling: Telling): LinkTruth {
  const { at, since, parameters } = telling;
  const slope = Math.min(0.5, parameters.redoSlope ?? 0.34);
  const everyMs = (parameters.everySeconds ?? 6 * 3600) * 1000;
  const truth = calm(telling);
  const buildMs = everyMs * 0.6;
  const phaseMs = (at - since) % everyMs;
  const drainSlope = (slope * buildMs) / (everyMs * 0.3);
  const built = phaseMs < buildMs ? slope * phaseMs : Math.max(0, slope * buildMs - drainSlope * (phaseMs - buildMs));
  const redoSpeed = built === 0 ? null : phaseMs < buildMs ? 1 - slope : 1 + drainSlope;
  return { ...truth, redoLagMs: truth.redoLagMs * 0.5 + built, redoSpeed };
}

/** Set to synchronous on the SQL Server only. */
export function modeMismatch(telling: Telling): LinkTruth {
  const truth = calm({ ...telling, parameters: { ...telling.parameters, mode: "async" } });
  return { ...truth, modes: { partner: "sync", instance: "async", arm: "async" } };
}
