// When a seeding's rate changed for good, found in bytes that were seen now and then.

/** `from` to `to` holds it for certain; `at` is where the two rates meet. `ratio` = new rate by old. */
export interface RateChange {
  at: Date;
  from: Date;
  to: Date;
  ratio: number;
}

export interface SeenBytes {
  at: number;
  bytes: number;
}

/** The one border that parts faster from slower best; `seen` oldest first. Null: fewer than two intervals, or nothing moved before. */
export function rateChange(seen: readonly SeenBytes[]): RateChange | null {
  const first = seen[0];
  const last = seen.at(-1);
  if (first === undefined || last === undefined) return null;
  let border: number | null = null;
  let most = 0;
  for (let index = 1; index < seen.length - 1; index++) {
    const middle = seen[index] as SeenBytes;
    const [before, after] = [middle.at - first.at, last.at - middle.at];
    const apart = rateBetween(first, middle) - rateBetween(middle, last);
    const weight = (apart * apart * before * after) / (before + after);
    if (weight > most) [border, most] = [index, weight];
  }
  if (border === null) return null;
  // The change lies somewhere in the two intervals beside the border: the rates are those outside of them, if there is an outside.
  const from = seen[border - 1] as SeenBytes;
  const to = seen[border + 1] as SeenBytes;
  const middle = seen[border] as SeenBytes;
  const before = from === first ? rateBetween(first, middle) : rateBetween(first, from);
  const after = to === last ? rateBetween(middle, last) : rateBetween(to, last);
  if (!(before > 0) || before === after) return null;
  const meetAt = (to.bytes - from.bytes - after * to.at + before * from.at) / (before - after);
  return {
    at: new Date(Math.round(Math.min(to.at, Math.max(from.at, meetAt)))),
    from: new Date(from.at),
    to: new Date(to.at),
    ratio: after / before,
  };
}

/** Bytes per ms. */
function rateBetween(from: SeenBytes, to: SeenBytes): number {
  return to.at > from.at ? (to.bytes - from.bytes) / (to.at - from.at) : 0;
}
