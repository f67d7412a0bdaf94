// What the list of present seedings says, apart from how it looks.
import type { ForecastSnapshot } from "../../lib/domain/running-seedings.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { listWords } from "../../lib/domain/wording.ts";
import { formatDayAndTime, formatMoment } from "../../lib/format/moment.ts";
import { chanceWords } from "../seeding/deadline.ts";

export type Outlook = ForecastSnapshot["seedings"][number];

/** "All 4 that run are over about Tue 24 Nov, 14:00 (8 in 10: Tue 02:00 to Wed 09:00); 2 wait and are not counted." */
export function allWords(
  { all, seedings }: Pick<ForecastSnapshot, "all" | "seedings">,
  now: Date,
  zone: string,
): string {
  const count = (isOne: (state: Outlook["standing"]["state"]) => boolean) =>
    seedings.filter(({ standing }) => isOne(standing.state)).length;
  const [waiting, failed, unknown] = (["waiting", "failed", "not-known"] as const).map((wanted) =>
    count((state) => state === wanted),
  ) as [number, number, number];
  const running = seedings.length - waiting - failed - unknown;
  const untold = running - all.counted;
  const uncounted = [
    ...(untold > 0 && all.counted > 0 ? [`${untold} ${untold === 1 ? "has" : "have"} no forecast`] : []),
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? "waits" : "wait"}`] : []),
    ...(failed > 0 ? [`${failed} ${failed === 1 ? "has" : "have"} failed`] : []),
    ...(unknown > 0 ? [`${unknown} cannot be seen`] : []),
  ];
  const lead = leadWords({ all, seedings }, running, now, zone);
  if (uncounted.length === 0) return `${lead}.`;
  if (all.counted === 0) return `${lead}; ${listWords(uncounted)}.`;
  if (uncounted.length > 1) return `${lead}; ${listWords(uncounted)}, none of them counted.`;
  return `${lead}; ${uncounted[0]} and ${all.notCounted === 1 ? "is" : "are"} not counted.`;
}

function leadWords(
  { all, seedings }: Pick<ForecastSnapshot, "all" | "seedings">,
  running: number,
  now: Date,
  zone: string,
): string {
  if (running === 0) return "No seeding runs now";
  if (all.counted === 0)
    return running === 1
      ? "When the one that runs is over cannot be told yet"
      : `When the ${running} that run are over cannot be told yet`;
  const band = `8 in 10: ${formatMoment(all.p10At, now, zone)} to ${formatMoment(all.p90At, now, zone)}`;
  const when = `about ${formatDayAndTime(all.p50At, now, zone)} (${band})`;
  if (all.counted < running)
    return `${all.counted} of the ${running} that run ${all.counted === 1 ? "is" : "are"} over ${when}`;
  return running === 1
    ? `${seedings.find(({ finish, beginsAt }) => finish && !beginsAt)?.name} is over ${when}`
    : `All ${running} that run are over ${when}`;
}

/** Of a deadline: how likely it is met, and how that stands. */
export function chanceTold(
  { at, chance }: NonNullable<Outlook["cancel"]>,
  now: Date,
): { words: string; verdict: Verdict } {
  if (Date.parse(at) <= now.getTime()) return { words: "has passed", verdict: "problem" };
  if (chance === null) return { words: "cannot be told", verdict: "unknown" };
  const verdict = chance < 0.5 ? "problem" : chance < 0.9 ? "attention" : "ok";
  return { words: `${chanceWords(chance)} likely`, verdict };
}
