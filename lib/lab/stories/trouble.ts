// Stories of a link that does not carry log: suspended, disconnected, half there, gone.
import type { LinkTruth } from "../link-truth.ts";
import { calm, frozen, type Telling } from "./telling.ts";

/** Data movement suspended by hand, or for the reason given. */
export function suspended(telling: Telling): LinkTruth {
  const truth = frozen(calm(telling), telling, false);
  return { ...truth, suspended: { since: telling.since, reason: telling.parameters.reason ?? "SUSPEND_FROM_USER" } };
}

/** The wire between the sites is cut; both sides notice. */
export function linkDisconnected(telling: Telling): LinkTruth {
  const errorNumber = telling.parameters.error ?? 10_060;
  return {
    ...frozen(calm(telling), telling, true),
    disconnected: {
      since: telling.since,
      errorNumber,
      description: connectErrors[errorNumber] ?? `Connection failed with error ${errorNumber}.`,
    },
    armState: telling.parameters.armState ?? "LinkSynchronizing",
    armError: "41986",
  };
}

/** ARM still lists a link whose availability group nobody has. */
export function orphanOnArm(telling: Telling): LinkTruth {
  return {
    ...linkDisconnected(telling),
    seenBy: { partner: false, instance: false, arm: true },
    isJoined: false,
    copying: null,
    armState: "LinkInitError",
    armError: "41976",
  };
}

/** The link was deleted in Azure; the distributed availability group on the SQL Server stayed behind. */
export function orphanOnSql(telling: Telling): LinkTruth {
  return { ...linkDisconnected(telling), seenBy: { partner: true, instance: false, arm: false } };
}

/** Deleted everywhere; with a side, on that side only. */
export function removed(telling: Telling): LinkTruth {
  const { side } = telling.parameters;
  if (side !== undefined)
    return { ...linkDisconnected(telling), seenBy: { partner: true, instance: true, arm: true, [side]: false } };
  return { ...frozen(calm(telling), telling, false), seenBy: { partner: false, instance: false, arm: false } };
}

const connectErrors: Record<number, string> = {
  10060:
    "An error occurred while receiving data: '10060(A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.)'.",
  10061:
    "An error occurred while receiving data: '10061(No connection could be made because the target machine actively refused it.)'.",
};
