// What the setup of a link requires, as a checklist with evidence.
import type { ConfigurationCheck, Phase } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";

export function checkConfiguration(_hearing: Hearing): ConfigurationCheck[] {
  return [];
}

export function findConfiguration(_hearing: Hearing, _checks: readonly ConfigurationCheck[], _phase: Phase): Draft[] {
  return [];
}
