// A Synapse workspace as a source: its link connections and their status at every poll, tables and failover groups on a minute clock.
import type { SourceIdentity } from "../../domain/outcome.ts";
import { MissingFailure } from "../azure-json.ts";
import type { Reading, Source } from "../source.ts";
import { type LinkConnection, type LinkStatus, readDetailedStatus, readLinkConnection } from "./payloads.ts";
import { type SlowFacts, synapseSample } from "./samples.ts";
import { SlowRound } from "./slow-facts.ts";
import { type WorkspaceAddress, WorkspaceConnection } from "./transport.ts";

const slowEveryMs = 60_000;
/** The slow half must leave the status its time: together they have the deadline of one poll. */
const slowMs = 7_000;
const askedAtOnce = 6;
/** A workspace with more has its others left out, and says so. */
const mostLinks = 100;

export class SynapseSource implements Source {
  readonly identity: SourceIdentity;
  readonly #connection: WorkspaceConnection;
  #slowAt = Number.NEGATIVE_INFINITY;
  #slow = new Map<string, { point: string; facts: SlowFacts }>();
  #blind: Reading["blind"] = [];

  constructor(identity: SourceIdentity, address: WorkspaceAddress) {
    this.identity = identity;
    this.#connection = new WorkspaceConnection(address);
  }

  async read(now: Date, signal: AbortSignal): Promise<Reading> {
    const started = performance.now();
    const clock = () => now.getTime() + performance.now() - started;
    const list = await this.#connection.list("/linkconnections", "link connections", signal);
    const observedMs = (now.getTime() + clock()) / 2;
    const observedAt = new Date(Math.round(observedMs));
    const all = list.entries.map(readLinkConnection);
    const listed = all.slice(0, mostLinks);
    const statuses = await mapBounded(listed, (link) => this.#status(link, signal));
    // One that was deleted since the list was made has no status.
    const watched = listed.flatMap((link, index): Watched[] => {
      const status = statuses[index];
      return status === undefined ? [] : [{ link, status }];
    });
    const roundTrips = list.roundTrips + listed.length + (await this.#askSlow(watched, clock, signal));
    return {
      samples: watched.map(({ link, status }) =>
        synapseSample(this.identity, link, status, this.#slow.get(link.name)!.facts, observedAt),
      ),
      serverClock: list.serverDate && {
        at: list.serverDate,
        // The header drops the fraction of its second: on average half of one.
        skewMs: Math.round(list.serverDate.getTime() + 500 - observedMs),
      },
      serverMs: null,
      roundTrips,
      blind: [...this.#blind, ...(all.length > mostLinks ? [tooMany(all.length)] : [])],
    };
  }

  async close(): Promise<void> {}

  /** Undefined: there is no such link any more. */
  async #status(link: LinkConnection, signal: AbortSignal): Promise<LinkStatus | undefined> {
    const path = `/linkconnections/${encodeURIComponent(link.name)}/detailedstatus`;
    try {
      return readDetailedStatus((await this.#connection.get(path, "the status of link connections", signal)).body);
    } catch (error) {
      if (error instanceof MissingFailure) return undefined;
      throw error;
    }
  }

  /** Does nothing until a minute has passed, unless a link is new, points elsewhere or was started anew. */
  async #askSlow(watched: readonly Watched[], clock: () => number, signal: AbortSignal): Promise<number> {
    const before = (one: Watched) => {
      const known = this.#slow.get(one.link.name);
      return known?.point === pointOf(one) ? known.facts : null;
    };
    if (clock() - this.#slowAt < slowEveryMs && watched.every(before)) return 0;
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(slowMs)]);
    const round = new SlowRound(this.#connection, this.identity.name, clock, inTime);
    const told = await mapBounded(watched, (one) => round.ask(one.link, before(one)));
    this.#slow = new Map(
      watched.map((one, index) => [one.link.name, { point: pointOf(one), facts: told[index]! }] as const),
    );
    this.#blind = [...round.blind.values()];
    this.#slowAt = clock();
    return round.roundTrips;
  }
}

interface Watched {
  link: LinkConnection;
  status: LinkStatus;
}

/** What slow facts hang on: told of another source or of a run that is over, they would contradict the status beside them. */
function pointOf({ link, status }: Watched): string {
  return JSON.stringify([link.resourceId, link.linkedServiceName, status.status, status.startedAt]);
}

function tooMany(count: number): Reading["blind"][number] {
  return {
    fact: "link connections",
    permission: null,
    reason: `the workspace has ${count}, and Linkspan watches the first ${mostLinks} of them`,
  };
}

/** Results in the order of the items; at most a few at once. The first failure ends it. */
async function mapBounded<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const work = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await ask(items[at]!);
  };
  await Promise.all(Array.from({ length: Math.min(askedAtOnce, items.length) }, work));
  return results;
}
