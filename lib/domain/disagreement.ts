// Where the voices contradict each other: one finding per fact, one piece of evidence per voice.
import type { Evidence, Phase, Said } from "./assessment.ts";
import { armConnected, readConnected } from "./connection.ts";
import { findSetupDisagreements } from "./disagreement-setup.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import { isCopying } from "./phase.ts";
import { findModeDisagreement } from "./replication-mode.ts";
import { armRole, ownRole } from "./roles.ts";
import { armSeeds } from "./seeding.ts";
import { isSettled } from "./settled.ts";
import { armHealth, readHealth } from "./synchronization.ts";
import type { Side, Vantage } from "./vantage.ts";
import { clause, listWords } from "./wording.ts";

/** In a split brain every voice contradicts another; that finding says so once. */
export function findDisagreements(hearing: Hearing, phase: Phase): Draft[] {
  if (phase === "split-brain") return [];
  const connection = connectionDisagreement(hearing);
  return [
    ...findModeDisagreement(hearing),
    ...connection,
    ...roleDisagreement(hearing),
    ...phaseDisagreement(hearing, phase),
    // Who thinks the link connected thinks it healthy: one contradiction, not two.
    ...(connection.length > 0 ? [] : healthDisagreement(hearing, phase)),
    ...findSetupDisagreements(hearing),
  ];
}

function connectionDisagreement(hearing: Hearing): Draft[] {
  const said = [readConnected(hearing, "partner"), readConnected(hearing, "instance"), armConnected(hearing)]
    .filter((one) => one !== null)
    .map((one) => ({ ...one, value: one.value ? "CONNECTED" : "DISCONNECTED" }));
  const key = "disagreement.connection";
  if (new Set(said.map((one) => one.value)).size < 2 || !isSettled(hearing, key, ["connection"], said)) return [];
  return [
    {
      key,
      verdict: "attention",
      reason: `${camps(hearing, said, ["CONNECTED", "DISCONNECTED"])}.`,
      consequence: "Linkspan goes by the SQL sides, and there by the one that says DISCONNECTED.",
      step: "Nothing to do unless it outlives a few minutes",
      vantage: "linkspan",
      evidence: said.map((one) => ({ fact: "connected state", ...one })),
    },
  ];
}

/** ARM's picture against the SQL sides'. PARTIALLY_HEALTHY is on its way to either and contradicts nobody. */
function healthDisagreement(hearing: Hearing, phase: Phase): Draft[] {
  if (isCopying(phase) || phase === "failing-over" || phase === "seeding-failed") return [];
  const arm = armHealth(hearing);
  const opposite = arm?.value === "HEALTHY" ? "NOT_HEALTHY" : arm?.value === "NOT_HEALTHY" ? "HEALTHY" : null;
  const sql = [readHealth(hearing, "partner"), readHealth(hearing, "instance")].filter((one) => one !== null);
  if (arm === null || opposite === null || sql.length === 0) return [];
  // Where the sides differ among themselves the worse one counts.
  const counts = sql.some((one) => one.value === "NOT_HEALTHY") ? "NOT_HEALTHY" : sql[0]?.value;
  const key = "disagreement.health";
  const said = [...sql, arm];
  const subjects = ["health.partner", "health.instance", "health.arm"];
  if (counts !== opposite || sql.some((one) => one.value === "PARTIALLY_HEALTHY")) return [];
  if (!isSettled(hearing, key, subjects, said)) return [];
  return [
    {
      key,
      verdict: "attention",
      reason: `${camps(hearing, said, ["HEALTHY", "NOT_HEALTHY"])}.`,
      consequence: "Linkspan goes by the SQL sides; the portal shows what ARM says.",
      step: "Nothing to do unless it outlives a few minutes",
      vantage: "linkspan",
      evidence: said.map((one) => ({ fact: "synchronization health", ...one })),
    },
  ];
}

/** "ARM says HEALTHY, SQLHAM01 and mi-erp-weu say NOT_HEALTHY". */
function camps(hearing: Hearing, said: readonly Said<string>[], values: readonly string[]): string {
  return values
    .map((value) => {
      const names = said.filter((one) => one.value === value).map((one) => speaker(hearing, one.vantage));
      return `${listWords(names)} ${names.length > 1 ? "say" : "says"} ${value}`;
    })
    .join(", ");
}

/** ARM against a side's own word; two PRIMARY sides are a split brain and told as such. */
function roleDisagreement(hearing: Hearing): Draft[] {
  return (["partner", "instance"] as const).flatMap((side: Side) => {
    const own = ownRole(hearing, side);
    const arm = armRole(hearing, side);
    if (own === null || arm === null || own.value === "resolving" || own.value === arm.value) return [];
    if (!isSettled(hearing, `disagreement.role.${side}`, [`role.${side}`, "role.arm"], [own, arm])) return [];
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

/** With many databases ARM flows once all of them do, and seeds while one does. */
function phaseDisagreement(hearing: Hearing, phase: Phase): Draft[] {
  const states = [...new Set(hearing.arm.facts?.databases.flatMap((row) => row.replicaState ?? []))];
  const armFlows =
    states.length > 0 &&
    states.every((state) => /synchronizing|connected/i.test(state) && !/disconnected/i.test(state));
  const isSeeding = isCopying(phase);
  if (!(isSeeding && armFlows) && !(flowingPhases.includes(phase) && armSeeds(hearing))) return [];
  const arm = { vantage: "arm" as const, at: hearing.arm.at };
  if (!isSettled(hearing, "disagreement.phase", ["phase"], [arm])) return [];
  const state = listWords(states.map(clause));
  const evidence: Evidence[] = [
    { fact: "phase", value: phase, vantage: "linkspan", at: hearing.now },
    { fact: "replicaState", value: state, vantage: "arm", at: hearing.arm.at },
  ];
  return [
    {
      key: "disagreement.phase",
      verdict: "attention",
      reason: `ARM and SQL disagree on the phase. ARM says ${state}; ${isSeeding ? "the databases are still seeding" : "log already flows"}.`,
      consequence: "Linkspan goes by the databases.",
      step: isSeeding ? "Nothing to do unless it outlives seeding" : "Nothing to do unless it outlives an hour",
      vantage: "linkspan",
      evidence,
    },
  ];
}

function speaker(hearing: Hearing, vantage: Vantage): string {
  return vantage === "arm" ? "ARM" : sideName(hearing, vantage);
}
