// `npm run bench:forecast -- --stories`: seedings with a cause from the lab, through the product's own forecast, beside the simple methods.
import { type Score, type Scored, scoreOf } from "../../lib/domain/forecast-score.ts";
import { forecastRemaining } from "../../lib/domain/remaining-time.ts";
import { addPoint, recentRate, type SeedingPoint } from "../../lib/domain/seeding-points.ts";
import type { WireLeaver, WireMate } from "../../lib/domain/wire-mate.ts";
import { learnShare } from "../../lib/domain/wire-share.ts";
import type { Chapter, Scenario, WireSpec } from "../../lib/lab/scenario.ts";
import { chapters, day, hour, link, managedInstance, minute, sqlServer } from "../../lib/lab/scenarios/builders.ts";
import { scenarioNamed } from "../../lib/lab/scenarios.ts";
import { worldAt } from "../../lib/lab/world.ts";

/** The lab's wire swings; each story is told from several times on, so that none is judged by luck. */
const epochs = [0, 1.7, 3.1, 5.3, 8.9].map((hours) => Date.UTC(2026, 10, 20, 8) + hours * 3_600_000);
const pollMs = minute;
const megabyte = 1_000_000;
/** Shares of the time of the last run at which a forecast is asked. */
const askedAt = Array.from({ length: 19 }, (_, index) => 0.05 * (index + 1));

interface Story {
  name: string;
  /** Of the links, the first is forecast. */
  links: { gb: number; server?: string; chapters: Chapter[] }[];
  wires?: Record<string, WireSpec>;
  /** Asked only after so long, or until then. */
  fromMs?: number;
  toMs?: number;
  /** The stream is compressed, and a seeding of the same server has taught how far. */
  taughtShare?: number;
}

const shared = { wire: "w" };
const storiesFrom = (epoch: number): Story[] => [
  {
    name: "three seedings sharing a wire",
    links: [900, 250, 500].map((gb) => ({ gb, chapters: chapters(epoch, [0, "shared-wire", shared]) })),
    wires: { w: { bytesPerSecond: 45 * megabyte, concurrent: 5, throttle: null } },
  },
  {
    name: "another joins after three hours, from then on",
    links: [
      { gb: 900, chapters: chapters(epoch, [0, "shared-wire", shared]) },
      { gb: 300, chapters: chapters(epoch, [3 * hour, "shared-wire", shared]) },
    ],
    wires: { w: { bytesPerSecond: 40 * megabyte, concurrent: 5, throttle: null } },
    fromMs: 3 * hour + 10 * minute,
  },
  {
    name: "three servers seeding to one managed instance",
    links: [900, 250, 500].map((gb, index) => ({
      gb,
      server: `SQLLAB0${index + 1}`,
      chapters: chapters(epoch, [0, "shared-wire", shared]),
    })),
    wires: { w: { bytesPerSecond: 45 * megabyte, concurrent: 5, throttle: null } },
  },
  {
    name: "a nightly throttle over four days, the first day",
    links: [{ gb: 6600, chapters: chapters(epoch, [0, "nightly-throttle", { bytesPerSecond: 27 * megabyte }]) }],
    toMs: day,
  },
  {
    name: "a nightly throttle over four days, from the second day on",
    links: [{ gb: 6600, chapters: chapters(epoch, [0, "nightly-throttle", { bytesPerSecond: 27 * megabyte }]) }],
    fromMs: day + hour,
  },
  {
    name: "a restart at 80 %",
    links: [
      {
        gb: 400,
        chapters: chapters(
          epoch,
          [0, "seeding-in-progress", { bytesPerSecond: 30 * megabyte }],
          [3 * hour, "seeding-restarted"],
        ),
      },
    ],
  },
  ...[1, 2, 3].map((hours) => ({
    name: `a stall of two hours after ${hours} h, once it is over`,
    links: [
      {
        gb: 600,
        chapters: chapters(
          epoch,
          [0, "seeding-in-progress", { bytesPerSecond: 30 * megabyte }],
          [hours * hour, "seeding-stalled", { durationSeconds: 7200 }],
        ),
      },
    ],
    fromMs: (hours + 2) * hour + 10 * minute,
  })),
  {
    name: "compression, after another database of the server went over in a half",
    links: [
      {
        gb: 500,
        chapters: chapters(epoch, [0, "seeding-in-progress", { bytesPerSecond: 20 * megabyte, compression: 0.46 }]),
      },
    ],
    taughtShare: 0.5,
  },
];

