// Errors that Azure reports of a link, with what they mean and a first step.
import type { Evidence, Phase } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { ArmDatabaseFacts } from "./sample.ts";
import { clause, shortClause } from "./wording.ts";

/** Documented numbers of link creation; the list is open, and the value may be a bare number or a sentence. */
const known: Record<string, { means: string; step: string }> = {
  "41962": {
    means: "replication did not start within 5 minutes",
    step: "Test port 5022 both ways, then create the link again",
  },
  "41973": {
    means: "the managed instance does not hold the SQL Server's endpoint certificate",
    step: "Upload the endpoint certificate's public key to the managed instance",
  },
  "41974": {
    means: "the SQL Server does not hold the managed instance's endpoint certificate",
    step: "Create that certificate on the SQL Server, named as the managed instance's full host name",
  },
  "41976": {
    means: "the availability group does not respond",
    step: "Check names and listener URL, and on SQL Server 2016 and 2017 the Azure Connect Pack",
  },
  "41977": { means: "the target database does not respond", step: "Check the parameters of the link" },
  "41986": {
    means: "the connection failed or the secondary does not respond",
    step: "Check names and parameters, and test port 5022 both ways",
  },
  "47521": {
    means: "the secondary did not receive the request",
    step: "Bring availability group and database on the primary to health, then create the link again",
  },
  "1408": { means: "log that seeding still needed was cut", step: "Pause log backups, then recreate the link" },
  "1412": { means: "log that seeding still needed does not match", step: "Pause log backups, then recreate the link" },
};

/** A state with "Error" in it stops the link, unless log flows; an error left behind under another state is history. */
export function findLinkError(hearing: Hearing, phase: Phase): Draft[] {
  const row = errorRow(hearing);
  if (row === undefined) return [];
  const text = row.mostRecentLinkError;
  const code = text?.match(/\d{4,5}/)?.[0] ?? null;
  const entry = code === null ? undefined : known[code];
  const flows = phase === "replicating" || phase === "replicating-back" || phase === "catching-up";
  const what = entry && code ? `, error ${code}: ${entry.means}` : text ? `, error ${shortClause(text)}` : "";
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
