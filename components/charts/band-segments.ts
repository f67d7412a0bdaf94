// Segments of a health band as shares of its width.
import type { Verdict } from "../../lib/domain/verdict.ts";

export interface BandSegment {
  from: string;
  to: string;
  value: string | null;
  verdict: Verdict;
  reason: string;
}

export interface PlacedSegment extends BandSegment {
  /** Percent of the window. */
  left: number;
  width: number;
  /** How it is drawn: by verdict, hatched or striped. */
  look: "verdict" | "unknown" | "suspended";
}

/** Places segments inside [from, to] (ms). What is known and equal side by side is one; the rest of the window stays blank. */
export function placeSegments(segments: readonly BandSegment[], from: number, to: number): PlacedSegment[] {
  const placed: PlacedSegment[] = [];
  for (const segment of segments) {
    const start = Math.max(from, Date.parse(segment.from));
    const end = Math.min(to, Date.parse(segment.to));
    if (end <= start) continue;
    const share = (ms: number) => ((ms - from) / (to - from)) * 100;
    const last = placed.at(-1);
    const look = lookOf(segment);
    if (
      last &&
      last.to === segment.from &&
      last.value === segment.value &&
      last.look === look &&
      last.verdict === segment.verdict
    ) {
      last.width = share(end) - last.left;
      last.to = segment.to;
    } else placed.push({ ...segment, look, left: share(start), width: share(end) - share(start) });
  }
  return placed;
}

function lookOf(segment: BandSegment): PlacedSegment["look"] {
  if (segment.value === null || segment.verdict === "unknown") return "unknown";
  return /suspended/i.test(segment.value) ? "suspended" : "verdict";
}
