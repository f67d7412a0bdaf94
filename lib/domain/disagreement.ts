// Where the voices contradict each other: one finding per fact, one piece of evidence per voice.
import type { Evidence, Phase, Said } from "./assessment.ts";
import { armConnected, readConnected } from "./connection.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import { isCopying } from "./phase.ts";
import { findModeDisagreement } from "./replication-mode.ts";
import { armRole, ownRole } from "./roles.ts";
import { armSeeds } from "./seeding.ts";
import type { Side, Vantage } from "./vantage.ts";
import { clause } from "./wording.ts";

/** In a split brain every voice contradicts another; that finding says so once. */
export function findDisagreements(hearing: Hearing, phase: Phase): Draft[] {
  if (phase === "split-brain") return [];
  return [
    ...findModeDisagreement(hearing),
    ...connectionDisagreement(hearing),
    ...roleDisagreement(hearing),
    ...phaseDisagreement(hearing, phase),
  ];
}

function connectionDisagreement(hearing: Hearing): Draft[] {
  const said = [readConnected(hearing, "partner"), readConnected(hearing, "instance"), armConnected(hearing)];
  const heard = said.filter((one) => one !== null);
  if (new Set(heard.map((one) => one.value)).size < 2 || !isSettled(hearing, "connection", heard)) return [];
  const names = (value: boolean) =>
    heard.filter((one) => one.value === value).map((one) => speaker(hearing, one.vantage));
  return [
    {
      key: "disagreement.connection",
      verdict: "attention",
      reason: `${names(true).join(" and ")} ${names(true).length > 1 ? "say" : "says"} CONNECTED, ${names(false).join(" and ")} ${names(false).length > 1 ? "say" : "says"} DISCONNECTED.`,
      consequence: "Linkspan goes by the SQL sides, and there by the one that says DISCONNECTED.",
      step: "Nothing to do unless it outlives a few minutes",
      vantage: "linkspan",
      evidence: heard.map((one) => ({
        fact: "connected state",
        value: one.value ? "CONNECTED" : "DISCONNECTED",
        vantage: one.vantage,
        at: one.at,
      })),
    },
  ];
}

/** ARM against a side's own word; two PRIMARY sides are a split brain and told as such. */
function roleDisagreement(hearing: Hearing): Draft[] {
  return (["partner", "instance"] as const).flatMap((side: Side) => {
    const own = ownRole(hearing, side);
    const arm = armRole(hearing, side);
    if (own === null || arm === null || own.value === "resolving" || own.value === arm.value) return [];
    if (!isSettled(hearing, `role.${side}`, [own, arm])) return [];
    const raw = own.value === "globalPrimary" ? "PRIMARY" : "SECONDARY";
    const armRaw = arm.value === "globalPrimary" ? "Primary" : "Secondary";
    const draft: Draft = {
      key: `disagreement.role.${side}`,
      verdict: "attention",
      reason: `${sideName(hearing, side)} says it is ${raw}, ARM says ${armRaw}.`,
      consequence: "Linkspan goes by the side's own word; the portal shows the other.",
      step: "Nothing to do unless it outlives a failover",
      vantage: "linkspan",
      evidence: [
        { fact: "role_desc", value: raw, vantage: side, at: own.at },
        { fact: `${side}LinkRole`, value: armRaw, vantage: "arm", at: arm.at },
      ],
    };
    return [draft];
  });
}

const flowingPhases: readonly Phase[] = ["catching-up", "replicating", "replicating-back"];

function phaseDisagreement(hearing: Hearing, phase: Phase): Draft[] {
  const state = hearing.arm.facts?.databases[0]?.replicaState ?? null;
  if (state === null) return [];
  const armFlows = /synchronizing|connected/i.test(state) && !/disconnected/i.test(state);
  const isSeeding = isCopying(phase);
  if (!(isSeeding && armFlows) && !(flowingPhases.includes(phase) && armSeeds(hearing))) return [];
  if (!isSettled(hearing, "phase", [{ at: hearing.arm.at }])) return [];
  const evidence: Evidence[] = [
    { fact: "phase", value: phase, vantage: "linkspan", at: hearing.now },
    { fact: "replicaState", value: state, vantage: "arm", at: hearing.arm.at },
  ];
  return [
    {
      key: "disagreement.phase",
      verdict: "attention",
      reason: `ARM and SQL disagree on the phase. ARM says ${clause(state)}; ${isSeeding ? "the databases are still seeding" : "log already flows"}.`,
      consequence: "Linkspan goes by the databases.",
      step: isSeeding ? "Nothing to do unless it outlives seeding" : "Nothing to do unless it outlives an hour",
      vantage: "linkspan",
      evidence,
    },
  ];
}

/** Voices are not heard at one instant: it counts once every voice has spoken after the present value began. */
function isSettled(hearing: Hearing, subject: string, said: readonly Pick<Said<unknown>, "at">[]): boolean {
  const track = hearing.previous?.tracks.find((one) => one.subject === subject);
  return track === undefined || said.every((one) => one.at > track.since);
}

function speaker(hearing: Hearing, vantage: Vantage): string {
  return vantage === "arm" ? "ARM" : sideName(hearing, vantage);
}
