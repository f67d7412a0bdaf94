// How a certificate is rotated, step by step, as text to copy; Linkspan never runs any of it.
import type { CertificateEntry } from "./certificate-inventory.ts";
import { quoteName, quoteText } from "./tsql-quote.ts";

export interface RotationStep {
  title: string;
  /** Where it is run. */
  where: string;
  language: "T-SQL" | "Azure CLI";
  text: string;
}

type Copy = Pick<CertificateEntry["copies"][number], "server" | "name" | "resourceGroup" | "match">;

/** The parts of an entry that a rotation names. */
export type Rotated = Pick<CertificateEntry, "kind" | "name"> & {
  servers: readonly { name: string; endpoint: { name: string; connectionAuthDesc: string | null } | null }[];
  copies: readonly Copy[];
};

/** In the order in which nothing breaks: the other side trusts the new certificate before the endpoint uses it, and the old one goes last. */
export function rotationSteps(entry: Rotated, now: Date): RotationStep[] {
  if (entry.kind === "instance") return instanceSteps(entry);
  if (entry.kind === "root") return rootSteps(entry);
  const behind = entry.copies.filter((copy) => copy.match === "other");
  return entry.servers.flatMap((server) =>
    behind.length > 0 ? catchUpSteps(entry, server.name, behind, now) : sqlServerSteps(entry, server, now),
  );
}

function sqlServerSteps(entry: Rotated, server: Rotated["servers"][number], now: Date): RotationStep[] {
  const fresh = `Cert_${server.name.replace(/\W+/g, "_")}_endpoint_${dayOf(now)}`;
  const until = `${now.getUTCFullYear() + 2}${dayOf(now).slice(4)}`;
  const endpoint = server.endpoint?.name ?? "<name of the mirroring endpoint>";
  const where = server.name;
  return [
    {
      title: "Create the new certificate",
      where,
      language: "T-SQL",
      text: `USE master;
CREATE CERTIFICATE ${quoteName(fresh)}
  WITH SUBJECT = ${quoteText(`Certificate for ${server.name} endpoint`)}, EXPIRY_DATE = '${until}';`,
    },
    readKey(where, fresh),
    ...entry.copies.map((copy) => importOn(copy, fresh, ", before the endpoint uses it")),
    {
      title: "Let the endpoint use it",
      where,
      language: "T-SQL",
      text: `USE master;
ALTER ENDPOINT ${quoteName(endpoint)}
  FOR DATABASE_MIRRORING (AUTHENTICATION = ${authentication(server.endpoint?.connectionAuthDesc ?? null, fresh)});`,
    },
    verify(where),
    {
      title: "Drop the old certificate, once every link has connected anew",
      where,
      language: "T-SQL",
      text: `USE master;
DROP CERTIFICATE ${quoteName(entry.name)};`,
    },
    ...entry.copies.map(removeFrom),
  ];
}

/** The endpoint already uses it: what is left is to make it known. A name on the managed instance stands for one certificate only. */
function catchUpSteps(entry: Rotated, where: string, behind: readonly Copy[], now: Date): RotationStep[] {
  return [
    readKey(where, entry.name),
    ...behind.map((copy) => importOn(copy, copy.name === entry.name ? `${entry.name}_${dayOf(now)}` : entry.name, "")),
    verify(where),
    ...behind.map(removeFrom),
  ];
}

function readKey(where: string, certificate: string): RotationStep {
  return {
    title: "Read its public key",
    where,
    language: "T-SQL",
    text: `USE master;
SELECT CONVERT(varchar(max), CERTENCODED(certificate_id), 1) AS public_key
FROM sys.certificates WHERE name = ${quoteText(certificate)};`,
  };
}

function importOn(copy: Copy, certificate: string, when: string): RotationStep {
  return {
    title: `Import it on ${copy.server}${when}`,
    where: copy.server,
    language: "Azure CLI",
    text: `az sql mi partner-cert create --resource-group ${groupOf(copy)} \\
  --managed-instance ${shell(copy.server)} --certificate-name ${shell(certificate)} \\
  --public-blob '<public_key>'`,
  };
}

