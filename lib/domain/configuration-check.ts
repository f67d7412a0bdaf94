// How one check of the setup is told: met, not met, or not known and why.
import type { ConfigurationCheck, Evidence } from "./assessment.ts";
import { type RequirementKey, requirements } from "./configuration-requirements.ts";
import { type ArmHeard, type Hearing, type SqlHeard, sqlVoices } from "./hearing.ts";
import { ownRole } from "./roles.ts";
import { localRows, remoteRows } from "./synchronization.ts";
import { vantageWords } from "./wording.ts";

type Voice = SqlHeard | ArmHeard;

export type Check = (hearing: Hearing) => ConfigurationCheck;

export interface Mend {
  step: string | null;
  script?: string;
}

/** `reason` may hold a note: what is allowed and still worth knowing. */
export function met(key: RequirementKey, reason: string, evidence: Evidence[]): ConfigurationCheck {
  return check(key, "ok", reason, evidence, { step: null });
}

export function unmet(
  key: RequirementKey,
  verdict: "attention" | "problem",
  reason: string,
  evidence: Evidence[],
  mend: Mend,
): ConfigurationCheck {
  return check(key, verdict, reason, evidence, mend);
}

/** `facts` finds the voice's own reason among what it cannot see. */
export function untold(key: RequirementKey, voice: Voice, facts: RegExp): ConfigurationCheck {
  const { reason, step } = whyUntold(voice, facts);
  return check(key, "unknown", reason, [], { step });
}

/** It was asked, but before there was anything to tell. */
export function unread(key: RequirementKey, reason: string): ConfigurationCheck {
  return check(key, "unknown", reason, [], { step: null });
}

/** What a voice told of its server; `at` where it was asked on a clock of its own. */
export function evidenceOf(voice: Voice, fact: string, value: string, at: Date = voice.instanceAt): Evidence {
  return { fact, value, vantage: voice.vantage, at };
}

/**
 * Log goes over now, by either side's word of the copy: whatever deviates evidently does no harm yet. The side that leads
 * says SYNCHRONIZED of its own database even while it is cut off.
 */
export function isLogFlowing(hearing: Hearing): boolean {
  return sqlVoices(hearing).some(({ vantage, facts }) => {
    const rows = ownRole(hearing, vantage)?.value === "globalPrimary" ? remoteRows(facts) : localRows(facts);
    return rows.some((row) => /^SYNCHRONI[SZ]/i.test(row.synchronizationStateDesc ?? ""));
  });
}

/** By every voice that ever told one, a silent one too: a name does not age. */
export function linkedDatabases(hearing: Hearing): string[] {
  const sql = [hearing.partner.lastFacts, hearing.instance.lastFacts].flatMap((facts) => [
    ...(facts?.databases ?? []),
    ...(facts?.seedings ?? []),
  ]);
  const names = [...sql, ...(hearing.arm.lastFacts?.databases ?? [])].flatMap((row) => row.databaseName ?? []);
  return [...new Set(names)].sort();
}

function check(
  key: RequirementKey,
  verdict: ConfigurationCheck["verdict"],
  reason: string,
  evidence: Evidence[],
  { step, script }: Mend,
): ConfigurationCheck {
  const { part, title } = requirements[key];
  return { key, part, title, verdict, reason, step, script: script ?? null, evidence };
}

function whyUntold(voice: Voice, facts: RegExp): { reason: string; step: string | null } {
  const { source } = voice;
  if (source === null) {
    return { reason: `Not told: the estate names no source for the ${vantageWords(voice.vantage)}.`, step: null };
  }
  const blind = source.blind?.find((one) => facts.test(one.fact));
  if (blind !== undefined) {
    const grant = blind.permission === null ? null : `Grant ${blind.permission} to Linkspan's login on ${source.name}`;
    return { reason: `Not known: ${blind.reason}.`, step: grant };
  }
  if (voice.reach === "silent") return { reason: `Not known while ${source.name} does not answer.`, step: null };
  return { reason: "Not told yet.", step: null };
}
