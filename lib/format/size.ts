// Amounts of bytes and shares, three figures at most, 1 GB = 1024 MB.
import { percentWords, sizeWords } from "../domain/wording.ts";

const absent = "–";

/** "310 MB", "41.6 GB", "0.0 MB"; a dash for not known. */
export function formatBytes(bytes: number | null): string {
  return bytes === null || !Number.isFinite(bytes) ? absent : sizeWords(bytes);
}

/** Queues come in KB, as SQL Server counts them. */
export function formatKb(kb: number | null): string {
  return formatBytes(kb === null ? null : kb * 1024);
}

/** A share as the end of "less than", rounded up so that this holds: 0.066 is "7 %". */
export function formatPercentUp(fraction: number): string {
  return formatPercent(Math.ceil(fraction * 100 - 1e-6) / 100);
}

/** A share of 0 to 1 as "50 %"; never rounded up to 100 %. */
export function formatPercent(fraction: number | null): string {
  return fraction === null || !Number.isFinite(fraction) ? absent : percentWords(fraction);
}
