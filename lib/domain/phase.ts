// Which phase a link is in: one word, by a fixed order of what weighs most.
import type { Phase } from "./assessment.ts";
import type { SeedingStage } from "./seeding.ts";
import type { Side } from "./vantage.ts";
import type { Verdict } from "./verdict.ts";

/** What the other rules found; the phase only weighs it. */
export interface PhaseGrounds {
  isRemoved: boolean;
  isHeardBySql: boolean;
  isSplitBrain: boolean;
  isFailingOver: boolean;
  isConnected: boolean | null;
  isSuspended: boolean;
  isCatchingUp: boolean;
  isLinkError: boolean;
  seeding: SeedingStage | null;
  leader: Side | null;
}

const seedingPhases: Record<SeedingStage, Phase> = {
  waiting: "waiting-to-seed",
  running: "seeding",
  stalled: "seeding-stalled",
  restarted: "seeding-restarted",
  failed: "seeding-failed",
};

/** Nothing heard over SQL is not known: ARM's word alone makes no phase. */
export function readPhase(grounds: PhaseGrounds): Phase {
  if (grounds.isRemoved) return "removed";
  if (!grounds.isHeardBySql) return "not-known";
  if (grounds.isSplitBrain) return "split-brain";
  if (grounds.seeding === "failed") return "seeding-failed";
  if (grounds.isConnected === false) return "disconnected";
  if (grounds.isSuspended) return "suspended";
  if (grounds.isLinkError && grounds.isConnected !== true) return "seeding-failed";
  if (grounds.seeding !== null) return seedingPhases[grounds.seeding];
  if (grounds.isFailingOver) return "failing-over";
  if (grounds.isConnected === null || grounds.leader === null) return "not-known";
  if (grounds.isCatchingUp) return "catching-up";
  return grounds.leader === "partner" ? "replicating" : "replicating-back";
}

/** A database is on its way into the copy, moving or not. */
export function isCopying(phase: Phase): boolean {
  return (
    phase === "waiting-to-seed" || phase === "seeding" || phase === "seeding-stalled" || phase === "seeding-restarted"
  );
}

/** How a phase stands by itself, for the timeline; the findings say the rest. */
export const phaseVerdicts: Record<Phase, Verdict> = {
  "waiting-to-seed": "progress",
  seeding: "progress",
  "seeding-stalled": "problem",
  "seeding-restarted": "attention",
  "seeding-failed": "problem",
  "catching-up": "progress",
  replicating: "ok",
  "replicating-back": "ok",
  suspended: "problem",
  disconnected: "problem",
  "failing-over": "progress",
  "split-brain": "problem",
  removed: "attention",
  "not-known": "unknown",
};
