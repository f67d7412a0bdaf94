import { expect, test } from "vitest";
import { boundWords } from "./bound-words.ts";

const mates = (names: readonly string[], via: "both" | "instance" = "both") => names.map((name) => ({ name, via }));
const bound = (by: "network" | "disk" | "neither") => ({ by, networkShare: 0.754, diskShare: 0.03, seconds: 600 });

test.each([
  ["network", [], "network", null],
  ["network", ["fin-archive"], "network, shared", "shares the wire with fin-archive"],
  ["disk", ["a", "b", "c"], "disk", "shares the wire with a, b and c"],
  ["neither", ["a", "b", "c", "d"], "neither", "shares the wire with a, b and 2 more"],
] as const)("%s beside %j", (by, beside, short, sharing) => {
  expect(boundWords(bound(by), mates(beside))).toEqual({
    short,
    shares: "waited 75 % of the last 10 min for network, 3 % for disk",
    sharing,
  });
});

test("what was watched too briefly is not known, and the others are told all the same", () => {
  expect(boundWords(null, mates(["a"]))).toEqual({
    short: "not known",
    shares: "waits were watched for less than a minute",
    sharing: "shares the wire with a",
  });
});

test("those of another SQL Server share the managed instance, and the wire perhaps", () => {
  const { short, sharing } = boundWords(bound("network"), mates(["crm", "wms"], "instance"));
  expect([short, sharing]).toEqual(["network", "crm and wms go to the same managed instance"]);
  expect(boundWords(null, [...mates(["a"]), ...mates(["crm"], "instance")]).sharing).toBe(
    "shares the wire with a; crm goes to the same managed instance",
  );
});
