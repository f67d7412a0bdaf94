// Whether the two sides are connected, by each voice.
import type { Evidence, Said } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, otherSide, sideName } from "./hearing.ts";
import { localReplica, ownRole, remoteReplica } from "./roles.ts";
import type { SqlReplicaFacts } from "./sample.ts";
import type { Side } from "./vantage.ts";
import { clause, listWords, sideWords } from "./wording.ts";

/**
 * A leading side tells it on its remote row, a following side on its own row. A remote row without state is not a
 * connected one, but not a proof either: null, unless SQL Server keeps a connect error with it.
 */
export function readConnected(hearing: Hearing, side: Side): Said<boolean> | null {
  const row = connectionRow(hearing, side);
  if (row === null) return null;
  const state = row.connectedStateDesc?.toUpperCase() ?? null;
  const value = state === "CONNECTED" ? true : state === "DISCONNECTED" || row.lastConnectErrorNumber ? false : null;
  return value === null ? null : { value, vantage: side, at: hearing[side].at };
}

/** Null when ARM says nothing; false as soon as one database is disconnected. */
export function armConnected(hearing: Hearing): Said<boolean> | null {
  const states = hearing.arm.facts?.databases.flatMap((row) => row.connectedState?.toUpperCase() ?? []) ?? [];
  if (states.includes("DISCONNECTED")) return { value: false, vantage: "arm", at: hearing.arm.at };
  return states.includes("CONNECTED") ? { value: true, vantage: "arm", at: hearing.arm.at } : null;
}

export interface ConnectionJudgement {
  /** By the SQL voices; null = not known. One that says no outweighs one that says yes. */
  isConnected: boolean | null;
  drafts: Draft[];
}

export function judgeConnection(hearing: Hearing): ConnectionJudgement {
  const partner = readConnected(hearing, "partner");
  const instance = readConnected(hearing, "instance");
  const arm = armConnected(hearing);
  const said = [partner, instance].filter((one) => one !== null);
  const isConnected = said.length === 0 ? null : said.every((one) => one.value);
  const isHeardBySqlNobody = hearing.partner.facts === null && hearing.instance.facts === null;
  if (isConnected === false || (isHeardBySqlNobody && arm?.value === false)) {
    const saying = [...said, ...(arm === null ? [] : [arm])].filter((one) => !one.value);
    return { isConnected, drafts: [disconnected(hearing, saying)] };
  }
  const stateless = isConnected === null ? statelessSide(hearing) : null;
  return { isConnected, drafts: stateless === null ? [] : [connectionUnknown(hearing, stateless)] };
}

function disconnected(hearing: Hearing, saying: Said<boolean>[]): Draft {
  const voices = saying.map((one) => one.vantage);
  const both = voices.includes("partner") && voices.includes("instance");
  const who = both
    ? `both sides say so${voices.includes("arm") ? ", and ARM" : ""}`
    : `${listWords(voices.map((vantage) => (vantage === "arm" ? "ARM" : sideName(hearing, vantage))))} ${voices.length > 1 ? "say" : "says"} so`;
  const leaders = (["partner", "instance"] as const).filter(
    (side) => ownRole(hearing, side)?.value === "globalPrimary",
  );
  const keeper = leaders[0] === undefined ? "the global primary" : sideName(hearing, leaders[0]);
  const error = lastConnectError(hearing);
  return {
    key: "connection",
    verdict: "problem",
    reason: `${hearing.name} is disconnected; ${who}.${error === null ? "" : ` Last connect error ${error.number}.`}`,
    consequence:
      leaders.length === 2
        ? "Both sides say PRIMARY: whether anything is lost cannot be told yet."
        : `Nothing is lost yet. New log stays on ${keeper} and cannot be cut meanwhile.`,
    step: "Test port 5022 both ways",
    vantage: voices[0] ?? "linkspan",
    since: hearing.previous === null ? (error?.evidence.at ?? null) : null,
    evidence: [
      ...saying.map((one) => ({ fact: "connected state", value: "DISCONNECTED", vantage: one.vantage, at: one.at })),
      ...(error === null ? [] : [error.evidence]),
    ],
  };
}

function connectionUnknown(hearing: Hearing, side: Side): Draft {
  return {
    key: "connection",
    verdict: "unknown",
    reason: `${sideName(hearing, side)} tells no state of the ${sideWords(otherSide(side))}'s replica.`,
    consequence: "The link is disconnected, or was never connected; it cannot be told which.",
    step: "Test port 5022 both ways",
    vantage: side,
  };
}

/** A leading side whose remote row is missing or empty. */
function statelessSide(hearing: Hearing): Side | null {
  const leads = (side: Side) => ownRole(hearing, side)?.value === "globalPrimary";
  return leads("partner") ? "partner" : leads("instance") ? "instance" : null;
}

/** Its time bounds the break from above, so at Linkspan's first look it is the best beginning there is. */
function lastConnectError(hearing: Hearing): { number: number; evidence: Evidence } | null {
  for (const side of ["partner", "instance"] as const) {
    const row = connectionRow(hearing, side);
    if (row?.lastConnectErrorNumber == null) continue;
    const text = row.lastConnectErrorDescription;
    const number = row.lastConnectErrorNumber;
    const value = text ? `${number}, ${clause(text)}` : String(number);
    return {
      number,
      evidence: { fact: "last_connect_error", value, vantage: side, at: row.lastConnectErrorAt },
    };
  }
  return null;
}

function connectionRow(hearing: Hearing, side: Side): SqlReplicaFacts | null {
  const role = ownRole(hearing, side)?.value;
  const { facts } = hearing[side];
  if (role === undefined) return null;
  return role === "globalPrimary" ? remoteReplica(facts) : localReplica(facts);
}
