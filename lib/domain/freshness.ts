// What an assessment is still worth when it is read: nobody may have asked since, and then nothing is known.
import type { Assessment, Finding, SourceState } from "./assessment.ts";
import { reachOfSource } from "./hearing.ts";
import type { Limits } from "./limits.ts";
import { silenceStep, silenceWords, silentSince } from "./source-verdict.ts";
import type { Vantage } from "./vantage.ts";
import { compareVerdicts, worstVerdict } from "./verdict.ts";

/** The sources behind one link; null: nobody is asked. */
export type LinkSources = Record<Vantage, SourceState | null>;

/**
 * The assessment as it stands at `now`: a voice that fell silent after it was made turns its word unknown. The same
 * object comes back when nothing changed.
 */
export function ageAssessment(a: Assessment, sources: LinkSources, limits: Limits, now: Date): Assessment {
  if (a.phase === "removed") return a;
  const fallen = (["partner", "instance", "arm"] as const).flatMap((vantage) => {
    const source = sources[vantage];
    if (source === null || reachOfSource(source, limits, now) !== "silent") return [];
    // ARM blinds only where it is the managed instance's one voice, as in the assessment itself.
    if (vantage === "arm" && sources.instance !== null) return [];
    const known = a.findings.some(
      (one) => one.key === `reach.${vantage}` && compareVerdicts(one.verdict, "unknown") <= 0,
    );
    return known ? [] : [silenceFinding(a, vantage, source, now)];
  });
  if (fallen.length === 0) return a;
  const kept = a.findings.filter((one) => !fallen.some((finding) => finding.key === one.key));
  const findings = [...kept, ...fallen].sort((x, y) => compareVerdicts(x.verdict, y.verdict));
  const isSqlDeaf = [sources.partner, sources.instance].every(
    (source) => source === null || reachOfSource(source, limits, now) === "silent",
  );
  const aged: Assessment = {
    ...a,
    findings,
    verdict: worstVerdict(findings.map((finding) => finding.verdict)),
    headline: findings[0]?.reason ?? a.headline,
    splitBrain: a.splitBrain === "none" ? "cannot-tell" : a.splitBrain,
  };
  return isSqlDeaf ? withoutSql(aged, fallen[0] as Finding) : aged;
}

/** With no SQL voice left, phase and numbers are what was so once; a problem of then may be over or worse. */
function withoutSql(a: Assessment, fallen: Finding): Assessment {
  return {
    ...a,
    verdict: "unknown",
    headline: fallen.reason,
    findings: [fallen, ...a.findings.filter((finding) => finding !== fallen)],
    phase: "not-known",
    phaseSince: fallen.since,
    splitBrain: "cannot-tell",
    numbers: {
      logSendQueueKb: null,
      logSendRateKbPerSecond: null,
      redoQueueKb: null,
      redoRateKbPerSecond: null,
      sendLagSeconds: null,
      redoLagSeconds: null,
      why: "no SQL side answers",
    },
    seeding: a.seeding && { ...a.seeding, forecast: null, forecastMissing: fallen.reason, rateBytesPerSecond: null },
    seedingStanding: a.seedingStanding && { state: "not-known", reason: fallen.reason, since: fallen.since },
  };
}

function silenceFinding(a: Assessment, vantage: Vantage, source: SourceState, now: Date): Finding {
  const reason = silenceWords(source, now);
  const isUnpolled = source.failingSince === null;
  return {
    key: `reach.${vantage}`,
    verdict: "unknown",
    reason,
    consequence: "What was shown is older than it may be; it cannot be judged.",
    step: silenceStep(source),
    causeKey: isUnpolled ? "linkspan.poller" : source.id,
    causeReason: isUnpolled
      ? "Linkspan asks nobody now. {n} links cannot be judged."
      : `${reason} {n} links cannot be judged.`,
    evidence: [{ fact: "assessed", value: a.assessedAt.toISOString(), vantage: "linkspan", at: a.assessedAt }],
    since: silentSince(source) ?? a.assessedAt,
    vantage: "linkspan",
  };
}
