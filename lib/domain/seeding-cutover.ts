// A cutover date that people set, against the forecast of the seeding it waits for.
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";
import type { SeedingReading } from "./seeding.ts";
import { speedStep } from "./seeding-cancel.ts";
import { durationWords } from "./wording.ts";

/**
 * Problem: the even chance lies past the date, or the date has passed. Attention: the late end of the forecast lies past it.
 * Without a forecast nothing is said of a date to come.
 */
export function findSeedingCutover(hearing: Hearing, { stage, progress }: SeedingReading): Draft[] {
  const { cutoverAt, now, name } = hearing;
  if (cutoverAt === null || stage === null || stage === "failed") return [];
  const leftSeconds = (cutoverAt.getTime() - now.getTime()) / 1000;
  const draft = {
    key: "seeding.cutover",
    vantage: "linkspan" as const,
    evidence: [{ fact: "cutover date", value: cutoverAt.toISOString(), vantage: "linkspan" as const, at: now }],
  };
  if (leftSeconds <= 0)
    return [
      {
        ...draft,
        verdict: "problem",
        reason: `${name} was to be cut over ${durationWords(-leftSeconds)} ago, and its seeding is not over.`,
        consequence: "A cutover now would leave a copy that is not whole.",
        step: "Set a later cutover date, or take it away",
      },
    ];
  const forecast = progress?.forecast ?? null;
  if (forecast === null || leftSeconds >= forecast.p90Seconds) return [];
  const { p10Seconds, p50Seconds, p90Seconds } = forecast;
  const band = `${durationWords(p10Seconds)} to ${durationWords(p90Seconds)}`;
  const isLikely = leftSeconds < p50Seconds;
  return [
    {
      ...draft,
      verdict: isLikely ? "problem" : "attention",
      reason: isLikely
        ? `The cutover is planned in ${durationWords(leftSeconds)}; the seeding needs about ${durationWords(p50Seconds)} more (${band}).`
        : `The cutover is planned in ${durationWords(leftSeconds)}, and the seeding may need longer: about ${durationWords(p50Seconds)} (${band}).`,
      consequence: "The copy is not whole at the cutover date, so the link cannot be cut over then.",
      step: `${speedStep(progress?.isCompressed ?? null, progress?.bound?.by ?? null)}; else set a later cutover date`,
    },
  ];
}
