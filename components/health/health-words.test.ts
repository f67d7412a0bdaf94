import { expect, it } from "vitest";
import { healthHeadline, ownersOf } from "./health-words.ts";

it("names the silent ones while they are few", () => {
  const sources = (silent: number) =>
    Array.from({ length: 12 }, (_, index) => ({
      name: `SQL${index}`,
      verdict: index < silent ? ("unknown" as const) : ("ok" as const),
    }));
  expect(healthHeadline(sources(0))).toBe("All 12 sources answer");
  expect(healthHeadline(sources(1))).toBe("11 of 12 sources answer, SQL0 does not");
  expect(healthHeadline(sources(4))).toBe("8 of 12 sources answer");
  expect(healthHeadline([])).toBe("No source is named in the estate");
});

it("counts sources that nobody holds", () => {
  expect(ownersOf([{ ownedBy: "web a 1" }, { ownedBy: null }, { ownedBy: "web a 1" }])).toEqual([
    { owner: "nobody", count: 1 },
    { owner: "web a 1", count: 2 },
  ]);
});
