// What no single field of the estate file shows: duplicates, names that lead nowhere, secrets and files that must be there.
import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { dirname, isAbsolute, resolve } from "node:path";
import { secretPattern } from "./estate-shape.ts";

export type Path = readonly (string | number)[];
export type Report = (path: Path, message: string) => void;
export type Environment = Record<string, string | undefined>;

/** The file as it came: anything may be anything. */
export type Loose = { [key: string]: unknown };
const isLoose = (value: unknown): value is Loose =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const listOf = (value: unknown): Loose[] =>
  Array.isArray(value) ? value.map((item) => (isLoose(item) ? item : {})) : [];

/** Reports every problem it finds; takes the file as it came, so that it speaks even where a field is wrong. */
export function crossCheck(raw: Loose, path: string, environment: Environment, report: Report): void {
  const credentials = isLoose(raw.credentials) ? raw.credentials : {};
  for (const [name, credential] of Object.entries(credentials)) {
    for (const field of ["password", "clientSecret", "token"]) {
      const reference = isLoose(credential) ? credential[field] : undefined;
      if (typeof reference !== "string" || !secretPattern.test(reference)) continue;
      const missing = missingSecret(reference, path, environment);
      if (missing) report(["credentials", name, field], `${field}: ${missing}`);
    }
  }

  const kindOf = (name: unknown) => {
    const credential = typeof name === "string" && Object.hasOwn(credentials, name) ? credentials[name] : undefined;
    return isLoose(credential) ? credential.kind : undefined;
  };
  const checkCredential = (at: Path, entry: Loose, isFit: (kind: unknown) => boolean, fit: string) => {
    const { credential: name } = entry;
    if (typeof name !== "string") return;
    const known = Object.keys(credentials);
    if (!known.includes(name)) {
      report(
        [...at, "credential"],
        `credential: credentials: has no "${name}"${known.length ? `; it has ${known.join(", ")}` : ""}`,
      );
    } else if (!isFit(kindOf(name))) {
      report([...at, "credential"], `credential: "${name}" is not of a kind that can be used here: use ${fit}`);
    }
  };

  const checkClearText = (at: Path, entry: Loose, field: "endpoint" | "arm") => {
    const address = entry[field];
    if (typeof address !== "string" || !address.startsWith("http://")) return;
    const isHere = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/.test(address);
    if (isHere && (kindOf(entry.credential) ?? "token") === "token") return;
    report(
      [...at, field],
      `${field}: http:// is only for a lab on this machine with a credential of kind token: use https://`,
    );
  };

  const checkSql = (at: Path, entry: Loose) => {
    checkCredential(at, entry, () => true, "");
    if (entry.port !== undefined && entry.instance !== undefined) {
      report([...at, "instance"], "instance: a server is found by its port or by its instance name: keep one of them");
    }
    const tls = isLoose(entry.tls) ? entry.tls : {};
    if (tls.trust === "blindly" && (tls.ca !== undefined || tls.serverName !== undefined)) {
      report(
        [...at, "tls", "trust"],
        "trust: blindly leaves nothing for ca or serverName to check: remove the one or the others",
      );
    }
    if (typeof entry.host === "string" && isIP(entry.host) && tls.serverName === undefined && tls.trust !== "blindly") {
      report(
        [...at, "host"],
        "host: a certificate names no IP address: give the host's name, or the certificate's in tls.serverName",
      );
    }
    if (typeof tls.ca === "string") {
      const ca = besides(path, tls.ca);
      if (!existsSync(ca)) report([...at, "tls", "ca"], `ca: there is no file ${ca}`);
      else if (!readFileSync(ca, "utf8").includes("-----BEGIN CERTIFICATE-----")) {
        report([...at, "tls", "ca"], `ca: ${ca} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`);
      }
    }
  };

  const servers = listOf(raw.sqlServers);
  const instances = listOf(raw.managedInstances);
  const workspaces = listOf(raw.synapseWorkspaces);
  const named = servers.length + instances.length + workspaces.length;
  if (named === 0 && !("sqlServers" in raw && !Array.isArray(raw.sqlServers))) {
    report([], "names no SQL Server and no managed instance: there is nothing to watch");
  }
  servers.forEach((entry, index) => {
    checkSql(["sqlServers", index], entry);
  });
  instances.forEach((entry, index) => {
    const at = ["managedInstances", index];
    checkCredential(at, entry, (kind) => kind !== "sql", "kind default, servicePrincipal or token");
    if (isLoose(entry.sql)) checkSql([...at, "sql"], entry.sql);
    checkClearText(at, entry, "endpoint");
  });
  workspaces.forEach((entry, index) => {
    const at = ["synapseWorkspaces", index];
    checkCredential(at, entry, (kind) => kind !== "sql", "kind default, servicePrincipal or token");
    checkClearText(at, entry, "endpoint");
    checkClearText(at, entry, "arm");
    if (kindOf(entry.credential) === "token" && String(entry.endpoint).startsWith("https://")) {
      report(
        [...at, "credential"],
        "credential: one token cannot open both the workspace and Azure Resource Manager: use kind default or servicePrincipal",
      );
    }
    const owner = /^https:\/\/([^./]+)\.dev\.azuresynapse\./i.exec(String(entry.endpoint))?.[1];
    if (owner !== undefined && typeof entry.name === "string" && owner.toLowerCase() !== entry.name.toLowerCase()) {
      report([...at, "name"], `name: endpoint is that of workspace "${owner}": give the workspace's own name`);
    }
  });
  refuseDuplicates(servers, "sqlServers", "name", report);
  refuseDuplicates(instances, "managedInstances", "name", report);
  refuseDuplicates(instances, "managedInstances", "resourceId", report);
  refuseDuplicates(workspaces, "synapseWorkspaces", "name", report);
  refuseDuplicates(workspaces, "synapseWorkspaces", "endpoint", report);
  refuseSameAddress(servers, report);
}

function refuseDuplicates(entries: Loose[], list: string, field: string, report: Report): void {
  const seen = new Map<string, number>();
  entries.forEach((entry, index) => {
    const value = entry[field];
    if (typeof value !== "string") return;
    const key = value.toLowerCase();
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else
      report(
        [list, index, field],
        `${field}: "${value}" is already entry ${first + 1} of ${list}: each is watched once`,
      );
  });
}

function refuseSameAddress(servers: Loose[], report: Report): void {
  const seen = new Map<string, number>();
  servers.forEach(({ host, port, instance }, index) => {
    if (typeof host !== "string") return;
    const key = `${host.toLowerCase()} ${instance === undefined ? (port ?? 1433) : String(instance).toLowerCase()}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else
      report(
        ["sqlServers", index, "host"],
        `host: the same address as entry ${first + 1} of sqlServers: give its port or instance`,
      );
  });
}

/** A path as the estate file means it: beside the file itself. */
export const besides = (path: string, file: string) => (isAbsolute(file) ? file : resolve(dirname(path), file));

/** Why a reference leads nowhere, without any value; null if it leads somewhere. */
export function missingSecret(reference: string, path: string, environment: Environment): string | null {
  if (reference.startsWith("env:")) {
    const name = reference.slice(4);
    return environment[name] ? null : `the environment variable ${name} is not set`;
  }
  const file = besides(path, reference.slice(5));
  try {
    return readFileSync(file, "utf8").trim() === "" ? `the file ${file} is empty` : null;
  } catch {
    return `the file ${file} cannot be read`;
  }
}
