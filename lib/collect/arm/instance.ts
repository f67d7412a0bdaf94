// What Azure tells of the managed instance beside its links: part by part, each on its own clock.
import type { BlindFact } from "../../domain/outcome.ts";
import type { ArmInstanceFacts, ArmOperationFacts } from "../../domain/sample.ts";
import { readPage } from "../payload-fields.ts";
import { LookFailure } from "../source.ts";
import {
  readDatabases,
  readEndpointCertificates,
  readManagedInstance,
  readOperations,
  readSubnet,
  readTrustCertificates,
} from "./payloads.ts";
import { fastMs, ReportedPart, slowMs, type Told } from "./reported-part.ts";
import type { ArmConnection } from "./transport.ts";

/** A managed instance has at most 500 links; more pages than this are a loop. */
const mostPages = 50;

/** A list under the managed instance, all its pages. Throws LookFailure. */
export async function readList(connection: ArmConnection, name: string, signal: AbortSignal) {
  const entries: unknown[] = [];
  let next: string | null = connection.urlOf(name);
  let serverDate: Date | null = null;
  let pages = 0;
  while (next !== null) {
    if (++pages > mostPages) throw new LookFailure("malformed", `the list of ${name} has no end`);
    const answer = await connection.get(next, `Microsoft.Sql/managedInstances/${name}`, signal);
    const page = readPage(name, answer.body);
    entries.push(...page.entries);
    serverDate ??= answer.serverDate;
    next = page.nextLink;
  }
  return { entries, pages, serverDate };
}

/**
 * Six reads at first and every quarter of an hour; two a minute while an operation runs or the instance is not Ready, so
 * that its progress is seen. Against Azure's allowance of 25 reads a second for a subscription that is nothing.
 */
export class ManagedInstanceReader {
  readonly #name: string;
  readonly #subnetPrefixes: string[] | null;
  readonly #instance: ReportedPart<ReturnType<typeof readManagedInstance>>;
  readonly #endpointCertificates: ReportedPart<ReturnType<typeof readEndpointCertificates>>;
  readonly #trustCertificates: ReportedPart<ReturnType<typeof readTrustCertificates>>;
  readonly #operations: ReportedPart<ArmOperationFacts[]>;
  readonly #databases: ReportedPart<ReturnType<typeof readDatabases>>;
  readonly #subnet: ReportedPart<string[]>;

  /** `subnetPrefixes`: from the estate file; Azure is not asked then. */
  constructor(name: string, subnetPrefixes: string[] | null, connection: ArmConnection) {
    this.#name = name;
    this.#subnetPrefixes = subnetPrefixes;
    const type = "Microsoft.Sql/managedInstances";
    const list = <T>(fact: string, of: string, read: (entries: unknown[]) => T) =>
      new ReportedPart(fact, `${type}/${of}`, async (signal): Promise<Told<T>> => {
        const { entries, pages } = await readList(connection, of, signal);
        return { value: read(entries), reads: pages };
      });
    this.#instance = new ReportedPart("managed instance", type, async (signal) => {
      const { body } = await connection.get(connection.urlOf(), type, signal);
      return { value: readManagedInstance(body), reads: 1 };
    });
    this.#endpointCertificates = list("endpoint certificate", "endpointCertificates", readEndpointCertificates);
    this.#trustCertificates = list("trusted certificates", "serverTrustCertificates", readTrustCertificates);
    this.#operations = list("operations", "operations", readOperations);
    this.#databases = list("databases of the managed instance", "databases", readDatabases);
    const subnetType = "Microsoft.Network/virtualNetworks/subnets";
    this.#subnet = new ReportedPart("subnet", subnetType, async (signal) => {
      const url = connection.subnetUrl(this.#instance.told?.value.subnetId ?? "");
      if (url === null) return { value: [], reads: 0 };
      const { body } = await connection.get(url, subnetType, signal);
      return { value: readSubnet(body), reads: 1 };
    });
  }

  get blind(): BlindFact[] {
    return this.#parts().flatMap((part) => part.blind ?? []);
  }

  /** Asks what is due. `facts` null: nothing was, or a part has not told anything yet and would stand there as empty. */
  async read(
    clock: () => number,
    signal: AbortSignal,
  ): Promise<{ facts: ArmInstanceFacts | null; roundTrips: number }> {
    const everyMs = (part: ReportedPart<unknown>) =>
      this.#isAtWork() && (part === this.#instance || part === this.#operations) ? fastMs : slowMs;
    const due = this.#parts().filter((part) => part.isDue(clock(), everyMs(part)));
    if (due.length === 0) return { facts: null, roundTrips: 0 };
    // The subnet's address stands in the instance's answer.
    const first = due.includes(this.#instance) ? await this.#instance.refresh(clock, signal) : 0;
    if (!this.#instance.isSettled) return { facts: null, roundTrips: first };
    const reads = await Promise.all(
      due.filter((part) => part !== this.#instance).map((part) => part.refresh(clock, signal)),
    );
    const isWhole = this.#parts().every((part) => part.isSettled);
    return { facts: isWhole ? this.#facts() : null, roundTrips: reads.reduce((sum, one) => sum + one, first) };
  }

  /** Everything is due at the next look. */
  expire(): void {
    for (const part of this.#parts()) part.expire();
  }

  #parts(): ReportedPart<unknown>[] {
    const parts = [
      this.#instance,
      this.#endpointCertificates,
      this.#trustCertificates,
      this.#operations,
      this.#databases,
    ];
    return this.#subnetPrefixes === null ? [...parts, this.#subnet] : parts;
  }

  #isAtWork(): boolean {
    const state = this.#instance.told?.value.state ?? "Ready";
    const operations = this.#operations.told?.value ?? [];
    return (
      state !== "Ready" || operations.some((one) => /^(InProgress|Pending|CancelInProgress)$/i.test(one.state ?? ""))
    );
  }

  #facts(): ArmInstanceFacts {
    const subnetPrefixes = this.#subnetPrefixes ?? this.#subnet.told?.value ?? [];
    const certificates = [this.#endpointCertificates.told, this.#trustCertificates.told].filter(
      (told) => told !== null,
    );
    return {
      // The credential may be allowed to read the links and not the instance itself.
      ...(this.#instance.told?.value ?? readManagedInstance({ name: this.#name })),
      certificates: certificates.flatMap((told) => told.value),
      certificatesAt:
        certificates.length === 0 ? null : new Date(Math.min(...certificates.map((told) => told.at.getTime()))),
      subnetPrefixes: subnetPrefixes.length > 0 ? subnetPrefixes : null,
      operations: this.#operations.told,
      databases: this.#databases.told,
    };
  }
}
