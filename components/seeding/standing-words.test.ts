import { expect, test } from "vitest";
import { standingWords } from "./standing-words.ts";

test("each state has a word of its own, and only one that nobody tells is unknown", () => {
  const all = Object.entries(standingWords);
  expect(new Set(all.map(([, { word }]) => word)).size).toBe(8);
  expect(all.filter(([, { verdict }]) => verdict === "unknown").map(([state]) => state)).toEqual(["not-known"]);
});

test.each([
  ["stalled", "stopped"],
  ["failed", "stopped"],
  ["waiting", "waits"],
  ["not-known", "unknown"],
  ["overrun", "runs"],
] as const)("the bar of a seeding that is %s %s", (state, bar) => {
  expect(standingWords[state].bar).toBe(bar);
});
