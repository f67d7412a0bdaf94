// What the planner says, apart from how it looks.
import { defaultLimits } from "../../lib/domain/limits.ts";
import type { Plan, PlanForecast, TimeBand } from "../../lib/domain/plan.ts";
import { durationWords, listWords } from "../../lib/domain/wording.ts";
import { formatDayAndTime } from "../../lib/format/moment.ts";
import { formatBytes } from "../../lib/format/size.ts";

/** Azure cancels a link that is not created by then. */
const { seedingCancelSeconds } = defaultLimits;

/** "12 databases, 14.2 TB, are over about Thu 26 Nov, 14:20". */
export function planHeadline(plan: Plan, forecast: PlanForecast, now: Date, zone: string): string {
  const total = formatBytes(plan.databases.reduce((sum, { bytes }) => sum + bytes, 0));
  const count = plan.databases.length;
  const what = count === 1 ? `${plan.databases[0]?.name}, ${total}, is` : `${count} databases, ${total}, are`;
  const { p50 } = forecast.finishAt;
  return p50 === null ? `${what} not over within a year` : `${what} over about ${formatDayAndTime(p50, now, zone)}`;
}

/** "8 in 10: Wed 25 Nov, 20:00 to Fri 27 Nov, 09:00". */
export function bandWords({ p10, p90 }: TimeBand, now: Date, zone: string): string {
  const latest = p90 === null ? "not within a year" : formatDayAndTime(p90, now, zone);
  return `8 in 10: ${p10 === null ? "not within a year" : formatDayAndTime(p10, now, zone)} to ${latest}`;
}

/** "over 95 %", "about 60 %", "under 5 %": no surer than the twenty outcomes it is counted from. */
export function chanceWords(chance: number): string {
  if (chance >= 0.95) return "over 95 %";
  if (chance < 0.05) return "under 5 %";
  return `about ${Math.round(chance * 100)} %`;
}

/** Databases whose copy may run into the automatic cancel. Null: none. */
export function cancelWarning(forecast: PlanForecast): string | null {
  const long = forecast.databases.filter(
    ({ longestSeconds }) => longestSeconds === null || longestSeconds > seedingCancelSeconds,
  );
  if (long.length === 0) return null;
  const names = long.slice(0, 3).map(({ database }) => database.name);
  const rest = long.length > 3 ? [`${long.length - 3} more`] : [];
  const longest = Math.max(...long.map(({ longestSeconds }) => longestSeconds ?? Number.POSITIVE_INFINITY));
  const upTo = Number.isFinite(longest) ? `up to ${durationWords(longest)}` : "more than a year";
  return `${listWords([...names, ...rest])} may take ${upTo}. Azure cancels the making of a link after 6 days, and the copy begins anew.`;
}
