// Halves of links: a distributed AG without its ARM link, the reverse, a database gone from the managed instance, two writable copies after a link was removed.
import type { Evidence, Phase } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type ArmHeard, type Hearing, type SqlHeard, sideName, sqlVoices } from "./hearing.ts";
import type { ArmDatabaseFacts, SqlDatabaseSettings } from "./sample.ts";
import { armSeeds } from "./seeding.ts";
import { listWords } from "./wording.ts";

export function findOrphans(hearing: Hearing, phase: Phase): Draft[] {
  if (phase === "removed") return writableCopiesDraft(hearing);
  const orphan = readOrphan(hearing);
  if (orphan === "sql") return [withoutArmLink(hearing)];
  if (orphan === "arm") return [withoutGroup(hearing)];
  return lostDatabases(hearing, phase);
}

/** sql: a distributed AG that ARM does not list · arm: a link of ARM that no asked SQL side has. A silent voice proves nothing. */
export function readOrphan(hearing: Hearing): "sql" | "arm" | null {
  const { partner, instance, arm } = hearing;
  if (arm.reach === "missing" && sqlVoices(hearing).length > 0) return hasAnsweredSince(hearing) ? "sql" : null;
  const asked = [partner, instance].filter((voice) => voice.reach !== "unasked");
  const isNowhere = asked.length > 0 && asked.every((voice) => voice.reach === "missing" && maySee(voice));
  // While the link is being made its groups are still to come.
  return arm.facts !== null && isNowhere && !armSeeds(hearing) && stillLists(hearing) ? "arm" : null;
}

/** A link that is removed leaves ARM's list last to our eyes: ARM has to list it after the SQL sides were found without it. */
function stillLists({ arm, previous }: Hearing): boolean {
  if (previous === null || previous.findings.some((finding) => finding.key === "orphan.arm")) return true;
  const sides = previous.tracks.filter((track) => /^reach\.(partner|instance)$/.test(track.subject));
  return sides.every(({ value, since }) => value === "unasked" || (value === "missing" && since < arm.at));
}

/** ARM's list is asked more seldom: it counts once ARM has spoken after a SQL side first showed the link. */
function hasAnsweredSince({ arm, previous }: Hearing): boolean {
  if (previous === null || previous.findings.some((finding) => finding.key === "orphan.sql")) return true;
  const answeredAt = arm.source?.lastAnsweredAt ?? null;
  return previous.tracks.some(
    ({ subject, value, since }) =>
      /^reach\.(partner|instance)$/.test(subject) && value === "heard" && answeredAt !== null && since < answeredAt,
  );
}

/** Without the permission the catalog is empty instead of refused. */
function maySee(voice: SqlHeard): boolean {
  return !(voice.source?.blind ?? []).some((one) => one.fact === "links");
}

function withoutArmLink(hearing: Hearing): Draft {
  const showing = listWords(sqlVoices(hearing).map((voice) => sideName(hearing, voice.vantage)));
  const missing = [hearing.instance, hearing.partner].filter((voice) => voice.reach === "missing");
  const without = ["ARM", ...missing.map((voice) => voice.source?.name ?? "")];
  return {
    key: "orphan.sql",
    verdict: "attention",
    reason: `The distributed AG ${hearing.name} stands on ${showing}; ${listWords(without)} ${without.length > 1 ? "answer" : "answers"} without it.`,
    consequence: "Azure does not count it as a link. If no log goes over, the log of the database cannot be cut.",
    step: `Drop the distributed AG on ${showing} if the link was deleted in Azure, or create the link again`,
    vantage: "linkspan",
    evidence: [
      ...sqlVoices(hearing).map((voice) => ({
        fact: "distributed AG",
        value: voice.facts.name,
        vantage: voice.vantage,
        at: voice.at,
      })),
      ...[hearing.arm, ...missing].map(absence),
    ],
  };
}

function withoutGroup(hearing: Hearing): Draft {
  const asked = [hearing.partner, hearing.instance].filter((voice) => voice.reach === "missing");
  const names = asked.map((voice) => voice.source?.name ?? "");
  const who = names.length > 1 ? `neither ${names.join(" nor ")} has` : `${names[0]} has no such`;
  return {
    key: "orphan.arm",
    verdict: "problem",
    reason: `ARM lists the link ${hearing.name}, and ${who}${names.length > 1 ? " its distributed AG" : " distributed AG"}.`,
    consequence: "Nothing is replicated under this name.",
    step: "Delete the link in Azure if it is no longer wanted, else create its availability groups again",
    vantage: "linkspan",
    evidence: [
      {
        fact: "replicaState",
        value: listWords([...new Set(hearing.arm.facts?.databases.map((row) => row.replicaState ?? "listed"))]),
        vantage: "arm",
        at: hearing.arm.at,
      },
      ...asked.map(absence),
    ],
  };
}

