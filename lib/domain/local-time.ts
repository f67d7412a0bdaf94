// A wall clock's time in a zone as an instant, as forms send it: "2026-11-28T22:00" in "Europe/Berlin".

const wallClock = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,3})?)?$/;

/**
 * To the minute. Null if the text is no time of the calendar or the zone is not known. An hour that the change of the clocks
 * skips becomes the one after it; of one that comes twice the first is meant.
 */
export function instantIn(local: string, zone: string): Date | null {
  const parts = wallClock.exec(local)?.slice(1).map(Number);
  const clock = clockIn(zone);
  if (parts === undefined || clock === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute);
  if (wall.toISOString().slice(0, 16) !== local.slice(0, 16)) return null;
  const offset = (at: number) => wallTime(clock, at) - at;
  const meant = wall.getTime();
  // Clocks change at most once in these two days, so one of the two offsets holds.
  const [before, after] = [meant - offset(meant - 86_400_000), meant - offset(meant + 86_400_000)];
  return new Date(wallTime(clock, before) === meant || wallTime(clock, after) !== meant ? before : after);
}

function clockIn(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  } catch {
    return null;
  }
}

/** What the clock shows at an instant of whole minutes, as if it were UTC. */
function wallTime(clock: Intl.DateTimeFormat, at: number): number {
  const part = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
}
