// The log of the side that leads: how full, how fast it grows, what holds it, and whether it lasts until a seeding is over.
import type { LogState, Memory } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";
import type { SeedingReading } from "./seeding.ts";

/** Adds this poll's reading of each linked database. */
export function rememberLog(hearing: Hearing): Memory["log"] {
  return hearing.previous?.memory.log ?? [];
}

export function readLog(_hearing: Hearing, _memory: Memory["log"]): LogState[] {
  return [];
}

export function findLog(_hearing: Hearing, _log: readonly LogState[], _seeding: SeedingReading): Draft[] {
  return [];
}
