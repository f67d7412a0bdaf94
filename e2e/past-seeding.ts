// Run as a process: a seeding of the lab's link "orders" that began two hours ago and is over, written down as if it had been watched.
import path from "node:path";
import { ensurePartitions } from "../lib/history/partitions.ts";
import { registerSources } from "../lib/history/register-sources.ts";
import { openHouse } from "../lib/house.ts";
import { rememberedScenario } from "../lib/lab/memory.ts";
import { recordOutcomes } from "../lib/tick.ts";
import { Past } from "../prisma/past.ts";

const minute = 60_000;
const everyMs = 15_000;
const megabyte = 2 ** 20;

const begins = Date.now() - 120 * minute;
const scenario = rememberedScenario(path.dirname(process.env.LINKSPAN_ESTATE as string));
const parameters = { bytes: 16_384 * megabyte, bytesPerSecond: 5 * megabyte };
const past = new Past({
  ...scenario,
  events: [...scenario.events, { at: begins, link: "orders", story: "seeding-in-progress", parameters }],
});

const house = openHouse();
const { history, estate } = house;
await ensurePartitions(history, new Date(begins - 60 * minute), new Date());
await registerSources(history, estate.identities, new Date(begins));
for (let at = begins - minute; at < begins + 90 * minute; at += everyMs) {
  const now = new Date(at);
  const outcomes = estate.identities.map((source) => past.ask(source, now, at < begins));
  await recordOutcomes(house, outcomes, now, null);
}
await estate.close();
await history.pool.end();
