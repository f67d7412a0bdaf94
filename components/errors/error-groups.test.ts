// A number that two voices name stands once, with both.
import { expect, test } from "vitest";
import { groupErrors } from "./error-groups.ts";

const said = { text: "t", fact: "f", at: null, meaning: "m", causes: [], source: null };

test("errors are grouped by their number, in the order they came", () => {
  const groups = groupErrors([
    { ...said, code: "10060", vantage: "partner" },
    { ...said, code: "41986", vantage: "arm" },
    { ...said, code: "10060", vantage: "instance" },
  ]);
  expect(groups.map((group) => [group.title, group.said.map((one) => one.vantage)])).toEqual([
    ["Error 10060", ["partner", "instance"]],
    ["Error 41986", ["arm"]],
  ]);
});

test.each([
  ["LinkInitError", "LinkInitError"],
  ["no number", "An error without a number"],
])("%s is called %s", (code, title) => {
  expect(groupErrors([{ ...said, code, vantage: "arm" }])[0]?.title).toBe(title);
});
