// What can be set otherwise on one server or for one link of a lab, from some time on: the knobs that turn a finding on and off again.

/** Each field left out stays as it was; null sets it back to what the scenario says. */
export interface ServerSettings {
  endpointState?: "STARTED" | "STOPPED" | "DISABLED" | null;
  isMissingEndpoint?: boolean | null;
  endpointAuth?: "CERTIFICATE" | "NTLM" | "NEGOTIATE" | "CERTIFICATE_NEGOTIATE" | null;
  isEncryptionEnabled?: boolean | null;
  encryptionAlgorithm?: "AES" | "RC4" | "AES_RC4" | null;
  traceFlags?: number[] | null;
  isHadrEnabled?: boolean | null;
  agentStatus?: "Running" | "Stopped" | null;
  collation?: string | null;
  productVersion?: string | null;
  edition?: string | null;
  hostPlatform?: "Windows" | "Linux" | null;
  /** How far a SQL Server's clock is ahead. */
  clockSkewMs?: number | null;
  /** Every login may only what this one may (logins.ts). */
  permissionsOf?: "blind" | "nostate" | "nomsdb" | null;
  /** sp_multidb_milink, on builds that have it. */
  usesMultiDatabaseLinks?: boolean | null;
  /** Objects of a network test left behind. */
  leftovers?: ("TestMILinkConnection" | "NetHelper" | "TEST_ENDPOINT" | "TEST_CERT" | "ExecuteNetHelper")[] | null;
  /** Result of a network test somebody ran at the time of the setting. */
  networkCheck?: { port5022: boolean; hadrPort: boolean; remoteAddress: string } | null;
  /** The node that a managed instance's primary runs on moves. */
  fabricNode?: string | null;
  /** The managed instance's copy of the partner's certificate stays the old one when the partner's is rotated (or the reverse). */
  keepsOldCopies?: boolean | null;
  isMissingRoots?: boolean | null;
  /** Both root authorities that a SQL Server trusts, counted from the time of the setting. */
  rootsExpireInDays?: number | null;
  /** Managed instance, by ARM. */
  operation?: {
    friendlyName: string;
    state: string;
    percentComplete: number;
    errorCode?: number;
    errorDescription?: string;
  } | null;
  updatePolicy?: "SQLServer2022" | "SQLServer2025" | "AlwaysUpToDate" | null;
  storageUsedShare?: number | null;
  subnetPrefix?: string | null;
  armState?: string | null;
  /** How often ARM's picture of the links is refreshed; 15 as it is. */
  armRefreshSeconds?: number | null;
}

export interface LinkSettings {
  recoveryModel?: "FULL" | "BULK_LOGGED" | "SIMPLE" | null;
  hasFullBackup?: boolean | null;
  /** Share of the log in use on the side that leads, 0 to 1. */
  logUsedShare?: number | null;
  logBytesPerSecond?: number | null;
  lastLogBackupHoursAgo?: number | null;
  /** A log backup that began while the seeding runs. */
  logBackupDuringSeeding?: boolean | null;
  logFileCount?: number | null;
  /** Endpoint URL of the managed instance as the SQL Server's distributed AG has it. */
  instanceEndpointUrl?: string | null;
  partnerEndpointUrl?: string | null;
  seedingMode?: "AUTOMATIC" | "MANUAL" | null;
  databaseCollation?: string | null;
  /** ARM: overrides of the entry. */
  armReplicaState?: string | null;
  armError?: string | null;
  armConnectedState?: "CONNECTED" | "DISCONNECTED" | null;
  armHealth?: string | null;
  /** The side that ARM takes for the primary. */
  armLeads?: "partner" | "instance" | null;
  armFailoverMode?: string | null;
  /** The end that ARM has of the SQL Server's certificate. */
  armCertificateExpiresInDays?: number | null;
  /** The managed instance has the database no more, though its groups stand. */
  isLostOnInstance?: boolean | null;
  /** After the link was removed both copies stay writable. */
  leavesWritableCopies?: boolean | null;
}

type Kind = "text" | "number" | "boolean" | "list" | "object";

const serverFields: Record<keyof ServerSettings, Kind> = {
  endpointState: "text",
  isMissingEndpoint: "boolean",
  endpointAuth: "text",
  isEncryptionEnabled: "boolean",
  encryptionAlgorithm: "text",
  traceFlags: "list",
  isHadrEnabled: "boolean",
  agentStatus: "text",
  collation: "text",
  productVersion: "text",
  edition: "text",
  hostPlatform: "text",
  clockSkewMs: "number",
  permissionsOf: "text",
  usesMultiDatabaseLinks: "boolean",
  leftovers: "list",
  networkCheck: "object",
  fabricNode: "text",
  keepsOldCopies: "boolean",
  isMissingRoots: "boolean",
  rootsExpireInDays: "number",
  operation: "object",
  updatePolicy: "text",
  storageUsedShare: "number",
  subnetPrefix: "text",
  armState: "text",
  armRefreshSeconds: "number",
};

const linkFields: Record<keyof LinkSettings, Kind> = {
  recoveryModel: "text",
  hasFullBackup: "boolean",
  logUsedShare: "number",
  logBytesPerSecond: "number",
  lastLogBackupHoursAgo: "number",
  logBackupDuringSeeding: "boolean",
  logFileCount: "number",
  instanceEndpointUrl: "text",
  partnerEndpointUrl: "text",
  seedingMode: "text",
  databaseCollation: "text",
  armReplicaState: "text",
  armError: "text",
  armConnectedState: "text",
  armHealth: "text",
  armLeads: "text",
  armFailoverMode: "text",
  armCertificateExpiresInDays: "number",
  isLostOnInstance: "boolean",
  leavesWritableCopies: "boolean",
};

export type SettingField = keyof ServerSettings | keyof LinkSettings;

/** What settings of a link go by. */
export function linkSubject(link: string): string {
  return `link:${link}`;
}

/** Throws for a field that does not exist, and for a value of another kind than the field's. */
export function checkChanges(of: string, changes: SettingChange["changes"]): void {
  const isLink = of.startsWith(linkSubject(""));
  const fields: Record<string, Kind> = isLink ? linkFields : serverFields;
  for (const [field, value] of Object.entries(changes)) {
    const kind = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (kind === undefined)
      throw new Error(
        `no setting "${field}" of a ${isLink ? "link" : "server"}: there are ${Object.keys(fields).join(", ")}`,
      );
    if (value !== null && kindOf(value) !== kind) throw new Error(`${field} is no ${kind}`);
  }
}

function kindOf(value: unknown): Kind | null {
  if (Array.isArray(value)) return "list";
  const kinds: Partial<Record<string, Kind>> = {
    string: "text",
    number: "number",
    boolean: "boolean",
    object: "object",
  };
  return kinds[typeof value] ?? null;
}

/** One change from outside, kept in the scenario like a rotation. */
export interface SettingChange {
  at: number;
  /** A server's or instance's name, or "link:" and a link's name. */
  of: string;
  changes: ServerSettings | LinkSettings;
}
