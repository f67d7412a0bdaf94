import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, LinkView, SeedingStanding } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { SqlSeedingFacts } from "./sample.ts";

const GB = 1024 ** 3;
const restoring = { databaseStateDesc: "RESTORING", synchronizationStateDesc: "NOT SYNCHRONIZING" };

/** A link that seeds as its source says, at so many seconds from now; null: the source does not answer. */
function seeding(source: Partial<SqlSeedingFacts> | null, seconds = 0, instanceAnswers = true): LinkView {
  const at = link.ago(-seconds);
  const fresh = (of: typeof link.partnerSource) => ({ ...of, lastAnsweredAt: at });
  return link.linkView({
    partner:
      source === null
        ? link.voice(link.silent(link.partnerSource), link.partnerFacts())
        : link.voice(fresh(link.partnerSource), link.partnerFacts({ seedings: [link.seedingRow(source)] })),
    instance: link.voice(
      instanceAnswers ? fresh(link.instanceSource) : link.silent(link.instanceSource),
      link.instanceFacts({ databases: [link.database(restoring)], seedings: [] }),
    ),
    arm: link.armVoice(fresh(link.armSource), link.armFacts()),
  });
}

const bytes = (gb: number, more: Partial<SqlSeedingFacts> = {}) => ({
  physical: link.streaming(gb * GB, 100 * GB),
  ...more,
});

function standing(views: [number, LinkView][]): SeedingStanding | null {
  let previous: Assessment | null = null;
  for (const [seconds, view] of views) previous = assess(view, previous, defaultLimits, link.ago(-seconds));
  return previous?.seedingStanding ?? null;
}

const running: [number, LinkView] = [0, seeding(bytes(50))];

test.each<[SeedingStanding["state"], string, [number, LinkView][]]>([
  ["waiting", "Nothing is copied yet.", [[0, seeding({ currentState: "LIMIT_CONCURRENT_BACKUPS" })]]],
  ["running", "50 % is copied.", [running]],
  ["running", "No bytes are told.", [[0, seeding({ currentState: "SEEDING" })]]],
  ["stalled", "No byte goes over.", [running, [900, seeding(bytes(50), 900)]]],
  [
    "restarting",
    "It began anew; what was copied before is lost.",
    [running, [30, seeding(bytes(1, { operationId: "op-2" }), 30)]],
  ],
  ["overrun", "101 GB went over where 100 GB were expected, and it goes on.", [[0, seeding(bytes(101))]]],
  [
    "finishing",
    "No bytes are counted now; the copy has yet to leave RESTORING.",
    [running, [30, seeding({ currentState: "COMPLETED" }, 30)]],
  ],
  ["failed", "Nothing is copied now.", [running, [30, seeding({ currentState: "FAILED" }, 30)]]],
  ["not-known", "The side that sends does not tell of it.", [running, [30, seeding(null, 30)]]],
  ["not-known", "No side tells of it now.", [running, [30, seeding(null, 30, false)]]],
])("%s: %s", (state, reason, views) => {
  expect(standing(views)).toMatchObject({ state, reason });
});

test("a state began when it was first told, however often it is told again", () => {
  const waiting = { currentState: "LIMIT_CONCURRENT_BACKUPS" };
  expect(
    standing([
      [0, seeding(waiting)],
      [600, seeding(waiting, 600)],
    ])?.since,
  ).toEqual(link.ago(0));
  expect(standing([running, [900, seeding(bytes(50), 900)]])?.since).toEqual(link.ago(0));
});

test("where nothing began and nobody answers there is nothing to tell", () => {
  expect(standing([[0, seeding(null, 0, false)]])).toBeNull();
});
