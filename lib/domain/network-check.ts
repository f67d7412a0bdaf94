// Tests of the network that somebody ran as Agent jobs: what they prove of this link, and what they do not.
import type { NetworkCheck, Phase } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, otherSide, sideName } from "./hearing.ts";
import { judgeNetwork, latestOfEach, networkWay } from "./network-judge.ts";
import { pairOf } from "./network-pair.ts";
import { listWords } from "./wording.ts";

/** A failed test this young is told even while the link replicates. */
const freshMs = 86_400_000;

/** Newest first; tests that were evidently aimed at another server are left out. */
export function readNetwork(hearing: Hearing): NetworkCheck[] {
  const { partner, instance, limits, now } = hearing;
  const told = {
    partner: partner.instanceFacts?.networkChecks?.value ?? [],
    instance: instance.instanceFacts?.networkChecks?.value ?? [],
  };
  return judgeNetwork(told, pairOf(hearing), limits.networkCheckStaleSeconds, now).map(({ check }) => check);
}

/**
 * Of each way only its newest test counts, and only where it explains why a link does not come up, or where it failed within a day.
 * A link that replicates proves more than an old test.
 */
export function findNetwork(hearing: Hearing, network: readonly NetworkCheck[], phase: Phase): Draft[] {
  return latestOfEach(network).flatMap((check) => {
    const isFresh = hearing.now.getTime() - check.ranAt.getTime() <= freshMs;
    const explains = isBroken(phase) && ranSince(hearing, check, phase, isFresh);
    if (check.result === "closed" && (explains || isFresh))
      return [closedDraft(hearing, check, explains ? phase : null)];
    return check.result === "outside" && explains ? [outsideDraft(hearing, check)] : [];
  });
}

/** True of a link that has no connection now, or never had one. */
function isBroken(phase: Phase): boolean {
  return ["disconnected", "seeding-failed", "waiting-to-seed", "seeding-stalled"].includes(phase);
}

/** `explained`: the phase that the closed port explains; null: log flows all the same. */
function closedDraft(hearing: Hearing, check: NetworkCheck, explained: Phase | null): Draft {
  const { from, to, port, ground } = placeOf(hearing, check);
  return {
    ...common(check),
    // The broken connection is told already: the estate shows one cause, the link's page both.
    ...(explained === "disconnected" ? { causeKey: `${hearing.linkId}:connection` } : {}),
    verdict: explained === null ? "attention" : "problem",
    reason: `A test from ${from} found ${port} of ${to} closed.`,
    consequence:
      explained !== null
        ? "The link cannot connect while it is so."
        : "Log flows over the connection that stands; the next one may not come about.",
    step: `Open ${port} from ${from} to ${ground}, then run the test again`,
  };
}

function outsideDraft(hearing: Hearing, check: NetworkCheck): Draft {
  const { from, to, port, ground } = placeOf(hearing, check);
  return {
    ...common(check),
    verdict: "attention",
    reason: `A test from ${from} reached ${port} at ${check.remoteAddress}, outside ${ground}.`,
    consequence: `Something else than ${to} may have answered: a proxy, or an old record of DNS.`,
    step: `Resolve ${check.target ?? to} on the host of ${from} and compare the address`,
  };
}

function common(check: NetworkCheck): Pick<Draft, "key" | "vantage" | "evidence" | "since" | "causeKey"> {
  const said = { target: check.target, port: check.port, RemoteAddress: check.remoteAddress, result: check.reason };
  return {
    key: `network.${networkWay(check)}`,
    vantage: check.vantage,
    since: check.ranAt,
    causeKey: `network:${networkWay(check)}:${check.target}:${check.ranAt.toISOString()}`,
    evidence: Object.entries(said).flatMap(([fact, value]) =>
      value === null ? [] : [{ fact, value: String(value), vantage: check.vantage, at: check.ranAt }],
    ),
  };
}

function placeOf(hearing: Hearing, check: NetworkCheck): Record<"from" | "to" | "port" | "ground", string> {
  const prefixes = hearing.arm.instanceFacts?.subnetPrefixes ?? [];
  const to = sideName(hearing, otherSide(check.from));
  const isSubnetKnown = check.from === "partner" && prefixes.length > 0;
  return {
    from: sideName(hearing, check.from),
    to,
    port: check.port === null ? "a port" : `port ${check.port}`,
    ground: isSubnetKnown ? `the subnet ${listWords(prefixes)}` : to,
  };
}

/** A test from before a break explains nothing of it; where a link never came up, each that is not too old counts. */
function ranSince({ previous }: Hearing, check: NetworkCheck, phase: Phase, isFresh: boolean): boolean {
  if (phase !== "disconnected" || isFresh) return true;
  return previous?.phase === phase && check.ranAt >= previous.phaseSince;
}
