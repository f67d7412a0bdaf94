// When to ask a source again: on its beat while it answers, ever later while it does not, much later when it refuses us.
import type { Outcome } from "../domain/outcome.ts";

const ceilingMs = 5 * 60_000;
/** After the first, second, and every later refusal in a row: lockout policies count tries within minutes. */
const refusedMs = [5 * 60_000, 15 * 60_000, 60 * 60_000];

/**
 * `consecutiveFailures` counts this outcome if it is a failure. `random` gives 0 to 1.
 * An answer keeps the source's own beat: missed beats are skipped, never caught up.
 */
export function nextDue(
  outcome: Outcome,
  consecutiveFailures: number,
  intervalSeconds: number,
  now: Date,
  random: () => number,
): Date {
  const intervalMs = intervalSeconds * 1000;
  if (outcome.kind === "answered") {
    const dueAt = outcome.askedAt.getTime() - outcome.latenessMs;
    const beats = Math.max(1, Math.floor((now.getTime() - dueAt) / intervalMs) + 1);
    return new Date(dueAt + beats * intervalMs);
  }
  const failures = Math.max(1, consecutiveFailures);
  const dice = random();
  // Sources that were told the same time must not all come back in the same moment.
  const asTold = (outcome.retryAfterMs ?? 0) * (1 + dice * 0.1);
  const wait = Math.max(waitMs(outcome.kind, failures, intervalMs, dice), asTold);
  return new Date(now.getTime() + Math.round(wait));
}

function waitMs(
  kind: Exclude<Outcome["kind"], "answered">,
  failures: number,
  intervalMs: number,
  dice: number,
): number {
  if (kind === "denied") {
    // Jitter only ever adds here, so that the promise to keep away holds.
    return Math.max(intervalMs, refusedMs[Math.min(failures, refusedMs.length) - 1]!) * (1 + dice * 0.1);
  }
  const wait = Math.min(intervalMs * 2 ** Math.min(failures - 1, 20), Math.max(ceilingMs, intervalMs));
  return wait * (0.75 + dice * 0.25);
}
