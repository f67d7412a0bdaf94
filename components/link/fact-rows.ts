// Who says what of a link: one row per fact, one voice per line, and whether the voices disagree.
import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { type Vantage, vantages } from "../../lib/domain/vantage.ts";
import { type FactOf, facts, readTold, type Told } from "./facts-told.ts";
import { saidAt } from "./raw-facts.ts";

export interface FactRow {
  fact: string;
  /** Voices that say the same share a line; the oldest of their ages counts. */
  voices: { value: string; vantages: Vantage[]; at: string | null }[];
  /** Voices that should say the same and do not. */
  disagrees: boolean;
  /** Asked more seldom than the link itself, so that its age is no lateness. */
  hasOwnClock: boolean;
}

/** Rows in which nobody says anything are left out. */
export function factRows(snapshot: LinkSnapshot): FactRow[] {
  const told = readTold(snapshot);
  return facts.map((fact) => factRow(fact, told)).filter((row) => row.voices.length > 0);
}

function factRow({ fact, kind, says, at, essence = plain }: FactOf, told: Told): FactRow {
  const voices: FactRow["voices"] = [];
  for (const vantage of vantages) {
    const value = says[vantage]?.(told);
    if (!value) continue;
    const toldAt = at ? at(told, vantage) : saidAt(told.snapshot, vantage);
    const same = voices.find((voice) => essence(voice.value) === essence(value));
    if (!same) voices.push({ value, vantages: [vantage], at: toldAt });
    else {
      same.vantages.push(vantage);
      if (toldAt === null || (same.at !== null && toldAt < same.at)) same.at = toldAt;
    }
  }
  return { fact, voices, disagrees: kind === "alike" && voices.length > 1, hasOwnClock: at !== undefined };
}

function plain(value: string): string {
  return value.toLowerCase().replaceAll(/[_\s]/g, "");
}
