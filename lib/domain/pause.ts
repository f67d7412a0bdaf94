// Pauses of polling: after one a judgement waits until everybody was asked again, and the pause is told as not known.
import type { Assessment, LinkView, SourceState, Transition } from "./assessment.ts";
import type { Limits } from "./limits.ts";
import { durationWords } from "./wording.ts";

/** Shorter gaps are no pause: sources that fail are asked ever later. */
const leastPauseMs = 90_000;

/**
 * Whether a source that ought to speak has not been asked for longer than its silence limit, or never. One that fails was
 * asked and is judged by its failure; one that left the estate is not in the view.
 */
export function awaitsAnswer(view: LinkView, limits: Limits, now: Date): boolean {
  return sourcesOf(view).some(
    ({ failingSince, lastAskedAt, intervalSeconds }) =>
      failingSince === null &&
      (lastAskedAt === null || now.getTime() - lastAskedAt.getTime() > limits.silentIntervals * intervalSeconds * 1000),
  );
}

/** Until when the judgement of `assessedAt` held, if nobody has polled since; null while it is too early to call that a pause. */
export function pauseStart(
  assessedAt: Date,
  sources: readonly Pick<SourceState, "intervalSeconds">[],
  limits: Limits,
  now: Date,
): Date | null {
  if (sources.length === 0) return null;
  const silentMs = limits.silentIntervals * 1000 * Math.min(...sources.map((source) => source.intervalSeconds));
  const isPause = now.getTime() - assessedAt.getTime() > Math.max(2 * silentMs, leastPauseMs);
  return isPause ? new Date(assessedAt.getTime() + silentMs) : null;
}

/** A pair of changes of "polling" for a pause that ends now: to null where knowledge ended, and back. Values stay what they were. */
export function detectPause(previous: Assessment | null, view: LinkView, limits: Limits, now: Date): Transition[] {
  if (previous === null) return [];
  const from = pauseStart(previous.assessedAt, sourcesOf(view), limits, now);
  if (from === null) return [];
  const reason = `Nobody polled for ${durationWords((now.getTime() - previous.assessedAt.getTime()) / 1000)}.`;
  const told = { linkId: view.linkId, subject: "polling", reason, vantage: "linkspan", isFirst: false } as const;
  return [
    { ...told, from: "running", to: null, verdict: "unknown", at: from },
    { ...told, from: null, to: "running", verdict: "ok", at: now },
  ];
}

function sourcesOf(view: LinkView): SourceState[] {
  return [view.partner, view.instance, view.arm].flatMap(({ source }) => source ?? []);
}
