// Where a line breaks, and what the break means: not known, suspended, or nothing to measure.

export interface Span {
  /** ms since 1970. */
  from: number;
  to: number;
}

export interface Gap extends Span {
  kind: "unknown" | "suspended";
}

/**
 * Values as a line may be drawn through them. Buckets can be finer than polls, so the line runs from one poll to the next
 * as long as they are at most `toleranceMs` apart; where a poll is missing the nulls stay and the line breaks.
 */
export function bridgePolls(
  at: readonly number[],
  values: readonly (number | null)[],
  toleranceMs: number,
): (number | null)[] {
  const drawn = [...values];
  let last = -1;
  values.forEach((value, index) => {
    if (value === null) return;
    const isNear = last >= 0 && at[index]! - at[last]! <= toleranceMs;
    for (let between = last + 1; isNear && between < index; between++) {
      const share = (at[between]! - at[last]!) / (at[index]! - at[last]!);
      drawn[between] = values[last]! + (value - values[last]!) * share;
    }
    last = index;
  });
  return drawn;
}

/** Indexes of points without a neighbour: a line cannot show them, so they are drawn as dots. */
export function lonePoints(drawn: readonly (number | null)[]): number[] {
  const isKnown = (index: number) => drawn[index] !== null && drawn[index] !== undefined;
  return drawn.flatMap((_, index) => (isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1) ? [index] : []));
}

/**
 * The silences of a chart: runs in which a line is not known, from the first known point on (before it nobody looked).
 * A line that never knew anything silences nobody else.
 * `until` = the last moment that could have been measured (ms). Suspended time is told apart; blank time, in which
 * there was nothing to measure, is left out.
 */
export function findGaps(input: {
  at: readonly number[];
  drawn: readonly (readonly (number | null)[])[];
  bucketMs: number;
  toleranceMs: number;
  until: number;
  suspended: readonly Span[];
  blank: readonly Span[];
}): Gap[] {
  const { at, drawn, bucketMs, toleranceMs, until } = input;
  const lines = drawn.filter((values) => values.some((value) => value !== null));
  const silences: Span[] = [];
  let knownUntil: number | null = null;
  at.forEach((start, index) => {
    if (lines.length === 0 || lines.some((values) => (values[index] ?? null) === null)) return;
    if (knownUntil !== null && start - knownUntil > toleranceMs - bucketMs && start > knownUntil)
      silences.push({ from: knownUntil, to: start });
    knownUntil = start + bucketMs;
  });
  if (knownUntil !== null && until - knownUntil > toleranceMs) silences.push({ from: knownUntil, to: until });

  const unknown = subtract(silences, [...input.suspended, ...input.blank]);
  return [
    ...unknown.map((span) => ({ ...span, kind: "unknown" as const })),
    ...input.suspended.map((span) => ({ ...span, kind: "suspended" as const })),
  ].sort((a, b) => a.from - b.from);
}

/** What is left of `spans` without `holes`. */
export function subtract(spans: readonly Span[], holes: readonly Span[]): Span[] {
  let left = [...spans];
  for (const hole of holes)
    left = left.flatMap((span) => {
      if (hole.to <= span.from || hole.from >= span.to) return [span];
      return [
        { from: span.from, to: hole.from },
        { from: hole.to, to: span.to },
      ].filter((part) => part.to > part.from);
    });
  return left;
}
