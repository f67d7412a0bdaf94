// From ARM's answers to facts, api-version 2025-01-01: every field may be missing, enums are open, and odd values are not known rather than wrong.
import { z } from "zod";
import type {
  ArmDatabaseFacts,
  ArmInstanceFacts,
  ArmLinkFacts,
  ArmManagedDatabaseFacts,
  ArmOperationFacts,
  CertificateFacts,
} from "../../domain/sample.ts";
import { flag, number, parse, text, time } from "../payload-fields.ts";
import { LookFailure } from "../source.ts";
import { readCertificate } from "./certificate.ts";
import { code, linkError, lsn, percent } from "./payload-fields.ts";

const database = z.object({
  databaseName: text,
  replicaState: text,
  seedingProgress: percent,
  synchronizationHealth: text,
  connectedState: text,
  lastReceivedLsn: lsn,
  lastReceivedTime: time,
  lastSentLsn: lsn,
  lastSentTime: time,
  lastCommitLsn: lsn,
  lastCommitTime: time,
  lastHardenedLsn: lsn,
  lastHardenedTime: time,
  mostRecentLinkError: linkError,
  partnerAuthCertValidity: z.object({ certificateName: text, expiryDate: time }).nullish().catch(null),
  instanceSendReplicationLagSeconds: number,
  instanceRedoReplicationLagSeconds: number,
});

const link = z.object({
  id: text,
  name: text,
  properties: z
    .object({
      distributedAvailabilityGroupName: text,
      distributedAvailabilityGroupId: text,
      replicationMode: text,
      partnerLinkRole: text,
      instanceLinkRole: text,
      partnerAvailabilityGroupName: text,
      instanceAvailabilityGroupName: text,
      partnerEndpoint: text,
      failoverMode: text,
      seedingMode: text,
      linkMode: text,
      databases: z.array(database).nullish().catch(null),
    })
    .nullish(),
});

const managedInstance = z.object({
  id: text,
  name: text,
  location: text,
  sku: z.object({ name: text, tier: text }).nullish().catch(null),
  properties: z
    .object({
      fullyQualifiedDomainName: text,
      state: text,
      vCores: number,
      storageSizeInGB: number,
      collation: text,
      timezoneId: text,
      provisioningState: text,
      databaseFormat: text,
      subnetId: text,
      maintenanceConfigurationId: text,
    })
    .nullish(),
});

const endpointCertificate = z.object({ name: text, properties: z.object({ publicBlob: text }).nullish() });
const trustCertificate = z.object({
  name: text,
  properties: z.object({ publicBlob: text, thumbprint: text, certificateName: text }).nullish(),
});

const operation = z.object({
  name: text,
  properties: z
    .object({
      operation: text,
      operationFriendlyName: text,
      state: text,
      percentComplete: number,
      startTime: time,
      estimatedCompletionTime: time,
      errorCode: code,
      errorDescription: text,
      isCancellable: flag,
    })
    .nullish(),
});

const managedDatabase = z.object({
  name: text,
  properties: z.object({ status: text, creationDate: time }).nullish().catch(null),
});

