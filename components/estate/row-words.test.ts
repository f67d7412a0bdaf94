import { describe, expect, it } from "vitest";
import { aFinding, aLink, instanceSide, noNumbers, partnerSide, said } from "./link-rows.fixture.ts";
import {
  certificateVerdict,
  databaseWords,
  firstSentence,
  flowKind,
  leadingLag,
  modeWords,
  pairOf,
  seenOnlyBy,
} from "./row-words.ts";

describe("the pair of a row", () => {
  it("fills the side that leads", () => {
    expect(pairOf(aLink({ name: "a" }))).toMatchObject({ partner: "leads", instance: "follows", span: "flows" });
  });
  it("hatches a side whose role nobody knows, and says so", () => {
    const pair = pairOf(aLink({ name: "a", partner: partnerSide(), phase: "not-known" }));
    expect(pair).toMatchObject({ partner: "blind", span: "unknown" });
    expect(pair.label).toBe("SQL Server role not known, managed instance forwarder, not known");
  });
  it("hatches a side that is silent, even while another voice tells its role", () => {
    const silent = aFinding({ key: "reach.partner", verdict: "unknown" });
    const pair = pairOf(aLink({ name: "a", findings: [silent] }));
    expect(pair).toMatchObject({ partner: "blind", instance: "follows", span: "unknown" });
    expect(pair.label).toBe("SQL Server silent, managed instance forwarder, replicating");
  });
  it("fills both in a split brain", () => {
    const instance = instanceSide({ role: said("globalPrimary") });
    expect(pairOf(aLink({ name: "a", instance, phase: "split-brain" }))).toMatchObject({
      partner: "leads",
      instance: "leads",
      span: "split",
    });
  });
});

it.each([
  [["partner", "instance", "arm"], null],
  [["partner", "arm"], null],
  [["partner"], "seen by SQL only"],
  [["instance", "arm"], "seen by MI only"],
  [["arm"], "seen by ARM only"],
] as const)("seen by %j: %s", (seenBy, words) => {
  expect(seenOnlyBy({ seenBy: [...seenBy] })).toBe(words);
});

it("names both modes when the sides disagree, and none when nobody says", () => {
  const mode = (value: "synchronous" | "asynchronous") => ({ availabilityMode: said(value) });
  const partner = partnerSide(mode("synchronous"));
  expect(modeWords({ partner, instance: instanceSide(mode("asynchronous")) })).toBe("sync / async");
  expect(modeWords({ partner, instance: instanceSide() })).toBe("synchronous");
  expect(modeWords({ partner: partnerSide(), instance: instanceSide() })).toBeNull();
});

describe("lag", () => {
  const numbers = { ...noNumbers, redoLagSeconds: said(2), sendLagSeconds: said(400) };
  it("leads with redo, unless a finding names send", () => {
    expect(leadingLag(aLink({ name: "a", numbers }))).toMatchObject({ word: "redo", verdict: "ok" });
    const findings = [aFinding({ key: "send-lag", verdict: "attention" })];
    expect(leadingLag(aLink({ name: "a", numbers, findings }))).toEqual({
      word: "send",
      seconds: 400,
      verdict: "attention",
    });
  });
  it("is not known when no number is, also while replicating", () => {
    expect(flowKind(aLink({ name: "a" }))).toBe("not-known");
    expect(leadingLag(aLink({ name: "a" }))).toBeNull();
  });
  it("takes a measured 0 for what it is", () => {
    expect(flowKind(aLink({ name: "a", numbers: { ...noNumbers, redoLagSeconds: said(0) } }))).toBe("lags");
  });
});

it.each([
  [212, "ok"],
  [30, "attention"],
  [8, "attention"],
  [7, "problem"],
  [-1, "problem"],
] as const)("a certificate with %i days left is %s", (days, verdict) => {
  expect(certificateVerdict(days)).toBe(verdict);
});

it("names up to three databases", () => {
  expect(databaseWords(["A", "B", "C"])).toBe("A, B, C");
  expect(databaseWords(["A", "B", "C", "D"])).toBe("A, B and 2 more");
});

it.each([
  ["wms is disconnected; both sides say so. Last connect error: 10060.", "wms is disconnected; both sides say so."],
  ["Failed to connect to 127.0.0.1:42237 in 10000ms.", "Failed to connect to 127.0.0.1:42237 in 10000ms."],
  ["Seeding waits", "Seeding waits"],
])("keeps the first sentence of %s", (reason, first) => {
  expect(firstSentence(reason)).toBe(first);
});
