// What a source of the lab would have answered at a past time: the product's own questions and readers, run in this process instead of over a socket.
import {
  readDatabases,
  readEndpointCertificates,
  readLink,
  readManagedInstance,
  readOperations,
  readSubnet,
  readTrustCertificates,
} from "../lib/collect/arm/payloads.ts";
import { linkSample } from "../lib/collect/arm/samples.ts";
import { aloneBatch, aloneOf, batchOf, columnsProbe, hiddenGroups } from "../lib/collect/sqlserver/questions.ts";
import { readAlone, readAnswer, readCapabilities, type Told, tellAll } from "../lib/collect/sqlserver/rows.ts";
import { samplesOf } from "../lib/collect/sqlserver/samples.ts";
import type { Outcome, SourceIdentity } from "../lib/domain/outcome.ts";
import type { ArmInstanceFacts, Sample } from "../lib/domain/sample.ts";
import { armPayloadsAt, subnetPayloadAt } from "../lib/lab/arm-payloads.ts";
import { armFace, type Scenario, silenceAt } from "../lib/lab/scenario.ts";
import type { Server } from "../lib/lab/sql/catalog.ts";
import { openSession } from "../lib/lab/sql/engine.ts";
import type { ResultSet, SqlType, SqlValue } from "../lib/lab/sql/result.ts";
import { answerAt } from "../lib/lab/sqlserver-face.ts";
import { synapseSamplesAt } from "./past-synapse.ts";

type Capabilities = ReturnType<typeof readCapabilities>;

/** Asks the past, one source at a time; keeps what the columns probe said, and what was told on slower clocks. */
export class Past {
  readonly #scenario: Scenario;
  readonly #capabilities = new Map<string, Capabilities>();
  readonly #told = new Map<string, Told>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** `slowToo`: the questions on the slow clock as well. */
  ask(source: SourceIdentity, at: Date, slowToo: boolean): Outcome {
    const asked = { sourceId: source.id, askedAt: at, durationMs: 0, latenessMs: 0 };
    const face = source.kind === "arm" ? armFace(source.name) : source.kind === "synapse" ? source.id : source.name;
    const fault = silenceAt(this.#scenario, face, at.getTime());
    if (fault?.httpStatus) {
      return {
        ...asked,
        kind: "throttled",
        message: `Azure answered ${fault.httpStatus}`,
        code: String(fault.httpStatus),
        permission: null,
        retryAfterMs: null,
      };
    }
    if (fault)
      return {
        ...asked,
        kind: "timeout",
        message: "no answer in time",
        code: "ETIMEOUT",
        permission: null,
        retryAfterMs: null,
      };
    const samples = this.#samplesOf(source, at, slowToo);
    return { ...asked, kind: "answered", samples, serverClock: null, serverMs: null, roundTrips: 1, blind: [] };
  }

  #samplesOf(source: SourceIdentity, at: Date, slowToo: boolean): Sample[] {
    if (source.kind === "synapse") return synapseSamplesAt(this.#scenario, source, at);
    return source.kind === "arm" ? this.#askArm(source, at, slowToo) : this.#askSql(source, at, slowToo);
  }

  #askSql(source: SourceIdentity, at: Date, slowToo: boolean): Sample[] {
    const server = answerAt(this.#scenario, source.name, at.getTime());
    let capabilities = this.#capabilities.get(source.id);
    if (!capabilities) {
      capabilities = readCapabilities(run(server, columnsProbe.sql));
      this.#capabilities.set(source.id, capabilities);
    }
    const { utcOffsetMinutes } = server;
    let told = this.#told.get(source.id) ?? {};
    if (slowToo) {
      const alone = aloneOf(capabilities, "quarter", server.flavour.platform === "mi");
      told = tellAll(told, readAlone(run(server, aloneBatch(alone, capabilities))), utcOffsetMinutes, at);
    }
    const isHiding = (told["per-database-groups"]?.value.length ?? 0) > 0;
    const { asked, sql } = batchOf(
      isHiding ? new Set([...capabilities, hiddenGroups]) : capabilities,
      slowToo ? "quarter" : "poll",
    );
    const answer = readAnswer(asked, run(server, sql));
    told = tellAll(told, answer.answers, utcOffsetMinutes, at);
    this.#told.set(source.id, told);
    return samplesOf(source, answer, told, at, slowToo);
  }

  #askArm(source: SourceIdentity, at: Date, slowToo: boolean): Sample[] {
    const payloads = armPayloadsAt(this.#scenario, source.name, at.getTime());
    const samples: Sample[] = payloads.distributedAvailabilityGroups.map((entry) =>
      linkSample(source, readLink(entry), at),
    );
    if (slowToo) {
      const instance = readManagedInstance(payloads.instance);
      const facts: ArmInstanceFacts = {
        ...instance,
        certificates: [
          ...readEndpointCertificates(payloads.endpointCertificates),
          ...readTrustCertificates(payloads.serverTrustCertificates),
        ],
        certificatesAt: at,
        subnetPrefixes: readSubnet(subnetPayloadAt(this.#scenario, instance.subnetId ?? "", at.getTime()) ?? {}),
        operations: { at, value: readOperations(payloads.operations) },
        databases: { at, value: readDatabases(payloads.databases) },
      };
      samples.push({ about: "instance", sourceId: source.id, observedAt: at, vantage: "arm", facts });
    }
    return samples;
  }
}

/** The result sets of one batch, as the driver would hand them over. Throws the first error of the engine. */
function run(server: Server, sql: string): Record<string, unknown>[][] {
  const recordsets: Record<string, unknown>[][] = [];
  for (const event of openSession(server, "linkspan", "master").run({ sql, parameters: [] })) {
    if (event.kind === "error") throw new Error(`${event.error.number}: ${event.error.message}`);
    if (event.kind === "rows") recordsets.push(recordsOf(event.set));
  }
  return recordsets;
}

function recordsOf({ columns, rows }: ResultSet): Record<string, unknown>[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column.name, asDriverValue(row[index] ?? null, column.type)])),
  );
}

/** tedious gives bigint as text and times as Date. */
function asDriverValue(value: SqlValue, type: SqlType): unknown {
  if (typeof value === "bigint") return type.name === "bigint" ? value.toString() : Number(value);
  if (typeof value === "object" && value !== null && "offsetMinutes" in value) return new Date(value.ms);
  if (typeof value === "number" && /^(date|datetime|datetime2|time)$/.test(type.name)) return new Date(value);
  return value;
}