interface Asking {
  points: SeedingPoint[];
  /** Of each poll of the run that goes, bytes/s: what the simple methods see. */
  rates: number[];
  bytes: number;
  at: number;
  mates: WireMate[];
  leavers: WireLeaver[];
  earlier: { bytes: number; seconds: number };
}

export function scoreStories(): { story: string; ours: Score; simple: { name: string; score: Score }[] }[] {
  const told = epochs.map((epoch) => storiesFrom(epoch).map((story) => ({ story, ...play(story, epoch) })));
  return (told[0] ?? []).map(({ story, databaseBytes }, number) => {
    const askings = told.flatMap((stories) => {
      const { askings: asked, finishedAt } = stories[number] as (typeof stories)[number];
      return asked.map((asking) => ({ ...asking, finishedAt }));
    });
    const truth = ({ at, finishedAt }: (typeof askings)[number]) => (finishedAt - at) / 1000;
    const ours = askings.flatMap((asking): Scored[] => {
      const { points, mates, leavers, earlier, at } = asking;
      const { forecast } = forecastRemaining({
        points,
        mates,
        leavers,
        earlier,
        databaseBytes,
        isCompressed: story.taughtShare !== undefined,
        wireShare: story.taughtShare === undefined ? null : learnShare([story.taughtShare]),
        isStalled: false,
        now: new Date(at),
      });
      return forecast === null
        ? []
        : [{ truth: truth(asking), p50: forecast.p50Seconds, band: [forecast.p10Seconds, forecast.p90Seconds] }];
    });
    const simple = Object.entries(methods).map(([name, rateOf]) => ({
      name,
      score: scoreOf(
        askings.map((asking) => ({
          truth: truth(asking),
          p50: (databaseBytes - asking.bytes) / Math.max(1, rateOf(asking.rates)),
        })),
      ),
    }));
    return { story: story.name, ours: scoreOf(ours), simple };
  });
}

const mean = (rates: readonly number[]) => rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length);
const smoothed = (rates: readonly number[], weight: number) =>
  rates.slice(1).reduce((value, rate) => value + weight * (rate - value), rates[0] ?? 0);
const methods: Record<string, (rates: readonly number[]) => number> = {
  "last sample": (rates) => rates.at(-1) ?? 0,
  "EWMA 0.3": (rates) => smoothed(rates, 0.3),
  "EWMA 0.05": (rates) => smoothed(rates, 0.05),
  "whole-run mean": mean,
  "moving window, 10 min": (rates) => mean(rates.slice(-10)),
};

