// What changes slowly about the links of a workspace: tables, linked services, failover groups. Each part may be refused without the others.
import type { SynapseLinkFacts } from "../../domain/synapse-sample.ts";
import { LookFailure, type Reading } from "../source.ts";
import {
  isFeeding,
  type LinkConnection,
  type LinkedService,
  readFailoverGroup,
  readLinkedService,
  readPrincipalId,
  readTables,
} from "./payloads.ts";
import { databaseOf, type SlowFacts, serverIdOf } from "./samples.ts";
import type { Listed, WorkspaceConnection } from "./transport.ts";

/** Something that was told lately outlives a timeout or a throttling, not a refusal. */
const keptMs = 5 * 60_000;

type Untold = SynapseLinkFacts["untold"][number];

/** One round of slow questions; what several links share (a linked service, a server) is asked once. */
export class SlowRound {
  readonly #connection: WorkspaceConnection;
  readonly #workspaceName: string;
  readonly #clock: () => number;
  readonly #signal: AbortSignal;
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly blind = new Map<string, Reading["blind"][number]>();
  roundTrips = 0;

  constructor(connection: WorkspaceConnection, workspaceName: string, clock: () => number, signal: AbortSignal) {
    this.#connection = connection;
    this.#workspaceName = workspaceName;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** `before`: what was told in the last round. Never throws a LookFailure. */
  async ask(link: LinkConnection, before: SlowFacts | null): Promise<SlowFacts> {
    const untold: Untold[] = [];
    const told = <T>(value: T) => ({ toldAt: new Date(Math.round(this.#clock())), value });
    const kept = <T extends { toldAt: Date }>(part: T | null | undefined) =>
      part && this.#clock() - part.toldAt.getTime() < keptMs ? part : null;

    const [tables, linkedService] = await Promise.all([
      this.#part("tables", roleFor.data, untold, () => this.#tables(link).then(told), kept(before?.tables)),
      this.#part(
        "linked service",
        roleFor.data,
        untold,
        () => this.#linkedService(link),
        before?.linkedService ?? null,
      ),
    ]);
    const failover = await this.#part(
      "failover group",
      roleFor.failoverGroups,
      untold,
      () => this.#failover(link, linkedService, untold).then(told),
      kept(before?.failover),
    );
    return { linkedService, tables, failover, untold };
  }

  async #tables(link: LinkConnection) {
    const path = `/linkconnections/${encodeURIComponent(link.name)}`;
    const [tables, statuses] = await Promise.all([
      this.#count(this.#connection.list(`${path}/linktables`, "the tables of link connections", this.#signal)),
      this.#count(this.#connection.tableStatuses(path, this.#signal)),
    ]);
    return readTables(tables.entries, statuses.entries);
  }

  async #linkedService({ linkedServiceName: name }: LinkConnection): Promise<LinkedService | null> {
    if (name === null) return null;
    return this.#once(`service ${name}`, async () => {
      this.roundTrips++;
      const path = `/linkedservices/${encodeURIComponent(name)}`;
      return readLinkedService((await this.#connection.get(path, "linked services", this.#signal)).body);
    });
  }

  async #failover(link: LinkConnection, linkedService: LinkedService | null, untold: Untold[]) {
    const serverId = serverIdOf(link.resourceId);
    if (serverId === null) {
      // A SQL Server of one's own is in no failover group of Azure.
      if (linkedService?.type?.toLowerCase() === "sqlserver") return { group: null, isFedByPrimary: null };
      throw new LookFailure("malformed", "the link does not say on which logical server its source is");
    }
    const database = databaseOf(link, linkedService);
    const { entries } = await this.#once(`groups ${serverId}`, () =>
      this.#count(this.#connection.listArm(`${serverId}/failoverGroups`, "servers/failoverGroups", this.#signal)),
    );
    const group = readFailoverGroup(entries, serverId, database);
    const primary = group?.servers.find((server) => server.role?.toLowerCase() === "primary")?.resourceId ?? null;
    if (group === null || primary === null) return { group, isFedByPrimary: null };
    const isElsewhere = primary.toLowerCase() !== serverId.toLowerCase();
    const [isFedByPrimary, primaryPrincipalId] = await Promise.all([
      database === null
        ? null
        : this.#part(
            "feeding database",
            roleFor.linkWorkspaces,
            untold,
            () => this.#isFed(link, primary, database),
            null,
          ),
      // Only a convenience for whoever mends the link; without it the steps still stand.
      isElsewhere ? this.#principalOf(primary).catch(() => null) : null,
    ]);
    return { group: { ...group, primaryPrincipalId }, isFedByPrimary };
  }

  async #isFed(link: LinkConnection, primary: string, database: string): Promise<boolean> {
    const id = `${primary}/databases/${database}/linkWorkspaces`;
    const { entries } = await this.#once(`feeds ${id}`, () =>
      this.#count(this.#connection.listArm(id, "servers/databases/linkWorkspaces", this.#signal)),
    );
    return isFeeding(entries, this.#workspaceName, link.name);
  }

  #principalOf(server: string): Promise<string | null> {
    return this.#once(`server ${server}`, async () => {
      this.roundTrips++;
      return readPrincipalId((await this.#connection.getArm(server, "servers", this.#signal)).body);
    });
  }

  /** A part that fails is told as untold; a refusal is a gap in what we may see as well. */
  async #part<T, Spare>(
    fact: Untold["fact"],
    permission: string,
    untold: Untold[],
    ask: () => Promise<T>,
    spare: Spare,
  ): Promise<T | Spare | null> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof LookFailure)) throw error;
      if (error.kind === "denied") this.blind.set(fact, { fact, permission, reason: error.message });
      else if (spare !== null) return spare;
      untold.push({ fact, reason: error.message });
      return null;
    }
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#shared.get(key) as Promise<T> | undefined;
    const asked = known ?? ask();
    this.#shared.set(key, asked);
    return asked;
  }

  async #count(list: Promise<Listed>): Promise<Listed> {
    const listed = await list.catch((error: unknown) => {
      this.roundTrips++;
      throw error;
    });
    this.roundTrips += listed.roundTrips;
    return listed;
  }
}

const roleFor = {
  data: "Synapse Artifact User (Synapse RBAC)",
  failoverGroups: "Microsoft.Sql/servers/failoverGroups/read",
  linkWorkspaces: "Microsoft.Sql/servers/databases/linkWorkspaces/read",
};
