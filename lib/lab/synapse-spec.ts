// What a lab is told of Synapse workspaces and of the failover groups their links read from. Plain data, times in ms UTC.

export interface SynapseWorkspaceSpec {
  name: string;
  subscriptionId: string;
  resourceGroup: string;
  groups: FailoverGroupSpec[];
  links: SynapseLinkSpec[];
}

/** Two logical servers with a database; the first leads until the first failover. */
export interface FailoverGroupSpec {
  name: string;
  database: string;
  servers: readonly [LogicalServerSpec, LogicalServerSpec];
  /** Times of failovers that belong to the story. */
  failovers: number[];
}

export interface LogicalServerSpec {
  name: string;
  location: string;
}

export interface SynapseLinkSpec {
  name: string;
  group: string;
  linkedService: string;
  /** How the linked service names its source. */
  style: "listener" | "server";
  startedAt: number;
  tables: { schema: string; name: string; failure?: { code: string; message: string } }[];
}

/** Done from outside. `repoint` is the whole way back: stop, point at the server that leads, start. */
export type SynapseDoing =
  | { group: string; action: "failover" }
  | { link: string; action: "stop" | "start" | "repoint" };

export type SynapseEvent = SynapseDoing & { at: number };
