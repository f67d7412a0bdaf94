// The same six facts for both sides, each with who says it and when.
import type { Said } from "../../lib/domain/assessment.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { healthMeaning, stateMeaning } from "../../lib/domain/synchronization.ts";
import type { Side, Vantage } from "../../lib/domain/vantage.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { armInstanceFacts, saidAt, sqlInstanceFacts } from "./raw-facts.ts";

export interface SideFact {
  side: Side;
  term: string;
  /** Null: not told, and `missing` says how that is to be read. */
  value: string | null;
  missing: string;
  isUnknown: boolean;
  verdict: Verdict | null;
  vantage: Vantage | null;
  at: string | null;
}

const healthVerdict: Record<string, Verdict> = {
  HEALTHY: "ok",
  PARTIALLY_HEALTHY: "attention",
  NOT_HEALTHY: "problem",
};

export function sideFacts(snapshot: LinkSnapshot, side: Side): SideFact[] {
  const state = snapshot.assessment[side];
  const health = state.synchronizationHealth as Plain<Said<string>> | null;
  const mode = (state.availabilityMode?.value ?? null) as "synchronous" | "asynchronous" | null;
  const copying = copyingWords(snapshot);
  return [
    fact<string>(side, "Mode", state.availabilityMode, (mode) =>
      mode === "synchronous" ? "Synchronous" : "Asynchronous",
    ),
    healthFact(side, health, copying, mode),
    fact<string>(side, "State", state.synchronizationState, (words) =>
      [words, state.isSuspended?.value === true ? "suspended" : copying ? null : stateMeaning(words, mode)]
        .filter((one) => one !== null)
        .join(", "),
    ),
    fact<boolean>(side, "Connection", state.connected, (connected) => (connected ? "CONNECTED" : "DISCONNECTED")),
    fact<string>(side, "Database", state.databaseState, String),
    versionFact(snapshot, side),
  ];
}

function fact<T>(side: Side, term: string, said: unknown, words: (value: T) => string): SideFact {
  const known = said as Plain<Said<T>> | null;
  return {
    side,
    term,
    value: known === null ? null : words(known.value as T),
    missing: "not known",
    isUnknown: true,
    verdict: null,
    vantage: known?.vantage ?? null,
    at: known?.at ?? null,
  };
}

/** Why a side cannot be healthy yet; null where it can. */
function copyingWords({ assessment }: LinkSnapshot): string | null {
  if (assessment.phase === "waiting-to-seed") return "normal before seeding";
  return assessment.seeding === null ? null : "normal while seeding";
}

/** Until a database is copied its replica cannot be healthy, so that word carries no mark. */
function healthFact(
  side: Side,
  health: Plain<Said<string>> | null,
  copying: string | null,
  mode: "synchronous" | "asynchronous" | null,
): SideFact {
  const said = fact<string>(side, "Health", health, (value) =>
    [value, copying !== null && value !== "HEALTHY" ? copying : healthMeaning(value, mode)]
      .filter((one) => one !== null)
      .join(", "),
  );
  return { ...said, verdict: health === null || copying !== null ? null : (healthVerdict[health.value] ?? null) };
}

/** Version and edition of the server; of a managed instance its tier and size, which is what can be changed. */
function versionFact(snapshot: LinkSnapshot, side: Side): SideFact {
  const arm = side === "instance" ? armInstanceFacts(snapshot) : null;
  if (arm?.tier || arm?.vCores) {
    const value = [arm.tier, arm.vCores === null ? null : `${arm.vCores} vCores`].filter(Boolean).join(", ");
    return { ...fact<string>(side, "Tier", null, String), value, vantage: "arm", at: saidAt(snapshot, "arm") };
  }
  const server = sqlInstanceFacts(snapshot, side);
  const value = server
    ? [server.productVersion, server.productUpdateLevel].filter(Boolean).join(" ") +
      (server.edition ? `, ${server.edition.replace(/ Edition.*/, "")}` : "")
    : "";
  const vantage = value ? side : null;
  return {
    ...fact<string>(side, "Version", null, String),
    value: value || null,
    vantage,
    at: vantage && saidAt(snapshot, side),
  };
}
