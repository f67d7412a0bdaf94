// Rates of bytes and log.
import { rateWords } from "../domain/wording.ts";

const absent = "–";

/** "14.4 MB/s", a real zero "0.0 MB/s"; a dash for not known. */
export function formatRate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null || !Number.isFinite(bytesPerSecond) ? absent : rateWords(bytesPerSecond);
}

export function formatKbRate(kbPerSecond: number | null): string {
  return formatRate(kbPerSecond === null ? null : kbPerSecond * 1024);
}
