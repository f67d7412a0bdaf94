// The stories a link can play, by the name a DBA would give them; each is a pure function of when it began and what was so before.
import type { LinkTruth } from "./link-truth.ts";
import type { StoryName } from "./scenario.ts";
import { forcedFailover, plannedFailover } from "./stories/failover.ts";
import {
  catchingUp,
  modeMismatch,
  redoStalled,
  replicating,
  replicatingBack,
  replicatingSync,
} from "./stories/replicating.ts";
import { seeding, seedingFailed, waitingToSeed } from "./stories/seeding.ts";
import type { Telling } from "./stories/telling.ts";
import { linkDisconnected, orphanOnArm, orphanOnSql, removed, suspended } from "./stories/trouble.ts";

export const stories: Record<StoryName, (telling: Telling) => LinkTruth> = {
  "waiting-to-seed": waitingToSeed,
  "seeding-in-progress": seeding,
  "seeding-restarted": seeding,
  "seeding-stalled": seeding,
  "seeding-failed": seedingFailed,
  "seeding-overrun": seeding,
  "log-backup-during-seeding": seedingFailed,
  "nightly-throttle": seeding,
  "shared-wire": seeding,
  replicating,
  "replicating-sync": replicatingSync,
  "replicating-back": replicatingBack,
  "catching-up": catchingUp,
  "redo-stalled": redoStalled,
  suspended,
  "link-disconnected": linkDisconnected,
  "planned-failover": plannedFailover,
  "forced-failover": forcedFailover,
  "mode-mismatch": modeMismatch,
  // What these two tell is told of the server: its certificate, its face.
  "certificate-expiring": replicating,
  "one-side-blind": replicating,
  "orphan-on-arm": orphanOnArm,
  "orphan-on-sql": orphanOnSql,
  removed,
};
