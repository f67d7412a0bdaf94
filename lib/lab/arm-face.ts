// Azure Resource Manager as the lab speaks it: bearer tokens, api-versions, paging, its error bodies, its throttling.
import { randomUUID } from "node:crypto";
import { armPayloadsAt, resourceId, subnetPayloadAt } from "./arm-payloads.ts";
import type { Fault, Faults } from "./faults.ts";
import { type HttpAnswer, type HttpFace, type HttpRequest, listenHttp } from "./http-face.ts";
import { armFace, type ManagedInstanceSpec, type Scenario } from "./scenario.ts";

export interface ArmOptions {
  host: string;
  port: number;
  tls?: { key: string; cert: string };
  token: string;
  scenario(): Scenario;
  now(): number;
  faults: Faults;
}

const pageSize = 20;
const lists = [
  "distributedAvailabilityGroups",
  "endpointCertificates",
  "serverTrustCertificates",
  "operations",
  "databases",
] as const;
const path =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Sql\/managedInstances\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?\/?$/i;
const subnetPath =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

/** Faults are kept under "arm" for all, or under "arm:" and the instance's name. */
export function listenArm(options: ArmOptions): Promise<HttpFace> {
  const faultFor = (url: URL): Fault => {
    const name = path.exec(url.pathname)?.[3];
    return { ...options.faults.get("arm"), ...(name ? options.faults.get(armFace(name.toLowerCase())) : {}) };
  };
  let readsLeft = 11_999;
  const handle = (request: HttpRequest): HttpAnswer => {
    readsLeft = readsLeft > 250 ? readsLeft - 1 : 11_999;
    const headers = {
      "x-ms-request-id": randomUUID(),
      "x-ms-correlation-request-id": randomUUID(),
      "x-ms-ratelimit-remaining-subscription-reads": String(readsLeft),
      date: new Date(options.now()).toUTCString(),
      "cache-control": "no-cache",
    };
    const fault = faultFor(request.url);
    const answer = fault.httpStatus ? refusal(fault) : answerTo(request, options);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };
  return listenHttp({ host: options.host, port: options.port, tls: options.tls, handle, faultFor });
}

function answerTo({ method, url, headers }: HttpRequest, options: ArmOptions): HttpAnswer {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  if (bearer === undefined)
    return failed(
      401,
      "AuthenticationFailed",
      "Authentication failed. The 'Authorization' header is missing.",
      challenge,
    );
  if (bearer !== options.token)
    return failed(401, "InvalidAuthenticationToken", "The access token is invalid.", challenge);
  const apiVersion = url.searchParams.get("api-version");
  if (apiVersion === null)
    return failed(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  if (!/^20\d\d-\d\d-\d\d(-preview)?$/.test(apiVersion)) {
    return failed(400, "InvalidApiVersionParameter", `The api-version '${apiVersion}' is invalid.`);
  }
  if (method !== "GET") return failed(405, "MethodNotAllowed", `The lab answers GET only, not ${method}.`);
  if (subnetPath.test(url.pathname)) {
    const subnet = subnetPayloadAt(options.scenario(), url.pathname, options.now());
    return subnet
      ? { status: 200, body: subnet }
      : failed(404, "ResourceNotFound", `The Resource '${url.pathname}' was not found.`);
  }
  const found = path.exec(url.pathname);
  if (!found)
    return failed(404, "InvalidResourceType", "The resource type could not be found in the namespace 'Microsoft.Sql'.");
  const [, subscription, group, name = "", list, item] = found;
  const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();
  const spec = options
    .scenario()
    .managedInstances.find(
      (one) => same(subscription, one.subscriptionId) && same(group, one.resourceGroup) && same(name, one.name),
    );
  if (!spec) {
    return failed(
      404,
      "ResourceNotFound",
      `The Resource 'Microsoft.Sql/managedInstances/${name}' under resource group '${group}' was not found.`,
    );
  }
  const payloads = armPayloadsAt(options.scenario(), spec.name, options.now(), apiVersion);
  if (list === undefined) return { status: 200, body: payloads.instance };
  const known = lists.find((one) => same(list, one));
  if (!known)
    return failed(
      404,
      "InvalidResourceType",
      `The resource type '${list}' could not be found in the namespace 'Microsoft.Sql'.`,
    );
  const entries = payloads[known];
  if (item === undefined) return page(url, entries, spec, known);
  const entry = entries.find((one) => same(item, String(one.name)));
  return entry
    ? { status: 200, body: entry }
    : failed(404, "ResourceNotFound", `The requested resource of type '${known}' with name '${item}' was not found.`);
}

function page(url: URL, entries: unknown[], spec: ManagedInstanceSpec, list: string): HttpAnswer {
  const from = Number(url.searchParams.get("$skiptoken") ?? 0);
  const value = entries.slice(from, from + pageSize);
  if (from + pageSize >= entries.length) return { status: 200, body: { value } };
  const apiVersion = url.searchParams.get("api-version");
  const nextLink = `${url.origin}${resourceId(spec)}/${list}?api-version=${apiVersion}&$skiptoken=${from + pageSize}`;
  return { status: 200, body: { value, nextLink } };
}

const challenge = {
  "www-authenticate": 'Bearer authorization_uri="https://login.microsoftonline.com/common", error="invalid_token"',
};

function failed(status: number, code: string, message: string, headers?: Record<string, string>): HttpAnswer {
  return { status, headers, body: { error: { code, message } } };
}

const codes: Record<number, string> = {
  401: "ExpiredAuthenticationToken",
  403: "AuthorizationFailed",
  404: "ResourceNotFound",
  429: "SubscriptionTooManyRequests",
  500: "OperationTimedOut",
  503: "TooManyRequests",
  504: "RequestTimeout",
};

function refusal({ httpStatus = 500, retryAfterSeconds }: Fault): HttpAnswer {
  const headers = retryAfterSeconds === undefined ? undefined : { "retry-after": String(retryAfterSeconds) };
  return failed(
    httpStatus,
    codes[httpStatus] ?? "InternalServerError",
    `The lab was told to answer ${httpStatus}.`,
    headers,
  );
}
