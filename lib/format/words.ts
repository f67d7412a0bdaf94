// The labels of our own words; upstream values stay as they came.
import type { SplitBrain } from "../domain/assessment.ts";
import type { SourceKind, Vantage } from "../domain/vantage.ts";
import type { Verdict } from "../domain/verdict.ts";
import { phaseWords, sideWords, vantageWords } from "../domain/wording.ts";

export { phaseWords, sideWords, vantageWords };

export const verdictWords: Record<Verdict, string> = {
  problem: "Problem",
  unknown: "Unknown",
  attention: "Attention",
  progress: "In progress",
  ok: "OK",
};

export const roleWords: Record<"globalPrimary" | "forwarder" | "resolving", string> = {
  globalPrimary: "global primary",
  forwarder: "forwarder",
  resolving: "resolving",
};

export const splitBrainWords: Record<SplitBrain, string> = {
  confirmed: "confirmed",
  suspected: "suspected",
  "cannot-tell": "cannot tell",
  none: "none",
};

/** Column heads where room is short. */
export const shortVantageWords: Record<Vantage, string> = { partner: "SQL", instance: "MI", arm: "ARM" };

export const sourceKindWords: Record<SourceKind, string> = {
  sqlserver: "T-SQL",
  arm: "Azure Resource Manager",
  synapse: "Azure Synapse",
};

/** Numbers never part from their units: a no-break space between them, for sentences on a page. */
export function keepUnits(sentence: string): string {
  return sentence.replace(/(\d) (?=(?:d|h|min|s|ms|%|[KMGTP]B(?:\/s)?|days?|bytes)(?![\p{L}\d]))/gu, "$1\u00a0");
}
