// What is said of a finish that no single forecast moved far.
import { formatDayAndTime } from "../../lib/format/moment.ts";

const hourMs = 3_600_000;
/** Of the longest time that was left: within it finishes are much the same. */
const leastShare = 0.15;

/** A finish can drift far in steps each too small to be told; times are ms since 1970. */
export function steadyWords(finishes: readonly { madeAt: number; p50At: number }[], now: string, zone: string): string {
  const told = finishes.map(({ p50At }) => p50At);
  const [earliest, latest] = [Math.min(...told), Math.max(...told)];
  const longestLeft = Math.max(...finishes.map(({ madeAt, p50At }) => p50At - madeAt));
  if (latest - earliest <= Math.max(hourMs, leastShare * longestLeft))
    return "It has not: every forecast of this seeding told much the same finish.";
  const say = (at: number) => formatDayAndTime(new Date(at), now, zone);
  return `Little by little, never far at once: it was told between ${say(earliest)} and ${say(latest)}.`;
}
