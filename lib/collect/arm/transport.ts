// GET against Azure Resource Manager through @azure/arm-sql's own pipeline, and what its refusals mean. Loaded on first use.
import type { SqlManagementClient } from "@azure/arm-sql";
import type { PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import type { FailureKind } from "../../domain/outcome.ts";
import type { TokenSource } from "../azure-credential.ts";
import { errorCode, retryAfter } from "../azure-json.ts";
import { LookFailure } from "../source.ts";

/** The package's own model ends in 2021; these are the versions payloads.ts reads. */
const apiVersion = "2025-01-01";
const networkApiVersion = "2024-05-01";
const requestMs = 15_000;

export interface ArmAddress {
  /** https://management.azure.com, or http:// for a lab on this machine. */
  endpoint: string;
  /** /subscriptions/…/resourceGroups/…/providers/Microsoft.Sql/managedInstances/… */
  resourceId: string;
  token: TokenSource;
}

export interface ArmAnswer {
  body: unknown;
  /** From the Date header, which has whole seconds. */
  serverDate: Date | null;
}

/** Azure answered, and refused. */
export class ArmRefusal extends LookFailure {
  readonly status: number;

  constructor(status: number, ...[kind, message, more]: ConstructorParameters<typeof LookFailure>) {
    super(kind, message, more);
    this.status = status;
  }
}

export class ArmConnection {
  readonly #address: ArmAddress;
  #client: Promise<SqlManagementClient> | null = null;

  constructor(address: ArmAddress) {
    this.#address = address;
  }

  /** Address of the managed instance, or of a list under it. */
  urlOf(list?: string): string {
    const { endpoint, resourceId } = this.#address;
    return `${endpoint.replace(/\/$/, "")}${resourceId}${list ? `/${list}` : ""}?api-version=${apiVersion}`;
  }

  /** Address of the subnet that the managed instance names; null for what is no id of a subnet. */
  subnetUrl(subnetId: string): string | null {
    if (!subnetPath.test(subnetId)) return null;
    return `${this.#address.endpoint.replace(/\/$/, "")}${subnetId}?api-version=${networkApiVersion}`;
  }

  /** `what`: the resource type, as in the permission to read it: "Microsoft.Sql/managedInstances". Throws LookFailure. */
  async get(url: string, what: string, signal: AbortSignal): Promise<ArmAnswer> {
    const { endpoint } = this.#address;
    // Our token goes to nobody else, whatever a nextLink says.
    if (new URL(url, endpoint).origin !== new URL(endpoint).origin) {
      throw new LookFailure("malformed", `the next page lies on another host than ${endpoint}`);
    }
    try {
      this.#client ??= connect(this.#address);
      const { createPipelineRequest } = await import("@azure/core-rest-pipeline");
      const request = createPipelineRequest({
        url,
        method: "GET",
        abortSignal: signal,
        timeout: requestMs,
        allowInsecureConnection: endpoint.startsWith("http://"),
      });
      request.headers.set("accept", "application/json");
      const response = await send(await this.#client, request);
      if (response.status !== 200) throw this.#refusal(response.status, response.bodyAsText, response.headers, what);
      const date = Date.parse(response.headers.get("date") ?? "");
      return {
        body: this.#json(response.bodyAsText, what),
        serverDate: Number.isNaN(date) ? null : new Date(date),
      };
    } catch (error) {
      if (error instanceof LookFailure) throw error;
      if (signal.aborted) throw new LookFailure("timeout", "no answer in time");
      throw this.#unreachable(error);
    }
  }

  #json(text: string | null | undefined, what: string): unknown {
    try {
      return JSON.parse(text ?? "");
    } catch {
      throw new LookFailure("malformed", `${what} came as something that is not JSON`);
    }
  }

  #refusal(status: number, text: string | null | undefined, headers: Headers, what: string): ArmRefusal {
    const { resourceId } = this.#address;
    const code = errorCode(text) ?? String(status);
    const retryAfterMs = retryAfter(headers);
    const refusal = (kind: FailureKind, message: string) =>
      new ArmRefusal(status, kind, message, { code, retryAfterMs });
    if (status === 429 || status === 503) return refusal("throttled", `Azure says ${code}`);
    if (status === 401) {
      return refusal("denied", `the credential was not accepted (${code}); check it in the estate file`);
    }
    if (status === 403) {
      return refusal(
        "denied",
        `the credential may not read ${what} (${code}); give it the Reader role on the managed instance, or ${what}/read`,
      );
    }
    if (status === 404 && isOwn(what)) {
      return refusal(
        "unreachable",
        `Azure knows no managed instance at ${resourceId} (${code}); check resourceId in the estate file`,
      );
    }
    if (status === 404) return refusal("unreachable", `Azure knows no ${what} there (${code})`);
    // A stopped managed instance answers its lists with these.
    if (code === "ManagedInstanceStoppingOrStopped") {
      return refusal("unreachable", `the managed instance is stopped or stopping (${code}); start it in Azure`);
    }
    if (code === "ManagedInstanceStarting") return refusal("unreachable", `the managed instance is starting (${code})`);
    if (status === 408 || status === 504) return refusal("timeout", `Azure gave up (${code})`);
    return refusal("unreachable", `Azure answered ${status} (${code})`);
  }

  #unreachable(error: unknown): LookFailure {
    const { endpoint } = this.#address;
    const { code, message } = (error ?? {}) as { code?: string; message?: string };
    const words = (message ?? String(error)).split("\n", 1)[0]!.slice(0, 300);
    if (code === "ETIMEDOUT" || (error as Error | null)?.name === "AbortError") {
      return new LookFailure("timeout", "no answer in time", { code: code ?? null });
    }
    if (/^HPE_/.test(code ?? "")) {
      return new LookFailure("malformed", `the answer of ${endpoint} cannot be read`, { code: code ?? null });
    }
    return new LookFailure("unreachable", `${endpoint} cannot be reached (${words})`, {
      code: code ?? null,
    });
  }
}

