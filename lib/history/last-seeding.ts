// What a link's assessment does not tell of its seedings: the one that is over, and how far one came that counts no bytes now.
import type { Memory } from "../domain/assessment.ts";
import type { Limits } from "../domain/limits.ts";
import { cancelTime } from "../domain/seeding.ts";
import type { BegunSeeding, LastSeeding } from "../domain/snapshot.ts";
import { plain } from "./plain.ts";
import type { History } from "./pool.ts";

/** The newest one that was scored; null: none that Linkspan saw end. */
export async function readLastSeeding({ prisma }: History, linkId: string): Promise<LastSeeding | null> {
  const row = await prisma.forecastScore.findFirst({
    where: { link: { id: linkId } },
    orderBy: { finishedAt: "desc" },
  });
  if (row === null) return null;
  const { asked, medianError, p90Error, coverage, width } = row;
  return {
    startedAt: row.runStartedAt.toISOString(),
    finishedAt: row.finishedAt.toISOString(),
    databaseBytes: numberOf(row.databaseBytes),
    transferredBytes: numberOf(row.transferredBytes),
    isCompressed: row.isCompressed,
    score: { asked, medianError, p90Error, coverage, width },
  };
}

/** `memory`: what the next assessment is to know of the present seeding. */
export function begunSeeding(memory: Memory["seeding"], limits: Limits): BegunSeeding | null {
  if (memory === null) return null;
  const { begunAt = null, attempt, startedAt, restarts, lostBytes, movedAt, points } = memory;
  const transferredBytes = points.at(-1)?.[1] ?? null;
  return plain({
    begunAt,
    cancelAt: cancelTime(memory, limits),
    attempt,
    startedAt,
    restarts,
    lostBytes,
    transferredBytes,
    movedAt,
  });
}

/** Bytes of a database are far below 2^53. */
function numberOf(bytes: bigint | null): number | null {
  return bytes === null ? null : Number(bytes);
}
