import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import { detectTransitions } from "./transition.ts";

const fine = link.linkView();
const blind = link.linkView({ instance: link.voice(link.silent(link.instanceSource), link.instanceFacts()) });
const brief = (all: ReturnType<typeof detectTransitions>) => all.map(({ subject, from, to }) => [subject, from, to]);

test("a link judged for the first time tells every track as its first value", () => {
  const a = assess(fine, null, defaultLimits, link.now);
  const first = detectTransitions(null, a);
  expect(brief(first)).toContainEqual(["health.instance", null, "HEALTHY"]);
  expect(first.map((one) => one.subject)).toEqual(a.tracks.map((track) => track.subject));
  expect(first.every((one) => one.isFirst)).toBe(true);
});

test("a value that is judged otherwise is a change: NOT_HEALTHY once the seeding has failed", () => {
  const copying = {
    databases: [link.database({ databaseStateDesc: "RESTORING", synchronizationHealthDesc: "NOT_HEALTHY" })],
  };
  const at = (currentState: string) =>
    link.linkView({
      partner: link.voice(
        link.partnerSource,
        link.partnerFacts({ databases: [link.database()], seedings: [link.seedingRow({ currentState })] }),
      ),
      instance: link.voice(link.instanceSource, link.instanceFacts(copying)),
    });
  const a = assess(at("SEEDING"), null, defaultLimits, link.now);
  expect(a.tracks.find((one) => one.subject === "health.instance")?.verdict).toBe("progress");
  const changes = detectTransitions(a, assess(at("FAILED"), a, defaultLimits, link.ago(-5)));
  expect(changes.find((one) => one.subject === "health.instance")).toMatchObject({
    from: "NOT_HEALTHY",
    to: "NOT_HEALTHY",
    verdict: "problem",
  });
});

test("nothing changes between two equal looks", () => {
  const a = assess(fine, null, defaultLimits, link.now);
  expect(detectTransitions(a, assess(fine, a, defaultLimits, link.ago(-5)))).toEqual([]);
});

test("a side that falls silent changes the verdict, its reach, its health and brings a finding", () => {
  const a = assess(fine, null, defaultLimits, link.now);
  const b = assess(blind, a, defaultLimits, link.ago(-5));
  expect(brief(detectTransitions(a, b))).toEqual([
    ["verdict", "ok", "unknown"],
    ["health.instance", "HEALTHY", null],
    ["mode.instance", "asynchronous", null],
    ["reach.instance", "heard", "silent"],
    ["finding.reach.instance", null, "unknown"],
  ]);
  expect(detectTransitions(a, b)[0]).toMatchObject({
    reason: "mi-erp-weu does not answer: login timeout.",
    verdict: "unknown",
  });
});

test("a finding that is gone is cleared, with the sentence it had", () => {
  const a = assess(blind, null, defaultLimits, link.now);
  const cleared = detectTransitions(a, assess(fine, a, defaultLimits, link.ago(-5))).find(
    (one) => one.to === "cleared",
  );
  expect(cleared).toMatchObject({
    subject: "finding.reach.instance",
    from: "unknown",
    verdict: "ok",
    reason: "No longer so: mi-erp-weu does not answer: login timeout.",
  });
});
