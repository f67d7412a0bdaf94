// Tests of the network that somebody ran as Agent jobs: what they prove of this link, and what they do not.
import type { NetworkCheck, Phase } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";

export function readNetwork(_hearing: Hearing): NetworkCheck[] {
  return [];
}

export function findNetwork(_hearing: Hearing, _network: readonly NetworkCheck[], _phase: Phase): Draft[] {
  return [];
}
