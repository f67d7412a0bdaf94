// The seedings of a scenario: cut from the links' chapters, put on their wires, and read back as attempts and bytes.
import { guid } from "./dice.ts";
import type { Attempt, Copying } from "./link-truth.ts";
import type { Chapter, LinkSpec, Scenario, StoryName, WireSpec } from "./scenario.ts";
import { type SeedingJob, type SeedingRun, scheduleWire } from "./wire.ts";

interface PlannedSeeding {
  job: SeedingJob;
  /** `shared`: name of a wire of the scenario; null: it has `own` to itself. */
  wire: { shared: string | null; own: WireSpec };
  databaseBytes: number;
  compression: number;
  /** What the history says if it was stopped before its end. */
  stopped: "timeout" | "log-cut";
}

export interface LinkSeedings {
  attempts: Attempt[];
  copying: Copying | null;
  /** The last seeding that reached its end. */
  finished: { startedAt: number; finishedAt: number } | null;
  /** A seeding was begun and has not reached its end. */
  isOpen: boolean;
}

const megabyte = 1_000_000;
const seedingStories: ReadonlySet<StoryName> = new Set<StoryName>([
  "seeding-in-progress",
  "shared-wire",
  "nightly-throttle",
  "seeding-stalled",
  "seeding-restarted",
  "seeding-failed",
  "seeding-overrun",
  "log-backup-during-seeding",
]);

/** They begin a copy of their own; the others go on with the one that runs. */
const freshStories: ReadonlySet<StoryName> = new Set<StoryName>([
  "seeding-in-progress",
  "shared-wire",
  "nightly-throttle",
  "seeding-overrun",
]);

export function isSeedingStory(story: StoryName): boolean {
  return seedingStories.has(story);
}

/** When the trouble of a chapter begins: at once if it goes on with a running seeding, else after it ran well for a while. */
export function troubleAt(chapter: Chapter, continues: boolean): number {
  return chapter.from + (chapter.parameters.afterSeconds ?? (continues ? 0 : 600)) * 1000;
}

/** Seedings of one link in order, from its chapters. Also when a log backup hit one of them. */
export function planSeedings(
  link: LinkSpec,
  chapters: readonly Chapter[],
): { seedings: PlannedSeeding[]; logBackupsAt: number[] } {
  const seedings: PlannedSeeding[] = [];
  const logBackupsAt: number[] = [];
  let open: PlannedSeeding | null = null;
  const begin = (chapter: Chapter, startAt: number): PlannedSeeding => {
    const { parameters, story } = chapter;
    const bytes = parameters.bytes ?? open?.databaseBytes ?? link.databaseBytes;
    const compression = parameters.compression ?? open?.compression ?? 1;
    const growth = parameters.growth ?? (story === "seeding-overrun" ? 1.1 : 1);
    const own: WireSpec = {
      bytesPerSecond: parameters.bytesPerSecond ?? open?.wire.own.bytesPerSecond ?? 30 * megabyte,
      concurrent: 1,
      throttle: story === "nightly-throttle" ? { fromHour: 20, toHour: 5, factor: 0.3 } : null,
    };
    const planned: PlannedSeeding = {
      job: {
        id: `${link.name}#${seedings.length + 1}`,
        startAt,
        stopAt: Number.POSITIVE_INFINITY,
        pauses: [],
        bytes: Math.round(bytes * compression * growth),
      },
      wire: { shared: parameters.wire ?? open?.wire.shared ?? null, own },
      databaseBytes: bytes,
      compression,
      stopped: "timeout",
    };
    seedings.push(planned);
    return planned;
  };
  for (const chapter of chapters) {
    const { story, from, parameters } = chapter;
    if (!isSeedingStory(story)) {
      if (open) open.job.stopAt = Math.min(open.job.stopAt, from);
      open = null;
      continue;
    }
    const isFresh = freshStories.has(story);
    const continues: boolean = open !== null && !(isFresh && !parameters.resume);
    const trouble = troubleAt(chapter, continues);
    if (!continues) {
      if (open) open.job.stopAt = from;
      open = begin(chapter, from);
    }
    const current: PlannedSeeding = open as PlannedSeeding;
    if (story === "seeding-stalled") {
      const to =
        parameters.durationSeconds === undefined
          ? Number.POSITIVE_INFINITY
          : trouble + parameters.durationSeconds * 1000;
      current.job.pauses.push({ from: trouble, to });
    } else if (story === "seeding-restarted") {
      current.job.stopAt = trouble;
      open = begin(chapter, trouble + 30_000);
    } else if (story === "seeding-failed") {
      current.job.stopAt = trouble;
      current.stopped = "log-cut";
      logBackupsAt.push(trouble - 120_000);
    } else if (story === "log-backup-during-seeding") {
      logBackupsAt.push(trouble);
      current.job.stopAt = trouble + (parameters.durationSeconds ?? 120) * 1000;
      current.stopped = "log-cut";
    } else if (parameters.resume) {
      for (const pause of current.job.pauses) pause.to = Math.min(pause.to, from);
    }
  }
  return { seedings, logBackupsAt };
}

