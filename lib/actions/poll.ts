"use server";

// What an open page may ask for: poll now, and poll what is due while nobody else does.
import { z } from "zod";
import type { EstateSnapshot, SourceHealth } from "../domain/snapshot.ts";
import { latestEstate } from "../history/latest-estate.ts";
import { awaitPolled, requestPoll } from "../history/request-poll.ts";
import { latestPollerSeenAt } from "../history/source-health.ts";
import { type House, pageHouse } from "../house.ts";
import { tickOnce } from "../scheduler.ts";
import { authorise } from "../session/authorise.ts";

/** `said`: what came of it, in words. */
export type PollAnswer = { kind: "polled"; snapshot: EstateSnapshot; said: string } | { kind: "refused"; said: string };

const wish = z.object({ sourceIds: z.array(z.string().min(1).max(300)).max(1000).nullable() });

/** As long as a poll may take by its own deadlines; after that the page gets what there is. */
const patienceMs = 16_000;

/** Asks the sources now (null: all of them), except those that were just asked or must be left alone. */
export async function pollNow(input: { sourceIds: string[] | null }): Promise<PollAnswer> {
  const leave = await authorise("poll");
  if (!leave.isAllowed) return { kind: "refused", said: leave.reason };
  const parsed = wish.safeParse(input);
  if (!parsed.success) return { kind: "refused", said: "This is not a list of sources; nothing was asked" };
  const house = pageHouse();
  const request = await requestPoll(house.history, parsed.data.sourceIds, house.clock());
  const isDone = await answerOf(house, () => awaitPolled(house.history, request, patienceMs));
  const snapshot = await latestEstate(house.history, house.estate, house.clock());
  const asked = new Set(request.asked.map(({ sourceId }) => sourceId));
  return { kind: "polled", snapshot, said: outcomeWords(snapshot.sources, asked, request.resting.length, isDone) };
}

/** Polls what is due, if nobody else does. Many open pages make one poll: what is due is claimed in Postgres. */
export async function pollDue(): Promise<PollAnswer> {
  const leave = await authorise("poll");
  if (!leave.isAllowed) return { kind: "refused", said: leave.reason };
  const house = pageHouse();
  if ((await latestPollerSeenAt(house.history)) === null) await tickOnce(house);
  const snapshot = await latestEstate(house.history, house.estate, house.clock());
  return { kind: "polled", snapshot, said: "" };
}

/** With a living poller we wait for it; without one this process asks by itself. */
async function answerOf(house: House, wait: () => Promise<boolean>): Promise<boolean> {
  if ((await latestPollerSeenAt(house.history)) === null) await tickOnce(house);
  return wait();
}

function outcomeWords(
  sources: readonly SourceHealth[],
  asked: ReadonlySet<string>,
  resting: number,
  isDone: boolean,
): string {
  const rest = resting === 0 ? "" : `; ${resting} left alone, they refused Linkspan or asked for rest`;
  if (asked.size === 0)
    return resting === 0 ? "All answers are under 2 s old; nobody was asked again" : `Nobody was asked${rest}`;
  const mute = sources.filter((source) => asked.has(source.id) && source.failingSince !== null);
  const names = [...new Set(mute.map((source) => source.name))];
  const who = names.length <= 3 ? names.join(", ") : `${names.length} of them`;
  const silence = mute.length === 0 ? "all answered" : `${asked.size - mute.length} answered, not ${who}`;
  const late = isDone ? silence : "some have not answered yet";
  return `Asked ${asked.size} ${asked.size === 1 ? "source" : "sources"}: ${late}${rest}`;
}
