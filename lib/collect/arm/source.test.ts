// A literal server in place of Azure, so that the real pipeline connects, is refused, throttled and cut off.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { tokenSource } from "../azure-credential.ts";
import { Secret } from "../secret.ts";
import type { LookFailure } from "../source.ts";
import { ArmSource } from "./source.ts";

const resourceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/managedInstances/mi-erp-weu";
const base = `${resourceId}/distributedAvailabilityGroups`;
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
      properties: { state: "Ready" },
    }),
    [`${resourceId}/endpointCertificates`]: json({ value: [] }),
    [`${resourceId}/serverTrustCertificates`]: json({ value: [] }),
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
const open = (at = endpoint) =>
  new ArmSource(identity, {
    endpoint: at,
    resourceId,
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
    { about: "instance", facts: { name: "mi-erp-weu", tier: "GeneralPurpose", state: "Ready", certificates: [] } },
  ]);
  expect({ roundTrips, blind }).toEqual({ roundTrips: 4, blind: [] });
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
