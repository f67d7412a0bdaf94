// A literal server in place of Azure, so that the real pipeline connects, is refused, throttled and cut off.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ArmInstanceFacts } from "../../domain/sample.ts";
import { tokenSource } from "../azure-credential.ts";
import { Secret } from "../secret.ts";
import type { LookFailure } from "../source.ts";
import { ArmSource } from "./source.ts";

const resourceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/managedInstances/mi-erp-weu";
const base = `${resourceId}/distributedAvailabilityGroups`;
const subnetId = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet-sql/subnets/mi";
const now = new Date("2026-05-04T10:00:00Z");

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answers: Record<string, Answer>;
let asked: { path: string; authorization: string | undefined }[];
let endpoint = "";

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
const refused = (code: string, status: number, headers = {}) =>
  json({ error: { code, message: "words" } }, status, headers);

const server = createServer((request, response) => {
  const url = new URL(request.url!, "http://lab");
  asked.push({ path: url.pathname + url.search, authorization: request.headers.authorization });
  const answer =
    answers[url.searchParams.has("page") ? `${url.pathname}?${url.searchParams.get("page")}` : url.pathname];
  (answer ?? refused("ResourceNotFound", 404))(request, response);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  answers = {
    [base]: json({ value: [{ name: "dag-erp", properties: { partnerEndpoint: "TCP://sqlham01.lab:5022" } }] }),
    [resourceId]: json({
      id: resourceId,
      name: "mi-erp-weu",
      sku: { name: "GP_Gen5", tier: "GeneralPurpose" },
      properties: { state: "Ready", subnetId },
    }),
    [`${resourceId}/endpointCertificates`]: json({ value: [] }),
    [`${resourceId}/serverTrustCertificates`]: json({ value: [] }),
    [`${resourceId}/operations`]: json({ value: [] }),
    [`${resourceId}/databases`]: json({ value: [{ name: "ERP", properties: { status: "Online" } }] }),
    [subnetId]: json({ properties: { addressPrefix: "10.48.2.0/24" } }),
  };
});

const identity = {
  id: "arm:mi-erp-weu",
  kind: "arm",
  side: "instance",
  name: "mi-erp-weu",
  intervalSeconds: 30,
  isTlsUnchecked: false,
} as const;
const open = (at = endpoint, subnet: string | null = null) =>
  new ArmSource(identity, {
    endpoint: at,
    resourceId,
    subnet,
    token: tokenSource({ kind: "token", token: new Secret("env:T", () => "lab-token") }),
  });
const read = (source = open(), at = now, signal = new AbortController().signal) => source.read(at, signal);
const failure = async (source = open(), signal?: AbortSignal): Promise<LookFailure> => {
  try {
    await read(source, now, signal);
  } catch (error) {
    return error as LookFailure;
  }
  throw new Error("nothing failed");
};

test("one list call brings the links, with the pinned version and the token", async () => {
  const { samples, roundTrips, blind } = await read();
  expect(asked[0]).toEqual({ path: `${base}?api-version=2025-01-01`, authorization: "Bearer lab-token" });
  expect(samples).toMatchObject([
    {
      about: "link",
      vantage: "arm",
      sourceId: "arm:mi-erp-weu",
      key: { name: "dag-erp", partnerName: "sqlham01", instanceName: "mi-erp-weu" },
    },
    {
      about: "instance",
      facts: {
        name: "mi-erp-weu",
        tier: "GeneralPurpose",
        state: "Ready",
        certificates: [],
        operations: { value: [] },
        databases: { value: [{ name: "ERP", status: "Online" }] },
        subnetPrefixes: ["10.48.2.0/24"],
      },
    },
  ]);
  expect({ roundTrips, blind }).toEqual({ roundTrips: 7, blind: [] });
  expect(asked.at(-1)?.path).toBe(`${subnetId}?api-version=2024-05-01`);
});

