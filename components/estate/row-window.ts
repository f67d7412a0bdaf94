// Which rows stand in the document while a long table is scrolled.

/** Those near the window, and the head of the group that the first of them belongs to, so that it can stick. Ascending, without repeats. */
export function rowsInWindow(
  { startIndex, endIndex, overscan, count }: { startIndex: number; endIndex: number; overscan: number; count: number },
  isGroup: (index: number) => boolean,
): number[] {
  const from = Math.max(0, startIndex - overscan);
  const to = Math.min(count - 1, endIndex + overscan);
  const near = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  for (let index = Math.min(startIndex, count - 1); index >= 0; index--) {
    if (!isGroup(index)) continue;
    return index < from ? [index, ...near] : near;
  }
  return near;
}
