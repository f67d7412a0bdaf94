// Seedings that wait for their turn, forecast with those that run before them on the same SQL Server.
import type { RemainingTime, SeedingProgress, SeedingStanding } from "./assessment.ts";
import { forecastPlan, type PlannedDatabase } from "./plan.ts";

/** One link that seeds or waits, as it was last judged and as it stands now. */
export interface SeedingNow {
  linkId: string;
  name: string;
  /** By name; null: not known. */
  server: string | null;
  instance: string | null;
  standing: SeedingStanding;
  progress: SeedingProgress | null;
  /** Of its databases, as the SQL Server tells; null: not known. */
  databaseBytes: number | null;
  /** When people plan to cut it over; null: nobody set a date. */
  cutoverAt: Date | null;
}

/** When one that waits begins and how long from now it takes, if it begins when the next one is over; or why that cannot be told. */
export type WaitingTurn =
  | { beginsAt: Date; band: RemainingTime; missing: null }
  | { beginsAt: null; band: null; missing: string };

/**
 * By linkId, of those that wait. What runs on their SQL Server is over when its own forecast says, as many go on at once as now, at
 * the present rates together; who has waited longest begins first. Where a rate or a size is not known, nothing is claimed.
 */
export function turnsOf(seedings: readonly SeedingNow[], now: Date): Map<string, WaitingTurn> {
  const waiting = seedings.filter(({ standing }) => standing.state === "waiting");
  const servers = new Set(waiting.map(({ server }) => server));
  const turns = [...servers].flatMap((server) =>
    turnsOn(
      server,
      seedings.filter((one) => one.server === server),
      now,
    ),
  );
  return new Map(turns);
}

function turnsOn(server: string | null, seedings: readonly SeedingNow[], now: Date): [string, WaitingTurn][] {
  const waiting = seedings
    .filter(({ standing }) => standing.state === "waiting")
    .sort((a, b) => a.standing.since.getTime() - b.standing.since.getTime());
  // What failed takes nothing of the wire.
  const running = seedings.filter(({ standing }) => standing.state !== "waiting" && standing.state !== "failed");
  const none = (missing: string): [string, WaitingTurn][] =>
    waiting.map(({ linkId }) => [linkId, { beginsAt: null, band: null, missing }]);
  if (server === null) return none("its SQL Server is not known");
  if (running.length === 0) return none(`nothing runs on ${server} that tells how fast it goes`);
  const missing = [...running.map(whyOpen), ...waiting.map(whyUnsized)].find((why) => why !== null);
  if (missing !== undefined) return none(missing as string);

  const bytesPerSecond = running.reduce((sum, { progress }) => sum + (progress?.rateBytesPerSecond ?? 0), 0);
  // The plan shares the wire evenly: as many bytes as go over in an even share until it is over.
  const share = bytesPerSecond / running.length;
  const ahead = running.map((one) => ({ name: one.name, bytes: Math.max(1, share * leftSeconds(one, now)) }));
  const behind = waiting.map(({ name, databaseBytes }) => ({ name, bytes: databaseBytes as number }));
  const { databases } = forecastPlan({
    databases: [...ahead, ...behind],
    bytesPerSecond,
    seedingBytesPerSecond: null,
    parallel: running.length,
    wireBytesPerByte: 1,
    hours: { days: [], fromMinute: 0, toMinute: 0, shareOutside: 1, timeZone: "UTC" },
    startAt: now,
    order: "as-given",
  });
  return waiting.map(({ linkId }, index) => {
    const planned = databases.find(({ database }) => database === (behind[index] as PlannedDatabase));
    const { p10, p50, p90 } = planned?.finishAt ?? { p10: null, p50: null, p90: null };
    if (planned === undefined || p10 === null || p50 === null || p90 === null)
      return [linkId, { beginsAt: null, band: null, missing: "at this pace it would not be over within a year" }];
    const from = (at: Date) => (at.getTime() - now.getTime()) / 1000;
    const band = { p10Seconds: from(p10), p50Seconds: from(p50), p90Seconds: from(p90), madeAt: now };
    return [linkId, { beginsAt: planned.startAt, band, missing: null }];
  });
}

/** Why it cannot be told how long one that runs still takes from the wire. */
function whyOpen({ name, standing, progress }: SeedingNow): string | null {
  if (standing.state === "not-known") return `it cannot be seen how far ${name} is`;
  if (leftBytes(progress) === null) return `it is not known how much of ${name} is left`;
  if (progress?.rateBytesPerSecond === 0) return `no byte of ${name} moves now`;
  return progress?.rateBytesPerSecond == null ? `the rate of ${name} is not known` : null;
}

function whyUnsized({ name, databaseBytes }: SeedingNow): string | null {
  return databaseBytes === null ? `the size of ${name} is not known` : null;
}

/** By its own forecast; before there is one, at its present rate. Only of one whose rate and bytes are known. */
function leftSeconds({ progress }: SeedingNow, now: Date): number {
  const forecast = progress?.forecast ?? null;
  if (forecast !== null) return (forecast.madeAt.getTime() - now.getTime()) / 1000 + forecast.p50Seconds;
  return (leftBytes(progress) as number) / (progress?.rateBytesPerSecond as number);
}

/** Null also where all that was expected is over: how much more comes nobody knows. */
function leftBytes(progress: SeedingProgress | null): number | null {
  const expected = progress?.expectedBytes ?? progress?.databaseBytes ?? null;
  if (progress?.transferredBytes == null || expected === null) return null;
  const left = expected - progress.transferredBytes;
  return left > 0 ? left : null;
}
