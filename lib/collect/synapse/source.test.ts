// A literal server in place of a workspace and of Azure Resource Manager, so that the real pipeline connects, is refused, throttled and cut off.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { SynapseLinkFacts } from "../../domain/synapse-sample.ts";
import { tokenSource } from "../azure-credential.ts";
import { Secret } from "../secret.ts";
import type { LookFailure, Reading } from "../source.ts";
import { SynapseSource } from "./source.ts";

const now = new Date("2026-05-04T10:00:00Z");
const west = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/sql-weu";
const north = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/sql-neu";
const link = "/linkconnections/shop%20link";

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;
let answers: Record<string, Answer>;
let asked: string[];
let tokens: Set<string | undefined>;
let endpoint = "";

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
const refused = (code: string, status: number, headers = {}) =>
  json({ error: { code, message: "words" } }, status, headers);

const server = createServer(async (request, response) => {
  const url = new URL(request.url!, "http://lab");
  asked.push(`${request.method} ${url.pathname}?${url.searchParams}`);
  tokens.add(request.headers.authorization);
  let body = "";
  for await (const chunk of request) body += chunk;
  const page = url.searchParams.get("page");
  const answer = answers[page === null ? url.pathname : `${url.pathname}?${page}`];
  (answer ?? refused("ResourceNotFound", 404))(request, response, body);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const connection = (name: string, resourceId = west) => ({
  name,
  properties: {
    sourceDatabase: {
      linkedService: { referenceName: "ls_shop" },
      typeProperties: { resourceId, principalId: "p-weu" },
    },
    compute: { coreCount: 8 },
  },
});

beforeEach(() => {
  asked = [];
  tokens = new Set();
  answers = {
    "/linkconnections": json({ value: [connection("shop link")] }),
    [`${link}/detailedstatus`]: json({
      status: "Running",
      isApplyingChanges: true,
      isPartiallyFailed: false,
      startTime: "2026-04-01T08:00:00.2976822Z",
      refreshStatus: { refreshStatus: "Failed", errorMessage: "no access" },
      landingZoneCredentialExpireTime: "2026-12-31T05:30:00.0000000Z",
    }),
    [`${link}/linktables`]: json({ value: [{ id: "t1", source: { schemaName: "dbo", tableName: "Orders" } }] }),
    [`${link}/querytablestatus`]: json({
      value: [
        {
          id: "x",
          linkTableId: "t1",
          status: "Replicating",
          lastTransactionCommitTime: "2026-05-04T09:59:50Z",
          lastProcessedData: "2026-05-04T09:59:55Z",
        },
      ],
      continuationToken: null,
    }),
    "/linkedservices/ls_shop": json({
      name: "ls_shop",
      properties: {
        type: "AzureSqlDatabase",
        typeProperties: {
          connectionString: "Data Source=fg-shop.database.windows.net;Initial Catalog=Shop;User ID=u;Password=hunter2",
        },
      },
    }),
    [`${west}/failoverGroups`]: json({
      value: [
        { name: "fg-other", properties: { replicationRole: "Primary", databases: [`${west}/databases/Other`] } },
        {
          name: "fg-shop",
          location: "West Europe",
          properties: {
            replicationRole: "Secondary",
            replicationState: "CATCH_UP",
            readWriteEndpoint: { failoverPolicy: "Automatic" },
            partnerServers: [{ id: north, location: "North Europe", replicationRole: "Primary" }],
            databases: [`${west}/databases/shop`],
          },
        },
      ],
    }),
    [`${north}/databases/Shop/linkWorkspaces`]: json({ value: [{ properties: { workspaces: [] } }] }),
    [north]: json({ name: "sql-neu", identity: { principalId: "p-neu", type: "SystemAssigned" } }),
  };
});

const identity = {
  id: "synapse:syn-dwh",
  kind: "synapse",
  side: "instance",
  name: "syn-dwh",
  intervalSeconds: 30,
  isTlsUnchecked: false,
} as const;
const open = (at = endpoint) =>
  new SynapseSource(identity, {
    endpoint: at,
    arm: endpoint,
    token: tokenSource({ kind: "token", token: new Secret("env:T", () => "lab-token") }),
  });
const read = (source = open(), at = now, signal = new AbortController().signal) => source.read(at, signal);
const factsOf = ({ samples }: Reading): SynapseLinkFacts => (samples[0] as { facts: SynapseLinkFacts }).facts;
const failure = async (source = open(), signal?: AbortSignal): Promise<LookFailure> => {
  try {
    await read(source, now, signal);
  } catch (error) {
    return error as LookFailure;
  }
  throw new Error("nothing failed");
};
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test("one poll brings the link with its status, its tables, and where its source stands", async () => {
  const reading = await read();
  expect(factsOf(reading)).toMatchObject({
    workspaceName: "syn-dwh",
    linkConnectionName: "shop link",
    status: "Running",
    startedAt: new Date("2026-04-01T08:00:00.297Z"),
    refreshStatus: "Failed: no access",
    landingZoneCredentialExpiresAt: new Date("2026-12-31T05:30:00Z"),
    source: {
      serverName: "sql-weu",
      databaseName: "Shop",
      connectionServer: "fg-shop.database.windows.net",
      principalId: "p-weu",
    },
    tables: [{ name: "dbo.Orders", status: "Replicating", lastCommitAt: new Date("2026-05-04T09:59:50Z") }],
    failoverGroup: {
      name: "fg-shop",
      role: "Secondary",
      servers: [
        { resourceId: west, role: "Secondary" },
        { resourceId: north, role: "Primary" },
      ],
      primaryPrincipalId: "p-neu",
    },
    isFedByPrimary: false,
    untold: [],
  });
  expect({ trips: reading.roundTrips, asked: asked.length, blind: reading.blind }).toEqual({
    trips: 8,
    asked: 8,
    blind: [],
  });
  expect(asked).toContain("GET /linkconnections?api-version=2022-12-01-preview");
  expect(asked).toContain("POST /linkconnections/shop%20link/querytablestatus?api-version=2022-12-01-preview");
  expect(asked).toContain(`GET ${west}/failoverGroups?api-version=2022-05-01-preview`);
  expect([...tokens]).toEqual(["Bearer lab-token"]);
});

test("of a connection string no more than server and database is kept", async () => {
  expect(JSON.stringify(await read())).not.toContain("hunter2");
});

test("the list that feeds tells the link by its workspace and its own name", async () => {
  const workspaceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Synapse/workspaces/SYN-DWH";
  const feeds = (id: string) =>
    json({ value: [{ properties: { workspaces: [{ workspaceId: id, linkConnectionName: "Shop Link" }] } }] });
  answers[`${north}/databases/Shop/linkWorkspaces`] = feeds(workspaceId);
  expect(factsOf(await read()).isFedByPrimary).toBe(true);
  answers[`${north}/databases/Shop/linkWorkspaces`] = feeds(workspaceId.replace("SYN-DWH", "another"));
  expect(factsOf(await read()).isFedByPrimary).toBe(false);
});

test("the slow half is asked again after a minute, and keeps the time it was told", async () => {
  const source = open();
  await read(source);
  asked = [];
  expect(factsOf(await read(source, later(30))).tablesToldAt?.getTime()).toBeLessThan(later(10).getTime());
  expect(asked).toHaveLength(2);
  await read(source, later(61));
  expect(asked).toHaveLength(10);
});

test("a link that points elsewhere or was started anew has its slow half asked at once", async () => {
  const source = open();
  await read(source);
  answers["/linkconnections"] = json({ value: [connection("shop link", north)] });
  answers[`${north}/failoverGroups`] = json({ value: [] });
  expect(factsOf(await read(source, later(5)))).toMatchObject({
    source: { serverName: "sql-neu" },
    failoverGroup: null,
  });
  asked = [];
  answers[`${link}/detailedstatus`] = json({ status: "Running", startTime: "2026-05-04T10:00:07Z" });
  await read(source, later(10));
  expect(asked.length).toBeGreaterThan(2);
});

test("what several links share is asked once", async () => {
  answers["/linkconnections"] = json({ value: [connection("shop link"), connection("shop-two")] });
  answers["/linkconnections/shop-two/detailedstatus"] = json({ status: "Stopped" });
  expect((await read()).samples).toHaveLength(2);
  for (const shared of ["/linkedservices/ls_shop", `${west}/failoverGroups`, `${north}/databases/Shop/linkWorkspaces`])
    expect(asked.filter((one) => one.includes(`${shared}?`))).toHaveLength(1);
});

test("pages and continuation tokens are followed to the end", async () => {
  answers["/linkconnections"] = json({ value: [connection("a")], nextLink: `${endpoint}/linkconnections?page=2` });
  answers["/linkconnections?2"] = json({ value: [connection("shop link")] });
  answers["/linkconnections/a/detailedstatus"] = json({ status: "Running" });
  answers[`${link}/querytablestatus`] = (request, response, body) =>
    JSON.parse(body).continuationToken === "more"
      ? json({ value: [{ linkTableId: "t1", status: "Failed" }] })(request, response, body)
      : json({ value: [], continuationToken: "more" })(request, response, body);
  const { samples } = await read();
  expect(samples).toHaveLength(2);
  expect((samples[1] as { facts: SynapseLinkFacts }).facts.tables).toMatchObject([{ status: "Failed" }]);
});

test("the token never follows a next page to another host", async () => {
  answers["/linkconnections"] = json({ value: [], nextLink: "http://evil.example/steal" });
  expect(await failure()).toMatchObject({ kind: "malformed", message: expect.stringContaining("another host") });
});

test("a link that is deleted meanwhile is left out", async () => {
  answers["/linkconnections"] = json({ value: [connection("gone"), connection("shop link")] });
  expect((await read()).samples).toHaveLength(1);
});

test("of more than a hundred links the first hundred are watched, and that is said", async () => {
  answers["/linkconnections"] = json({ value: Array.from({ length: 101 }, (_, at) => connection(`link-${at}`)) });
  const { blind } = await read();
  expect(asked.filter((one) => one.includes("/detailedstatus"))).toHaveLength(100);
  expect(blind).toMatchObject([{ fact: "link connections", reason: expect.stringContaining("has 101") }]);
});

const whole: [story: string, answer: Answer, expected: Record<string, unknown>][] = [
  [
    "a token that is not accepted",
    refused("AuthenticationFailed", 401),
    { kind: "denied", code: "AuthenticationFailed" },
  ],
  [
    "a role that is missing",
    refused("Forbidden", 403),
    { kind: "denied", message: expect.stringContaining("Synapse Artifact User") },
  ],
  ["throttling", refused("TooManyRequests", 429, { "retry-after": "17" }), { kind: "throttled", retryAfterMs: 17_000 }],
  [
    "a workspace that is busy",
    refused("ServiceUnavailable", 503, { "retry-after-ms": "900" }),
    { kind: "throttled", retryAfterMs: 900 },
  ],
  ["a page that is no JSON", (_, response) => response.end("<html>"), { kind: "malformed" }],
  ["another shape", json({ links: [] }), { kind: "malformed", message: expect.stringContaining("value") }],
  [
    "no workspace there",
    refused("NotFound", 404),
    { kind: "unreachable", message: expect.stringContaining("check endpoint") },
  ],
  ["a server that breaks", refused("InternalServerError", 500), { kind: "unreachable", code: "InternalServerError" }],
];
test.each(whole)("%s ends the poll with its reason", async (_, answer, expected) => {
  answers["/linkconnections"] = answer;
  const failed = await failure();
  expect(failed).toMatchObject(expected);
  expect(failed.message).not.toContain("lab-token");
});

test("status of tables that may not be read is a gap with the role that fills it; the link is still told", async () => {
  answers[`${link}/querytablestatus`] = refused("Forbidden", 403);
  const reading = await read();
  expect(factsOf(reading)).toMatchObject({
    status: "Running",
    tables: [],
    tablesToldAt: null,
    untold: [{ fact: "tables", reason: expect.stringContaining("the status of tables") }],
  });
  expect(reading.blind).toMatchObject([
    { fact: "tables", permission: expect.stringContaining("Synapse Artifact User") },
  ]);
});

test("failover groups that may not be read are a gap, never none", async () => {
  answers[`${west}/failoverGroups`] = refused("AuthorizationFailed", 403);
  const reading = await read();
  expect(factsOf(reading)).toMatchObject({ failoverToldAt: null, untold: [{ fact: "failover group" }] });
  expect(reading.blind).toMatchObject([{ permission: "Microsoft.Sql/servers/failoverGroups/read" }]);
});

test("the primary's list may be refused alone", async () => {
  answers[`${north}/databases/Shop/linkWorkspaces`] = refused("AuthorizationFailed", 403);
  expect(factsOf(await read())).toMatchObject({
    failoverGroup: { name: "fg-shop" },
    isFedByPrimary: null,
    untold: [{ fact: "feeding database" }],
  });
});

test("a throttled moment does not forget what was told; after five minutes it does", async () => {
  const source = open();
  await read(source);
  answers[`${west}/failoverGroups`] = refused("TooManyRequests", 429, { "retry-after": "5" });
  expect(factsOf(await read(source, later(120)))).toMatchObject({ failoverGroup: { name: "fg-shop" }, untold: [] });
  expect(factsOf(await read(source, later(400)))).toMatchObject({
    failoverToldAt: null,
    untold: [{ fact: "failover group" }],
  });
});

test("a SQL Server of one's own is in no failover group of Azure", async () => {
  const { sourceDatabase, ...rest } = connection("shop link").properties;
  answers["/linkconnections"] = json({
    value: [{ name: "shop link", properties: { ...rest, sourceDatabase: { ...sourceDatabase, typeProperties: {} } } }],
  });
  answers["/linkedservices/ls_shop"] = json({
    properties: { type: "SqlServer", typeProperties: { server: "sqlham01", database: "Shop" } },
  });
  expect(factsOf(await read())).toMatchObject({
    failoverToldAt: expect.any(Date),
    failoverGroup: null,
    source: { connectionServer: "sqlham01", databaseName: "Shop" },
  });
});

test("a question that is called off fails as a timeout", async () => {
  answers["/linkconnections"] = () => {};
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  expect(await failure(open(), stop.signal)).toMatchObject({ kind: "timeout" });
});

test("a port where nobody listens is unreachable", async () => {
  expect(await failure(open("http://127.0.0.1:9"))).toMatchObject({ kind: "unreachable" });
});
