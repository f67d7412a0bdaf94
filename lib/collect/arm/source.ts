// A managed instance through Azure Resource Manager, as a source: one list of all its links per poll, the rest on a slow clock.
import type { SourceIdentity } from "../../domain/outcome.ts";
import type { CertificateFacts, Sample } from "../../domain/sample.ts";
import { LookFailure, type Reading, type Source } from "../source.ts";
import {
  readEndpointCertificates,
  readLink,
  readManagedInstance,
  readPage,
  readTrustCertificates,
} from "./payloads.ts";
import { linkSample } from "./samples.ts";
import { type ArmAddress, ArmConnection } from "./transport.ts";

const slowEveryMs = 15 * 60_000;
/** A managed instance has at most 500 links; more pages than this are a loop. */
const mostPages = 50;

export class ArmSource implements Source {
  readonly identity: SourceIdentity;
  readonly #connection: ArmConnection;
  #slowAt = Number.NEGATIVE_INFINITY;
  #blind: Reading["blind"] = [];

  constructor(identity: SourceIdentity, address: ArmAddress) {
    this.identity = identity;
    this.#connection = new ArmConnection(address);
  }

  async read(now: Date, signal: AbortSignal): Promise<Reading> {
    const started = performance.now();
    const clock = () => now.getTime() + performance.now() - started;
    const list = await this.#list("distributedAvailabilityGroups", signal);
    const observedMs = (now.getTime() + clock()) / 2;
    const observedAt = new Date(Math.round(observedMs));
    const samples: Sample[] = list.entries.map((entry) => linkSample(this.identity, readLink(entry), observedAt));

    let roundTrips = list.pages;
    if (clock() - this.#slowAt >= slowEveryMs) {
      const instance = await this.#instance(signal);
      samples.push({
        about: "instance",
        sourceId: this.identity.id,
        observedAt,
        vantage: "arm",
        facts: instance.facts,
      });
      roundTrips += instance.roundTrips;
      this.#blind = instance.blind;
      this.#slowAt = clock();
    }
    return {
      samples,
      serverClock: list.serverDate && {
        at: list.serverDate,
        // The header drops the fraction of its second: on average half of one.
        skewMs: Math.round(list.serverDate.getTime() + 500 - observedMs),
      },
      serverMs: null,
      roundTrips,
      blind: this.#blind,
    };
  }

  async close(): Promise<void> {}

  async #list(name: string, signal: AbortSignal) {
    const entries: unknown[] = [];
    let next: string | null = this.#connection.urlOf(name);
    let serverDate: Date | null = null;
    let pages = 0;
    while (next !== null) {
      if (++pages > mostPages) throw new LookFailure("malformed", `the list of ${name} has no end`);
      const answer = await this.#connection.get(next, `managedInstances/${name}`, signal);
      const page = readPage(name, answer.body);
      entries.push(...page.entries);
      serverDate ??= answer.serverDate;
      next = page.nextLink;
    }
    return { entries, pages, serverDate };
  }

  async #instance(signal: AbortSignal) {
    const blind: Reading["blind"] = [];
    let roundTrips = 1;
    // Links can be read without their certificates; what is missing is said.
    const certificates = async (name: string, fact: string, read: (entries: unknown[]) => CertificateFacts[]) => {
      try {
        const { entries, pages } = await this.#list(name, signal);
        roundTrips += pages;
        return read(entries);
      } catch (error) {
        roundTrips++;
        if (!(error instanceof LookFailure) || error.kind !== "denied") throw error;
        const permission = `Microsoft.Sql/managedInstances/${name}/read`;
        blind.push({ fact, permission, reason: `the credential lacks ${permission}` });
        return [];
      }
    };
    const { body } = await this.#connection.get(this.#connection.urlOf(), "managedInstances", signal);
    const found = [
      ...(await certificates("endpointCertificates", "endpoint certificate", readEndpointCertificates)),
      ...(await certificates("serverTrustCertificates", "trusted certificates", readTrustCertificates)),
    ];
    return { facts: readManagedInstance(body, found), blind, roundTrips };
  }
}