function removeFrom(copy: Copy): RotationStep {
  return {
    title: `Remove the old copy from ${copy.server}`,
    where: copy.server,
    language: "Azure CLI",
    text: `az sql mi partner-cert delete --resource-group ${groupOf(copy)} \\
  --managed-instance ${shell(copy.server)} --certificate-name ${shell(copy.name)}`,
  };
}

function verify(where: string): RotationStep {
  return {
    title: "Verify that the links stay connected",
    where,
    language: "T-SQL",
    text: `SELECT ag.name, rs.role_desc, rs.connected_state_desc, rs.last_connect_error_number, rs.last_connect_error_description
FROM sys.availability_groups AS ag
JOIN sys.dm_hadr_availability_replica_states AS rs ON rs.group_id = ag.group_id
WHERE ag.is_distributed = 1;
SELECT e.name, c.name AS certificate, c.expiry_date
FROM sys.database_mirroring_endpoints AS e
JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id;`,
  };
}

/** Azure rotates it; what people may have to do is to see that the new one is believed. */
function instanceSteps(entry: Rotated): RotationStep[] {
  const instance = entry.servers[0]?.name ?? entry.name;
  return [
    {
      title: "Read the present public key",
      where: instance,
      language: "T-SQL",
      text: "EXEC sp_get_endpoint_certificate 4;",
    },
    ...entry.copies.flatMap((copy): RotationStep[] => [
      {
        title: `See whether ${copy.server} trusts it by its chain of authorities`,
        where: copy.server,
        language: "T-SQL",
        text: `USE master;
DECLARE @id int = ${idOf(copy.name)};
EXEC sp_validate_certificate_ca_chain @id; -- may need the internet, for revocation`,
      },
      {
        title: "Only if it does not: put the present certificate in place of the copy, under the same name",
        where: copy.server,
        language: "T-SQL",
        text: `USE master;
DROP CERTIFICATE ${quoteName(copy.name)};
CREATE CERTIFICATE ${quoteName(copy.name)} FROM BINARY = <public key, with its 0x>;`,
      },
    ]),
  ];
}

function rootSteps(entry: Rotated): RotationStep[] {
  return entry.servers.map((server) => ({
    title: "Import the authority's present root under another name, and map it to the managed instances",
    where: server.name,
    language: "T-SQL",
    text: `USE master;
CREATE CERTIFICATE ${quoteName(`${entry.name}_new`)} FROM BINARY = <public key of the root, with its 0x>;
DECLARE @id int = ${idOf(`${entry.name}_new`)};
EXEC sp_certificate_add_issuer @id, N'*.database.windows.net';`,
  }));
}

/** Keeps what else the endpoint accepts: "NEGOTIATE, CERTIFICATE" stays WINDOWS NEGOTIATE CERTIFICATE […]. */
function authentication(connectionAuthDesc: string | null, certificate: string): string {
  const parts = (connectionAuthDesc ?? "CERTIFICATE").toUpperCase().split(/[,\s_]+/);
  const windows = parts.find((part) => ["NTLM", "KERBEROS", "NEGOTIATE"].includes(part));
  const own = `CERTIFICATE ${quoteName(certificate)}`;
  if (windows === undefined) return own;
  return parts.indexOf("CERTIFICATE") < parts.indexOf(windows) && parts.includes("CERTIFICATE")
    ? `${own} WINDOWS ${windows}`
    : `WINDOWS ${windows} ${own}`;
}

/** "20261119" */
function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10).replaceAll("-", "");
}

function groupOf({ resourceGroup }: Copy): string {
  return resourceGroup === null ? "'<resource group>'" : shell(resourceGroup);
}

function idOf(certificate: string): string {
  return `(SELECT certificate_id FROM sys.certificates WHERE name = ${quoteText(certificate)})`;
}

/** A word of a POSIX shell. */
function shell(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