/** Of the instance sample of the reading `seconds` after the first; null: there was none. */
const instanceAt = async (source: ArmSource, seconds: number) => {
  const { samples } = await read(source, new Date(now.getTime() + seconds * 1000));
  const sample = samples.find(({ about }) => about === "instance");
  return sample === undefined ? null : (sample.facts as ArmInstanceFacts);
};

test("while an operation runs, it and the state of the instance are read every minute, and nothing else is", async () => {
  const running = { name: "op", properties: { state: "InProgress", percentComplete: 10 } };
  answers[`${resourceId}/operations`] = json({ value: [running] });
  const source = open();
  await read(source);
  asked = [];
  expect(await instanceAt(source, 30)).toBeNull();
  answers[`${resourceId}/operations`] = json({ value: [{ ...running, properties: { state: "Succeeded" } }] });
  const facts = await instanceAt(source, 61);
  expect(facts).toMatchObject({ operations: { value: [{ state: "Succeeded" }] }, subnetPrefixes: ["10.48.2.0/24"] });
  expect(facts!.databases!.at.getTime()).toBeLessThan(facts!.operations!.at.getTime() - 60_000);
  expect(facts!.certificatesAt!.getTime()).toBeLessThan(facts!.operations!.at.getTime() - 60_000);
  expect(asked.map(({ path }) => path.split("?")[0])).toEqual([base, base, resourceId, `${resourceId}/operations`]);
  expect(await instanceAt(source, 122)).toBeNull();
});

test.each([
  ["a silence", refused("InternalServerError", 500), true],
  ["a rest that Azure asked for", refused("TooManyRequests", 429), false],
])("after %s everything is asked again: %#", async (_, stumble, isAsked) => {
  const source = open();
  await read(source);
  const list = answers[base]!;
  answers[base] = stumble;
  await failure(source);
  answers[base] = list;
  expect((await instanceAt(source, 30)) !== null).toBe(isAsked);
});

test("an instance that is not Ready is read every minute", async () => {
  answers[resourceId] = json({ name: "mi-erp-weu", properties: { state: "Starting" } });
  const source = open();
  await read(source);
  answers[resourceId] = json({ name: "mi-erp-weu", properties: { state: "Ready" } });
  expect(await instanceAt(source, 61)).toMatchObject({ state: "Ready" });
  expect(await instanceAt(source, 122)).toBeNull();
});

test("the estate file's subnet wins, and Azure is not asked for it", async () => {
  const source = open(endpoint, "10.9.0.0/26");
  expect(await instanceAt(source, 0)).toMatchObject({ subnetPrefixes: ["10.9.0.0/26"] });
  expect(asked.some(({ path }) => path.startsWith(subnetId))).toBe(false);
});

test.each([
  ["403", 403, "AuthorizationFailed", "Microsoft.Network/virtualNetworks/subnets/read"],
  ["404", 404, "ResourceNotFound", null],
])("a subnet that is refused with %s is a blind spot, and the rest is told", async (_, status, code, permission) => {
  answers[subnetId] = refused(code, status);
  const { samples, blind } = await read();
  expect(samples).toHaveLength(2);
  expect(blind).toEqual([
    {
      fact: "subnet",
      permission,
      reason:
        permission === null
          ? "Azure knows no Microsoft.Network/virtualNetworks/subnets there (ResourceNotFound)"
          : `the credential lacks ${permission}`,
    },
  ]);
});

test.each(["", "nonsense", "/subscriptions/s/../../evil"])("a subnet id of %j is not followed", async (id) => {
  answers[resourceId] = json({ name: "mi-erp-weu", properties: { state: "Ready", subnetId: id } });
  expect(await instanceAt(open(), 0)).toMatchObject({ subnetPrefixes: null });
  expect(asked.filter(({ path }) => !path.startsWith(resourceId))).toEqual([]);
});

test("a list that hangs costs one poll its links, and no more", async () => {
  answers[`${resourceId}/databases`] = () => {};
  const source = open();
  expect(await failure(source, AbortSignal.timeout(100))).toMatchObject({ kind: "timeout" });
  expect((await read(source)).samples.map(({ about }) => about)).toEqual(["link"]);
});

