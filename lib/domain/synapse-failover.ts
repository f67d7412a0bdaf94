// Whether the source of an Azure Synapse Link failed over away from it: three signs that do not depend on each other, and how sure they make us.
import type { Limits } from "./limits.ts";
import type { Certainty, ConnectionStyle, FailoverSign, SourceFailover } from "./synapse-assessment.ts";
import type { SynapseLinkFacts } from "./synapse-sample.ts";
import { durationWords } from "./wording.ts";

/** A link that was just started is not yet listed by the database that feeds it, and has no commit yet. */
const settlingMs = 600_000;

/** Only of a link that is displayed as running; of any other the two signs of Azure Resource Manager still tell whether it points at the primary. */
export function readFailover(facts: SynapseLinkFacts, limits: Limits, now: Date): SourceFailover {
  const { source, failoverGroup: group } = facts;
  const isTold = facts.failoverToldAt !== null;
  const primary = isTold ? (group?.servers.find((server) => isRole(server.role, "primary")) ?? null) : null;
  const primaryServer = serverOf(primary?.resourceId ?? null);
  const signs = [
    rolesSign(facts, primaryServer),
    feedingSign(facts, primaryServer, now),
    commitsSign(facts, limits, now),
  ];
  return {
    groupName: isTold ? (group?.name ?? null) : null,
    sourceServer: source.serverName,
    primaryServer,
    primaryResourceId: primary?.resourceId ?? null,
    style: styleOf(facts),
    signs,
    certainty: certaintyOf(signs),
  };
}

/** "sql-shop-weu" of ".../servers/sql-shop-weu/databases/Shop". */
export function serverOf(resourceId: string | null): string | null {
  return /\/servers\/([^/]+)/i.exec(resourceId ?? "")?.[1] ?? null;
}

/** "sql-shop-weu" of "tcp:sql-shop-weu.database.windows.net,1433". */
export function hostLabel(server: string | null): string | null {
  return server === null ? null : (/^(?:tcp:)?([^.,:\s]+)/i.exec(server.trim())?.[1] ?? null);
}

export function isSameName(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.toLowerCase() === b.toLowerCase();
}

export function isRunning(status: string | null): boolean {
  return isSameName(status, "Running");
}

/** The newest commit that any of its tables has seen. */
export function newestCommit(facts: SynapseLinkFacts): Date | null {
  const times = facts.tables.flatMap((table) => table.lastCommitAt?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** Where the link's source stands in its failover group. */
function rolesSign(
  { source, failoverGroup: group, failoverToldAt: at }: SynapseLinkFacts,
  primary: string | null,
): FailoverSign {
  const sign = (isSo: boolean | null, words: string): FailoverSign => ({
    key: "roles",
    isSo,
    words,
    vantage: "arm",
    at,
  });
  const server = source.serverName ?? "the source's server";
  if (at === null) return sign(null, "The failover groups of the source's server were not told");
  if (group === null) return sign(false, `${server} is in no failover group that holds the source database`);
  if (isRole(group.role, "secondary")) {
    const leads = primary === null ? "another server leads" : `${primary} leads`;
    return sign(true, `${server} is Secondary in failover group ${group.name}; ${leads}`);
  }
  if (primary !== null && !isSameName(primary, source.serverName))
    return sign(true, `${primary} leads failover group ${group.name}, and the link points at ${server}`);
  if (primary === null && !isRole(group.role, "primary"))
    return sign(null, `Failover group ${group.name} does not say which server leads`);
  return sign(false, `${server} is Primary in failover group ${group.name}`);
}

/** Whether the database that leads now lists this link among those it feeds. */
function feedingSign(facts: SynapseLinkFacts, primary: string | null, now: Date): FailoverSign {
  const { isFedByPrimary: isFed, failoverToldAt: at, startedAt, source } = facts;
  const sign = (isSo: boolean | null, words: string): FailoverSign => ({
    key: "feeding",
    isSo,
    words,
    vantage: "arm",
    at,
  });
  const database = `${source.databaseName ?? "the database"} on ${primary ?? "the primary"}`;
  if (at === null || isFed === null) return sign(null, "Which links the primary's database feeds was not told");
  if (isFed) return sign(false, `${database} lists this link as one it feeds`);
  if (startedAt !== null && now.getTime() - startedAt.getTime() < settlingMs)
    return sign(null, `${database} does not list this link yet; it was started less than ten minutes ago`);
  return sign(true, `${database} does not list this link as one it feeds`);
}

/** Proves nothing alone: a source that nobody writes to looks the same. */
function commitsSign(facts: SynapseLinkFacts, limits: Limits, now: Date): FailoverSign {
  const at = facts.tablesToldAt;
  const sign = (isSo: boolean | null, words: string): FailoverSign => ({
    key: "commits",
    isSo,
    words,
    vantage: "synapse",
    at,
  });
  const newest = newestCommit(facts);
  if (at === null || newest === null) return sign(null, "No table tells a commit");
  const age = (now.getTime() - newest.getTime()) / 1000;
  const since = `The newest commit of any table is ${durationWords(age)} old`;
  const limit = limits.synapseStallSeconds + (facts.dataProcessIntervalMinutes ?? 0) * 60;
  return age > limit ? sign(true, `${since}; a source that nobody writes to looks the same`) : sign(false, since);
}

/** Commits alone are no sign of a failover. */
function certaintyOf(signs: readonly FailoverSign[]): Certainty | null {
  const so = signs.filter((sign) => sign.isSo === true);
  if (so.every((sign) => sign.key === "commits")) return null;
  return so.length > 1 ? "certain" : "likely";
}

function styleOf({ source, failoverGroup: group }: SynapseLinkFacts): ConnectionStyle {
  const label = hostLabel(source.connectionServer);
  if (label === null) return "unknown";
  return isSameName(label, group?.name ?? null) ? "listener" : "server";
}

function isRole(role: string | null, wanted: "primary" | "secondary"): boolean {
  return role?.toLowerCase() === wanted;
}
