// Errors that Azure reports of a link, with what they mean and a first step.
import type { Evidence, Phase } from "./assessment.ts";
import { codesIn, explain } from "./error-catalogue.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { ArmDatabaseFacts } from "./sample.ts";
import { clause, shortClause } from "./wording.ts";

/** A state with "Error" in it stops the link, unless log flows; an error left behind under another state is history. */
export function findLinkError(hearing: Hearing, phase: Phase): Draft[] {
  const row = errorRow(hearing);
  if (row === undefined) return [];
  const text = row.mostRecentLinkError;
  const entry = codesIn(text ?? "")
    .map(explain)
    .find((known) => known !== null);
  const flows = phase === "replicating" || phase === "replicating-back" || phase === "catching-up";
  const what = entry ? `, error ${entry.code}: ${entry.means}` : text ? `, error ${shortClause(text)}` : "";
  return [
    {
      key: "arm.error",
      verdict: flows ? "attention" : "problem",
      reason: `ARM says ${clause(row.replicaState ?? "")} for ${hearing.name}${what}.`,
      consequence: flows
        ? "Log flows all the same; Linkspan goes by the databases."
        : "The link does not come up by itself.",
      step:
        entry?.step ?? `Read the error logs of ${sideName(hearing, "partner")} and ${sideName(hearing, "instance")}`,
      vantage: "arm",
      evidence: linkErrorEvidence(hearing),
    },
  ];
}

export function isLinkError(hearing: Hearing): boolean {
  return errorRow(hearing) !== undefined;
}

/** ARM's state and error, word for word; empty when it names none. */
export function linkErrorEvidence(hearing: Hearing): Evidence[] {
  const row = errorRow(hearing);
  if (row === undefined) return [];
  const said = { replicaState: row.replicaState, mostRecentLinkError: row.mostRecentLinkError };
  return Object.entries(said).flatMap(([fact, value]) =>
    value === null ? [] : [{ fact, value, vantage: "arm" as const, at: hearing.arm.at }],
  );
}

function errorRow(hearing: Hearing): ArmDatabaseFacts | undefined {
  return hearing.arm.facts?.databases.find((row) => /error/i.test(row.replicaState ?? ""));
}
