// Which certificates of the inventory are shown.
import { type Entry, kindWords } from "./certificate-words.ts";

export const choices = ["all", "due", "azure", "authorities"] as const;
export type Choice = (typeof choices)[number];

const shows: Record<Choice, (entry: Entry) => boolean> = {
  all: () => true,
  /** What someone has to look at: judged so, or inside 60 days. */
  due: (entry) => entry.verdict !== "ok" || (entry.renewedBy === "you" && entry.milestone !== null),
  azure: (entry) => entry.renewedBy === "azure",
  authorities: (entry) => entry.kind === "root",
};

/** Every word of `q` stands somewhere in the entry: name, servers, links, thumbprint, subject, issuer, note. */
export function filterEntries(entries: readonly Entry[], show: Choice, q: string): Entry[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => shows[show](entry) && words.every((word) => textOf(entry).includes(word)));
}

export function countEntries(entries: readonly Entry[], show: Choice): number {
  return entries.filter(shows[show]).length;
}

function textOf(entry: Entry): string {
  return [
    entry.name,
    kindWords[entry.kind],
    ...entry.servers.map((server) => server.name),
    ...entry.copies.map((copy) => `${copy.server} ${copy.name}`),
    ...entry.links.map((link) => link.name),
    entry.thumbprint,
    entry.subject,
    entry.issuer,
    entry.note?.text,
  ]
    .join("\n")
    .toLowerCase();
}
