// What ARM says when it is told to be otherwise; the shapes themselves are read by the product's own readers.
import { describe, expect, it } from "vitest";
import { readDatabases, readLink, readManagedInstance, readOperations, readSubnet } from "../collect/arm/payloads.ts";
import { armPayloadsAt, subnetPayloadAt } from "./arm-payloads.ts";
import type { LinkSpec, Scenario, StoryName, StoryParameters } from "./scenario.ts";
import { chapters, hour, minute } from "./scenarios/builders.ts";
import { single } from "./scenarios.ts";
import type { LinkSettings, ServerSettings } from "./settings.ts";

const epoch = Date.UTC(2026, 10, 19, 2, 12);
const at = epoch + hour;
const since = epoch + 10 * minute;
const told = (story: StoryName, parameters: StoryParameters = {}) =>
  single(epoch, 1, { chapters: chapters(epoch, [-24 * hour, "replicating"], [0, story, parameters]) });
const set = (of: string, changes: ServerSettings | LinkSettings, scenario = told("replicating")): Scenario => ({
  ...scenario,
  settings: [{ at: since, of, changes }],
});
const payloads = (scenario: Scenario, time = at, version?: string) => armPayloadsAt(scenario, "mi-lab", time, version);
const linkOf = (scenario: Scenario, version?: string) =>
  readLink(payloads(scenario, at, version).distributedAvailabilityGroups[0]);
const instanceOf = (scenario: Scenario) => readManagedInstance(payloads(scenario).instance);

describe("ARM of the lab", () => {
  it("tells of an operation from the time it was set, and of the one that made the instance", () => {
    const operation = { friendlyName: "UPDATE MANAGED SERVER", state: "InProgress", percentComplete: 35 };
    const scenario = set("mi-lab", { operation });
    expect(readOperations(payloads(scenario).operations)).toMatchObject([
      {
        friendlyName: "UPDATE MANAGED SERVER",
        state: "InProgress",
        percentComplete: 35,
        startedAt: new Date(since),
        estimatedCompletionAt: new Date(since + 90 * minute),
        isCancellable: true,
      },
      { friendlyName: "CREATE MANAGED SERVER", state: "Succeeded", percentComplete: 100 },
    ]);
    expect(readOperations(payloads(scenario, since - minute).operations)).toHaveLength(1);
    const failed = { ...operation, state: "Failed", errorCode: 40627, errorDescription: "Not enough cores." };
    expect(readOperations(payloads(set("mi-lab", { operation: failed })).operations)[0]).toMatchObject({
      state: "Failed",
      errorCode: 40627,
      errorDescription: "Not enough cores.",
      estimatedCompletionAt: null,
    });
  });

  it("tells state, update policy and the subnet with its range, and lets them be set", () => {
    const facts = instanceOf(told("replicating"));
    expect(facts).toMatchObject({ state: "Ready", provisioningState: "Succeeded", updatePolicy: "SQLServer2022" });
    const changes = { armState: "Updating", updatePolicy: "AlwaysUpToDate", subnetPrefix: "10.9.0.0/26" } as const;
    const scenario = set("mi-lab", changes);
    expect(instanceOf(scenario)).toMatchObject({
      state: "Updating",
      provisioningState: "InProgress",
      updatePolicy: "AlwaysUpToDate",
    });
    const subnetOf = (of: Scenario, id = facts.subnetId ?? "") => subnetPayloadAt(of, id, at);
    expect(readSubnet(subnetOf(told("replicating")))).toEqual(["10.48.2.0/24"]);
    expect(readSubnet(subnetOf(scenario))).toEqual(["10.9.0.0/26"]);
    expect(subnetOf(scenario, `${facts.subnetId}-other`)).toBeNull();
  });

  it.each([
    ["replicating", {}, ["Online"]],
    ["orphan-on-arm", {}, []],
    ["removed", {}, []],
  ] as const)("lists the databases of a link that is %s", (story, parameters, states) => {
    expect(readDatabases(payloads(told(story, parameters)).databases).map((one) => one.status)).toEqual(states);
  });

  it("lists a database as Restoring while it is copied, and as Online where a removed link left it behind", () => {
    const seeding = single(epoch, 1, {
      chapters: chapters(epoch, [0, "seeding-in-progress", { bytesPerSecond: 1_000_000 }]),
    });
    expect(readDatabases(payloads(seeding).databases)).toMatchObject([{ name: "Orders", status: "Restoring" }]);
    const left = set("link:orders", { leavesWritableCopies: true }, told("removed"));
    expect(readDatabases(payloads(left).databases)).toMatchObject([{ name: "Orders", status: "Online" }]);
  });

  it("contradicts the SQL sides where it is told to", () => {
    const changes = {
      armReplicaState: "LinkInitialSeeding",
      armError: "41976",
      armConnectedState: "DISCONNECTED",
      armHealth: "NOT_HEALTHY",
      partnerEndpointUrl: "tcp://elsewhere.lab:5022",
    } as const;
    expect(linkOf(set("link:orders", changes))).toMatchObject({
      partnerEndpoint: linkOf(told("replicating")).partnerEndpoint,
      databases: [
        {
          replicaState: "LinkInitialSeeding",
          mostRecentLinkError: "41976",
          connectedState: "DISCONNECTED",
          synchronizationHealth: "NOT_HEALTHY",
        },
      ],
    });
    const others = { armLeads: "instance", armFailoverMode: "Automatic", armCertificateExpiresInDays: 3 } as const;
    expect(linkOf(set("link:orders", others))).toMatchObject({
      instanceLinkRole: "Primary",
      partnerLinkRole: "Secondary",
      failoverMode: "Automatic",
      databases: [{ partnerCertificateExpiresAt: new Date(since + 72 * hour) }],
    });
    expect(linkOf(set("link:orders", { armReplicaState: "LinkInitError" })).databases[0]).toMatchObject({
      replicaState: "LinkInitError",
      connectedState: null,
    });
  });

  it("puts the databases of a multiple-database link into one entry, and names the mode from the version that has it", () => {
    const scenario = told("replicating");
    const [orders] = scenario.links as [LinkSpec];
    const links = ["Orders", "Stock"].map((database) => ({
      ...orders,
      name: `both/${database}`,
      database,
      memberOf: "both",
    }));
    const many = { ...scenario, links };
    const entry = linkOf(many, "2026-08-01-preview");
    expect([entry.name, entry.linkMode, entry.databases.map((one) => one.databaseName)]).toEqual([
      "both",
      "MultiDatabase",
      ["Orders", "Stock"],
    ]);
    expect(payloads(many).distributedAvailabilityGroups).toHaveLength(1);
    expect(linkOf(many).linkMode).toBeNull();
    expect(linkOf(scenario, "2026-08-01-preview").linkMode).toBe("SingleDatabase");
    expect(readDatabases(payloads(many).databases).map((one) => one.name)).toEqual(["Orders", "Stock"]);
  });
});
