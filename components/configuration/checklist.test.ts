import { expect, it } from "vitest";
import { type Check, metWords, readChecklist } from "./checklist.ts";

const check = (key: string, part: Check["part"], verdict: Check["verdict"], reason = "So."): Check => ({
  key,
  part,
  title: key,
  verdict,
  reason,
  step: null,
  script: null,
  evidence: [],
});

it("puts the part with the worst deviation first, and keeps the order of the setup within a verdict", () => {
  const { open, metCount, count } = readChecklist([
    check("build", "server", "attention"),
    check("edition", "server", "ok"),
    check("collation", "server", "attention"),
    check("endpoint.state", "endpoint", "problem"),
  ]);
  expect(open.map(({ part, checks }) => [part, checks.map((one) => one.key)])).toEqual([
    ["endpoint", ["endpoint.state"]],
    ["server", ["build", "collation"]],
  ]);
  expect([metCount, count]).toEqual([1, 4]);
});

it("tells one reason once, however many checks it leaves unjudged", () => {
  const { unknown, open, met } = readChecklist([
    check("a", "server", "unknown", "Not told yet."),
    check("b", "database", "unknown", "Not told yet."),
    check("c", "endpoint", "unknown", "Not known: this login lacks VIEW ANY DEFINITION."),
  ]);
  expect(unknown.map(({ reason, checks }) => [reason, checks.length])).toEqual([
    ["Not told yet.", 2],
    ["Not known: this login lacks VIEW ANY DEFINITION.", 1],
  ]);
  expect([open, met]).toEqual([[], []]);
});

it.each([
  [30, 30, "All 30 checks are met"],
  [27, 30, "27 of 30 checks are met"],
  [1, 30, "1 of 30 checks is met"],
  [0, 30, "0 of 30 checks are met"],
  [1, 1, "The one check is met"],
])("%i of %i", (metCount, count, words) => {
  expect(metWords({ metCount, count })).toBe(words);
});
