// What would shorten a plan: each change alone, by how much, the most first.
import { lastFinish, mostParallel, type Plan, runPlan } from "./plan.ts";
import { isAlways } from "./working-hours.ts";

export interface Saving {
  /** Begins with a verb: "Use the wire round the clock". */
  change: string;
  /** By the even chance. Null: the plan itself is not over within a year, the changed one is. */
  savedSeconds: number | null;
  finishAt: Date;
}

/** Less than this is not worth a change. */
const leastSeconds = 60;

export function findSavings(plan: Plan): Saving[] {
  const base = lastFinish(runPlan(plan, 1));
  return changesOf(plan)
    .flatMap(({ change, to }): Saving[] => {
      const finishAt = lastFinish(runPlan({ ...plan, ...to }, 1));
      if (finishAt === null) return [];
      const savedSeconds = base === null ? null : (base.getTime() - finishAt.getTime()) / 1000;
      return savedSeconds !== null && savedSeconds < leastSeconds ? [] : [{ change, savedSeconds, finishAt }];
    })
    .sort((a, b) => a.finishAt.getTime() - b.finishAt.getTime());
}

function changesOf(plan: Plan): { change: string; to: Partial<Plan> }[] {
  const { hours, parallel, seedingBytesPerSecond, wireBytesPerByte, bytesPerSecond, order } = plan;
  return [
    { change: "Double the bandwidth", to: { bytesPerSecond: bytesPerSecond * 2 } },
    ...(isAlways(hours)
      ? []
      : [{ change: "Use the wire in full round the clock", to: { hours: { ...hours, shareOutside: 1 } } }]),
    ...(parallel < mostParallel && seedingBytesPerSecond !== null
      ? [{ change: `Seed ${parallel + 1} databases at once`, to: { parallel: parallel + 1 } }]
      : []),
    ...(wireBytesPerByte === 1
      ? [
          {
            change: "Compress the stream by a third (trace flag 9567, if the data allows it)",
            to: { wireBytesPerByte: 2 / 3 },
          },
        ]
      : []),
    ...(seedingBytesPerSecond === null
      ? []
      : [
          {
            change: "Let a single seeding go twice as fast (faster disks)",
            to: { seedingBytesPerSecond: seedingBytesPerSecond * 2 },
          },
        ]),
    ...(order === "largest-first"
      ? []
      : [{ change: "Begin with the largest", to: { order: "largest-first" as const } }]),
  ];
}
