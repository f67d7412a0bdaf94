// What network tests left behind, and the statements that drop it; never what a link runs over.
import type { ConfigurationCheck } from "./assessment.ts";
import { evidenceOf, met, unmet, untold } from "./configuration-check.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { LeftoverFacts } from "./sample.ts";
import { quoteName, quoteText } from "./tsql-quote.ts";
import type { Side } from "./vantage.ts";
import { listWords } from "./wording.ts";

/** A certificate goes after the endpoint that uses it. */
const order: LeftoverFacts["kind"][] = ["job", "procedure", "endpoint", "certificate"];

/** As the SQL sources name them among what they cannot see. */
const unseen = /^left-over/i;

export function checkLeftovers(hearing: Hearing, side: Side): ConfigurationCheck {
  const key = `leftovers.${side}` as const;
  const voice = hearing[side];
  const told = voice.instanceFacts?.leftovers ?? null;
  if (told === null) return untold(key, voice, unseen);
  const name = sideName(hearing, side);
  const all = order.flatMap((kind) => told.value.filter((one) => one.kind === kind));
  const evidence =
    all.length === 0
      ? [evidenceOf(voice, "left behind", "nothing", told.at)]
      : all.map((one) => evidenceOf(voice, one.kind, one.name, told.at));
  // A server has one mirroring endpoint: a link made after the test may run over the test's own.
  const endpoint = voice.instanceFacts?.endpoint ?? null;
  const inUse = all.filter(
    (one) =>
      (one.kind === "endpoint" && one.name === endpoint?.name) ||
      (one.kind === "certificate" && one.name === endpoint?.certificateName),
  );
  const useless = all.filter((one) => !inUse.includes(one));
  const used = listWords(inUse.map((one) => one.name));
  const note = inUse.length === 1 ? "carries links: keep it" : "carry links: keep them";
  const kept = inUse.length === 0 ? "" : ` ${used} of a test ${note}.`;
  if (useless.length === 0) {
    // Jobs and objects are asked apart: one of them unseen, nothing found is not nothing left.
    if (voice.source?.blind?.some((one) => unseen.test(one.fact))) return untold(key, voice, unseen);
    return met(key, inUse.length === 0 ? `Nothing is left on ${name}.` : kept.trim(), evidence);
  }
  const words = listWords(useless.map((one) => one.name));
  // A job is where the results of its test live; it harms nothing.
  if (useless.every((one) => one.kind === "job"))
    return {
      ...met(
        key,
        `${words} ${useless.length === 1 ? "holds" : "hold"} the results of a network test.${kept}`,
        evidence,
      ),
      script: dropScript(useless),
    };
  return unmet(key, "attention", `A network test left ${words} on ${name}.${kept}`, evidence, {
    step: `Drop ${words} on ${name} once the results are no longer needed`,
    script: dropScript(useless),
  });
}

/** All but jobs are looked for in master, so they are dropped there. */
function dropScript(leftovers: readonly LeftoverFacts[]): string {
  const isInMaster = leftovers.some((one) => one.kind !== "job");
  return [...(isInMaster ? ["USE master;"] : []), ...leftovers.map(dropStatement)].join("\n");
}

function dropStatement({ kind, name }: LeftoverFacts): string {
  if (kind === "job") return `EXEC msdb.dbo.sp_delete_job @job_name = ${quoteText(name)};`;
  return `DROP ${kind.toUpperCase()} ${quoteName(name)};`;
}