/** Minute by minute until the first link's copy is over. */
function play(story: Story, epoch: number): { askings: Asking[]; finishedAt: number; databaseBytes: number } {
  const scenario = scenarioOf(story, epoch);
  const serverOf = new Map(scenario.links.map(({ name, partner }) => [name, partner]));
  const [first] = scenario.links;
  if (first === undefined) throw new Error(`${story.name} has no link`);
  const seen = new Map<string, SeedingPoint[]>();
  const history: Asking[] = [];
  let runFrom = 0;
  let rates: number[] = [];
  let earlier: Asking["earlier"] = { bytes: 0, seconds: 0 };
  for (let at = epoch; at < epoch + 12 * day; at += pollMs) {
    const world = worldAt(scenario, at);
    const copying = scenario.links.map(({ name }) => ({ name, copying: world.link(name)?.copying ?? null }));
    for (const { name, copying: copy } of copying) {
      if (copy === null) continue;
      const points = seen.get(name) ?? [];
      const hasRestarted = (points.at(-1)?.[1] ?? 0) > copy.transferredBytes;
      if (hasRestarted && name === first.name) {
        runFrom = history.length;
        rates = [];
        const [from, to] = [points[0] as SeedingPoint, points.at(-1) as SeedingPoint];
        earlier = { bytes: to[1] - from[1], seconds: (to[0] - from[0]) / 1000 };
      }
      seen.set(name, addPoint(hasRestarted ? [] : points, [at, copy.transferredBytes]));
    }
    const own = copying[0]?.copying;
    if (!own) {
      if (world.link(first.name)?.isJoined) break;
      continue;
    }
    const ends = (name: string): Pick<WireMate, "name" | "server" | "instance" | "via"> => ({
      name,
      server: serverOf.get(name) ?? null,
      instance: "mi-lab",
      via: serverOf.get(name) === serverOf.get(first.name) ? "both" : "instance",
    });
    const leavers = copying.slice(1).flatMap(({ name, copying: copy }): WireLeaver[] => {
      const [begun, left] = [seen.get(name)?.[0], seen.get(name)?.at(-1)];
      if (copy !== null || begun === undefined || left === undefined) return [];
      return [
        {
          ...ends(name),
          startedAt: new Date(begun[0]),
          leftAt: new Date(left[0] + pollMs / 2),
          end: "finished",
          wireBytesPerByte: null,
        },
      ];
    });
    const mates = copying.slice(1).flatMap(({ name, copying: copy }): WireMate[] =>
      copy === null
        ? []
        : [
            {
              ...ends(name),
              linkId: name,
              startedAt: new Date(copy.admittedAt),
              remainingBytes: copy.databaseBytes - copy.transferredBytes,
              rateBytesPerSecond: recentRate(seen.get(name) ?? [], 600_000),
              toldAt: new Date(at),
            },
          ],
    );
    const before = history.at(-1);
    if (before !== undefined && own.transferredBytes >= before.bytes)
      rates = [...rates, (own.transferredBytes - before.bytes) / (pollMs / 1000)];
    history.push({
      points: seen.get(first.name) ?? [],
      rates,
      bytes: own.transferredBytes,
      at,
      mates,
      leavers,
      earlier,
    });
  }
  const run = history.slice(runFrom);
  const finishedAt = (run.at(-1)?.at ?? epoch) + pollMs;
  const startedAt = run[0]?.at ?? epoch;
  const askings = askedAt.flatMap((share) => {
    const time = startedAt + share * (finishedAt - startedAt);
    const asking = run.find(({ at }) => at >= time);
    const { fromMs = 0, toMs = Number.POSITIVE_INFINITY } = story;
    const isAsked = asking && asking.at - epoch >= fromMs && asking.at - epoch < toMs && isMoving(asking);
    return isAsked ? [asking] : [];
  });
  return { askings, finishedAt, databaseBytes: first.databaseBytes };
}

/** During a stall nothing is claimed. */
function isMoving({ rates }: Asking): boolean {
  return rates.slice(-5).every((rate) => rate > 0);
}

function scenarioOf({ links, wires }: Story, epoch: number): Scenario {
  const serverOf = ({ server = "SQLLAB01" }: Story["links"][number]) => server;
  const servers = [...new Set(links.map(serverOf))];
  return {
    ...scenarioNamed("single", epoch, 1),
    sqlServers: servers.map((name) => sqlServer(name, "2022 CU18", epoch)),
    managedInstances: [managedInstance("mi-lab", epoch)],
    wires: wires ?? {},
    links: links.map((one, index) =>
      link(`db${index}`, `Db${index}`, [serverOf(one), "mi-lab"], { gb: one.gb, chapters: one.chapters }),
    ),
  };
}
