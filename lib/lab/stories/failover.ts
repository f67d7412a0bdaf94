// Stories of a change of roles: planned, through RESOLVING, and forced, into a split brain.
import { type LinkTruth, otherSide } from "../link-truth.ts";
import { calm, type Telling } from "./telling.ts";

/** Switch to synchronous, resolve, lead from the other side. Lasts `durationSeconds` (40); after that the new direction replicates. */
export function plannedFailover(telling: Telling): LinkTruth {
  const { at, since, parameters } = telling;
  const before = telling.before ?? calm({ ...telling, at: since });
  const lastsMs = (parameters.durationSeconds ?? 40) * 1000;
  const elapsed = at - since;
  const swift = { catchUpFactor: 100, ...parameters, mode: "sync" as const };
  const sync = calm({ ...telling, before, parameters: swift });
  if (elapsed < lastsMs * 0.4) return { ...sync, armState: "LinkFailoverInProgress" };
  if (elapsed < lastsMs) {
    return {
      ...sync,
      roles: { partner: "RESOLVING", instance: "RESOLVING" },
      isJoined: true,
      armState: "LinkFailoverInProgress",
    };
  }
  return calm({ ...telling, before: { ...before, leads: otherSide(before.leads) }, parameters: swift });
}

/** The follower was made primary by force while the old primary lives on: both take writes, each with a log of its own. */
export function forcedFailover(telling: Telling): LinkTruth {
  const { since } = telling;
  const before = telling.before ?? calm({ ...telling, at: since });
  return {
    ...calm(telling),
    roles: { partner: "PRIMARY", instance: "PRIMARY" },
    disconnected: {
      since,
      errorNumber: 35_206,
      description:
        "A connection timeout has occurred on a previously established connection to the other availability group of the distributed availability group.",
    },
    fork: { at: since, bytes: telling.bytesAt(since - before.sendLagMs) },
    isSplit: true,
    armState: "LinkFailoverInProgress",
    armError: "41976",
  };
}
