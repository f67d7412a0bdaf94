// What runs, or does not run, between the two sides, as the big pair draws it.
import type { Assessment, Phase } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { isSilent } from "../ui/side-look.ts";

export type SpanTone = "plain" | "progress" | "attention" | "problem" | "unknown";
/** The line, and the sign in its middle. */
export interface SpanForm {
  tone: SpanTone;
  line: "solid" | "dashed" | "dotted";
  sign: "none" | "cross" | "bars" | "walls";
  /** Which way the log goes; null: it goes nowhere, so there is no arrow head. */
  head: "instance" | "partner" | null;
}

type Drawn = Pick<Plain<Assessment>, "phase" | "splitBrain" | "partner" | "instance" | "findings">;

const forms: Record<Phase, Omit<SpanForm, "head"> & { flows: boolean }> = {
  "waiting-to-seed": { tone: "progress", line: "dotted", sign: "none", flows: false },
  seeding: { tone: "progress", line: "dashed", sign: "none", flows: true },
  "seeding-restarted": { tone: "progress", line: "dashed", sign: "none", flows: true },
  "seeding-stalled": { tone: "problem", line: "dashed", sign: "bars", flows: false },
  "seeding-failed": { tone: "problem", line: "solid", sign: "cross", flows: false },
  "catching-up": { tone: "progress", line: "solid", sign: "none", flows: true },
  replicating: { tone: "plain", line: "solid", sign: "none", flows: true },
  "replicating-back": { tone: "plain", line: "solid", sign: "none", flows: true },
  suspended: { tone: "attention", line: "solid", sign: "bars", flows: false },
  disconnected: { tone: "problem", line: "solid", sign: "cross", flows: false },
  "failing-over": { tone: "progress", line: "dotted", sign: "none", flows: false },
  "split-brain": { tone: "problem", line: "solid", sign: "walls", flows: false },
  removed: { tone: "unknown", line: "dotted", sign: "none", flows: false },
  "not-known": { tone: "unknown", line: "dotted", sign: "none", flows: false },
};

export function spanForm({ phase, splitBrain, partner, instance, findings }: Drawn): SpanForm {
  const isSplit = splitBrain === "confirmed" || splitBrain === "suspected";
  const { flows, ...form } = forms[isSplit ? "split-brain" : phase];
  const partnerLeads = partner.role?.value === "globalPrimary";
  const instanceLeads = instance.role?.value === "globalPrimary";
  const head = !flows || partnerLeads === instanceLeads ? null : partnerLeads ? "instance" : "partner";
  // What flows is heard from both ends or not at all; what is broken stays broken.
  if (flows && (isSilent(findings, "partner") || isSilent(findings, "instance")))
    return { tone: "unknown", line: "dotted", sign: "none", head };
  return { ...form, head };
}

/** What all voices say of the connection, in one phrase with who says it. */
export function connectionWords(
  said: { voice: "SQL Server" | "managed instance" | "ARM"; connected: boolean | null }[],
): { word: string; who: string } {
  const known = said.filter((one) => one.connected !== null);
  const yes = known.filter((one) => one.connected).map((one) => one.voice);
  const no = known.filter((one) => !one.connected).map((one) => one.voice);
  if (known.length === 0) return { word: "not known", who: "nobody says whether the sides are connected" };
  if (yes.length > 0 && no.length > 0)
    return { word: "They disagree", who: `${list(yes)} ${says(yes)} CONNECTED, ${list(no)} ${says(no)} DISCONNECTED` };
  const voices = yes.length > 0 ? yes : no;
  return { word: yes.length > 0 ? "CONNECTED" : "DISCONNECTED", who: `${list(voices)} ${says(voices)} so` };
}

function list(voices: string[]): string {
  const both = voices.includes("SQL Server") && voices.includes("managed instance");
  const names = both ? ["both sides", ...voices.filter((voice) => voice === "ARM")] : voices;
  return names.join(" and ");
}

function says(voices: string[]): string {
  return voices.length === 1 ? "says" : "say";
}