/** addressPrefix of a plain subnet, addressPrefixes of one with several. */
const subnet = z.object({
  properties: z
    .object({ addressPrefix: text, addressPrefixes: z.array(z.string()).nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** Throws LookFailure (malformed) for an entry that is no link at all, or has no name. */
export function readLink(body: unknown): ArmLinkFacts {
  const { id, name: resourceName, properties } = parse("distributedAvailabilityGroups", link, body);
  const name = properties?.distributedAvailabilityGroupName ?? resourceName;
  if (!name) throw new LookFailure("malformed", "distributedAvailabilityGroups: an entry has no name");
  const instanceLinkRole = properties?.instanceLinkRole ?? null;
  return {
    armId: id,
    name,
    distributedAvailabilityGroupId: properties?.distributedAvailabilityGroupId?.toLowerCase() ?? null,
    replicationMode: properties?.replicationMode ?? null,
    partnerLinkRole: properties?.partnerLinkRole ?? null,
    instanceLinkRole,
    partnerAvailabilityGroupName: properties?.partnerAvailabilityGroupName ?? null,
    instanceAvailabilityGroupName: properties?.instanceAvailabilityGroupName ?? null,
    partnerEndpoint: properties?.partnerEndpoint ?? null,
    failoverMode: properties?.failoverMode ?? null,
    seedingMode: properties?.seedingMode ?? null,
    linkMode: properties?.linkMode ?? null,
    databases: (properties?.databases ?? []).map((one) => databaseOf(one, instanceLinkRole === "Primary")),
  };
}

function databaseOf(one: z.infer<typeof database>, isInstancePrimary: boolean): ArmDatabaseFacts {
  return {
    databaseName: one.databaseName,
    replicaState: one.replicaState,
    seedingProgressPercent: one.seedingProgress,
    synchronizationHealth: one.synchronizationHealth,
    connectedState: one.connectedState,
    lastReceivedLsn: one.lastReceivedLsn,
    lastReceivedAt: one.lastReceivedTime,
    lastSentLsn: one.lastSentLsn,
    lastSentAt: one.lastSentTime,
    lastCommitLsn: one.lastCommitLsn,
    lastCommitAt: one.lastCommitTime,
    lastHardenedLsn: one.lastHardenedLsn,
    lastHardenedAt: one.lastHardenedTime,
    mostRecentLinkError: one.mostRecentLinkError,
    partnerCertificateName: one.partnerAuthCertValidity?.certificateName ?? null,
    partnerCertificateExpiresAt: one.partnerAuthCertValidity?.expiryDate ?? null,
    // While the instance is the secondary these fields are absent or 0, and 0 would be a lie.
    instanceSendReplicationLagSeconds: isInstancePrimary ? one.instanceSendReplicationLagSeconds : null,
    instanceRedoReplicationLagSeconds: isInstancePrimary ? one.instanceRedoReplicationLagSeconds : null,
  };
}

/** What GET managedInstances/{name} tells; the lists under it are read apart. */
export type ManagedInstanceBody = Omit<
  ArmInstanceFacts,
  "certificates" | "certificatesAt" | "subnetPrefixes" | "operations" | "databases"
>;

/** Throws LookFailure (malformed). */
export function readManagedInstance(body: unknown): ManagedInstanceBody {
  const { id, name, location, sku, properties } = parse("managedInstances", managedInstance, body);
  if (!name) throw new LookFailure("malformed", "managedInstances: the answer has no name");
  return {
    armId: id,
    name,
    fullyQualifiedDomainName: properties?.fullyQualifiedDomainName ?? null,
    state: properties?.state ?? null,
    skuName: sku?.name ?? null,
    tier: sku?.tier ?? null,
    vCores: properties?.vCores ?? null,
    storageSizeGb: properties?.storageSizeInGB ?? null,
    collation: properties?.collation ?? null,
    timezoneId: properties?.timezoneId ?? null,
    provisioningState: properties?.provisioningState ?? null,
    location,
    updatePolicy: properties?.databaseFormat ?? null,
    subnetId: properties?.subnetId ?? null,
    maintenanceConfigurationId: properties?.maintenanceConfigurationId ?? null,
  };
}

const mostOperations = 20;

/** Newest first; one without a beginning comes last. Throws LookFailure (malformed). */
export function readOperations(entries: unknown[]): ArmOperationFacts[] {
  const startOf = (one: ArmOperationFacts) => one.startedAt?.getTime() ?? 0;
  return entries
    .flatMap((entry): ArmOperationFacts[] => {
      const { name, properties } = parse("operations", operation, entry);
      if (!name) return [];
      return [
        {
          name,
          operation: properties?.operation ?? null,
          friendlyName: properties?.operationFriendlyName ?? null,
          state: properties?.state ?? null,
          percentComplete: properties?.percentComplete ?? null,
          startedAt: properties?.startTime ?? null,
          estimatedCompletionAt: properties?.estimatedCompletionTime ?? null,
          errorCode: properties?.errorCode ?? null,
          errorDescription: properties?.errorDescription ?? null,
          isCancellable: properties?.isCancellable ?? null,
        },
      ];
    })
    .sort((a, b) => startOf(b) - startOf(a))
    .slice(0, mostOperations);
}

/** Throws LookFailure (malformed). */
export function readDatabases(entries: unknown[]): ArmManagedDatabaseFacts[] {
  return entries.flatMap((entry) => {
    const { name, properties } = parse("databases", managedDatabase, entry);
    return name ? [{ name, status: properties?.status ?? null, createdAt: properties?.creationDate ?? null }] : [];
  });
}

/** "10.48.2.0/24", every range of the subnet. Throws LookFailure (malformed). */
export function readSubnet(body: unknown): string[] {
  const { properties } = parse("subnets", subnet, body);
  const { addressPrefix, addressPrefixes } = properties ?? {};
  return addressPrefixes?.length ? addressPrefixes : addressPrefix ? [addressPrefix] : [];
}

/** The instance's own certificate for mirroring; its other endpoints' are none of the link's business. */
export function readEndpointCertificates(entries: unknown[]): CertificateFacts[] {
  return entries.flatMap((entry) => {
    const { name, properties } = parse("endpointCertificates", endpointCertificate, entry);
    if (name !== null && name !== "DATABASE_MIRRORING") return [];
    const certificate = readCertificate(properties?.publicBlob ?? "", name, "endpoint");
    return certificate ? [certificate] : [];
  });
}

/** The partners' certificates as the instance trusts them; one whose blob cannot be read keeps its name and thumbprint, without dates. */
export function readTrustCertificates(entries: unknown[]): CertificateFacts[] {
  return entries.map((entry) => {
    const { name: resourceName, properties } = parse("serverTrustCertificates", trustCertificate, entry);
    const name = properties?.certificateName ?? resourceName;
    const thumbprint = properties?.thumbprint?.replace(/^0x/i, "").toUpperCase() ?? null;
    return (
      readCertificate(properties?.publicBlob ?? "", name, "trust") ?? {
        name: name ?? "",
        use: "trust",
        subject: null,
        issuer: null,
        thumbprint,
        startsAt: null,
        expiresAt: null,
      }
    );
  });
}