const subnetPath =
  /^\/subscriptions\/[^/?#]+\/resourceGroups\/[^/?#]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/?#]+\/subnets\/[^/?#]+$/i;

/** Without these there is no managed instance at all; the rest may be missing one by one. */
function isOwn(what: string): boolean {
  return /^Microsoft\.Sql\/managedInstances(\/distributedAvailabilityGroups)?$/.test(what);
}

/** The pipeline parses as it goes and throws where it cannot; what came is for us to judge. */
async function send(client: SqlManagementClient, request: PipelineRequest): Promise<PipelineResponse> {
  try {
    return await client.sendRequest(request);
  } catch (error) {
    const { response } = error as { response?: PipelineResponse };
    if (response) return response;
    throw error;
  }
}

interface Headers {
  get(name: string): string | undefined;
}

async function connect({ endpoint, resourceId, token }: ArmAddress): Promise<SqlManagementClient> {
  const { SqlManagementClient: Client } = await import("@azure/arm-sql");
  const getToken = async (scopes: string | string[], options?: { abortSignal?: unknown }) => {
    const { token: value, expiresAt } = await token(
      [scopes].flat().join(" "),
      options?.abortSignal as AbortSignal | undefined,
    );
    return { token: value, expiresOnTimestamp: expiresAt };
  };
  const subscription = resourceId.split("/")[2] ?? "";
  // Waiting and trying again is the schedule's business.
  const client = new Client({ getToken }, subscription, { endpoint, retryOptions: { maxRetries: 0 } });
  if (endpoint.startsWith("http://")) {
    // The pipeline's own bearer policy refuses clear text; the estate file allows that for a lab on this machine only.
    client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
    client.pipeline.addPolicy({
      name: "labBearer",
      sendRequest: async (request, next) => {
        request.headers.set("authorization", `Bearer ${(await getToken("lab")).token}`);
        return next(request);
      },
    });
  }
  return client;
}
