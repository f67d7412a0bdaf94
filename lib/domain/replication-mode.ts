// Synchronous or asynchronous, as each voice says it; the sides must agree.
import type { Said, SideState } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import { localReplica } from "./roles.ts";
import { isSettled } from "./settled.ts";
import type { Side } from "./vantage.ts";
import { listWords } from "./wording.ts";

export type ReplicationMode = NonNullable<SideState["availabilityMode"]>["value"];

/** The mode of the distributed AG's own row on that side; the AG beneath it is always synchronous and says nothing. */
export function readMode(hearing: Hearing, side: Side): Said<ReplicationMode> | null {
  const voice = hearing[side];
  const mode = parseMode(localReplica(voice.facts)?.availabilityModeDesc);
  return mode && { value: mode, vantage: side, at: voice.at };
}

export function armMode(hearing: Hearing): Said<ReplicationMode> | null {
  const mode = parseMode(hearing.arm.facts?.replicationMode);
  return mode && { value: mode, vantage: "arm", at: hearing.arm.at };
}

/** The mode that every voice agrees on; null when they differ or none speaks. */
export function agreedMode(hearing: Hearing): ReplicationMode | null {
  const said = saidModes(hearing);
  const first = said[0]?.value ?? null;
  return said.every((one) => one.value === first) ? first : null;
}

export function findModeDisagreement(hearing: Hearing): Draft[] {
  const said = saidModes(hearing);
  const subjects = ["mode.partner", "mode.instance", "mode.arm"];
  if (new Set(said.map((one) => one.value)).size < 2 || !isSettled(hearing, "disagreement.mode", subjects, said)) {
    return [];
  }
  const raw = {
    partner: localReplica(hearing.partner.facts)?.availabilityModeDesc ?? "",
    instance: localReplica(hearing.instance.facts)?.availabilityModeDesc ?? "",
    arm: hearing.arm.facts?.replicationMode ?? "",
  };
  const words = (["synchronous", "asynchronous"] as const).map((mode) => {
    const names = said
      .filter((one) => one.value === mode)
      .map((one) => (one.vantage === "arm" ? "ARM" : sideName(hearing, one.vantage)));
    return `${listWords(names)} ${names.length > 1 ? "say" : "says"} ${mode}`;
  });
  return [
    {
      key: "disagreement.mode",
      verdict: "attention",
      reason: `The voices of ${hearing.name} disagree on the mode: ${words.join("; ")}.`,
      consequence: "A cutover from here would not be safe.",
      step: "Set the same replication mode on both sides",
      vantage: "linkspan",
      evidence: said.map((one) => ({ fact: "mode", value: raw[one.vantage], vantage: one.vantage, at: one.at })),
    },
  ];
}

function saidModes(hearing: Hearing): Said<ReplicationMode>[] {
  return [readMode(hearing, "partner"), readMode(hearing, "instance"), armMode(hearing)].filter((one) => one !== null);
}

function parseMode(text: string | null | undefined): ReplicationMode | null {
  if (!text) return null;
  if (/^async/i.test(text)) return "asynchronous";
  return /^sync/i.test(text) ? "synchronous" : null;
}
