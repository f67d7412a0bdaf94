// Who can be heard, and what cannot be told because somebody is silent.
import type { Evidence } from "./assessment.ts";
import { isBlindToLinks } from "./blindness.ts";
import type { Draft } from "./finding.ts";
import type { ArmHeard, Hearing, SqlHeard } from "./hearing.ts";
import { otherSide, sideName } from "./hearing.ts";
import { readOrphan, writableCopies } from "./orphans.ts";
import { isRefused, judgeSource, silenceStep, silenceWords, silentSince } from "./source-verdict.ts";
import type { Side, Vantage } from "./vantage.ts";
import { clause, durationWords, listWords, vantageWords } from "./wording.ts";

/** Findings about the voices: silent, refusing, without the link, with a clock of their own. */
export function findReach(hearing: Hearing): Draft[] {
  if (isRemoved(hearing)) return [removed(hearing)];
  const voices = [hearing.partner, hearing.instance, hearing.arm];
  // An orphan tells which voices go without the link, once and with what to do.
  const orphan = readOrphan(hearing);
  return [
    ...voices.flatMap((voice) => silence(hearing, voice)),
    ...(orphan === null ? [hearing.partner, hearing.instance].flatMap((voice) => missing(hearing, voice)) : []),
    ...voices.flatMap((voice) => wrongClock(hearing, voice)),
    ...(orphan === "arm" ? [] : unjudged(hearing)),
  ];
}

/** Was seen, and every voice that is asked answers without it. A silent voice, or one that may not see links, could still have it. */
export function isRemoved(hearing: Hearing): boolean {
  const asked = [hearing.partner, hearing.instance, hearing.arm].filter((voice) => voice.reach !== "unasked");
  const isGone = (voice: SqlHeard | ArmHeard) => voice.reach === "missing" && !isBlindToLinks(voice.source);
  return asked.length > 0 && asked.every(isGone) && asked.some((voice) => voice.hasSpoken);
}

/** For the timeline, so without an age: "mi-erp-weu answers." */
export function describeReach(hearing: Hearing, voice: SqlHeard | ArmHeard): string {
  if (voice.source === null) return `Nobody is asked: the estate names no ${vantageWords(voice.vantage)} source.`;
  if (voice.reach === "missing") return speaker(voice, `${voice.source.name} answers without ${hearing.name}.`);
  if (voice.reach === "silent") return speaker(voice, silenceWords(voice.source, hearing.now));
  return speaker(voice, `${voice.source.name} answers.`);
}

function removed(hearing: Hearing): Draft {
  return {
    key: "removed",
    verdict: "attention",
    reason: `${hearing.name} is gone: every source that is asked answers without it.`,
    consequence:
      writableCopies(hearing).length > 0
        ? "No log goes over any more."
        : "If databases stay behind on both sides, both can take writes and differ from then on.",
    step: "Nothing to do unless it was not removed on purpose",
    vantage: "linkspan",
  };
}

/** ARM is told beside the SQL sides; it leaves us blind only where nobody else speaks for the managed instance. */
function silence(hearing: Hearing, voice: SqlHeard | ArmHeard): Draft[] {
  const { source } = voice;
  if (source === null) return [];
  if (voice.reach !== "silent" && !isRefused(source)) return lateness(hearing, voice);
  const isBlinding = voice.vantage !== "arm" || hearing.instance.reach === "unasked";
  const reason = speaker(voice, silenceWords(source, hearing.now));
  return [
    {
      key: `reach.${voice.vantage}`,
      verdict: voice.reach !== "silent" ? "attention" : isBlinding ? "unknown" : "attention",
      reason,
      consequence:
        voice.reach === "silent" ? silenceConsequence(hearing, voice) : "Its last answer still holds for a moment.",
      step: silenceStep(source),
      vantage: "linkspan",
      causeKey: source.id,
      causeReason: isBlinding ? `${reason} {n} links cannot be judged.` : reason,
      since: silentSince(source),
      evidence: failureEvidence(voice),
    },
  ];
}

/** A late voice is an amber age and no more, unless no fresher SQL voice stands beside it. */
function lateness(hearing: Hearing, voice: SqlHeard | ArmHeard): Draft[] {
  const isFreshElsewhere = hearing.partner.reach === "fresh" || hearing.instance.reach === "fresh";
  if (voice.reach !== "late" || voice.vantage === "arm" || isFreshElsewhere || voice.source === null) return [];
  return [
    {
      key: `reach.${voice.vantage}`,
      verdict: "attention",
      reason: judgeSource(voice.source, hearing.limits, hearing.now).reason,
      consequence: "What is shown was so then; it turns unknown if nothing newer comes.",
      step: null,
      vantage: "linkspan",
      causeKey: voice.source.id,
    },
  ];
}