function absence(voice: SqlHeard | ArmHeard): Evidence {
  const value = voice.vantage === "arm" ? "not listed" : "not there";
  return { fact: "distributed AG", value, vantage: voice.vantage, at: voice.source?.lastAnsweredAt ?? null };
}

/** A database that log should flow into and that no list of the managed instance holds any more. */
function lostDatabases(hearing: Hearing, phase: Phase): Draft[] {
  if (!mustBeThere.includes(phase) || hearing.previous?.phase !== phase) return [];
  const lists = instanceLists(hearing, hearing.previous.phaseSince);
  if (lists.length === 0) return [];
  const lost = expectedNames(hearing).filter((name) => lists.every((list) => !list.names.has(name.toLowerCase())));
  if (lost.length === 0) return [];
  const name = sideName(hearing, "instance");
  return [
    {
      key: "orphan.database",
      verdict: "problem",
      reason: `${name} has no database ${listWords(lost)}, and ${hearing.name} says it should.`,
      consequence: "Nothing is replicated into it; the group stays unhealthy until both sides have the same databases.",
      step: `Remove ${listWords(lost)} from the link on the other side too, or create the link again`,
      vantage: "linkspan",
      evidence: lists.map(({ vantage, at }) => ({
        fact: "databases",
        value: `without ${listWords(lost)}`,
        vantage,
        at,
      })),
    },
  ];
}

/** In the other phases the database may be on its way, or is told missing by the phase itself. */
const mustBeThere: readonly Phase[] = ["catching-up", "replicating", "replicating-back", "suspended", "disconnected"];
/** A list as long as what is asked for may be cut. */
const mostListed = 2000;

function instanceLists({ instance, arm }: Hearing, since: Date) {
  const sql = instance.facts === null ? null : (instance.instanceFacts?.databases ?? null);
  const azure = arm.facts === null ? null : (arm.instanceFacts?.databases ?? null);
  return [
    { vantage: "instance" as const, told: sql },
    { vantage: "arm" as const, told: azure },
  ].flatMap(({ vantage, told }) => {
    if (told === null || told.at <= since || told.value.length === 0 || told.value.length >= mostListed) return [];
    return [{ vantage, at: told.at, names: new Set(told.value.map((one) => one.name.toLowerCase())) }];
  });
}

/** By ARM's link, and by the side that is not the managed instance. */
function expectedNames({ arm, partner }: Hearing): string[] {
  const said = [
    ...(arm.facts?.databases.filter(isMade).map((row) => row.databaseName) ?? []),
    ...(partner.facts?.databases.filter((row) => row.isLocal).map((row) => row.databaseName) ?? []),
  ];
  return [...new Set(said.filter((name) => name !== null))].sort();
}

/** Not on its way, and not given up on the way. */
function isMade({ replicaState }: ArmDatabaseFacts): boolean {
  return !/seed|creating|error/i.test(replicaState ?? "");
}

function writableCopiesDraft(hearing: Hearing): Draft[] {
  const copies = writableCopies(hearing);
  if (copies.length === 0) return [];
  const [partner, instance] = [sideName(hearing, "partner"), sideName(hearing, "instance")];
  const names = listWords(copies);
  return [
    {
      key: "orphan.writable-copies",
      verdict: "attention",
      reason: `${names} ${copies.length > 1 ? "take" : "takes"} writes on both ${partner} and ${instance}, and no link joins them.`,
      consequence: "The two copies drift apart: what is written on one side is not on the other.",
      step: `Decide which copy counts, and set the other one of ${names} to read-only or drop it`,
      vantage: "linkspan",
      evidence: [hearing.partner, hearing.instance].flatMap((voice) =>
        copies.map((name) => ({
          fact: `${name}, state_desc`,
          value: "ONLINE, writable, in no group",
          vantage: voice.vantage,
          at: voice.instanceFacts?.databases?.at ?? null,
        })),
      ),
    },
  ];
}

/** The removed link's databases that both sides list as open for writes; by lists made after the link was last seen there. */
export function writableCopies(hearing: Hearing): string[] {
  const lists = [hearing.partner, hearing.instance].map((voice) => {
    const told = voice.reach === "missing" ? (voice.instanceFacts?.databases ?? null) : null;
    const isAfter = told !== null && (!voice.hasSpoken || told.at > voice.at);
    return isAfter ? told.value.filter(isWritable).map((one) => one.name.toLowerCase()) : [];
  });
  return (hearing.previous?.databases ?? []).filter((name) => lists.every((list) => list.includes(name.toLowerCase())));
}

function isWritable({ stateDesc, isReadOnly, groupDatabaseId }: SqlDatabaseSettings): boolean {
  return stateDesc === "ONLINE" && isReadOnly === false && groupDatabaseId === null;
}
