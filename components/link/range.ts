// The time ranges a reader can choose, and what each costs to keep fresh.
import type { SeriesRange } from "../../lib/domain/snapshot.ts";

export const ranges = ["1h", "6h", "24h", "7d", "30d", "90d", "seeding"] as const satisfies readonly SeriesRange[];

/** As in "Reading 30 days" and on the control. */
export const rangeWords: Record<SeriesRange, { short: string; long: string }> = {
  "1h": { short: "1 h", long: "1 hour" },
  "6h": { short: "6 h", long: "6 hours" },
  "24h": { short: "24 h", long: "24 hours" },
  "7d": { short: "7 d", long: "7 days" },
  "30d": { short: "30 d", long: "30 days" },
  "90d": { short: "90 d", long: "90 days" },
  seeding: { short: "Whole seeding", long: "the whole seeding" },
};

/** The whole seeding is a range only while one runs. */
export function rangesFor(isSeeding: boolean): readonly SeriesRange[] {
  return isSeeding ? ["6h", "24h", "seeding"] : ["1h", "6h", "24h", "7d", "30d", "90d"];
}

/** What is shown when the URL asks for nothing, or for a range this phase does not have. */
export function chosenRange(asked: SeriesRange | null, isSeeding: boolean): SeriesRange {
  if (asked !== null && rangesFor(isSeeding).includes(asked)) return asked;
  return isSeeding ? "seeding" : "24h";
}

/** How often a window is read again, ms: a wide one changes slowly. */
export function refreshEvery(range: SeriesRange): number {
  if (range === "1h" || range === "6h") return 10_000;
  return range === "24h" || range === "seeding" ? 30_000 : 300_000;
}
