// A managed instance through Azure Resource Manager, as a source: one list of all its links per poll, the rest on slower clocks.
import type { SourceIdentity } from "../../domain/outcome.ts";
import type { Sample } from "../../domain/sample.ts";
import { LookFailure, type Reading, type Source } from "../source.ts";
import { ManagedInstanceReader, readList } from "./instance.ts";
import { readLink } from "./payloads.ts";
import { linkSample } from "./samples.ts";
import { type ArmAddress, ArmConnection } from "./transport.ts";

export class ArmSource implements Source {
  readonly identity: SourceIdentity;
  readonly #connection: ArmConnection;
  readonly #instance: ManagedInstanceReader;

  /** `subnet`: "10.48.2.0/24" from the estate file; null: Azure is asked. */
  constructor(identity: SourceIdentity, address: ArmAddress & { subnet: string | null }) {
    this.identity = identity;
    this.#connection = new ArmConnection(address);
    const subnetPrefixes = address.subnet === null ? null : [address.subnet];
    this.#instance = new ManagedInstanceReader(identity.name, subnetPrefixes, this.#connection);
  }

  async read(now: Date, signal: AbortSignal): Promise<Reading> {
    const started = performance.now();
    const clock = () => now.getTime() + performance.now() - started;
    const list = await this.#links(signal);
    const observedMs = (now.getTime() + clock()) / 2;
    const observedAt = new Date(Math.round(observedMs));
    const samples: Sample[] = list.entries.map((entry) => linkSample(this.identity, readLink(entry), observedAt));
    const { facts, roundTrips } = await this.#instance.read(clock, signal);
    if (facts !== null) {
      samples.push({ about: "instance", sourceId: this.identity.id, observedAt, vantage: "arm", facts });
    }
    return {
      samples,
      serverClock: list.serverDate && {
        at: list.serverDate,
        // The header drops the fraction of its second: on average half of one.
        skewMs: Math.round(list.serverDate.getTime() + 500 - observedMs),
      },
      serverMs: null,
      roundTrips: list.pages + roundTrips,
      blind: this.#instance.blind,
    };
  }

  /** After a silence nothing is as it was for certain; an Azure that asks for rest is not asked for more afterwards. */
  async #links(signal: AbortSignal) {
    try {
      return await readList(this.#connection, "distributedAvailabilityGroups", signal);
    } catch (error) {
      if (!(error instanceof LookFailure && error.kind === "throttled")) this.#instance.expire();
      throw error;
    }
  }

  async close(): Promise<void> {}
}
