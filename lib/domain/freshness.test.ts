import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import { ageAssessment } from "./freshness.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";

const sources = { partner: link.partnerSource, instance: link.instanceSource, arm: link.armSource };
const fine = assess(link.linkView(), null, defaultLimits, link.now);

test("read at once it is as it was", () => {
  expect(ageAssessment(fine, sources, defaultLimits, link.ago(-10))).toBe(fine);
});

test("when nobody asks any more, ok turns unknown with the reason, and numbers are gone", () => {
  const aged = ageAssessment(fine, sources, defaultLimits, link.ago(-600));
  expect([aged.verdict, aged.phase, aged.splitBrain, aged.headline]).toEqual([
    "unknown",
    "not-known",
    "cannot-tell",
    "SQLHAM01 has not been asked for 10 min.",
  ]);
  expect(aged.numbers).toMatchObject({ redoLagSeconds: null, why: "no SQL side answers" });
  expect(aged.findings[0]).toMatchObject({ causeKey: "linkspan.poller", since: link.ago(5) });
});

test("one side still heard keeps the phase, but not the ok", () => {
  const heard = { ...sources, partner: { ...link.partnerSource, lastAnsweredAt: link.ago(-595) } };
  const aged = ageAssessment(fine, heard, defaultLimits, link.ago(-600));
  expect([aged.verdict, aged.phase]).toEqual(["unknown", "replicating"]);
});

test("what was already told as silent is not told twice", () => {
  const silent = { ...sources, instance: link.silent(link.instanceSource) };
  const blind = assess(
    link.linkView({ instance: link.voice(silent.instance, link.instanceFacts()) }),
    null,
    defaultLimits,
    link.now,
  );
  expect(ageAssessment(blind, silent, defaultLimits, link.ago(-5))).toBe(blind);
});
