// Transitions: what changed between two assessments of a link.
import type { Assessment, Track, Transition } from "./assessment.ts";

/**
 * One per track that took another value, or whose value is judged otherwise now. A link judged for the first time tells
 * every track as its first. A finding that is gone has `to: "cleared"`; any other track that is gone has `to: null`.
 */
export function detectTransitions(previous: Assessment | null, next: Assessment): Transition[] {
  const at = next.assessedAt;
  if (previous === null) {
    return next.tracks.map((track) => ({ ...change(next.linkId, null, track, at), isFirst: true }));
  }
  const before = new Map(previous.tracks.map((track) => [track.subject, track]));
  const changed = next.tracks.flatMap((track) => {
    const old = before.get(track.subject);
    before.delete(track.subject);
    if ((old?.value ?? null) === track.value && (old === undefined || old.verdict === track.verdict)) return [];
    return [change(next.linkId, old?.value ?? null, track, at)];
  });
  return [...changed, ...[...before.values()].map((track) => gone(next.linkId, track, at))];
}

function change(linkId: string, from: string | null, track: Track, at: Date): Transition {
  const { subject, value, verdict, reason, vantage } = track;
  return { linkId, subject, from, to: value, verdict, reason, vantage, at, isFirst: false };
}

function gone(linkId: string, track: Track, at: Date): Transition {
  const { subject, value, reason, vantage } = track;
  const isFinding = subject.startsWith("finding.");
  return {
    linkId,
    subject,
    from: value,
    to: isFinding ? "cleared" : null,
    verdict: isFinding ? "ok" : "unknown",
    reason: isFinding ? `No longer so: ${reason}` : `${subject} is not known any more.`,
    vantage,
    at,
    isFirst: false,
  };
}
