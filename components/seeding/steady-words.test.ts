import { expect, test } from "vitest";
import { steadyWords } from "./steady-words.ts";

const now = "2026-11-21T19:07:00.000Z";
const made = (madeAt: string, p50At: string) => ({ madeAt: Date.parse(madeAt), p50At: Date.parse(p50At) });

test("a finish that stays within an hour, or within a share of what was left, has not moved", () => {
  const steady = "It has not: every forecast of this seeding told much the same finish.";
  const short = [
    made("2026-11-21T16:00:00Z", "2026-11-21T20:00:00Z"),
    made("2026-11-21T19:00:00Z", "2026-11-21T21:00:00Z"),
  ];
  const long = [
    made("2026-11-21T00:00:00Z", "2026-11-23T00:00:00Z"),
    made("2026-11-21T19:00:00Z", "2026-11-23T07:00:00Z"),
  ];
  expect(steadyWords(short, now, "UTC")).toBe(steady);
  expect(steadyWords(long, now, "UTC")).toBe(steady);
});

test("a finish that drifted far is told with both its ends", () => {
  const drifted = [
    made("2026-11-19T12:00:00Z", "2026-11-22T03:00:00Z"),
    made("2026-11-20T02:00:00Z", "2026-11-22T20:00:00Z"),
    made("2026-11-21T19:00:00Z", "2026-11-23T04:17:00Z"),
  ];
  expect(steadyWords(drifted, now, "UTC")).toBe(
    "Little by little, never far at once: it was told between Sun 22 Nov, 03:00 and Mon 23 Nov, 04:17.",
  );
});
