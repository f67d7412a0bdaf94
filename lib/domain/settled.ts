// When a contradiction counts: voices are not heard at one instant, and a change reaches them one after the other.
import type { Said } from "./assessment.ts";
import type { Hearing } from "./hearing.ts";

/** Voices asked in one sweep count as heard together. */
const togetherMs = 1000;

/**
 * Each voice has spoken since the present values began, and the SQL sides, which are asked more often, once more after
 * ARM. What was told before goes on being told for as long as they differ.
 */
export function isSettled(
  { previous }: Hearing,
  key: string,
  subjects: readonly string[],
  said: readonly Pick<Said<unknown>, "vantage" | "at">[],
): boolean {
  if (previous === null || previous.findings.some((finding) => finding.key === key)) return true;
  const changes = previous.tracks.filter((track) => subjects.includes(track.subject));
  if (changes.some((track) => said.some((one) => one.at <= track.since))) return false;
  const arm = said.find((one) => one.vantage === "arm");
  return arm === undefined || said.every((one) => one.at.getTime() >= arm.at.getTime() - togetherMs);
}
