// The two doors of a Synapse workspace: its own data plane, and Azure Resource Manager for the logical servers its links read from. Reads only.
import type { TokenSource } from "../azure-credential.ts";
import { AzureJson, type AzureJsonAnswer, type AzureQuestion } from "../azure-json.ts";
import { readPage } from "../payload-fields.ts";
import { LookFailure } from "../source.ts";

const dataVersion = "2022-12-01-preview";
/** Knows failoverGroups, linkWorkspaces and servers. */
const armVersion = "2022-05-01-preview";
/** More pages than this are a loop. */
const mostPages = 50;
const tablesPerPage = 50;

export interface WorkspaceAddress {
  /** https://<workspace>.dev.azuresynapse.net, or http:// for a lab on this machine. */
  endpoint: string;
  /** https://management.azure.com */
  arm: string;
  token: TokenSource;
}

export interface Listed {
  entries: unknown[];
  roundTrips: number;
  serverDate: Date | null;
}

const roleInWorkspace =
  "give it the Synapse Artifact User role in the workspace (Synapse Studio, Manage, Access control), or Synapse Contributor where that is not enough";
const reader = "give it the Reader role on the logical SQL servers";

export class WorkspaceConnection {
  readonly #data: AzureJson;
  readonly #arm: AzureJson;

  constructor({ endpoint, arm, token }: WorkspaceAddress) {
    this.#data = new AzureJson({ endpoint, scope: scopeOfWorkspace(endpoint), token });
    this.#arm = new AzureJson({ endpoint: arm, scope: `${arm.replace(/\/$/, "")}/.default`, token });
  }

  /** GET of a list of the workspace, or with `body` its POST; every page of it. */
  list(path: string, what: string, signal: AbortSignal): Promise<Listed> {
    return everyPage(
      this.#data,
      this.#data.urlOf(`${path}?api-version=${dataVersion}`),
      workspaceQuestion(what),
      signal,
    );
  }

  get(path: string, what: string, signal: AbortSignal): Promise<AzureJsonAnswer> {
    return this.#data.ask(this.#data.urlOf(`${path}?api-version=${dataVersion}`), workspaceQuestion(what), signal);
  }

  /** Read-only in effect, though a POST: the status of every table of a link connection. */
  async tableStatuses(linkPath: string, signal: AbortSignal): Promise<Listed> {
    const url = this.#data.urlOf(`${linkPath}/querytablestatus?api-version=${dataVersion}`);
    const entries: unknown[] = [];
    let continuationToken: unknown = null;
    let roundTrips = 0;
    do {
      if (++roundTrips > mostPages) throw new LookFailure("malformed", "the status of tables has no end");
      const body = { maxSegmentCount: tablesPerPage, ...(continuationToken === null ? {} : { continuationToken }) };
      const answer = await this.#data.ask(url, { ...workspaceQuestion("the status of tables"), body }, signal);
      const page = readPage("querytablestatus", answer.body);
      entries.push(...page.entries);
      continuationToken = page.continuationToken;
    } while (continuationToken !== null);
    return { entries, roundTrips, serverDate: null };
  }

  /** A list under a resource of Azure Resource Manager. `type`: in the permission to read it. */
  listArm(resourceId: string, type: string, signal: AbortSignal): Promise<Listed> {
    return everyPage(this.#arm, this.#armUrl(resourceId), armQuestion(type), signal);
  }

  getArm(resourceId: string, type: string, signal: AbortSignal): Promise<AzureJsonAnswer> {
    return this.#arm.ask(this.#armUrl(resourceId), armQuestion(type), signal);
  }

  #armUrl(resourceId: string): string {
    return this.#arm.urlOf(`${resourceId.split("/").map(encodeURIComponent).join("/")}?api-version=${armVersion}`);
  }
}

async function everyPage(
  door: AzureJson,
  first: string,
  question: AzureQuestion,
  signal: AbortSignal,
): Promise<Listed> {
  const entries: unknown[] = [];
  let next: string | null = first;
  let serverDate: Date | null = null;
  let roundTrips = 0;
  while (next !== null) {
    if (++roundTrips > mostPages) throw new LookFailure("malformed", `the list of ${question.what} has no end`);
    const answer: AzureJsonAnswer = await door.ask(next, question, signal);
    const page = readPage(question.what, answer.body);
    entries.push(...page.entries);
    serverDate ??= answer.serverDate;
    next = page.nextLink;
  }
  return { entries, roundTrips, serverDate };
}

function workspaceQuestion(what: string): AzureQuestion {
  return { what, whenDenied: roleInWorkspace, whenMissing: "check endpoint in the estate file" };
}

function armQuestion(type: string): AzureQuestion {
  return {
    what: type,
    whenDenied: `${reader}, or Microsoft.Sql/${type}/read`,
    whenMissing: "the link may name a server that is gone",
  };
}

/** https://dev.azuresynapse.net/.default; national clouds have their own domain. */
function scopeOfWorkspace(endpoint: string): string {
  const host = new URL(endpoint).hostname;
  return `https://${host.includes(".dev.") ? host.slice(host.indexOf(".") + 1) : "dev.azuresynapse.net"}/.default`;
}
