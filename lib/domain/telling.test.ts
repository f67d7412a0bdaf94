// One cause, one line; a letter only for what a person cares about.
import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { LinkView, Transition } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import { chartEvents, timelineOf } from "./telling.ts";
import { detectTransitions } from "./transition.ts";

const names = { partner: "SQLHAM01", instance: "mi-erp-weu", arm: "mi-erp-weu" };
const fine = link.linkView();
const silentInstance = link.voice(link.silent(link.instanceSource), link.instanceFacts());
const blind = link.linkView({ instance: silentInstance });
const deaf = link.linkView({
  partner: link.voice(link.silent(link.partnerSource), link.partnerFacts()),
  instance: silentInstance,
});
const deafToArm = link.linkView({ arm: link.armVoice(link.silent(link.armSource, 900), link.armFacts()) });
const disconnected = { connectedStateDesc: "DISCONNECTED", roleDesc: null };
const cut = link.linkView({
  partner: link.voice(
    link.partnerSource,
    link.partnerFacts({ replicas: [link.replica(), link.replica({ isLocal: false, ...disconnected })] }),
  ),
  instance: link.voice(
    link.instanceSource,
    link.instanceFacts({ replicas: [link.replica({ ...disconnected, roleDesc: "SECONDARY" })] }),
  ),
});

/** The transitions of a link seen so at these seconds. */
function story(...steps: [number, LinkView][]): Transition[] {
  let previous: ReturnType<typeof assess> | null = null;
  return steps.flatMap(([seconds, view]) => {
    const shift = seconds * 1000;
    const at = new Date(link.now.getTime() + shift);
    const moved = structuredClone(view);
    for (const voice of [moved.partner, moved.instance, moved.arm]) {
      const { source } = voice;
      if (source === null) continue;
      if (voice.observedAt) voice.observedAt = new Date(voice.observedAt.getTime() + shift);
      if (source.lastAnsweredAt) source.lastAnsweredAt = new Date(source.lastAnsweredAt.getTime() + shift);
    }
    const next = assess(moved, previous, defaultLimits, at);
    const told = detectTransitions(previous, next);
    previous = next;
    return told;
  });
}

const letters = (all: Transition[]) =>
  chartEvents(all, names, new Date(link.now.getTime() + 6000_000)).map(({ subject, text }) => [subject, text]);
const lines = (all: Transition[]) => timelineOf(all).map(({ subject, to }) => [subject, to]);

test("first values are neither letters nor lines", () => {
  expect([letters(story([0, cut])), lines(story([0, cut]))]).toEqual([[], []]);
  expect([letters(story([0, blind])), lines(story([0, blind]))]).toEqual([[], []]);
});

test.each([
  [
    "the managed instance",
    blind,
    [["reach.instance", "mi-erp-weu silent for 35 min."]],
    [
      ["reach.instance", "silent"],
      ["reach.instance", "heard"],
    ],
  ],
  [
    "ARM",
    deafToArm,
    [["reach.arm", "ARM for mi-erp-weu silent for 35 min."]],
    [
      ["reach.arm", "silent"],
      ["reach.arm", "heard"],
    ],
  ],
  [
    "every SQL side",
    deaf,
    [
      ["reach.partner", "SQLHAM01 silent for 35 min."],
      ["reach.instance", "mi-erp-weu silent for 35 min."],
    ],
    [
      ["reach.partner", "silent"],
      ["reach.instance", "silent"],
      ["reach.partner", "heard"],
      ["reach.instance", "heard"],
    ],
  ],
] as [string, LinkView, string[][], string[][]][])(
  "silence of %s is told once, and so is its end",
  (_, view, expectedLetters, expectedLines) => {
    const all = story([0, fine], [60, view], [2160, fine]);
    const back = ["verdict", "Log goes from SQLHAM01 to mi-erp-weu, asynchronously; redo is 2 s behind."];
    expect(letters(all)).toEqual([...expectedLetters, back]);
    expect(lines(all)).toEqual(expectedLines);
  },
);

test("a silence that lasts is told with how long it has lasted", () => {
  expect(letters(story([0, fine], [60, blind]))).toEqual([["reach.instance", "mi-erp-weu silent for 1 h 39 min."]]);
});

test("what is worse after a silence than before is told for itself", () => {
  const all = story([0, fine], [60, blind], [120, cut]);
  expect(lines(all.filter((one) => one.at.getTime() === link.now.getTime() + 120_000))).toEqual(
    expect.arrayContaining([
      ["reach.instance", "heard"],
      ["verdict", "problem"],
      ["phase", "disconnected"],
    ]),
  );
});

test("a break and its end are letters by verdict and phase; health and modes are not", () => {
  const all = story([0, fine], [60, cut], [120, fine]);
  expect(letters(all).map(([subject]) => subject)).toEqual(["verdict", "phase", "verdict", "phase"]);
});

test("findings that a silence hides are not told as over", () => {
  const late = link.instanceFacts();
  late.databases[0] = { ...late.databases[0]!, lastCommitAt: link.ago(2000), redoQueueKb: 9_000_000 };
  const behind = link.linkView({ instance: link.voice(link.instanceSource, late) });
  const all = story([0, behind], [60, deaf]);
  expect(all.map((one) => [one.subject, one.to])).toContainEqual(["finding.redo-lag", "cleared"]);
  expect(lines(all)).toEqual([
    ["reach.partner", "silent"],
    ["reach.instance", "silent"],
  ]);
});

test("a role that changes sides is a letter, one that is only unknown is none", () => {
  const change = (subject: string, from: string | null, to: string | null): Transition => ({
    linkId: "x",
    subject,
    from,
    to,
    verdict: "ok",
    reason: `${subject}.`,
    vantage: "partner",
    at: link.now,
    isFirst: false,
  });
  const all = [
    change("role.partner", "globalPrimary", "forwarder"),
    change("role.instance", "forwarder", null),
    change("role.instance", null, "forwarder"),
    change("mode.partner", "asynchronous", "synchronous"),
    change("finding.split-brain", null, "attention"),
    change("finding.split-brain", "problem", "cleared"),
    change("verdict", "problem", "attention"),
    change("verdict", "attention", "progress"),
  ];
  expect(letters(all).map(([subject]) => subject)).toEqual(["role.partner", "finding.split-brain", "verdict"]);
});
