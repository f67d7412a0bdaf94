// What is known to make a seeding faster or slower than it goes now, and what it may be as well.
import { dailyPace } from "./daily-pace.ts";
import { type Pace, steady, together } from "./pace.ts";
import { recentRate, type SeedingPoint } from "./seeding-points.ts";
import { stallPace } from "./stall-pace.ts";
import { unseenHours } from "./unseen-hours.ts";
import type { WireLeaver, WireMate } from "./wire-mate.ts";
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
export function readPaces(
  points: readonly SeedingPoint[],
  mates: readonly WireMate[],
  leavers: readonly WireLeaver[],
): Paces {
  const own = recentRate(points, windowMs) ?? 0;
  const now = points.at(-1)?.[0] ?? 0;
  const ofServer = { mates: mates.filter(isOfServer), leavers: leavers.filter(isOfServer) };
  const ofInstance = { mates: mates.filter(isOfOther), leavers: leavers.filter(isOfOther) };
  const sure = sharingOf(points, ofServer.mates, ofServer.leavers) === "not" ? none : ofServer;
  const sharing = sharingOf(points, ofInstance.mates, ofInstance.leavers);
  const all = { mates: [...sure.mates, ...ofInstance.mates], leavers: [...sure.leavers, ...ofInstance.leavers] };
  const wireOf = (some: typeof all) => wirePace(own, some.mates, now, some.leavers);
  const always = [stallPace(points), dailyPace(points) ?? steady];
  const here = sharing === "not" ? sure : all;
  // One that waits, of a size nobody told, would stay for ever: that is for the band, not for the even chance.
  const unsized = here.mates.filter(isUnsized);
  const wire = wireOf({ ...here, mates: here.mates.filter((mate) => !isUnsized(mate)) });
  const likeliest = together([...always, wire]);
  // That seedings to one managed instance share a wire is a guess until one began and the others slowed down.
  const isGuess = sharing === "likely" && ofInstance.mates.length + ofInstance.leavers.length > 0 && wire !== steady;
  const unseen = unseenHours(points);
  return {
    likeliest,
    ahead: [
      ...unseen.map((pace) => together([likeliest, pace])),
      ...(unsized.length > 0 ? [together([...always, wireOf(here)])] : []),
    ],
    instead: isGuess ? [together([...always, wireOf(sure)])] : [],
    grounds: [
      ...[...always, wire, ...unseen.slice(0, 1)].flatMap(({ because }) => because ?? []),
      ...(unsized.length > 0 ? [`the size of ${fewNames(unsized)}, which waits, is not known`] : []),
      ...(isGuess
        ? [
            `that ${fewNames([...ofInstance.mates, ...ofInstance.leavers])} slows it down was not seen yet, so the band holds both`,
          ]
        : []),
    ],
  };
}

const none = { mates: [], leavers: [] };

function isUnsized({ startedAt, remainingBytes }: WireMate): boolean {
  return startedAt === null && remainingBytes === null;
}

function isOfServer({ via }: Pick<WireMate, "via">): boolean {
  return via !== "instance";
}

function isOfOther({ via }: Pick<WireMate, "via">): boolean {
  return via === "instance";
}
