// How fast it flows, for the line between the sides.
import type { Assessment } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { formatRate } from "../../lib/format/rate.ts";

/** "14.4 MB/s"; null where nothing flows or nobody knows. */
export function flowWords({
  phase,
  seeding,
  numbers,
}: Pick<Plain<Assessment>, "phase" | "seeding" | "numbers">): string | null {
  if (seeding && phase.startsWith("seeding"))
    return seeding.rateBytesPerSecond === null ? "rate not known" : formatRate(seeding.rateBytesPerSecond);
  const rate = numbers.logSendRateKbPerSecond;
  return rate === null ? null : formatRate(rate.value * 1024);
}
