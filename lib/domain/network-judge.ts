// What one network test proves: judged against where the managed instance is now and which addresses are its own.
import type { NetworkCheck } from "./assessment.ts";
import { isAddress, isInSubnets } from "./network-address.ts";
import { instanceHosts, type NetworkPair, partnerHosts } from "./network-pair.ts";
import type { NetworkCheckFacts } from "./sample.ts";
import type { Side } from "./vantage.ts";
import type { Verdict } from "./verdict.ts";
import { ageWords, listWords } from "./wording.ts";

/** Steps of one run lie this close together; a closed port takes a test 20 s and more. */
const runMs = 600_000;

/** What the way is told by, whatever port the node has: "to-instance.5022", "to-instance.hadr", "to-partner.5022". */
export function networkWay(check: Pick<NetworkCheck, "from" | "port" | "isHadr">): string {
  const direction = check.from === "partner" ? "to-instance" : "to-partner";
  return `${direction}.${check.isHadr ? "hadr" : (check.port ?? "port")}`;
}

/** Of each way the newest test. */
export function latestOfEach<C extends Pick<NetworkCheck, "from" | "port" | "isHadr"> & { ranAt: Date | string }>(
  checks: readonly C[],
): C[] {
  const newest = new Map<string, C>();
  for (const check of checks) {
    const known = newest.get(networkWay(check));
    if (known === undefined || known.ranAt < check.ranAt) newest.set(networkWay(check), check);
  }
  return [...newest.values()];
}

/** Both directions, newest first, each with what it was judged from. Tests that were evidently aimed at another server are left out. */
export function judgeNetwork<F extends NetworkCheckFacts>(
  told: Record<Side, readonly F[]>,
  pair: NetworkPair,
  staleSeconds: number,
  now: Date,
): { facts: F; check: NetworkCheck }[] {
  return (["partner", "instance"] as const)
    .flatMap((from) =>
      told[from]
        .filter((facts) => isAimedAt(from, facts, told[from], pair))
        .map((facts) => ({ facts, check: judgeCheck(from, facts, pair, staleSeconds, now) })),
    )
    .sort((a, b) => b.check.ranAt.getTime() - a.check.ranAt.getTime());
}

function judgeCheck(
  from: Side,
  facts: NetworkCheckFacts,
  pair: NetworkPair,
  staleSeconds: number,
  now: Date,
): NetworkCheck {
  const isHadr = isHadrStep(from, facts);
  const { result, verdict, reason } = judgeResult(facts, from, isHadr, pair, staleSeconds, now);
  return {
    from,
    step: facts.step,
    ranAt: facts.ranAt,
    target: facts.target === null ? null : unquoted(facts.target),
    port: facts.port,
    remoteAddress: facts.remoteAddress,
    isHadr,
    result,
    verdict,
    reason,
    vantage: from,
  };
}

function judgeResult(
  facts: NetworkCheckFacts,
  from: Side,
  isHadr: boolean,
  pair: NetworkPair,
  staleSeconds: number,
  now: Date,
): { result: NetworkCheck["result"]; verdict: Verdict; reason: string } {
  if (facts.isOpen === null) {
    return { result: "untold", verdict: "unknown", reason: "still running, or its text cannot be read" };
  }
  const word = facts.isOpen ? "open" : "closed";
  const ageSeconds = (now.getTime() - facts.ranAt.getTime()) / 1000;
  if (ageSeconds > staleSeconds) {
    return {
      result: "old",
      verdict: "unknown",
      reason: `${word}, but ${ageWords(ageSeconds)} ago: it proves little now`,
    };
  }
  if (isHadr && hasMoved(facts, pair)) {
    return {
      result: "moved",
      verdict: "attention",
      reason: `${word}, on a node that the managed instance has left since`,
    };
  }
  if (!facts.isOpen) return { result: "closed", verdict: "problem", reason: "closed" };
  const prefixes = pair.arm?.subnetPrefixes ?? null;
  if (from === "partner" && isInSubnets(facts.remoteAddress, prefixes) === false) {
    const reason = `open, but ${facts.remoteAddress} lies outside the subnet ${listWords(prefixes ?? [])}`;
    return { result: "outside", verdict: "attention", reason };
  }
  return { result: "open", verdict: "ok", reason: "open" };
}

/** The port stays the same on most moves, so the node's name decides where it is told. */
function hasMoved({ target, port }: NetworkCheckFacts, { instance }: NetworkPair): boolean {
  const now = instance?.fabric?.value;
  if (now?.nodeName && target !== null && !isAddress(bareTarget(target)))
    return bareTarget(target) !== now.nodeName.toLowerCase();
  return now?.hadrPort != null && port !== null && port !== now.hadrPort;
}

function isHadrStep(from: Side, { step, target, port }: NetworkCheckFacts): boolean {
  if (from === "instance") return false;
  if (port !== null) return port >= 11_000 && port <= 11_999;
  return /hadr/i.test(step) || isNode(target);
}

/** False only where the target evidently is somebody else; an address that nothing can be compared with counts. */
function isAimedAt(
  from: Side,
  facts: NetworkCheckFacts,
  all: readonly NetworkCheckFacts[],
  pair: NetworkPair,
): boolean {
  if (facts.target === null) return true;
  const target = bareTarget(facts.target);
  const hosts = from === "partner" ? instanceHosts(pair) : partnerHosts(pair);
  if (hosts.includes(target)) return true;
  if (from === "instance")
    return isAddress(target) ? !hosts.some(isAddress) : !hosts.some((host) => host.includes("."));
  if (isAddress(target)) return isInSubnets(target, pair.arm?.subnetPrefixes) !== false;
  if (!isNode(target)) return hosts.length === 0;
  const node = pair.instance?.fabric?.value.nodeName?.toLowerCase();
  if (target === node) return true;
  // A node says nothing about whose it is; the step beside it in the same run does.
  const beside = all.filter(
    (other) => other.job === facts.job && Math.abs(other.ranAt.getTime() - facts.ranAt.getTime()) <= runMs,
  );
  const named = beside.filter((other) => other.target !== null && !isNode(other.target));
  return named.length === 0 || named.some((other) => hosts.includes(bareTarget(other.target ?? "")));
}

/** "DB44C.tr1207.northeurope1-a.worker.database.windows.net". */
function isNode(target: string | null): boolean {
  return target !== null && /\.worker\./i.test(target);
}

/** For comparing. */
export function bareTarget(target: string): string {
  return unquoted(target).toLowerCase();
}

/** A command may quote its host. */
function unquoted(target: string): string {
  return target.replace(/^['"]|['"]$/g, "");
}
