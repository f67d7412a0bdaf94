// Durations, clocks and ages as a DBA reads them.
import { ageWords, durationWords } from "../domain/wording.ts";

const absent = "–";

/** "1 d 23 h", "5 h 40 min", "38 min", "41 s", "0 s"; a dash for not known. */
export function formatDuration(seconds: number | null): string {
  return seconds === null || !Number.isFinite(seconds) ? absent : durationWords(seconds);
}

/** Milliseconds as "38 ms", "1.4 s", then as durations. */
export function formatMs(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return absent;
  if (ms < 999.5) return `${Math.round(Math.max(0, ms))} ms`;
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : durationWords(ms / 1000);
}

/** Age in one unit, "8 s", "2 min", "3 h", "5 d"; below zero "0 s", for clocks that differ. */
export function formatAge(seconds: number | null): string {
  return seconds === null || !Number.isFinite(seconds) ? absent : ageWords(seconds);
}

/** A running clock: "0:41", "12:07", "1:02:03". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
