// What every story is told from, and the calm picture that each of them changes.
import { chance } from "../dice.ts";
import type { LinkTruth, Mode } from "../link-truth.ts";
import type { LinkSpec, StoryName, StoryParameters } from "../scenario.ts";
import type { LinkSeedings } from "../seeding-jobs.ts";

export interface Telling {
  link: LinkSpec;
  seed: number;
  at: number;
  story: StoryName;
  /** Start of the chapter. */
  since: number;
  parameters: StoryParameters;
  /** The truth when the chapter began; null: it is the first. */
  before: LinkTruth | null;
  seedings: LinkSeedings;
  /** Bytes of log the leader had written, by time. */
  bytesAt(at: number): number;
}

const minute = 60_000;

/** A link that does its work: positions follow the load, leftovers of the chapter before wear off. */
export function calm(telling: Telling): LinkTruth {
  const { link, at, story, since, parameters, before, seedings } = telling;
  const leads = before?.leads ?? parameters.leads ?? "partner";
  const mode: Mode = parameters.mode ?? before?.modes[leads] ?? "async";
  const usual = usualLags(telling, mode);
  const down = parameters.catchUpFactor ?? 12;
  const finished = seedings.finished && seedings.finished.finishedAt >= since ? seedings.finished : null;
  const [fromAt, fromSend, fromRedo] = finished
    ? [finished.finishedAt, finished.finishedAt - finished.startedAt, 0]
    : [since, before?.sendLagMs ?? usual.sendMs, before?.redoLagMs ?? usual.redoMs];
  return {
    link,
    at,
    story,
    since,
    seenBy: { partner: true, instance: true, arm: true },
    leads,
    roles:
      leads === "partner"
        ? { partner: "PRIMARY", instance: "SECONDARY" }
        : { partner: "SECONDARY", instance: "PRIMARY" },
    modes: { partner: mode, instance: mode, arm: mode },
    disconnected: null,
    suspended: null,
    attempts: seedings.attempts,
    copying: seedings.copying,
    isJoined: !seedings.isOpen,
    sendLagMs: glide(fromSend, usual.sendMs, at - fromAt, down),
    redoLagMs: glide(fromRedo, usual.redoMs, at - fromAt, down),
    redoSpeed: null,
    fork: before?.fork ?? null,
    isSplit: false,
    hasFalseFailure: parameters.falseFailure ?? before?.hasFalseFailure ?? false,
    armState: parameters.armState ?? "LinkSynchronizing",
    armError: null,
  };
}

/** Lags of a healthy link: they breathe, with a swell every half hour or so. Slow enough that no position ever runs backwards. */
function usualLags({ link, seed, at }: Telling, mode: Mode): { sendMs: number; redoMs: number } {
  const phase = 6 * chance(seed, link.name, "lag");
  const wave = (periodMs: number) => Math.sin((2 * Math.PI * at) / periodMs + phase);
  const swell = Math.max(0, wave((25 + 20 * chance(seed, link.name, "swell")) * minute)) ** 6;
  const redoMs = link.redoLagSeconds * 1000 * (0.6 + 0.2 * wave(4.1 * minute) + 0.15 * wave(97_000) + 1.6 * swell);
  return mode === "sync"
    ? { sendMs: 4 + 2 * wave(minute), redoMs: redoMs / 2 }
    : { sendMs: 420 + 250 * wave(2.3 * minute) + 900 * swell, redoMs };
}

/** From one value towards another: down by at most `downPerMs`, up by at most half a ms per ms, so that time behind never outruns time. */
export function glide(from: number, to: number, elapsedMs: number, downPerMs: number): number {
  return Math.max(from - downPerMs * elapsedMs, Math.min(from + 0.5 * elapsedMs, to));
}

/** A picture in which no log moves: the lag grows with the clock, what already arrived is (or is not) still redone. */
export function frozen(truth: LinkTruth, telling: Telling, redoGoesOn: boolean): LinkTruth {
  const before = telling.before ?? calm({ ...telling, at: telling.since });
  const elapsedMs = telling.at - telling.since;
  return {
    ...truth,
    sendLagMs: before.sendLagMs + elapsedMs,
    redoLagMs: redoGoesOn ? Math.max(0, before.redoLagMs - elapsedMs) : before.redoLagMs,
  };
}