/** What is lost, and whose word is left. */
function silenceConsequence(hearing: Hearing, voice: SqlHeard | ArmHeard): string {
  if (voice.vantage === "arm" && hearing.instance.reach !== "unasked") {
    return "The SQL sides are judged by their own word.";
  }
  const side: Side = voice.vantage === "partner" ? "partner" : "instance";
  const other = hearing[otherSide(side)];
  const arm = [...new Set(hearing.arm.facts?.databases.flatMap((row) => row.replicaState ?? []))];
  const armStill = arm.length > 0 && voice.vantage !== "arm" ? ` ARM still says ${listWords(arm.map(clause))};` : "";
  if (other.facts !== null) {
    return `Its role, health and log are not known; what ${sideName(hearing, otherSide(side))} says is half of the picture.`;
  }
  return armStill === ""
    ? `${hearing.name} cannot be judged.`
    : `${hearing.name} cannot be judged.${armStill} that is not enough to call it healthy.`;
}

/** A SQL side without the link; what ARM goes without is an orphan's business. */
function missing(hearing: Hearing, voice: SqlHeard): Draft[] {
  if (voice.reach !== "missing" || voice.source === null || isBlindToLinks(voice.source)) return [];
  const knowing = [hearing.partner, hearing.instance, hearing.arm].filter((other) => other.facts !== null);
  if (knowing.length === 0) return [];
  return [
    {
      key: `missing.${voice.vantage}`,
      verdict: "attention",
      reason: `${voice.source.name} answers without ${hearing.name}; ${knowing.map(speakerName).join(" and ")} ${knowing.length > 1 ? "show" : "shows"} it.`,
      consequence: "If it stands on one side only, no log goes over and the log of the other side cannot be cut.",
      step: "Check that the link exists there and that Linkspan has VIEW ANY DEFINITION",
      vantage: voice.vantage,
    },
  ];
}

function wrongClock(hearing: Hearing, voice: SqlHeard | ArmHeard): Draft[] {
  const skewMs = voice.source?.clockSkewMs ?? null;
  if (voice.source === null || skewMs === null || voice.reach === "silent") return [];
  if (Math.abs(skewMs) <= hearing.limits.clockSkewSeconds * 1000) return [];
  const reason = speaker(
    voice,
    `${voice.source.name} has its clock ${durationWords(Math.abs(skewMs) / 1000)} ${skewMs > 0 ? "ahead of" : "behind"} Linkspan's.`,
  );
  return [
    {
      key: `clock.${voice.vantage}`,
      verdict: "attention",
      reason,
      consequence:
        "Its times are shown as it tells them; ages go by Linkspan's clock. Logins and certificates may fail.",
      step: "Check the time service on both machines",
      vantage: voice.vantage,
      causeKey: `clock:${voice.source.id}`,
      causeReason: reason,
    },
  ];
}

/** Healthy needs a SQL voice that says something of roles and health: ARM alone, or an empty answer, is not enough. */
function unjudged(hearing: Hearing): Draft[] {
  const sides = [hearing.partner, hearing.instance];
  if (sides.every((voice) => voice.reach === "unasked")) {
    return [
      {
        key: "reach.sql",
        verdict: "unknown",
        reason: `Only ARM is asked about ${hearing.name}.`,
        consequence: "ARM alone is not enough to call it healthy.",
        step: "Add the SQL Server to the estate",
        vantage: "linkspan",
      },
    ];
  }
  const heard = sides.filter((voice) => voice.facts !== null);
  if (heard.length === 0) {
    const isTold = sides.some((voice) => voice.reach === "silent");
    if (isTold) return [];
    return [
      {
        key: "reach.sql",
        verdict: "unknown",
        reason: `No SQL side shows ${hearing.name}.`,
        consequence: "ARM alone is not enough to call it healthy.",
        step: "Check that Linkspan has VIEW ANY DEFINITION on both sides",
        vantage: "linkspan",
      },
    ];
  }
  const tells = heard.some((voice) => voice.facts?.replicas.some((replica) => replica.isLocal && replica.roleDesc));
  if (tells) return [];
  return [
    {
      key: "reach.state",
      verdict: "unknown",
      reason: `${heard.map(speakerName).join(" and ")} ${heard.length > 1 ? "show" : "shows"} ${hearing.name}, but not its role.`,
      consequence: "Without roles and states it cannot be judged.",
      step: "Check that Linkspan has VIEW SERVER STATE, or VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on",
      vantage: "linkspan",
    },
  ];
}

function failureEvidence(voice: SqlHeard | ArmHeard): Evidence[] {
  const failure = voice.source?.lastFailure;
  if (!failure) return [];
  const vantage: Vantage = voice.vantage;
  const said = failure.code === null ? failure.message : `${failure.code}: ${failure.message}`;
  return [{ fact: `last failure, ${failure.kind}`, value: said, vantage, at: failure.at }];
}

function speakerName(voice: SqlHeard | ArmHeard): string {
  return voice.vantage === "arm" ? "ARM" : (voice.name ?? `the ${vantageWords(voice.vantage)}`);
}

/** ARM has the managed instance's name in the estate; in a sentence it says so. */
function speaker(voice: SqlHeard | ArmHeard, sentence: string): string {
  return voice.vantage === "arm" ? `ARM for ${sentence}` : sentence;
}
