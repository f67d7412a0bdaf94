// The page of the network: pairs of SQL Server and managed instance with what tests found between them, worst first.
import type { NetworkCheck, Phase } from "./assessment.ts";
import { bareTarget, judgeNetwork, latestOfEach } from "./network-judge.ts";
import { instanceHosts, type NetworkPair } from "./network-pair.ts";
import { type NetworkScript, writeScripts } from "./network-script.ts";
import type { NetworkCheckFacts } from "./sample.ts";
import type { Plain } from "./snapshot.ts";
import { compareVerdicts, type Verdict, worstVerdict } from "./verdict.ts";

/** A row of the ledger: a test as it was first seen. */
export interface KeptCheck extends NetworkCheckFacts {
  firstSeenAt: Date;
}

/** A pair with the links between the two and every test either side ever ran, whoever it was aimed at. */
export interface PairRecord {
  pair: NetworkPair & { partnerName: string; instanceName: string };
  links: { linkId: string; name: string; verdict: Verdict; phase: Phase }[];
  told: { partner: KeptCheck[]; instance: KeptCheck[] };
}

export interface PairOverview {
  partnerName: string;
  instanceName: string;
  linkCount: number;
  /** Null: nobody has tested between the two. */
  verdict: Verdict | null;
  /** Of each direction and port the newest. */
  newest: NetworkCheck[];
}

export interface ChosenPair extends PairOverview {
  links: PairRecord["links"];
  scripts: NetworkScript[];
  /** Newest first. */
  ledger: { check: NetworkCheck; output: string | null; firstSeenAt: Date }[];
}

export interface NetworkOverview {
  readAt: Date;
  /** Names of the estate, to choose from: a way can be tested before there is a link. */
  partners: string[];
  instances: string[];
  pairs: PairOverview[];
  /** Null: the estate names no pair. */
  chosen: ChosenPair | null;
}

export type NetworkSnapshot = Plain<NetworkOverview>;

export function overviewOf(record: PairRecord, staleSeconds: number, now: Date): PairOverview {
  const checks = judgeNetwork(record.told, record.pair, staleSeconds, now).map(({ check }) => check);
  const newest = latestOfEach(checks);
  return {
    partnerName: record.pair.partnerName,
    instanceName: record.pair.instanceName,
    linkCount: record.links.length,
    verdict: newest.length === 0 ? null : worstVerdict(newest.map((check) => check.verdict)),
    newest,
  };
}

/** Somebody tested from this SQL Server to this very managed instance, whether there is a link or not. */
export function wasTested({ pair, told }: PairRecord): boolean {
  const hosts = instanceHosts(pair);
  return told.partner.some(({ target }) => target !== null && hosts.includes(bareTarget(target)));
}

export function chosenPair(record: PairRecord, staleSeconds: number, now: Date): ChosenPair {
  const judged = judgeNetwork(record.told, record.pair, staleSeconds, now);
  return {
    ...overviewOf(record, staleSeconds, now),
    links: record.links,
    scripts: writeScripts(
      record.pair,
      judged.map(({ check }) => check),
      now,
    ),
    ledger: judged.map(({ facts, check }) => ({ check, output: facts.output, firstSeenAt: facts.firstSeenAt })),
  };
}

/** Worst first; where nobody tested, behind everything that was; then by name. */
export function comparePairs(a: PairOverview, b: PairOverview): number {
  if (a.verdict === null || b.verdict === null) {
    if (a.verdict !== b.verdict) return a.verdict === null ? 1 : -1;
  } else if (a.verdict !== b.verdict) return compareVerdicts(a.verdict, b.verdict);
  return a.partnerName.localeCompare(b.partnerName, "en") || a.instanceName.localeCompare(b.instanceName, "en");
}
