// Where a seeding stands, as one word apart from its numbers, and since when.
import type { SeedingProgress, SeedingStanding } from "./assessment.ts";
import type { SeedingReading } from "./seeding.ts";
import { percentWords, sizeWords } from "./wording.ts";

/** Null: no seeding, or it is done. `previous`: the standing told before, whose beginning holds while the state stays. */
export function standingOf(
  reading: SeedingReading,
  previous: SeedingStanding | null,
  now: Date,
): SeedingStanding | null {
  const told = tell(reading);
  if (told === null) return null;
  const since = previous?.state === told.state ? previous.since : (told.since ?? now);
  return { ...told, since };
}

type Told = Omit<SeedingStanding, "since"> & { since: Date | null };

function tell({ stage, progress, memory, failed }: SeedingReading): Told | null {
  switch (stage) {
    case null:
      return null;
    case "waiting":
      return { state: "waiting", reason: "Nothing is copied yet.", since: null };
    case "failed":
      return { state: "failed", reason: "Nothing is copied now.", since: failed?.row.completedAt ?? null };
    case "stalled":
      return { state: "stalled", reason: "No byte goes over.", since: progress?.movedAt ?? null };
    default:
      break;
  }
  if (progress === null)
    return {
      state: "finishing",
      reason: "No bytes are counted now; the copy has yet to leave RESTORING.",
      since: null,
    };
  if (isOverrun(progress)) return { state: "overrun", reason: overrunWords(progress), since: null };
  if (stage === "restarted")
    return {
      state: "restarting",
      reason: "It began anew; what was copied before is lost.",
      since: memory?.restartedAt ?? null,
    };
  const { fraction, startedAt } = progress;
  return {
    state: "running",
    reason: fraction === null ? "Bytes go over." : `${percentWords(fraction)} is over.`,
    since: startedAt,
  };
}

/** As many bytes as were expected are over, and no voice says it is done. */
function isOverrun({ transferredBytes, expectedBytes }: SeedingProgress): boolean {
  return transferredBytes !== null && expectedBytes !== null && transferredBytes >= expectedBytes;
}

function overrunWords({ transferredBytes, expectedBytes }: SeedingProgress): string {
  return `${sizeWords(transferredBytes ?? 0)} went over where ${sizeWords(expectedBytes ?? 0)} were expected, and it goes on.`;
}
