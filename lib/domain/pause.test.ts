// When a judgement waits, and what counts as a pause.
import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { LinkView, SourceState } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import { awaitsAnswer, detectPause } from "./pause.ts";

const withInstance = (changes: Partial<SourceState>): LinkView =>
  link.linkView({ instance: link.voice({ ...link.instanceSource, ...changes }, link.instanceFacts()) });

test.each([
  [false, "everybody was asked a moment ago", link.linkView()],
  [true, "a source was not asked for longer than its silence limit", withInstance({ lastAskedAt: link.ago(41) })],
  [false, "it was asked just within it", withInstance({ lastAskedAt: link.ago(40) })],
  [true, "a source was never asked", withInstance({ lastAskedAt: null, lastAnsweredAt: null })],
  [
    false,
    "a source fails and is asked ever later",
    withInstance({ lastAskedAt: link.ago(290), lastAnsweredAt: link.ago(900), failingSince: link.ago(880) }),
  ],
  [
    false,
    "it was asked and its silence is its own",
    withInstance({ lastAnsweredAt: link.ago(900), lastAskedAt: link.ago(3) }),
  ],
  [false, "a source has left the estate", link.linkView({ instance: link.voice(null, link.instanceFacts()) })],
  [
    false,
    "ARM has a longer interval",
    link.linkView({ arm: link.armVoice({ ...link.armSource, lastAskedAt: link.ago(200) }, link.armFacts()) }),
  ],
] as [boolean, string, LinkView][])("waits: %s when %s", (expected, _, view) => {
  expect(awaitsAnswer(view, defaultLimits, link.now)).toBe(expected);
});

const a = assess(link.linkView(), null, defaultLimits, link.ago(12_000));

test("a pause is told from where the last judgement's word ended, by its own duration", () => {
  expect(detectPause(a, link.linkView(), defaultLimits, link.now)).toMatchObject([
    { subject: "polling", from: "running", to: null, verdict: "unknown", at: link.ago(11_960) },
    { subject: "polling", from: null, to: "running", at: link.now, reason: "Nobody polled for 3 h 20 min." },
  ]);
});

test("a gap of a minute and a half, or a first look, is no pause", () => {
  expect(detectPause(a, link.linkView(), defaultLimits, link.ago(11_910))).toEqual([]);
  expect(detectPause(null, link.linkView(), defaultLimits, link.now)).toEqual([]);
});
