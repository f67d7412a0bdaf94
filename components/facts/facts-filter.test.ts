import { expect, test } from "vitest";
import type { CatalogueEntry } from "../../lib/domain/fact-catalogue.ts";
import { countFacts, filterFacts } from "./facts-filter.ts";

const log: CatalogueEntry = {
  fact: "Log: size",
  question: "database-logs",
  vantages: ["partner", "instance"],
  permission: "VIEW SERVER STATE",
  every: "minute",
  findings: ["log.space"],
};
const subnet: CatalogueEntry = {
  ...log,
  fact: "Subnet",
  question: "GET subnets",
  vantages: ["arm"],
  permission: "Reader",
  every: "quarter",
  findings: ["network.*"],
};
const facts = [log, subnet];

test.each([
  ["all", "", [log, subnet]],
  ["arm", "", [subnet]],
  ["partner", "", [log]],
  ["synapse", "", []],
  ["all", "  SERVER state ", [log]],
  ["all", "fills up", [log]],
  ["all", "log.space", [log]],
  ["all", "15 min", [subnet]],
  ["arm", "minute", []],
] as const)("of %s, %j shows what has every word", (voice, q, shown) => {
  expect(filterFacts(facts, { voice, q })).toEqual(shown);
});

test("a fact of both sides counts on each", () => {
  expect([countFacts(facts, "all"), countFacts(facts, "partner"), countFacts(facts, "instance")]).toEqual([2, 1, 1]);
});
