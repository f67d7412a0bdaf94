// Stories of a database on its way: waiting for its turn, running, stalled, restarted, cut off by a log backup, longer than its size.
import { guid } from "../dice.ts";
import type { LinkTruth } from "../link-truth.ts";
import { calm, type Telling } from "./telling.ts";

/** Created and accepted, but others are seeded first. */
export function waitingToSeed(telling: Telling): LinkTruth {
  const { seed, link, since, at } = telling;
  return {
    ...calm(telling),
    attempts: [
      {
        operationId: guid(seed, link.name, "waiting", "source"),
        remoteOperationId: guid(seed, link.name, "waiting", "destination"),
        number: 1,
        startedAt: since,
        completedAt: null,
        currentState: at - since < 20_000 ? "CHECK_IF_SEEDING_NEEDED" : "LIMIT_CONCURRENT_BACKUPS",
        performedSeeding: false,
        failure: null,
      },
    ],
    copying: null,
    isJoined: false,
    armState: telling.parameters.armState ?? "CreatingLink",
  };
}

/** Runs, stalls or starts again as its chapters say; once the bytes are over it catches up and replicates. */
export function seeding(telling: Telling): LinkTruth {
  const truth = calm(telling);
  if (truth.isJoined) return truth;
  return { ...truth, armState: telling.parameters.armState ?? (truth.copying ? "LinkInitialSeeding" : "CreatingLink") };
}

/** A log backup cut the log that seeding still needed: error 1408 on the destination. It does not recover by itself. */
export function seedingFailed(telling: Telling): LinkTruth {
  const truth = seeding(telling);
  const last = truth.attempts.at(-1);
  return last?.currentState === "FAILED" ? { ...truth, armState: "LinkCreationError", armError: "1408" } : truth;
}
