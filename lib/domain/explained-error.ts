// The errors that the voices of a link name, explained, each cause with what Linkspan has already checked for it.
import type { ExplainedError } from "./assessment.ts";
import { codesIn, explain } from "./error-catalogue.ts";
import { answerCause, type Checked, newestSeedings } from "./error-catalogue-check.ts";
import type { Hearing } from "./hearing.ts";
import { localReplica, remoteReplica } from "./roles.ts";
import type { Side, Vantage } from "./vantage.ts";

/** An error as a voice said it, before it is looked up. */
interface SaidError {
  fact: string;
  text: string;
  /** Where the voice tells the number apart from the text. */
  number: number | null;
  vantage: Vantage;
  at: Date | null;
}

/** The one that stops the link first: ARM's, then those of seeding, of the connection, of operations and jobs. A number told by several stands once per voice and fact. */
export function explainErrors(hearing: Hearing, checked: Checked): ExplainedError[] {
  const said = [
    ...armErrors(hearing),
    ...seedingErrors(hearing),
    ...connectErrors(hearing),
    ...operationErrors(hearing),
    ...jobErrors(hearing),
  ];
  const seen = new Set<string>();
  return said
    .flatMap((one) => namesOf(one).map((code) => explainOne(one, code, hearing, checked)))
    .filter((one) => {
      const key = `${one.code} ${one.vantage} ${one.fact}`;
      return !seen.has(key) && seen.add(key);
    });
}

/** Without a number the text itself is its name. */
function namesOf({ number, text }: SaidError): string[] {
  const inText = codesIn(text);
  const codes = [...new Set([...(number === null ? [] : [String(number)]), ...inText])];
  const errors = codes.filter((code) => explain(code)?.kind !== "information");
  if (codes.length > 0) return errors;
  return [text.split(/\s+/).length === 1 ? text : "no number"];
}

function explainOne(said: SaidError, code: string, hearing: Hearing, checked: Checked): ExplainedError {
  const entry = explain(code);
  return {
    code,
    text: said.text,
    fact: said.fact,
    vantage: said.vantage,
    at: said.at,
    meaning: entry?.meaning ?? null,
    causes: (entry?.causes ?? []).map(({ cause, remedy, check }) => ({
      cause,
      remedy,
      checked: check === null ? null : answerCause(check, hearing, checked),
    })),
    source: entry?.source.title ?? null,
  };
}

/** A number, or a state with "Error" in it; an error left behind under another state is history. */
function armErrors({ arm }: Hearing): SaidError[] {
  return (arm.facts?.databases ?? []).flatMap(({ replicaState, mostRecentLinkError, connectedState }) => {
    const isError = /error/i.test(replicaState ?? "");
    const isOpen = isError || connectedState?.toUpperCase() === "DISCONNECTED";
    const said = { number: null, vantage: "arm" as const, at: arm.at };
    if (mostRecentLinkError !== null && isOpen) {
      return [{ ...said, fact: "mostRecentLinkError", text: mostRecentLinkError }];
    }
    return isError && replicaState !== null ? [{ ...said, fact: "replicaState", text: replicaState }] : [];
  });
}

function seedingErrors(hearing: Hearing): SaidError[] {
  return sides.flatMap((side) =>
    newestSeedings(hearing[side].facts?.seedings ?? []).flatMap((row) => {
      const failure = row.physical?.failureMessage ?? null;
      if (!row.errorCode && !failure) return [];
      const words = [row.failureStateDesc, failure].filter((part) => part !== null && part !== "");
      return [
        {
          fact: row.errorCode ? "error_code of seeding" : "failure_message of seeding",
          text: words.length > 0 ? words.join(": ") : `error_code ${row.errorCode}`,
          number: row.errorCode || null,
          vantage: side,
          at: row.completedAt ?? hearing[side].at,
        },
      ];
    }),
  );
}

/** SQL Server keeps the last connect error long after it connected again. */
function connectErrors(hearing: Hearing): SaidError[] {
  return sides.flatMap((side) => {
    const { facts } = hearing[side];
    return [remoteReplica(facts), localReplica(facts)].flatMap((row) => {
      if (!row?.lastConnectErrorNumber || row.connectedStateDesc?.toUpperCase() === "CONNECTED") return [];
      return [
        {
          fact: "last_connect_error",
          text: row.lastConnectErrorDescription ?? String(row.lastConnectErrorNumber),
          number: row.lastConnectErrorNumber,
          vantage: side,
          at: row.lastConnectErrorAt,
        },
      ];
    });
  });
}

/** Newest first: an operation that failed is over once a newer one of its kind succeeded. */
function operationErrors({ arm }: Hearing): SaidError[] {
  const operations = arm.instanceFacts?.operations?.value ?? [];
  return operations
    .filter((one, index) => operations.findIndex((other) => other.operation === one.operation) === index)
    .filter(
      (one) =>
        /^failed$/i.test(one.state ?? "") && /link|availability\s*group/i.test(`${one.operation} ${one.friendlyName}`),
    )
    .map((one) => ({
      fact: `operation ${one.friendlyName ?? one.operation ?? one.name}`,
      text: one.errorDescription ?? String(one.errorCode ?? one.state),
      number: one.errorCode,
      vantage: "arm",
      at: one.startedAt,
    }));
}

/** A job of a network test may fail with an error of its own; a closed port is a result, no error. */
function jobErrors(hearing: Hearing): SaidError[] {
  return sides.flatMap((side) => {
    const checks = hearing[side].instanceFacts?.networkChecks?.value ?? [];
    const newest = checks.filter((one) => !checks.some((other) => other.step === one.step && other.ranAt > one.ranAt));
    return newest.flatMap(({ output, isOpen, job, ranAt }) =>
      output !== null && isOpen === null && codesIn(output).length > 0
        ? [{ fact: `output of job ${job}`, text: output, number: null, vantage: side, at: ranAt }]
        : [],
    );
  });
}

const sides = ["partner", "instance"] as const satisfies readonly Side[];
