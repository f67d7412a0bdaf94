// Findings by table: each row turns one on through the lab, waits until the product tells it, and turns it off again.
import { setTimeout } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import type { Finding } from "../lib/domain/assessment.ts";
import type { SourceHealth } from "../lib/domain/snapshot.ts";
import type { Verdict } from "../lib/domain/verdict.ts";
import type { StoryName, StoryParameters } from "../lib/lab/scenario.ts";
import type { LinkSettings, ServerSettings } from "../lib/lab/settings.ts";
import type { Lab, Stage } from "./product.ts";

/** Done to the world of a stage, and undone. */
export interface Change {
  on(stage: Stage): Promise<void>;
  off(stage: Stage): Promise<void>;
}

export interface FindingRow {
  key: string;
  verdict: Verdict;
  /** A piece of its reason. */
  says: string;
  change: Change;
  /** Keys of what the same change makes so, too: each of them is waited for. */
  beside?: string[];
}

/** What rows stand on, where a finding needs more than a healthy link: in place before the first of them, undone after the last. */
export interface Ground {
  name: string;
  change: Change;
  /** Keys of its own findings. */
  keys: string[];
}

const [sqlServer, instance] = ["SQLLAB01", "mi-lab"] as const;

/** On the scenario `single`, whose one link is calm without them. */
export function turnEachOnAndOff(stage: Stage, rows: readonly FindingRow[], ground?: Ground): void {
  test.describe(ground?.name ?? "a link that replicates", () => {
    test.beforeAll(async () => {
      await expectOnly(stage, []);
      if (ground === undefined) return;
      await ground.change.on(stage);
      await expectOnly(stage, ground.keys, ground.keys);
    });
    test.afterAll(async () => {
      await ground?.change.off(stage);
    });
    for (const row of rows) {
      test(`${row.key}: ${row.says}`, async () => {
        const grounds = ground?.keys ?? [];
        try {
          await row.change.on(stage);
          const keys = [row.key, ...(row.beside ?? []), ...grounds];
          await expectOnly(stage, keys, keys, row);
        } finally {
          await row.change.off(stage);
        }
        await expectOnly(stage, grounds);
      });
    }
  });
}

/** Waits until no finding but those of `allowed` is told, and all of `wanted` are. */
async function expectOnly(
  stage: Stage,
  allowed: readonly string[],
  wanted: readonly string[] = [],
  row?: FindingRow,
): Promise<void> {
  const { linkId } = await stage.link("orders");
  await expect(async () => {
    const link = await stage.json<{ verdict: Verdict; findings: Finding[] }>(
      `/api/v1/links/${encodeURIComponent(linkId)}`,
    );
    const told = link.findings.map(({ key, verdict, reason }) => `${key}, ${verdict}: ${reason}`);
    for (const key of wanted)
      expect(link.findings, `${key} among ${told.join(" · ")}`).toContainEqual(expect.objectContaining({ key }));
    if (row !== undefined) {
      const { verdict, says: reason } = row;
      expect(link.findings).toContainEqual(
        expect.objectContaining({ key: row.key, verdict, reason: expect.stringContaining(reason) }),
      );
    }
    expect(told.filter((words) => !allowed.includes(words.split(",", 1)[0] as string))).toEqual([]);
    if (allowed.length === 0) expect(link.verdict).toBe("ok");
  }).toPass({ timeout: 45_000, intervals: [200] });
}

/** Azure's picture of a link is a quarter of a minute old at most; here it is fresh, so that no row waits for it. */
export function askedOften(lab: Lab): Promise<void> {
  return lab.set(instance, { armRefreshSeconds: 1 });
}

/** Fields of a server, an instance over SQL, or of "link:orders". */
export function set<Of extends typeof sqlServer | typeof instance | "link:orders">(
  of: Of,
  changes: Of extends "link:orders" ? LinkSettings : ServerSettings,
): Change {
  const setAll = async ({ lab }: Stage, values: typeof changes) => {
    await lab.set(of as string, values as ServerSettings);
    // What is asked on slower clocks is asked anew on a new connection.
    await Promise.all([sqlServer, instance].map((server) => lab.renew(server)));
  };
  const nothing = Object.fromEntries(Object.keys(changes).map((field) => [field, null])) as typeof changes;
  return { on: (stage) => setAll(stage, changes), off: (stage) => setAll(stage, nothing) };
}

/** What Azure tells of the instance beside its links is asked each quarter of an hour, and at once after it did not answer. */
export function setByAzure(changes: ServerSettings): Change {
  const { on, off } = set(instance, changes);
  return {
    on: (stage) => on(stage).then(() => askAzureAnew(stage)),
    off: (stage) => off(stage).then(() => askAzureAnew(stage)),
  };
}

async function askAzureAnew(stage: Stage): Promise<void> {
  await stage.lab.fault("arm", { httpStatus: 500 });
  await expect
    .poll(
      async () => {
        const { sources } = await stage.json<{ sources: SourceHealth[] }>("/api/v1/sources");
        return sources.find((source) => source.id === `arm:${instance}`)?.consecutiveFailures;
      },
      { intervals: [200] },
    )
    .toBeGreaterThan(0);
  await stage.lab.heal("arm");
}

/** Played until it is undone; then the link replicates asynchronously as before. */
export function play(story: StoryName, parameters: StoryParameters = {}): Change {
  return {
    on: ({ lab }) => lab.play("orders", story, parameters),
    off: replicateAgain,
  };
}

/** The story of a copy under way; undone by one that is over at once. */
export function seed(story: StoryName, parameters: StoryParameters = {}): Change {
  return {
    on: ({ lab }) => lab.play("orders", story, parameters),
    off: async (stage) => {
      await stage.lab.play("orders", "seeding-in-progress", { bytes: 1_000_000, bytesPerSecond: 1_000_000_000 });
      await setTimeout(1000);
      await replicateAgain(stage);
    },
  };
}

/** What waits to be sent is sent within a moment. */
function replicateAgain({ lab }: Stage): Promise<void> {
  return lab.play("orders", "replicating", { mode: "async", catchUpFactor: 100_000 });
}

/** In this order, and undone in the reverse. */
export function all(...changes: Change[]): Change {
  return {
    on: async (stage) => {
      for (const change of changes) await change.on(stage);
    },
    off: async (stage) => {
      for (const change of changes.toReversed()) await change.off(stage);
    },
  };
}
