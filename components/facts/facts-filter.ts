// Which facts of the catalogue are shown, and in which words.
import { type CatalogueEntry, findingWords } from "../../lib/domain/fact-catalogue.ts";

export const voices = ["all", "partner", "instance", "arm", "synapse"] as const;
export type VoiceChoice = (typeof voices)[number];

export const clockWords: Record<CatalogueEntry["every"], string> = {
  poll: "every poll",
  minute: "every minute",
  quarter: "every 15 min",
  hour: "every hour",
};

/** Every word of `q` stands somewhere in the row as it is shown. */
export function filterFacts(
  entries: readonly CatalogueEntry[],
  { voice, q }: { voice: VoiceChoice; q: string },
): CatalogueEntry[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => isOf(entry, voice) && words.every((word) => textOf(entry).includes(word)));
}

export function countFacts(entries: readonly CatalogueEntry[], voice: VoiceChoice): number {
  return entries.filter((entry) => isOf(entry, voice)).length;
}

function isOf({ vantages }: CatalogueEntry, voice: VoiceChoice): boolean {
  return voice === "all" || vantages.includes(voice);
}

function textOf({ fact, question, permission, every, findings }: CatalogueEntry): string {
  const led = findings.map((key) => `${findingWords(key)} ${key}`);
  return [fact, question, permission, clockWords[every], ...led].join("\n").toLowerCase();
}
