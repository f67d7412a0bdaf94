// Which links we watch, through which wires: the one place where the estate file becomes sources.
import { ArmSource } from "./collect/arm/source.ts";
import { tokenSource } from "./collect/azure-credential.ts";
import type { Source } from "./collect/source.ts";
import { SqlServerSource } from "./collect/sqlserver/source.ts";
import type { SqlAddress } from "./collect/sqlserver/transport.ts";
import { SynapseSource } from "./collect/synapse/source.ts";
import type { Limits } from "./domain/limits.ts";
import type { SourceIdentity } from "./domain/outcome.ts";
import { type Estate, readEstate, type SqlEntry, type SynapseWorkspaceEntry } from "./estate-file.ts";

export interface OpenEstate {
  isDemo: boolean;
  identities: SourceIdentity[];
  /** By source id. */
  sources: Map<string, Source>;
  limits: Limits;
  /** One sentence for each server whose certificate is not checked. */
  tlsNotes: string[];
  close(): Promise<void>;
}

/** From a file's path or an estate already read; nothing is connected yet. Throws EstateError. */
export function openEstate(from: string | Estate): OpenEstate {
  const estate = typeof from === "string" ? readEstate(from) : from;
  const sources = [
    ...estate.sqlServers.map((entry) => sqlSource(`sql:${entry.name}`, "partner", entry.name, entry)),
    ...estate.managedInstances.flatMap((entry): Source[] => {
      const identity: SourceIdentity = {
        id: `arm:${entry.name}`,
        kind: "arm",
        side: "instance",
        name: entry.name,
        intervalSeconds: entry.pollSeconds,
        isTlsUnchecked: false,
      };
      const arm = new ArmSource(identity, { ...entry, token: tokenSource(entry.credential) });
      return entry.sql ? [sqlSource(`mi:${entry.name}`, "instance", entry.name, entry.sql), arm] : [arm];
    }),
    ...estate.synapseWorkspaces.map(synapseSource),
  ];
  const identities = sources.map((source) => source.identity);
  return {
    isDemo: estate.isDemo,
    identities,
    sources: new Map(sources.map((source) => [source.identity.id, source])),
    limits: estate.limits,
    tlsNotes: identities
      .filter((identity) => identity.isTlsUnchecked)
      .map(({ name }) => `${name}: any certificate is accepted (tls.trust: blindly in the estate file)`),
    close: async () => {
      await Promise.all(sources.map((source) => source.close()));
    },
  };
}

function sqlSource(id: string, side: SourceIdentity["side"], name: string, entry: SqlEntry): Source {
  const identity: SourceIdentity = {
    id,
    kind: "sqlserver",
    side,
    name,
    intervalSeconds: entry.pollSeconds,
    isTlsUnchecked: entry.tls.isUnchecked,
  };
  return new SqlServerSource(identity, sqlAddress(entry));
}

/** How a SQL Server or managed instance of the estate file is reached. */
export function sqlAddress({ credential, host, at, readOnlyIntent, tls }: SqlEntry): SqlAddress {
  const login: SqlAddress["login"] =
    credential.kind === "sql"
      ? { user: credential.user, password: credential.password }
      : { token: tokenSource(credential) };
  return { host, at, login, readOnlyIntent, tls };
}

function synapseSource({ name, endpoint, arm, credential, pollSeconds }: SynapseWorkspaceEntry): Source {
  const identity: SourceIdentity = {
    id: `synapse:${name}`,
    kind: "synapse",
    // It stands on the Azure side; links know no third one.
    side: "instance",
    name,
    intervalSeconds: pollSeconds,
    isTlsUnchecked: false,
  };
  return new SynapseSource(identity, { endpoint, arm, token: tokenSource(credential) });
}
