// When a link was in some of its phases, for what charts stripe or leave blank.
import type { Phase } from "../../lib/domain/assessment.ts";
import type { BandWindow } from "../../lib/domain/snapshot.ts";
import type { Span } from "../charts/gaps.ts";

/** Spans (ms) of the given phases, up to `until`. */
export function phaseSpans(window: BandWindow | null, phases: readonly Phase[], until: number): Span[] {
  const segments = window?.bands.find((band) => band.subject === "phase")?.segments ?? [];
  return segments
    .filter((segment) => phases.some((phase) => phase === segment.value))
    .map((segment) => ({ from: Date.parse(segment.from), to: Math.min(until, Date.parse(segment.to)) }));
}