/** All seedings of one scenario, scheduled wire by wire when first asked for. */
export class SeedingBook {
  #scenario: Scenario;
  #chaptersOf: (link: LinkSpec) => readonly Chapter[];
  #plans = new Map<string, ReturnType<typeof planSeedings>>();
  #wires = new Map<string, Map<string, SeedingRun>>();

  constructor(scenario: Scenario, chaptersOf: (link: LinkSpec) => readonly Chapter[]) {
    this.#scenario = scenario;
    this.#chaptersOf = chaptersOf;
  }

  plan(link: LinkSpec): ReturnType<typeof planSeedings> {
    let plan = this.#plans.get(link.name);
    if (!plan) {
      plan = planSeedings(link, this.#chaptersOf(link));
      this.#plans.set(link.name, plan);
    }
    return plan;
  }

  #run(seeding: PlannedSeeding): SeedingRun {
    const { shared } = seeding.wire;
    const key = shared ?? seeding.job.id;
    let runs = this.#wires.get(key);
    if (!runs) {
      runs = scheduleWire(this.#wire(seeding), shared === null ? [seeding.job] : this.#jobsOn(shared));
      this.#wires.set(key, runs);
    }
    return runs.get(seeding.job.id) as SeedingRun;
  }

  #wire({ wire: { shared, own } }: PlannedSeeding): WireSpec {
    return (shared === null ? undefined : this.#scenario.wires[shared]) ?? own;
  }

  #jobsOn(wire: string): SeedingJob[] {
    const all = this.#scenario.links.flatMap((link) => this.plan(link).seedings);
    return all.filter((seeding) => seeding.wire.shared === wire).map((seeding) => seeding.job);
  }

  /** What has come of a link's seedings by a time. A link that never seeded in its chapters was seeded long ago. */
  seedingsAt(link: LinkSpec, at: number): LinkSeedings {
    const { seed, epoch } = this.#scenario;
    const begun = this.plan(link).seedings.filter((seeding) => seeding.job.startAt <= at);
    const ids = (number: number) => ({
      operationId: guid(seed, link.name, "seeding", number, "source"),
      remoteOperationId: guid(seed, link.name, "seeding", number, "destination"),
    });
    if (begun.length === 0) {
      const startedAt = epoch - 58 * 86_400_000;
      const completedAt = startedAt + link.databaseBytes / 40_000;
      const attempt: Attempt = {
        ...ids(0),
        number: 1,
        startedAt,
        completedAt,
        currentState: "COMPLETED",
        performedSeeding: true,
        failure: null,
      };
      return { attempts: [attempt], copying: null, finished: null, isOpen: false };
    }
    const attempts: Attempt[] = [];
    let copying: Copying | null = null;
    let finished: LinkSeedings["finished"] = null;
    let isOpen = false;
    for (const [index, seeding] of begun.entries()) {
      const run = this.#run(seeding);
      const { job } = seeding;
      const base = { ...ids(index + 1), number: index + 1, startedAt: job.startAt };
      const isAdmitted = run.admittedAt !== null && run.admittedAt <= at;
      isOpen = false;
      if (run.finishedAt !== null && run.finishedAt <= at) {
        finished = { startedAt: job.startAt, finishedAt: run.finishedAt };
        attempts.push({
          ...base,
          completedAt: run.finishedAt,
          currentState: "COMPLETED",
          performedSeeding: true,
          failure: null,
        });
        continue;
      }
      isOpen = true;
      if (job.stopAt <= at) {
        attempts.push({
          ...base,
          completedAt: job.stopAt,
          currentState: "FAILED",
          performedSeeding: isAdmitted,
          failure: failures[seeding.stopped],
        });
        continue;
      }
      const waiting = at - job.startAt < 20_000 ? "CHECK_IF_SEEDING_NEEDED" : "LIMIT_CONCURRENT_BACKUPS";
      const attempt: Attempt = {
        ...base,
        completedAt: null,
        currentState: isAdmitted ? "SEEDING" : waiting,
        performedSeeding: isAdmitted,
        failure: null,
      };
      attempts.push(attempt);
      if (isAdmitted) copying = this.#copying(seeding, run, attempt, at);
    }
    return { attempts, copying, finished, isOpen };
  }

  #copying(seeding: PlannedSeeding, run: SeedingRun, attempt: Attempt, at: number): Copying {
    const admittedAt = run.admittedAt as number;
    const transferredBytes = run.bytesAt(at);
    const wire = this.#wire(seeding);
    // The wire swings up to 28 % above its mean, so this share of the time never runs backwards.
    const busyMs = (transferredBytes / (wire.bytesPerSecond * 1.3)) * 1000;
    const elapsedMs = at - admittedAt;
    return {
      attempt,
      admittedAt,
      transferredBytes,
      databaseBytes: seeding.databaseBytes,
      bytesPerSecond: run.bytesPerSecondAt(at),
      isCompressed: seeding.compression < 1,
      diskWaitMs: Math.floor(busyMs * 0.31),
      networkWaitMs: Math.max(0, Math.floor((elapsedMs - busyMs) * 0.85)),
    };
  }
}

const failures = {
  timeout: { state: 121, description: "Seeding Check Message Timeout", errorCode: 0 },
  "log-cut": { state: 202, description: "SQL Error", errorCode: 1408 },
} as const;
