// What the pages say of network tests.
import type { NetworkCheck } from "../../lib/domain/assessment.ts";
import { latestOfEach, networkWay } from "../../lib/domain/network-judge.ts";
import type { PairOverview } from "../../lib/domain/network-overview.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";

export type Check = Plain<NetworkCheck>;

/** What a reader of results has to know, whatever they say. */
export const testNote =
  "A firewall may let a test pass and still block SQL Server behind it; where ICMP is blocked, a test may fail although the port is open.";

/** The answer of the page, as its title. */
export function networkHeadline(pairs: readonly Plain<PairOverview>[]): string {
  const count = (verdict: PairOverview["verdict"]) => pairs.filter((pair) => pair.verdict === verdict).length;
  if (pairs.length === 0) return "No pair of SQL Server and managed instance is known yet";
  const closed = count("problem");
  if (closed > 0) return `Tests found a closed port between ${closed} of ${countPairs(pairs.length)}`;
  if (count(null) === pairs.length) return "Nobody has tested the network yet";
  const doubtful = count("attention") + count("unknown");
  if (doubtful > 0) return `Tests between ${doubtful} of ${countPairs(pairs.length)} are worth another look`;
  return "Every port that was tested is open";
}

function countPairs(count: number): string {
  return count === 1 ? "1 pair" : `${count} pairs`;
}

/** "HADR port 11002", "port 5022". */
export function portWords({ port, isHadr }: Pick<Check, "port" | "isHadr">): string {
  const number = port === null ? "not told" : String(port);
  return isHadr ? `HADR port ${number}` : `port ${number}`;
}

export function wayKey(check: Check): string {
  return `${networkWay(check)} ${check.ranAt}`;
}

/** Of each direction and port the newest, towards the managed instance first. */
export function newestChecks(checks: readonly Check[]): Check[] {
  return latestOfEach(checks).toSorted((a, b) => (networkWay(a) < networkWay(b) ? -1 : 1));
}

/** The page of the network with this pair chosen. */
export function pairAddress(partnerName: string | null, instanceName: string | null): string {
  const query = new URLSearchParams();
  if (partnerName !== null) query.set("server", partnerName);
  if (instanceName !== null) query.set("instance", instanceName);
  const text = query.toString();
  return text === "" ? "/network" : `/network?${text}`;
}
