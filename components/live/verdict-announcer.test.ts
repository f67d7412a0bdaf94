import { expect, it } from "vitest";
import { changeSentence, verdictChanges } from "./verdict-announcer.tsx";

const link = (name: string, verdict: "ok" | "problem") => ({ linkId: name, name, verdict });

it("says nothing at the first look, nor of links that are new", () => {
  expect(verdictChanges(null, [link("a", "problem")])).toEqual([]);
  expect(verdictChanges(new Map(), [link("a", "problem")])).toEqual([]);
});

it("tells the links whose verdict changed, three by name", () => {
  const names = ["a", "b", "c", "d", "e"];
  const before = new Map(names.map((name) => [name, "ok" as const]));
  const changes = verdictChanges(before, [...names.map((name) => link(name, "problem")), link("f", "ok")]);
  expect(changeSentence(changes)).toBe("a: Problem, b: Problem, c: Problem, and 2 more changed");
});
