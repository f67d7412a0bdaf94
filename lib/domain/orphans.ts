// Halves of links: a distributed AG without its ARM link, the reverse, and two writable copies after a link was removed.
import type { Phase } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";

export function findOrphans(_hearing: Hearing, _phase: Phase): Draft[] {
  return [];
}
