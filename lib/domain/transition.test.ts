import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import { detectTransitions } from "./transition.ts";

const fine = link.linkView();
const blind = link.linkView({ instance: link.voice(link.silent(link.instanceSource), link.instanceFacts()) });
const brief = (all: ReturnType<typeof detectTransitions>) => all.map(({ subject, from, to }) => [subject, from, to]);

test("a link seen for the first time tells its verdict and phase only", () => {
  const a = assess(fine, null, defaultLimits, link.now);
  expect(brief(detectTransitions(null, a))).toEqual([
    ["verdict", null, "ok"],
    ["phase", null, "replicating"],
  ]);
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
