// All seedings that run or wait now: when each is over and when all of them are, and whether that is in time.
import type { RemainingTime, SeedingStanding } from "./assessment.ts";
import { chanceWithin, secondsAt, shareWithin } from "./forecast-chance.ts";
import type { Scorecard } from "./scorecard.ts";
import type { Plain } from "./snapshot.ts";
import { type SeedingNow, turnsOf, type WaitingTurn } from "./waiting-turn.ts";

/** Times at which it is over: 1 in 10 are earlier than p10, 9 in 10 than p90. */
export interface FinishTimes {
  p10At: Date;
  p50At: Date;
  p90At: Date;
}

/** `chance` 0.01 to 0.99 that it is over by then, 0 once the time has passed; null: no forecast, so nobody can say. */
export interface DeadlineChance {
  at: Date;
  chance: number | null;
}

export interface SeedingOutlook {
  linkId: string;
  name: string;
  server: string | null;
  instance: string | null;
  standing: SeedingStanding;
  transferredBytes: number | null;
  databaseBytes: number | null;
  /** 0 to 1, of the database. */
  fraction: number | null;
  rateBytesPerSecond: number | null;
  /** When its bytes were counted last; null: none were. */
  observedAt: Date | null;
  /** Of one that waits: when it begins, if that is when the next one is over. */
  beginsAt: Date | null;
  finish: FinishTimes | null;
  /** Why there is no finish, as a clause; null when there is one. */
  finishMissing: string | null;
  /** Null: it has not begun, so the six days have not either. */
  cancel: DeadlineChance | null;
  /** Null: no date is set. */
  cutover: DeadlineChance | null;
}

export interface RunningSeedings {
  /** When the last of those that run and have a forecast is over; null: none has one. The others are not counted. */
  all: { [Time in keyof FinishTimes]: Date | null } & { counted: number; notCounted: number };
  /** By even-chance finish; those without one at the end, by name. */
  seedings: SeedingOutlook[];
}

/** As pages and GET /api/v1/forecast read it, with how good past forecasts were. */
export type ForecastSnapshot = { readAt: string } & Plain<RunningSeedings> & { scorecard: Scorecard };

export function outlookOf(links: readonly SeedingNow[], now: Date): RunningSeedings {
  const turns = turnsOf(links, now);
  const forecasts = links.flatMap(({ progress }) => progress?.forecast ?? []);
  const counts = { counted: forecasts.length, notCounted: links.length - forecasts.length };
  return {
    all: { ...(finishOfAll(forecasts, now) ?? untold), ...counts },
    seedings: links.map((link) => outlook(link, turns.get(link.linkId) ?? null, now)).sort(soonestFirst),
  };
}

const untold = { p10At: null, p50At: null, p90At: null };

/**
 * When the last of them is over: the chance of all is the product of their chances. That takes them as independent, which makes
 * it later rather than sooner: what slows one down mostly slows the others down as well. Null: none is given.
 */
export function finishOfAll(forecasts: readonly RemainingTime[], now: Date): FinishTimes | null {
  if (forecasts.length === 0) return null;
  const at = (chance: number) => new Date(timeOfAll(forecasts, chance, now.getTime()));
  return { p10At: at(0.1), p50At: at(0.5), p90At: at(0.9) };
}

/** To the second, by halving; never before `now`. */
function timeOfAll(forecasts: readonly RemainingTime[], chance: number, now: number): number {
  const chanceOfAll = (time: number) =>
    forecasts.reduce((product, one) => product * shareWithin(one, (time - one.madeAt.getTime()) / 1000), 1);
  // By then each alone has this root of the chance, so all of them together have at least the chance.
  const each = chance ** (1 / forecasts.length);
  let low = now;
  let high = Math.max(now, ...forecasts.map((one) => one.madeAt.getTime() + secondsAt(one, each) * 1000));
  while (high - low > 1000) {
    const middle = (low + high) / 2;
    if (chanceOfAll(middle) < chance) low = middle;
    else high = middle;
  }
  return high;
}

function outlook(link: SeedingNow, turn: WaitingTurn | null, now: Date): SeedingOutlook {
  const { standing, progress, cutoverAt, linkId, name, server, instance } = link;
  const band = progress?.forecast ?? turn?.band ?? null;
  return {
    linkId,
    name,
    server,
    instance,
    standing,
    transferredBytes: progress?.transferredBytes ?? null,
    databaseBytes: progress?.databaseBytes ?? link.databaseBytes,
    fraction: progress?.fraction ?? null,
    rateBytesPerSecond: progress?.rateBytesPerSecond ?? null,
    observedAt: progress?.observedAt ?? null,
    beginsAt: turn?.beginsAt ?? null,
    finish: band && finishTimes(band),
    finishMissing: band === null ? whyMissing(link, turn) : null,
    cancel: progress?.cancelAt ? chanceBy(progress.cancelAt, band, now) : null,
    cutover: cutoverAt && chanceBy(cutoverAt, band, now),
  };
}

function finishTimes({ madeAt, p10Seconds, p50Seconds, p90Seconds }: RemainingTime): FinishTimes {
  const at = (seconds: number) => new Date(madeAt.getTime() + seconds * 1000);
  return { p10At: at(p10Seconds), p50At: at(p50Seconds), p90At: at(p90Seconds) };
}

function chanceBy(at: Date, band: RemainingTime | null, now: Date): DeadlineChance {
  if (at <= now) return { at, chance: 0 };
  return { at, chance: band && chanceWithin(band, (at.getTime() - band.madeAt.getTime()) / 1000) };
}

function whyMissing({ standing, progress }: SeedingNow, turn: WaitingTurn | null): string {
  if (standing.state === "waiting") return turn?.missing ?? "nothing is copied yet";
  if (standing.state === "failed") return "nothing is copied now";
  if (standing.state === "not-known") return "nobody tells how far it is";
  return progress?.forecastMissing ?? "no bytes are counted now";
}

function soonestFirst(a: SeedingOutlook, b: SeedingOutlook): number {
  const [first, second] = [a, b].map(({ finish }) => finish?.p50At.getTime() ?? Number.POSITIVE_INFINITY);
  if (first !== second) return (first as number) < (second as number) ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
