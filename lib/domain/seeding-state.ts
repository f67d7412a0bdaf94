// Where a seeding stands, as one word apart from its numbers, and since when.
import type { SeedingProgress, SeedingStanding } from "./assessment.ts";
import type { SqlSeedingFacts } from "./sample.ts";
import { isCompleted, type SeedingReading } from "./seeding.ts";
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

function tell({ stage, progress, memory, failed, attempts }: SeedingReading): Told | null {
  switch (stage) {
    case null:
      // What began and was not seen to end is forgotten by nobody but the one who sees it end.
      return memory === null ? null : { state: "not-known", reason: "No side tells of it now.", since: null };
    case "waiting":
      return { state: "waiting", reason: "Nothing is copied yet.", since: null };
    case "failed":
      return { state: "failed", reason: "Nothing is copied now.", since: failed?.row.completedAt ?? null };
    case "stalled":
      return { state: "stalled", reason: "No byte goes over.", since: progress?.movedAt ?? null };
    default:
      break;
  }
  if (progress === null) return tellUncounted(attempts.source);
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
    reason: fraction === null ? "Bytes go over." : `${percentWords(fraction)} is copied.`,
    since: startedAt,
  };
}

/** Only the side that sends can say that all is over. */
function tellUncounted(source: SqlSeedingFacts | null): Told {
  if (source === null) return { state: "not-known", reason: "The side that sends does not tell of it.", since: null };
  if (!isCompleted(source)) return { state: "running", reason: "No bytes are told.", since: source.startedAt };
  return {
    state: "finishing",
    reason: "No bytes are counted now; the copy has yet to leave RESTORING.",
    since: null,
  };
}

/** As many bytes as were expected are over, and no voice says it is done. */
function isOverrun({ transferredBytes, expectedBytes }: SeedingProgress): boolean {
  return transferredBytes !== null && expectedBytes !== null && transferredBytes >= expectedBytes;
}

function overrunWords({ transferredBytes, expectedBytes }: SeedingProgress): string {
  return `${sizeWords(transferredBytes ?? 0)} went over where ${sizeWords(expectedBytes ?? 0)} were expected, and it goes on.`;
}
