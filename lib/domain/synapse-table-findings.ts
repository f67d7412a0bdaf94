// What is wrong with the tables of an Azure Synapse Link, and when the last of their commits came.
import type { SourceFailover, SynapseDraft, SynapseEvidence, SynapseLinkView } from "./synapse-assessment.ts";
import { isRunning, isSameName, newestCommit } from "./synapse-failover.ts";
import type { SynapseTableFacts } from "./synapse-sample.ts";
import { countWords, listWords, shortClause } from "./wording.ts";

const namedAtMost = 3;
const inStudio = "in Synapse Studio (Integrate)";

export function findTables({ linkConnectionName: link, facts }: SynapseLinkView): SynapseDraft[] {
  const { tables, tablesToldAt, isPartiallyFailed } = facts;
  const inStatus = (status: string) => tables.filter((table) => isSameName(table.status, status));
  const failed = inStatus("Failed");
  const suspended = inStatus("Suspended");
  const snapshotting = inStatus("Snapshotting");
  const evidenceOf = (some: readonly SynapseTableFacts[]): SynapseEvidence[] =>
    some.slice(0, 20).map((table) => ({
      fact: tableName(table),
      value: [table.status, table.errorCode, table.errorMessage].filter((part) => part !== null).join(" · "),
      vantage: "synapse",
      at: tablesToldAt,
    }));
  const drafts: SynapseDraft[] = [];
  if (failed.length > 0)
    drafts.push({
      key: "tables.failed",
      verdict: "problem",
      reason: `${countWords(failed.length, "table")} of ${link} failed: ${names(failed)}${whyFailed(failed)}.`,
      consequence: `Changes of ${failed.length === 1 ? "this table" : "these tables"} do not arrive; the other tables go on.`,
      step: `Mend what the error names, then stop and start ${link}, or remove the ${failed.length === 1 ? "table" : "tables"} and add ${failed.length === 1 ? "it" : "them"} again`,
      evidence: evidenceOf(failed),
      vantage: "synapse",
    });
  else if (isPartiallyFailed === true)
    drafts.push({
      key: "tables.failed",
      verdict: "problem",
      reason: `${link} is partially failed; which tables, its workspace did not tell.`,
      consequence: "Changes of some tables do not arrive.",
      step: `Look at the tables of ${link} ${inStudio}`,
      evidence: [{ fact: "isPartiallyFailed", value: "true", vantage: "synapse", at: null }],
      vantage: "synapse",
    });
  if (suspended.length > 0)
    drafts.push({
      key: "tables.suspended",
      verdict: "attention",
      reason: `${countWords(suspended.length, "table")} of ${link} ${suspended.length === 1 ? "is" : "are"} suspended: ${names(suspended)}.`,
      consequence: "Changes wait at the source; its log grows with them.",
      step: `Look at the tables of ${link} ${inStudio}`,
      evidence: evidenceOf(suspended),
      vantage: "synapse",
    });
  if (snapshotting.length > 0)
    drafts.push({
      key: "tables.snapshotting",
      verdict: "progress",
      reason: `First snapshot of ${countWords(snapshotting.length, "table")} of ${link} runs: ${names(snapshotting)}.`,
      consequence: "Changes follow once it is over.",
      step: null,
      evidence: evidenceOf(snapshotting),
      vantage: "synapse",
    });
  return drafts;
}

/** Told with its caveat and never an alarm: at night most sources look like this. */
export function findStall(
  { linkConnectionName: link, facts }: SynapseLinkView,
  failover: SourceFailover,
): SynapseDraft[] {
  const commits = failover.signs.find((sign) => sign.key === "commits");
  if (!isRunning(facts.status) || failover.certainty !== null || commits?.isSo !== true) return [];
  return [
    {
      key: "stall",
      verdict: "ok",
      reason: `No table of ${link} had a new commit for a while.`,
      consequence: "A source that nobody writes to looks the same, so this alone is no sign of trouble.",
      step: null,
      evidence: [{ fact: "newest commit", value: commits.words, vantage: "synapse", at: commits.at }],
      since: newestCommit(facts),
      vantage: "synapse",
    },
  ];
}

function tableName({ name, tableId }: SynapseTableFacts): string {
  return name ?? tableId;
}

function names(tables: readonly SynapseTableFacts[]): string {
  const more = tables.length - namedAtMost;
  const shown = tables.slice(0, more > 0 ? namedAtMost : undefined).map(tableName);
  return more > 0 ? `${shown.join(", ")} and ${more} more` : listWords(shown);
}

/** The one error that all of them tell. */
function whyFailed(failed: readonly SynapseTableFacts[]): string {
  const texts = new Set(failed.map((table) => table.errorMessage ?? table.errorCode));
  const [only] = texts;
  return texts.size === 1 && only ? ` (${shortClause(only)})` : "";
}