test("a list that is refused is blind, and the rest is still read", async () => {
  answers[`${resourceId}/operations`] = refused("AuthorizationFailed", 403);
  answers[resourceId] = refused("AuthorizationFailed", 403);
  const source = open();
  const facts = await instanceAt(source, 0);
  expect(facts).toMatchObject({ name: "mi-erp-weu", state: null, operations: null, databases: { value: [{}] } });
  const { blind } = await read(source);
  expect(blind.map(({ fact, permission }) => [fact, permission])).toEqual([
    ["managed instance", "Microsoft.Sql/managedInstances/read"],
    ["operations", "Microsoft.Sql/managedInstances/operations/read"],
  ]);
});

test("a list that stumbles costs neither the links nor what it told before, and is asked again soon", async () => {
  const source = open();
  answers[`${resourceId}/databases`] = refused("InternalServerError", 500);
  const first = await read(source);
  expect(first.samples.map(({ about }) => about)).toEqual(["link"]);
  expect(first.blind).toEqual([
    {
      fact: "databases of the managed instance",
      permission: null,
      reason: "Azure answered 500 (InternalServerError)",
    },
  ]);
  answers[`${resourceId}/databases`] = json({ value: [] });
  expect(await instanceAt(source, 61)).toMatchObject({ databases: { value: [] } });
  const another = open();
  answers[`${resourceId}/databases`] = refused("InternalServerError", 500);
  expect(await instanceAt(another, 0)).toBeNull();
  expect(await instanceAt(another, 61)).toMatchObject({ name: "mi-erp-weu", databases: null });
  answers[`${resourceId}/databases`] = refused("TooManyRequests", 429, { "retry-after": "300" });
  const kept = await instanceAt(source, 1000);
  expect(kept!.databases!.at.getTime()).toBeLessThan(now.getTime() + 62_000);
  answers[`${resourceId}/databases`] = json({ value: [{ name: "ERP" }] });
  expect(await instanceAt(source, 1200)).toBeNull();
  expect(await instanceAt(source, 1301)).toMatchObject({ databases: { value: [{ name: "ERP" }] } });
});

test.each([
  ["ManagedInstanceStoppingOrStopped", "the managed instance is stopped or stopping"],
  ["ManagedInstanceStarting", "the managed instance is starting"],
])("%s is said in words", async (code, words) => {
  answers[base] = refused(code, 400);
  expect(await failure()).toMatchObject({ kind: "unreachable", code, message: expect.stringContaining(words) });
});

test("the slow half is asked again only after a quarter of an hour", async () => {
  const source = open();
  await read(source);
  expect((await read(source, new Date("2026-05-04T10:14:00Z"))).samples.map(({ about }) => about)).toEqual(["link"]);
  expect((await read(source, new Date("2026-05-04T10:16:00Z"))).samples.map(({ about }) => about)).toEqual([
    "link",
    "instance",
  ]);
});

test("pages are followed to the end", async () => {
  answers[base] = json({ value: [{ name: "a" }], nextLink: `${endpoint}${base}?api-version=2025-01-01&page=2` });
  answers[`${base}?2`] = json({ value: [{ name: "b" }], nextLink: null });
  const { samples } = await read();
  expect(samples.filter(({ about }) => about === "link")).toHaveLength(2);
});

test("the token never follows a next page to another host", async () => {
  answers[base] = json({ value: [], nextLink: "http://evil.example/steal" });
  expect(await failure()).toMatchObject({ kind: "malformed", message: expect.stringContaining("another host") });
});

test("pages that never end are given up on", async () => {
  answers[base] = json({ value: [], nextLink: `${endpoint}${base}?page=1` });
  answers[`${base}?1`] = json({ value: [], nextLink: `${endpoint}${base}?page=1` });
  expect(await failure()).toMatchObject({ kind: "malformed", message: expect.stringContaining("has no end") });
});

