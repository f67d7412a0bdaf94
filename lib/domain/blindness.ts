// What the voices of a link could not tell, and why: said per fact and server, never taken for "there is none".
import type { Evidence, LinkBlindFact, SourceState } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import type { Hearing, SqlHeard } from "./hearing.ts";
import { isRefused, refusedFacts } from "./source-verdict.ts";
import { listWords } from "./wording.ts";

export function readBlindness(hearing: Hearing): LinkBlindFact[] {
  return [hearing.partner, hearing.instance, hearing.arm].flatMap(({ source, vantage }) =>
    source === null
      ? []
      : [...refusedFacts(source), ...(source.blind ?? [])].map((one) => ({ ...one, vantage, server: source.name })),
  );
}

/** Only what it takes to judge the link; a column that a version lacks is shown as unknown and is nobody's fault. */
export function findBlindness(hearing: Hearing, blind: readonly LinkBlindFact[]): Draft[] {
  return [
    ...[hearing.partner, hearing.instance].flatMap((voice) => blindToLinks(voice, blind)),
    ...blindToMsdb(hearing.partner, blind),
  ];
}

/** Without these the lists of links are empty, not refused: an answer without a link proves nothing. */
const neededForLinks = /^VIEW (ANY DEFINITION|SERVER STATE|SERVER PERFORMANCE STATE)$/i;

export function isBlindToLinks(source: SourceState | null): boolean {
  return source?.blind?.some((one) => neededForLinks.test(one.permission ?? "")) ?? false;
}

function blindToLinks(voice: SqlHeard, blind: readonly LinkBlindFact[]): Draft[] {
  const { source, vantage } = voice;
  const unseen = blind.filter((one) => one.vantage === vantage && neededForLinks.test(one.permission ?? ""));
  // Who refuses every question is told as such.
  if (source === null || unseen.length === 0 || voice.reach === "silent" || isRefused(source)) return [];
  const permissions = listWords([...new Set(unseen.flatMap((one) => one.permission ?? []))]);
  const reason = `Linkspan's login on ${source.name} lacks ${permissions}.`;
  return [
    {
      key: `blind.${vantage}`,
      verdict: "unknown",
      reason,
      consequence: `Not seen there: ${listWords(unseen.map((one) => one.fact))}. That is not the same as none.`,
      step: `Grant ${permissions} to Linkspan's login on ${source.name}`,
      vantage,
      causeKey: `blind:${source.id}`,
      causeReason: `${reason} {n} links cannot be judged by its word.`,
      evidence: evidenceOf(source, unseen),
    },
  ];
}

/** Backups and network tests of the SQL Server stand in msdb; the link itself can be judged without them. */
function blindToMsdb(voice: SqlHeard, blind: readonly LinkBlindFact[]): Draft[] {
  const unseen = blind.filter((one) => one.vantage === voice.vantage && /msdb/i.test(one.permission ?? ""));
  const { source } = voice;
  if (source === null || unseen.length === 0 || voice.reach === "silent") return [];
  const reason = `${sentenceStart(listWords(unseen.map((one) => one.fact)))} of ${source.name} are not seen.`;
  return [
    {
      key: `blind.${voice.vantage}.msdb`,
      verdict: "attention",
      reason,
      consequence: "They stand in msdb. A log backup that spoils a seeding, or one that is overdue, goes unnoticed.",
      step: `Copy the grant for msdb and run it on ${source.name}`,
      vantage: voice.vantage,
      causeKey: `blind.msdb:${source.id}`,
      causeReason: reason,
      evidence: evidenceOf(source, unseen),
    },
  ];
}

function evidenceOf(source: SourceState, unseen: readonly LinkBlindFact[]): Evidence[] {
  return unseen.map(({ fact, reason, vantage }) => ({ fact, value: reason, vantage, at: source.lastAnsweredAt }));
}

function sentenceStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
