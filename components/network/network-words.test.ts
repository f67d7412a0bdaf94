// The title of the network page is its answer, and a pair has an address.
import { expect, test } from "vitest";
import type { PairOverview } from "../../lib/domain/network-overview.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { networkHeadline, pairAddress, portWords } from "./network-words.ts";

const pair = (verdict: PairOverview["verdict"]): Plain<PairOverview> => ({
  partnerName: "a",
  instanceName: "b",
  linkCount: 1,
  verdict,
  newest: [],
});

test.each<[PairOverview["verdict"][], string]>([
  [[], "No pair of SQL Server and managed instance is known yet"],
  [["problem", "ok"], "Tests found a closed port between 1 of 2 pairs"],
  [["problem"], "Tests found a closed port between 1 of 1 pair"],
  [[null, null], "Nobody has tested the network yet"],
  [["attention", "unknown", "ok"], "Tests between 2 of 3 pairs are worth another look"],
  [["ok", null], "Every port that was tested is open"],
])("%j: %s", (verdicts, headline) => {
  expect(networkHeadline(verdicts.map(pair))).toBe(headline);
});

test.each([
  ["SQLHAM01\\A", "mi-erp", "/network?server=SQLHAM01%5CA&instance=mi-erp"],
  ["a&b", null, "/network?server=a%26b"],
  [null, null, "/network"],
])("the address of %s and %s is %s", (partner, instance, address) => {
  expect(pairAddress(partner, instance)).toBe(address);
});

test("the HADR port is called so", () => {
  expect([portWords({ port: 11_002, isHadr: true }), portWords({ port: null, isHadr: false })]).toEqual([
    "HADR port 11002",
    "port not told",
  ]);
});
