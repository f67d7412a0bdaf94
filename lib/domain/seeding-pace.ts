// What is known to make a seeding faster or slower than it goes now, and what it may be as well.
import { dailyPace } from "./daily-pace.ts";
import { type Pace, steady, together } from "./pace.ts";
import { recentRate, type SeedingPoint } from "./seeding-points.ts";
import { stallPace } from "./stall-pace.ts";
import { unseenHours } from "./unseen-hours.ts";
import type { WireMate } from "./wire-mate.ts";
import { fewNames, sharingOf, wirePace } from "./wire-pace.ts";

/** The band holds them all. */
export interface Paces {
  likeliest: Pace;
  /** As the likeliest so far, and otherwise from now on. */
  ahead: Pace[];
  /** Another reading of the past as well. */
  instead: Pace[];
  /** The reasons, for people. */
  grounds: string[];
}

/** Rates of seedings on one wire are compared over this long. */
const windowMs = 600_000;

/** Stalls that are over, slow hours of the day, and others on the wire. */
export function readPaces(points: readonly SeedingPoint[], mates: readonly WireMate[]): Paces {
  const own = recentRate(points, windowMs) ?? 0;
  const now = points.at(-1)?.[0] ?? 0;
  const ofServer = mates.filter(({ via }) => via !== "instance");
  const ofInstance = mates.filter(({ via }) => via === "instance");
  const sure = sharingOf(points, ofServer) === "not" ? [] : ofServer;
  const sharing = ofInstance.length === 0 ? "not" : sharingOf(points, ofInstance);
  const always = [stallPace(points), dailyPace(points) ?? steady];
  const wire = wirePace(own, sharing === "not" ? sure : [...sure, ...ofInstance], now);
  const likeliest = together([...always, wire]);
  // That seedings to one managed instance share a wire is a guess until one began and the others slowed down.
  const isGuess = sharing === "likely" && wire !== steady;
  const unseen = unseenHours(points);
  return {
    likeliest,
    ahead: unseen.map((pace) => together([likeliest, pace])),
    instead: isGuess ? [together([...always, wirePace(own, sure, now)])] : [],
    grounds: [
      ...[...always, wire, ...unseen.slice(0, 1)].flatMap(({ because }) => because ?? []),
      ...(isGuess ? [`that ${fewNames(ofInstance)} slows it down was not seen yet, so the band holds both`] : []),
    ],
  };
}
