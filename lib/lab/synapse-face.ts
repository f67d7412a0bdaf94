// One Synapse workspace as the lab speaks it, and beside it the part of Azure Resource Manager that knows its logical servers.
import { randomUUID } from "node:crypto";
import type { Fault, Faults } from "./faults.ts";
import { type HttpAnswer, type HttpFace, type HttpRequest, listenHttp } from "./http-face.ts";
import type { Scenario } from "./scenario.ts";
import { failoverGroupsAt, linkWorkspacesAt, logicalServerAt, synapsePayloadsAt } from "./synapse-payloads.ts";

export interface SynapseOptions {
  host: string;
  port: number;
  workspace: string;
  token: string;
  scenario(): Scenario;
  now(): number;
  faults: Faults;
}

/** Few, so that paging is always seen. */
const pageSize = 2;
const armPath =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Sql\/servers\/([^/]+)(?:\/(failoverGroups)|\/databases\/([^/]+)\/(linkWorkspaces))?$/i;
const dataPath =
  /^\/(?:linkconnections(?:\/([^/]+)(?:\/(detailedstatus|linktables|querytablestatus))?)?|linkedservices\/([^/]+))$/i;

/** Names under which faults are kept. */
export function synapseFaces(workspaces: readonly { name: string }[]): string[] {
  return workspaces.length === 0 ? [] : ["synapse", ...workspaces.map(({ name }) => `synapse:${name}`), "synapse-arm"];
}

/** Faults are kept under "synapse" for every workspace, "synapse:" and a name for one, "synapse-arm" for Azure Resource Manager. */
export function listenSynapse(options: SynapseOptions): Promise<HttpFace> {
  const { host, port, workspace, faults, now } = options;
  const faultFor = (url: URL): Fault =>
    url.pathname.startsWith("/subscriptions/")
      ? faults.get("synapse-arm")
      : { ...faults.get("synapse"), ...faults.get(`synapse:${workspace}`) };
  const handle = (request: HttpRequest): HttpAnswer => {
    const fault = faultFor(request.url);
    const answer = fault.httpStatus ? refusal(fault) : answerTo(request, options);
    const headers = {
      "x-ms-request-id": randomUUID(),
      date: new Date(now()).toUTCString(),
      "cache-control": "no-cache",
    };
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };
  return listenHttp({ host, port, handle, faultFor });
}

function answerTo(request: HttpRequest, options: SynapseOptions): HttpAnswer {
  const { url, headers } = request;
  if (headers.authorization !== `Bearer ${options.token}`)
    return failed(401, "AuthenticationFailed", "Token Authentication failed with SecurityTokenMalformedException");
  if (!/^20\d\d-\d\d-\d\d(-preview)?$/.test(url.searchParams.get("api-version") ?? ""))
    return failed(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required.");
  const arm = armPath.exec(url.pathname);
  if (arm) return answerArm(request, arm, options);
  const data = dataPath.exec(url.pathname);
  return data ? answerData(request, data, options) : failed(404, "NotFound", `There is nothing at ${url.pathname}.`);
}

function answerArm(
  { url }: HttpRequest,
  [, server = "", groups, database]: RegExpExecArray,
  options: SynapseOptions,
): HttpAnswer {
  const at = options.now();
  const name = decodeURIComponent(server);
  const list = groups
    ? failoverGroupsAt(options.scenario(), name, at)
    : database
      ? linkWorkspacesAt(options.scenario(), name, decodeURIComponent(database), at)
      : null;
  if (groups || database) return list ? page(url, list) : notFound(`Microsoft.Sql/servers/${name}`);
  const body = logicalServerAt(options.scenario(), name);
  return body ? { status: 200, body } : notFound(`Microsoft.Sql/servers/${name}`);
}

function answerData(
  request: HttpRequest,
  [, link, part, service]: RegExpExecArray,
  options: SynapseOptions,
): HttpAnswer {
  const { url, method, body } = request;
  const payloads = synapsePayloadsAt(options.scenario(), options.workspace, options.now());
  const one = (found: unknown, what: string) => (found === undefined ? notFound(what) : { status: 200, body: found });
  if (service !== undefined) {
    const name = decodeURIComponent(service);
    return one(payloads.linkedServices.get(name), `linked service ${name}`);
  }
  if (link === undefined) return page(url, payloads.linkConnections);
  const name = decodeURIComponent(link);
  const what = `link connection ${name}`;
  if (part === undefined)
    return one(
      payloads.linkConnections.find((each) => each.name === name),
      what,
    );
  if (part === "detailedstatus") return one(payloads.detailedStatus.get(name), what);
  if (part === "linktables")
    return one(payloads.linkTables.get(name) && { value: payloads.linkTables.get(name) }, what);
  if (method !== "POST") return failed(405, "MethodNotAllowed", "querytablestatus takes a POST.");
  const statuses = payloads.tableStatus.get(name);
  if (statuses === undefined) return notFound(what);
  const from = Number((JSON.parse(body || "{}") as { continuationToken?: unknown }).continuationToken ?? 0);
  const isLast = from + pageSize >= statuses.length;
  return {
    status: 200,
    body: { value: statuses.slice(from, from + pageSize), continuationToken: isLast ? null : String(from + pageSize) },
  };
}

function page(url: URL, entries: unknown[]): HttpAnswer {
  const from = Number(url.searchParams.get("$skiptoken") ?? 0);
  const value = entries.slice(from, from + pageSize);
  if (from + pageSize >= entries.length) return { status: 200, body: { value, nextLink: null } };
  const nextLink = `${url.origin}${url.pathname}?api-version=${url.searchParams.get("api-version")}&$skiptoken=${from + pageSize}`;
  return { status: 200, body: { value, nextLink } };
}

function failed(status: number, code: string, message: string, headers?: Record<string, string>): HttpAnswer {
  return { status, headers, body: { error: { code, message } } };
}

function notFound(what: string): HttpAnswer {
  return failed(404, "ResourceNotFound", `The resource '${what}' was not found.`);
}

const codes: Record<number, string> = {
  401: "AuthenticationFailed",
  403: "Forbidden",
  429: "TooManyRequests",
  500: "InternalServerError",
  503: "ServiceUnavailable",
};

function refusal({ httpStatus = 500, retryAfterSeconds }: Fault): HttpAnswer {
  const headers = retryAfterSeconds === undefined ? undefined : { "retry-after": String(retryAfterSeconds) };
  return failed(httpStatus, codes[httpStatus] ?? "Error", `The lab was told to answer ${httpStatus}.`, headers);
}
