// The automatic cancel: Azure gives the making of a link six days, a restart does not begin them anew.
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";
import { cancelTime, type SeedingReading } from "./seeding.ts";
import { durationWords } from "./wording.ts";

/**
 * Problem: the even chance lies past it, or it has passed. Attention: the late end of the forecast lies past it, or little
 * is left and there is no forecast.
 */
export function findSeedingCancel(hearing: Hearing, { stage, progress, memory }: SeedingReading): Draft[] {
  const cancelAt = cancelTime(memory, hearing.limits);
  if (stage === null || stage === "failed" || memory === null || cancelAt === null) return [];
  const leftSeconds = (cancelAt.getTime() - hearing.now.getTime()) / 1000;
  const days = durationWords(hearing.limits.seedingCancelSeconds);
  const forecast = progress?.forecast ?? null;
  const draft = {
    key: "seeding.cancel",
    consequence: "Azure cancels the making of the link then, and what was copied is lost.",
    step: speedStep(progress?.isCompressed ?? null, progress?.bound?.by ?? null),
    vantage: "linkspan" as const,
    evidence: [
      {
        fact: "first attempt seen",
        value: memory.begunAt?.toISOString() ?? "",
        vantage: memory.vantage,
        at: memory.begunAt,
      },
      { fact: "automatic cancel", value: cancelAt.toISOString(), vantage: "linkspan" as const, at: hearing.now },
    ],
  };
  if (leftSeconds <= 0)
    return [
      {
        ...draft,
        verdict: "problem",
        reason: `${hearing.name} has been seeding for longer than the ${days} that Azure gives it.`,
        consequence: "Azure may cancel the making of the link at any moment, and what was copied is lost.",
      },
    ];
  if (forecast === null) {
    if (leftSeconds > hearing.limits.seedingCancelAttentionSeconds) return [];
    const why = progress?.forecastMissing ?? "no bytes are reported";
    return [
      {
        ...draft,
        verdict: "attention",
        reason: `Azure cancels this seeding in ${durationWords(leftSeconds)}, and it cannot be told whether it is over by then: ${why}.`,
      },
    ];
  }
  if (leftSeconds >= forecast.p90Seconds) return [];
  const { p10Seconds, p50Seconds, p90Seconds } = forecast;
  const band = `${durationWords(p10Seconds)} to ${durationWords(p90Seconds)}`;
  const isLikely = leftSeconds < p50Seconds;
  return [
    {
      ...draft,
      verdict: isLikely ? "problem" : "attention",
      reason: isLikely
        ? `Azure cancels this seeding in ${durationWords(leftSeconds)}; it needs about ${durationWords(p50Seconds)} more (${band}).`
        : `Azure cancels this seeding in ${durationWords(leftSeconds)}, and it may need longer: about ${durationWords(p50Seconds)} (${band}).`,
    },
  ];
}

export function speedStep(isCompressed: boolean | null, by: "network" | "disk" | "neither" | null): string {
  const compress = isCompressed === false ? ", or compress the stream with trace flag 9567" : "";
  if (by === "disk") return "Make the disks of the source faster, or move other work off them";
  return `Give this seeding more of the network, or let other seedings wait${compress}`;
}
