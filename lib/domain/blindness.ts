// What the voices of a link could not tell, and why: said per fact and server, never taken for "there is none".
import type { LinkBlindFact } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";

export function readBlindness(hearing: Hearing): LinkBlindFact[] {
  return [hearing.partner, hearing.instance, hearing.arm].flatMap(({ source, vantage }) =>
    (source?.blind ?? []).map((one) => ({ ...one, vantage, server: source?.name ?? "" })),
  );
}

export function findBlindness(_hearing: Hearing, _blind: readonly LinkBlindFact[]): Draft[] {
  return [];
}