test.each([
  [
    "429 in seconds",
    refused("SubscriptionTooManyRequests", 429, { "retry-after": "17" }),
    { kind: "throttled", code: "SubscriptionTooManyRequests", retryAfterMs: 17_000 },
  ],
  [
    "429 in milliseconds",
    refused("X", 429, { "x-ms-retry-after-ms": "250" }),
    { kind: "throttled", retryAfterMs: 250 },
  ],
  [
    "503 with a date",
    refused("TooManyRequests", 503, {
      date: "Mon, 04 May 2026 10:00:00 GMT",
      "retry-after": "Mon, 04 May 2026 10:01:00 GMT",
    }),
    { kind: "throttled", retryAfterMs: 60_000 },
  ],
  ["503 without a word", refused("TooManyRequests", 503), { kind: "throttled", retryAfterMs: null }],
  ["401", refused("ExpiredAuthenticationToken", 401), { kind: "denied", code: "ExpiredAuthenticationToken" }],
  [
    "403",
    refused("AuthorizationFailed", 403),
    {
      kind: "denied",
      message: expect.stringContaining("Microsoft.Sql/managedInstances/distributedAvailabilityGroups/read"),
    },
  ],
  [
    "404",
    refused("ResourceNotFound", 404),
    { kind: "unreachable", message: expect.stringContaining("check resourceId") },
  ],
  ["500", refused("InternalServerError", 500), { kind: "unreachable", code: "InternalServerError" }],
  [
    "503 with a page of HTML",
    (_: unknown, response: ServerResponse) => void response.writeHead(503).end("<html>busy</html>"),
    { kind: "throttled", code: "503" },
  ],
  ["504", refused("RequestTimeout", 504), { kind: "timeout" }],
  [
    "a page of HTML",
    (_: unknown, response: ServerResponse) => void response.end("<html>sign in</html>"),
    { kind: "malformed", message: expect.stringContaining("is not JSON") },
  ],
  ["an empty body", (_: unknown, response: ServerResponse) => void response.end(), { kind: "malformed" }],
  ["JSON of another shape", json([]), { kind: "malformed" }],
  ["a dropped connection", (request: IncomingMessage) => void request.socket.destroy(), { kind: "unreachable" }],
  [
    "bytes that are not HTTP",
    (request: IncomingMessage) => void request.socket.end("\u0001\u0002garbage\r\n\r\n"),
    { kind: "malformed" },
  ],
] as [string, Answer, object][])("%s is told as what it is, after one try", async (_, answer, expected) => {
  answers[base] = answer;
  expect(await failure()).toMatchObject(expected);
  expect(asked).toHaveLength(1);
});

test("nobody there is unreachable, and the token is in no message", async () => {
  const failed = await failure(open("http://127.0.0.1:9"));
  expect(failed).toMatchObject({ kind: "unreachable", code: "ECONNREFUSED" });
  expect(failed.message).not.toContain("lab-token");
});

test("a hanging Azure is let go when the deadline comes", async () => {
  answers[base] = () => {};
  const started = performance.now();
  expect(await failure(open(), AbortSignal.timeout(50))).toMatchObject({ kind: "timeout" });
  expect(performance.now() - started).toBeLessThan(1000);
});

test("certificates that may not be read are a blind spot, not a failure", async () => {
  answers[`${resourceId}/serverTrustCertificates`] = refused("AuthorizationFailed", 403);
  const source = open();
  const blind = [
    {
      fact: "trusted certificates",
      permission: "Microsoft.Sql/managedInstances/serverTrustCertificates/read",
      reason: "the credential lacks Microsoft.Sql/managedInstances/serverTrustCertificates/read",
    },
  ];
  expect((await read(source)).blind).toEqual(blind);
  expect((await read(source)).blind).toEqual(blind);
});

test("the server's clock is taken from the Date header", async () => {
  answers[base] = json({ value: [] }, 200, { date: "Mon, 04 May 2026 10:01:00 GMT" });
  const { serverClock } = await read();
  expect(serverClock!.at).toEqual(new Date("2026-05-04T10:01:00Z"));
  expect(serverClock!.skewMs).toBeGreaterThan(58_000);
  expect(serverClock!.skewMs).toBeLessThanOrEqual(60_500);
});
