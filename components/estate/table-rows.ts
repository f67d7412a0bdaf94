// The table as one list of rows: groups with their links, folded ones without.
import type { EstateRow } from "../../lib/domain/snapshot.ts";
import type { LinkGroup } from "./arrange.ts";

export type TableRow =
  | { kind: "group"; id: string; group: LinkGroup; isFolded: boolean }
  | { kind: "link"; id: string; link: EstateRow; isCalm: boolean };

/** On a narrow page a group without a problem is folded until someone unfolds it. */
export function isFolded(
  group: LinkGroup,
  { folded, unfolded }: { folded: readonly string[]; unfolded: readonly string[] },
  isNarrow: boolean,
): boolean {
  return folded.includes(group.key) || (isNarrow && isCalm(group) && !unfolded.includes(group.key));
}

function isCalm({ counts }: LinkGroup): boolean {
  return counts.problem === 0;
}

/** `isCalm` marks links that a narrow page hides before it knows that it is narrow. */
export function rowsOfGroups(
  groups: readonly LinkGroup[],
  view: { folded: readonly string[]; unfolded: readonly string[] },
  isNarrow: boolean,
): TableRow[] {
  return groups.flatMap((group): TableRow[] => {
    const folded = isFolded(group, view, isNarrow);
    const calm = isCalm(group) && !view.unfolded.includes(group.key);
    return [
      { kind: "group", id: `group ${group.key}`, group, isFolded: folded },
      ...(folded ? [] : group.links.map((link): TableRow => ({ kind: "link", id: link.linkId, link, isCalm: calm }))),
    ];
  });
}

/** What the address holds after a group is folded or unfolded. */
export function toggleFold(
  group: LinkGroup,
  view: { folded: readonly string[]; unfolded: readonly string[] },
  isNarrow: boolean,
): { folded: string[] | null; unfolded: string[] | null } {
  const orNull = (keys: string[]) => (keys.length === 0 ? null : keys);
  const folded = view.folded.filter((key) => key !== group.key);
  const unfolded = view.unfolded.filter((key) => key !== group.key);
  if (!isFolded(group, view, isNarrow)) return { folded: orNull([...folded, group.key]), unfolded: orNull(unfolded) };
  return { folded: orNull(folded), unfolded: orNull(isNarrow ? [...unfolded, group.key] : unfolded) };
}
