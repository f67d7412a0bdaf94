// Of the setup of a link, the SQL Server's mirroring endpoint and the addresses by which the sides find each other.
import type { ConfigurationCheck, Evidence } from "./assessment.ts";
import { type Check, evidenceOf, met, unmet, untold } from "./configuration-check.ts";
import type { RequirementKey } from "./configuration-requirements.ts";
import { type Hearing, sideName } from "./hearing.ts";
import { localReplica, remoteReplica } from "./roles.ts";
import type { SqlInstanceFacts } from "./sample.ts";
import { quoteName, quoteText } from "./tsql-quote.ts";

type Endpoint = NonNullable<SqlInstanceFacts["endpoint"]>;

/** A port of the managed instance; nobody can set another. */
const instancePort = 5022;

/** The endpoint and its five properties; without an endpoint there is but one thing to say. */
export function checkEndpoint(hearing: Hearing): ConfigurationCheck[] {
  const { partner } = hearing;
  const isBlind = partner.source?.blind?.some((one) => /endpoint/i.test(one.fact)) ?? false;
  if (partner.instanceFacts === null || isBlind) return [untold("endpoint", partner, /endpoint/i)];
  const { endpoint } = partner.instanceFacts;
  const name = sideName(hearing, "partner");
  if (endpoint === null) {
    return [
      unmet(
        "endpoint",
        "problem",
        `${name} has no mirroring endpoint.`,
        [evidenceOf(partner, "sys.database_mirroring_endpoints", "no row")],
        { step: `Create a database mirroring endpoint on ${name} with its certificate, AES and port 5022` },
      ),
    ];
  }
  const { name: endpointName, certificateName } = endpoint;
  const shown = quoteName(endpointName);
  const secured = `AUTHENTICATION = CERTIFICATE ${quoteName(certificateName ?? "<certificate>")}, ENCRYPTION = REQUIRED ALGORITHM AES`;
  const alter = `ALTER ENDPOINT ${shown} FOR DATABASE_MIRRORING (${secured});`;
  const property = propertyCheck(hearing, endpointName);
  return [
    met("endpoint", `${name} has ${endpointName}.`, [evidenceOf(partner, "mirroring endpoint", endpointName)]),
    property("endpoint.state", "state_desc", endpoint.stateDesc, (state) => state === "STARTED", {
      step: `Start ${endpointName} on ${name}`,
      script: `ALTER ENDPOINT ${shown} STATE = STARTED;`,
    }),
    // Alone or beside Windows authentication, which other availability groups may need.
    property(
      "endpoint.authentication",
      "connection_auth_desc",
      endpoint.connectionAuthDesc,
      (auth) => auth.includes("CERTIFICATE"),
      { step: `Let ${endpointName} on ${name} take certificates`, script: authenticationScript(endpoint) },
    ),
    property(
      "endpoint.encryption",
      "is_encryption_enabled",
      endpoint.isEncryptionEnabled === null ? null : endpoint.isEncryptionEnabled ? "1" : "0",
      (enabled) => enabled === "1",
      { step: `Require encryption with AES on ${endpointName} of ${name}`, script: alter },
    ),
    property(
      "endpoint.algorithm",
      "encryption_algorithm_desc",
      endpoint.encryptionAlgorithmDesc,
      (algorithm) => algorithm.includes("AES"),
      { step: `Let ${endpointName} on ${name} encrypt with AES`, script: alter },
    ),
    checkPort(hearing, endpoint),
  ];
}

function propertyCheck(hearing: Hearing, endpointName: string) {
  return (
    key: RequirementKey,
    fact: string,
    value: string | null,
    isMet: (value: string) => boolean,
    mend: { step: string; script: string },
  ): ConfigurationCheck => {
    const { partner } = hearing;
    if (value === null) return untold(key, partner, /endpoint/i);
    const evidence = [evidenceOf(partner, fact, value)];
    const words = key === "endpoint.encryption" ? encryptionWords(value) : `is ${value}`;
    const reason = `${endpointName} on ${sideName(hearing, "partner")} ${words}.`;
    return isMet(value.toUpperCase()) ? met(key, reason, evidence) : unmet(key, "problem", reason, evidence, mend);
  };
}

function encryptionWords(value: string): string {
  return value === "1" ? "encrypts" : "does not encrypt";
}

/** Windows authentication stays where it is in use: other availability groups may stand on it. */
function authenticationScript({ name, certificateName, connectionAuthDesc }: Endpoint): string {
  const certificate = quoteName(certificateName ?? "<certificate>");
  const windows = connectionAuthDesc && !/certificate/i.test(connectionAuthDesc) ? "WINDOWS NEGOTIATE " : "";
  return `ALTER ENDPOINT ${quoteName(name)} FOR DATABASE_MIRRORING (AUTHENTICATION = ${windows}CERTIFICATE ${certificate});`;
}

