// The table's rows: filtered, sorted, grouped and folded as the address of the page says.
import type { Phase } from "../../lib/domain/assessment.ts";
import type { EstateRow, SourceHealth } from "../../lib/domain/snapshot.ts";
import { compareVerdicts, type Verdict } from "../../lib/domain/verdict.ts";
import { countVerdicts, type VerdictCounts } from "./headline.ts";

export const groupings = ["sqlserver", "instance", "phase", "none"] as const;
export type Grouping = (typeof groupings)[number];

export const sortings = ["worst", "name", "lag", "certificate", "progress", "newest"] as const;
export type Sorting = (typeof sortings)[number];

export interface Filters {
  /** Every word must occur in the name, a database, or one of the two sides. */
  q: string;
  verdict: Verdict | null;
  phase: Phase | null;
  instance: string | null;
}

export function filterLinks(links: readonly EstateRow[], { q, verdict, phase, instance }: Filters): EstateRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return links.filter((link) => {
    if (verdict !== null && link.verdict !== verdict) return false;
    if (phase !== null && link.phase !== phase) return false;
    if (instance !== null && link.instanceName !== instance) return false;
    if (words.length === 0) return true;
    const text = [link.name, ...link.databases, link.partnerName, link.instanceName].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Not known sorts last whichever the measure and the direction. */
function knownFirst(a: number | null, b: number | null, compare: (a: number, b: number) => number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(a, b);
}
const ascending = (a: number, b: number) => a - b;
const descending = (a: number, b: number) => b - a;

function worstLag({ numbers }: EstateRow): number | null {
  const lags = [numbers.sendLagSeconds, numbers.redoLagSeconds].flatMap((said) => said?.value ?? []);
  return lags.length === 0 ? null : Math.max(...lags);
}

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

const comparers: Record<Sorting, (a: EstateRow, b: EstateRow) => number> = {
  worst: (a, b) => compareVerdicts(a.verdict, b.verdict),
  name: () => 0,
  lag: (a, b) => knownFirst(worstLag(a), worstLag(b), descending),
  certificate: (a, b) => knownFirst(a.certificateDays, b.certificateDays, ascending),
  progress: (a, b) => knownFirst(a.seeding?.fraction ?? null, b.seeding?.fraction ?? null, descending),
  newest: (a, b) => b.phaseSince.localeCompare(a.phaseSince),
};

/**
 * Equal rows go by name, so that an order is always the same order. Worst first, rows of the group that carries more
 * come before their equals, so that the group does.
 */
export function sortLinks(links: readonly EstateRow[], sorting: Sorting, grouping: Grouping = "none"): EstateRow[] {
  const compare = comparers[sorting];
  const byBurden = sorting === "worst" && grouping !== "none" ? compareBurdens(links, grouping) : () => 0;
  return links.toSorted(
    (a, b) => compare(a, b) || byBurden(a, b) || byName(a.name, b.name) || byName(a.linkId, b.linkId),
  );
}

/** By how many problems the row's group holds, then unknowns, then links that need a look; the calm ones do not count. */
function compareBurdens(links: readonly EstateRow[], grouping: Exclude<Grouping, "none">) {
  const groups = groupLinks(links, grouping, []);
  const burdens = new Map(groups.map(({ name, counts }) => [name, counts]));
  return (a: EstateRow, b: EstateRow): number => {
    const [ours, theirs] = [burdens.get(groupName(a, grouping))!, burdens.get(groupName(b, grouping))!];
    return theirs.problem - ours.problem || theirs.unknown - ours.unknown || theirs.attention - ours.attention;
  };
}

/** While someone points at the list, known rows keep their places; new ones come last, gone ones leave. `moved` = rows that would stand elsewhere. */
export function keepPlaces(shown: readonly string[], next: readonly string[]): { order: string[]; moved: number } {
  const present = new Set(next);
  const kept = shown.filter((id) => present.has(id));
  const known = new Set(kept);
  const stay = next.filter((id) => known.has(id));
  const moved = kept.length - longestCommonRun(kept, stay);
  return { order: [...kept, ...next.filter((id) => !known.has(id))], moved };
}

/** How many rows can stay when `from` becomes `to` (both hold the same ids): the longest run that already rises. */
function longestCommonRun(from: readonly string[], to: readonly string[]): number {
  const place = new Map(to.map((id, index) => [id, index]));
  const tails: number[] = [];
  for (const id of from) {
    const at = place.get(id)!;
    const spot = tails.findIndex((tail) => tail > at);
    tails[spot < 0 ? tails.length : spot] = at;
  }
  return tails.length;
}

export interface LinkGroup {
  key: string;
  /** Null: that side was never seen. */
  name: string | null;
  links: EstateRow[];
  counts: VerdictCounts;
  /** The SQL Server or managed instance the group is named after, if it is watched. */
  source: SourceHealth | null;
}

function groupName(link: EstateRow, grouping: Exclude<Grouping, "none">): string | null {
  return grouping === "phase" ? link.phase : grouping === "sqlserver" ? link.partnerName : link.instanceName;
}

/** Groups stand in the order of their first row: sorted worst first, that is by their worst link. */
export function groupLinks(
  links: readonly EstateRow[],
  grouping: Exclude<Grouping, "none">,
  sources: readonly SourceHealth[],
): LinkGroup[] {
  const groups = new Map<string, EstateRow[]>();
  for (const link of links) {
    const key = groupName(link, grouping) ?? "";
    const group = groups.get(key);
    if (group) group.push(link);
    else groups.set(key, [link]);
  }
  const side = grouping === "sqlserver" ? "partner" : "instance";
  return [...groups].map(([key, members]) => ({
    key,
    name: key === "" ? null : key,
    links: members,
    counts: countVerdicts(members),
    source:
      grouping === "phase"
        ? null
        : (sources.find((source) => source.kind === "sqlserver" && source.side === side && source.name === key) ??
          null),
  }));
}
