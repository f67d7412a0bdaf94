// A poller without pauses, in a process of its own: all sources through the product's tick, and at once all of them again.
import { ensurePartitionsAhead } from "../../lib/history/partitions.ts";
import { registerSources } from "../../lib/history/register-sources.ts";
import { leaveSources, shareSources } from "../../lib/history/share-sources.ts";
import { openHouse } from "../../lib/house.ts";
import { type Poller, tick } from "../../lib/tick.ts";
import { allDue } from "./history-sql.ts";

/** The parent sends for how many seconds; what comes back is this. */
export interface Flat {
  polls: number;
  seconds: number;
  /** Of this process. */
  processorMs: number;
}

const house = openHouse();
const { history, estate, clock } = house;
const poller: Poller = {
  workerId: "bench",
  asking: new Set(),
  waiting: new Map(),
  signal: new AbortController().signal,
  onLost: (error) => console.error(error),
};
await ensurePartitionsAhead(history, clock());
await registerSources(history, estate.identities, clock());
await shareSources(history, { id: poller.workerId, role: "worker", host: "bench", pid: process.pid });
process.on("message", async (message: number | "end") => {
  if (message !== "end") return process.send?.(await poll(message));
  await leaveSources(history, poller.workerId);
  process.exit(0);
});
// The leash lets go of the channel; here it is what we wait for.
process.channel?.ref();
process.send?.("ready");

async function poll(seconds: number): Promise<Flat> {
  const started = performance.now();
  const before = process.cpuUsage();
  let polls = 0;
  while (performance.now() - started < seconds * 1000) {
    await allDue(history.pool);
    polls += await tick(house, poller);
  }
  const { user, system } = process.cpuUsage(before);
  return { polls, seconds: (performance.now() - started) / 1000, processorMs: (user + system) / 1000 };
}
