// How near a certificate is to its end: days, milestones, verdict and words.
import type { CertificateState } from "./assessment.ts";
import type { Limits } from "./limits.ts";
import type { Verdict } from "./verdict.ts";
import { countWords, utcDay } from "./wording.ts";

const dayMs = 86_400_000;

/** Days before the end at which people want to hear of a certificate; the first stands in the inventory only. */
export const milestones = [60, 30, 14, 7, 1, 0] as const;

export type Milestone = (typeof milestones)[number] | "past";

/** Whole days, rounded down: below zero once it has expired. */
export function daysUntil(expiresAt: Date, now: Date): number {
  return Math.floor((expiresAt.getTime() - now.getTime()) / dayMs);
}

/** The nearest milestone reached; null: more than 60 days are left. */
export function milestoneOf(daysLeft: number): Milestone | null {
  if (daysLeft < 0) return "past";
  return milestones.findLast((days) => daysLeft <= days) ?? null;
}

/** The managed instance's own certificate is rotated by Azure: its date is information, not an alarm. */
export function judgeDays(
  daysLeft: number | null,
  renewedBy: CertificateState["renewedBy"],
  limits: Pick<Limits, "certificateAttentionDays" | "certificateProblemDays">,
): Verdict {
  if (daysLeft === null) return "unknown";
  if (renewedBy === "azure") return "ok";
  if (daysLeft <= limits.certificateProblemDays) return "problem";
  return daysLeft <= limits.certificateAttentionDays ? "attention" : "ok";
}

/** "expires in 9 days, on 28 Nov", "expires within a day, on 19 Nov", "expired on 10 Nov". */
export function expiryWords(expiresAt: Date, now: Date): string {
  const day = utcDay(expiresAt, now);
  if (expiresAt.getTime() <= now.getTime()) return `expired on ${day}`;
  const days = daysUntil(expiresAt, now);
  return days === 0 ? `expires within a day, on ${day}` : `expires in ${countWords(days, "day")}, on ${day}`;
}
