// Causes that several errors share, and the documents they are from.
import type { ErrorCause, ErrorSource } from "./error-catalogue-entry.ts";

const learn = "https://learn.microsoft.com";
const instance = `${learn}/azure/azure-sql/managed-instance`;

export const sources = {
  troubleshoot: {
    title: "Troubleshoot issues with the link",
    href: `${instance}/managed-instance-link-troubleshoot-how-to`,
  },
  preparation: {
    title: "Prepare your environment for a link",
    href: `${instance}/managed-instance-link-preparation`,
  },
  scripts: {
    title: "Configure link with scripts",
    href: `${instance}/managed-instance-link-configure-how-to-scripts`,
  },
  practices: {
    title: "Best practices for the link",
    href: `${instance}/managed-instance-link-best-practices`,
  },
  healthSession: {
    title: "Configure extended events for availability groups",
    href: `${learn}/sql/database-engine/availability-groups/windows/always-on-extended-events`,
  },
  timeouts: {
    title: "Troubleshoot intermittent connection time-outs between availability group replicas",
    href: `${learn}/troubleshoot/sql/database-engine/availability-groups/troubleshooting-intermittent-connection-timeouts-availability-groups`,
  },
  messages: {
    title: "Database Engine events and errors",
    href: `${learn}/sql/relational-databases/errors-events/database-engine-events-and-errors`,
  },
  sockets: {
    title: "Windows Sockets error codes",
    href: `${learn}/windows/win32/winsock/windows-sockets-error-codes-2`,
  },
  field: { title: "Seen in the field, not documented for the link", href: null },
} satisfies Record<string, ErrorSource>;

export function errorPage(code: string): ErrorSource {
  return {
    title: `MSSQLSERVER_${code}`,
    href: `${learn}/sql/relational-databases/errors-events/mssqlserver-${code}-database-engine-error`,
  };
}

export const portToInstance: ErrorCause = {
  cause: "A firewall between the sides blocks port 5022 or the HADR port (11000 to 11999) of the managed instance.",
  remedy:
    "Open 5022 and 11000 to 11999 from the SQL Server to the whole subnet of the managed instance, in every firewall and in the network security group.",
  check: "network.to-instance",
};

export const portToPartner: ErrorCause = {
  cause: "The managed instance cannot reach the SQL Server's mirroring port.",
  remedy:
    "Open the mirroring port from the whole subnet of the managed instance to the SQL Server, in the firewall of its host, too.",
  check: "network.to-partner",
};

export const protocolBlocked: ErrorCause = {
  cause: "A firewall lets a plain TCP test pass and blocks the protocol of SQL Server behind it.",
  remedy: "Exempt this traffic from inspection in the firewall; a successful TCP test does not rule this out.",
  check: null,
};

export const endpointStopped: ErrorCause = {
  cause: "The SQL Server has no mirroring endpoint, or it is not started.",
  remedy: "Start the endpoint: ALTER ENDPOINT … STATE = STARTED; create one if there is none.",
  check: "configuration.endpoint.state",
};

export const endpointAuthentication: ErrorCause = {
  cause: "The endpoint does not authenticate by certificate.",
  remedy: "Alter the endpoint to AUTHENTICATION = CERTIFICATE, alone or combined with Windows.",
  check: "configuration.endpoint.authentication",
};

export const endpointEncryption: ErrorCause = {
  cause: "The endpoint does not encrypt with AES.",
  remedy: "Alter the endpoint to ENCRYPTION = REQUIRED ALGORITHM AES.",
  check: "configuration.endpoint.encryption",
};

export const partnerCertificateMissing: ErrorCause = {
  cause:
    "The managed instance does not hold the certificate that the SQL Server's endpoint uses, or holds an older one.",
  remedy: "Upload the public key of the endpoint's certificate to the managed instance as a server trust certificate.",
  check: "certificate.partner-copy",
};

export const instanceCertificateMissing: ErrorCause = {
  cause: "The SQL Server does not hold the managed instance's endpoint certificate under its full host name.",
  remedy:
    "Create the certificate on the SQL Server from the public key that the managed instance tells, named as its full host name.",
  check: "certificate.instance-copy",
};

export const rootsMissing: ErrorCause = {
  cause: "The root authorities of Azure are missing on the SQL Server, or not mapped as issuers.",
  remedy: "Import the root certificates of Microsoft and DigiCert and map them to *.database.windows.net.",
  check: "configuration.root-authorities",
};

export const certificateExpired: ErrorCause = {
  cause: "The SQL Server's endpoint certificate has expired.",
  remedy: "Rotate it: import the new one on the managed instance before the endpoint uses it.",
  check: "certificate.endpoint",
};

export const listenerUrl: ErrorCause = {
  cause: "The managed instance's endpoint URL in the distributed availability group lacks ;Server=[instance].",
  remedy: "Recreate the distributed availability group with the URL tcp://host:5022;Server=[instance].",
  check: "configuration.endpoint.instance-url",
  isInferred: true,
};

export const buildTooOld: ErrorCause = {
  cause: "The SQL Server's build does not know the link: on 2016 and 2017 the Azure Connect Pack is missing.",
  remedy: "Install the Azure Connect Pack, or the cumulative update that the release needs.",
  check: "configuration.build",
};

export const wrongNames: ErrorCause = {
  cause: "Names of the availability groups, of the database or of the endpoint do not agree between the sides.",
  remedy: "Compare the link's names and endpoint in Azure with those on the SQL Server.",
  check: null,
};

export const logCut: ErrorCause = {
  cause: "A log backup cut log that the seeding still needed.",
  remedy: "Pause log backups of this database until the seeding is over, then delete and recreate the link.",
  check: "log.backup-while-seeding",
};
