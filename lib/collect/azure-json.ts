// JSON over HTTP with a bearer token, as Azure's interfaces speak it: what their refusals mean, and how long they ask us to wait. Loaded on first use.
import type { HttpClient, Pipeline, PipelineResponse } from "@azure/core-rest-pipeline";
import type { TokenSource } from "./azure-credential.ts";
import { LookFailure } from "./source.ts";

const requestMs = 12_000;

export interface AzureAddress {
  /** https://…, or http:// for a lab on this machine; without a path. */
  endpoint: string;
  scope: string;
  token: TokenSource;
}

/** What is asked, in words for a refusal. */
export interface AzureQuestion {
  /** "link connections": what the credential may not read, or nobody has. */
  what: string;
  /** After "the credential may not read …; ". */
  whenDenied: string;
  /** After "Azure knows no …; ". */
  whenMissing: string;
  /** Sent as JSON by POST; without it the question is a GET. */
  body?: unknown;
}

export interface AzureJsonAnswer {
  body: unknown;
  /** From the Date header, which has whole seconds. */
  serverDate: Date | null;
}

/** Azure knows nothing at this address. */
export class MissingFailure extends LookFailure {}

export class AzureJson {
  readonly #address: AzureAddress;
  #wire: Promise<{ pipeline: Pipeline; client: HttpClient }> | null = null;

  constructor(address: AzureAddress) {
    this.#address = { ...address, endpoint: address.endpoint.replace(/\/$/, "") };
  }

  /** The address of a path with its query. */
  urlOf(path: string): string {
    return `${this.#address.endpoint}${path}`;
  }

  /** Throws LookFailure; a status that is not 200 or 202 is a refusal. */
  async ask(url: string, question: AzureQuestion, signal: AbortSignal): Promise<AzureJsonAnswer> {
    const { endpoint, scope, token } = this.#address;
    // Our token goes to nobody else, whatever a nextLink says.
    if (new URL(url, endpoint).origin !== new URL(endpoint).origin)
      throw new LookFailure("malformed", `the next page lies on another host than ${endpoint}`);
    try {
      const { createPipelineRequest } = await import("@azure/core-rest-pipeline");
      const request = createPipelineRequest({
        url,
        method: question.body === undefined ? "GET" : "POST",
        abortSignal: signal,
        timeout: requestMs,
        allowInsecureConnection: endpoint.startsWith("http://"),
      });
      request.headers.set("accept", "application/json");
      request.headers.set("authorization", `Bearer ${(await token(scope, signal)).token}`);
      if (question.body !== undefined) {
        request.headers.set("content-type", "application/json");
        request.body = JSON.stringify(question.body);
      }
      this.#wire ??= connect();
      const { pipeline, client } = await this.#wire;
      return readAnswer(await pipeline.sendRequest(client, request), question);
    } catch (error) {
      if (error instanceof LookFailure) throw error;
      if (signal.aborted) throw new LookFailure("timeout", "no answer in time");
      throw unreachable(endpoint, error);
    }
  }
}

async function connect(): Promise<{ pipeline: Pipeline; client: HttpClient }> {
  const { createDefaultHttpClient, createPipelineFromOptions } = await import("@azure/core-rest-pipeline");
  // Waiting and trying again is the schedule's business.
  return {
    pipeline: createPipelineFromOptions({ retryOptions: { maxRetries: 0 } }),
    client: createDefaultHttpClient(),
  };
}

function readAnswer({ status, headers, bodyAsText }: PipelineResponse, question: AzureQuestion): AzureJsonAnswer {
  if (status !== 200 && status !== 202) throw refusal(status, bodyAsText, headers, question);
  const date = Date.parse(headers.get("date") ?? "");
  try {
    return { body: JSON.parse(bodyAsText ?? ""), serverDate: Number.isNaN(date) ? null : new Date(date) };
  } catch {
    throw new LookFailure("malformed", `${question.what} came as something that is not JSON`);
  }
}

function refusal(
  status: number,
  text: string | null | undefined,
  headers: Headers,
  question: AzureQuestion,
): LookFailure {
  const { what, whenDenied, whenMissing } = question;
  const code = errorCode(text) ?? String(status);
  const retryAfterMs = retryAfter(headers);
  if (status === 429 || status === 503)
    return new LookFailure("throttled", `Azure says ${code}`, { code, retryAfterMs });
  if (status === 401)
    return new LookFailure("denied", `the credential was not accepted (${code}); check it in the estate file`, {
      code,
    });
  if (status === 403)
    return new LookFailure("denied", `the credential may not read ${what} (${code}); ${whenDenied}`, { code });
  if (status === 404)
    return new MissingFailure("unreachable", `Azure knows no ${what} (${code}); ${whenMissing}`, { code });
  if (status === 408 || status === 504)
    return new LookFailure("timeout", `Azure gave up (${code})`, { code, retryAfterMs });
  return new LookFailure("unreachable", `Azure answered ${status} (${code})`, { code, retryAfterMs });
}

function unreachable(endpoint: string, error: unknown): LookFailure {
  const { code = null, message } = (error ?? {}) as { code?: string; message?: string };
  const words = (message ?? String(error)).split("\n", 1)[0]!.slice(0, 300);
  if (code === "ETIMEDOUT" || (error as Error | null)?.name === "AbortError")
    return new LookFailure("timeout", "no answer in time", { code });
  if (/^HPE_/.test(code ?? ""))
    return new LookFailure("malformed", `the answer of ${endpoint} cannot be read`, { code });
  return new LookFailure("unreachable", `${endpoint} cannot be reached (${words})`, { code });
}

interface Headers {
  get(name: string): string | undefined;
}

/** Azure Resource Manager wraps it in `error`, the Synapse workspace mostly too. */
export function errorCode(text: string | null | undefined): string | null {
  try {
    const body = JSON.parse(text ?? "") as { code?: unknown; error?: { code?: unknown } };
    const code = body.error?.code ?? body.code;
    return typeof code === "string" ? code.slice(0, 100) : null;
  } catch {
    return null;
  }
}

/** Seconds, or an HTTP date counted from the answer's own Date, or Azure's milliseconds. */
export function retryAfter(headers: Headers): number | null {
  const ms = headers.get("retry-after-ms") ?? headers.get("x-ms-retry-after-ms");
  if (ms !== undefined && /^\d+$/.test(ms)) return Number(ms);
  const value = headers.get("retry-after");
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const wait = Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}