/** Only the managed instance's port is fixed; a named instance of SQL Server has its own. */
function checkPort(hearing: Hearing, { name, port }: Endpoint): ConfigurationCheck {
  const { partner } = hearing;
  if (port === null) return untold("endpoint.port", partner, /endpoint/i);
  const server = sideName(hearing, "partner");
  const evidence = [evidenceOf(partner, "port", String(port))];
  if (port === instancePort) return met("endpoint.port", `${name} on ${server} listens on 5022.`, evidence);
  return met(
    "endpoint.port",
    `${name} on ${server} listens on ${port}, which is allowed; its firewall and its address in the link must say so.`,
    evidence,
  );
}

/** By name or by IP address; which of them the managed instance resolves only a network test can tell. */
export const checkPartnerUrl: Check = (hearing) => {
  const key = "endpoint.partner-url";
  const { partner, arm } = hearing;
  const own = localReplica(partner.facts);
  const url = own?.endpointUrl ?? arm.facts?.partnerEndpoint ?? null;
  const voice = own?.endpointUrl == null ? arm : partner;
  if (url === null) return untold(key, partner, /^links/i);
  const evidence: Evidence[] = [evidenceOf(voice, "endpoint_url", url, voice.at)];
  const group = { dag: partner.facts?.name ?? hearing.name, ag: own?.replicaServerName ?? null };
  const name = sideName(hearing, "partner");
  const listensOn = partner.instanceFacts?.endpoint?.port ?? null;
  const address = readAddress(url);
  const mend = (host: string) => ({
    step: `Set the address of ${name} in ${group.dag} to a name or IP address that the managed instance reaches`,
    ...(group.ag === null ? {} : { script: listenerScript(group.dag, group.ag, `TCP://${host}:${listensOn ?? 5022}`) }),
  });
  if (address === null) return unmet(key, "problem", `${url} is no address.`, evidence, mend("<IP address>"));
  if (/^(localhost|127\.|::1|0\.0\.0\.0)/i.test(address.host)) {
    return unmet(key, "problem", `${url} leads the managed instance to itself.`, evidence, mend("<IP address>"));
  }
  if (listensOn !== null && address.port !== listensOn) {
    return unmet(
      key,
      "problem",
      `${url} names port ${address.port}, the endpoint of ${name} listens on ${listensOn}.`,
      [...evidence, evidenceOf(partner, "port", String(listensOn))],
      mend(address.host),
    );
  }
  return met(key, `${name} is reached at ${url}.`, evidence);
};

/** The tail `;Server=[…]` is what leads the connection to the instance behind Azure's gateway. */
export const checkInstanceUrl: Check = (hearing) => {
  const key = "endpoint.instance-url";
  const { partner, arm } = hearing;
  const remote = remoteReplica(partner.facts);
  const url = remote?.endpointUrl ?? null;
  if (remote === null || url === null) return untold(key, partner, /^links/i);
  const evidence: Evidence[] = [evidenceOf(partner, "endpoint_url", url, partner.at)];
  const fqdn = arm.instanceFacts?.fullyQualifiedDomainName ?? null;
  const address = readAddress(url);
  const server = /;\s*Server=\[([^\]]+)\]/i.exec(url)?.[1] ?? null;
  const instanceName = arm.instanceFacts?.name ?? server ?? hearing.instance.name;
  const wanted = `tcp://${fqdn ?? address?.host ?? "<FQDN>"}:${instancePort};Server=[${instanceName ?? "<name>"}]`;
  const dag = partner.facts?.name ?? hearing.name;
  const mend = {
    step: `Set the address of ${sideName(hearing, "instance")} in ${dag} to ${wanted}`,
    script: listenerScript(dag, remote.replicaServerName, wanted),
  };
  const said = fqdn === null ? evidence : [...evidence, evidenceOf(arm, "fullyQualifiedDomainName", fqdn)];
  if (address === null) return unmet(key, "problem", `${url} is no address.`, evidence, mend);
  if (server === null) return unmet(key, "problem", `${url} lacks ;Server=[…].`, evidence, mend);
  if (address.port !== instancePort) {
    return unmet(
      key,
      "problem",
      `${url} names port ${address.port}; a managed instance listens on 5022.`,
      evidence,
      mend,
    );
  }
  if (instanceName !== null && instanceName.toLowerCase() !== server.toLowerCase()) {
    return unmet(key, "problem", `${url} leads to ${server}, not to ${instanceName}.`, said, mend);
  }
  if (fqdn !== null && fqdn.toLowerCase() !== address.host.toLowerCase()) {
    return unmet(key, "attention", `${url} goes by another host name than ${fqdn}.`, said, mend);
  }
  return met(key, `${sideName(hearing, "instance")} is reached at ${url}.`, said);
};

function readAddress(url: string): { host: string; port: number } | null {
  const [, host, port] = /^tcp:\/\/(\[[^\]]+\]|[^:/;]+):(\d+)(?=[;/]|$)/i.exec(url.trim()) ?? [];
  return host === undefined || port === undefined ? null : { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

function listenerScript(dag: string, ag: string, url: string): string {
  return `ALTER AVAILABILITY GROUP ${quoteName(dag)} MODIFY AVAILABILITY GROUP ON ${quoteText(ag)} WITH (LISTENER_URL = ${quoteText(url)});`;
}
