// What Azure Resource Manager says of one managed instance and its links: the JSON bodies, in today's shape and in the flat one of 2021.
import { endpointCertificate } from "./endpoint-certificates.ts";
import type { LinkTruth } from "./link-truth.ts";
import { positionsOf } from "./rows/databases.ts";
import { replicaHealth } from "./rows/groups.ts";
import { endpointUrl, groupName, isMoving, linkIds, type View, viewOf } from "./rows/view.ts";
import { fullyQualifiedName, type ManagedInstanceSpec, type Scenario } from "./scenario.ts";
import { type World, worldAt } from "./world.ts";

type Json = Record<string, unknown>;

/** ARM's picture of a link is refreshed this often only. */
const refreshMs = 15_000;

export interface ArmPayloads {
  /** Body of GET managedInstances/{name}. */
  instance: Json;
  /** Entries of the lists under it. */
  distributedAvailabilityGroups: Json[];
  endpointCertificates: Json[];
  serverTrustCertificates: Json[];
  operations: Json[];
}

/** `apiVersion`: before 2023-05-01 the links come in the old, flat shape. Throws for an instance the scenario does not have. */
export function armPayloadsAt(
  scenario: Scenario,
  instanceName: string,
  at: number,
  apiVersion = "2025-01-01",
): ArmPayloads {
  const world = worldAt(scenario, Math.floor(at / refreshMs) * refreshMs);
  const spec = world.server(instanceName);
  if (spec.kind !== "instance") throw new Error(`${instanceName} is no managed instance`);
  const view = viewOf(world, instanceName);
  const links = world.linksOf(instanceName).filter((truth) => truth.seenBy.arm);
  const shape = apiVersion < "2023-05-01" ? flatLink : link;
  const partners = [...new Set(links.map((truth) => truth.link.partner))];
  return {
    instance: instance(spec),
    distributedAvailabilityGroups: links.map((truth) => shape(view, truth, resourceId(spec))),
    endpointCertificates: ["DATABASE_MIRRORING", "SERVICE_BROKER"].map((endpointType) => ({
      id: `${resourceId(spec)}/endpointCertificates/${endpointType}`,
      name: endpointType,
      type: "Microsoft.Sql/managedInstances/endpointCertificates",
      properties: { publicBlob: endpointCertificate(world, instanceName).der.toString("hex").toUpperCase() },
    })),
    serverTrustCertificates: partners.map((partner) => trustCertificate(world, spec, partner)),
    operations: [operation(spec)],
  };
}

export function resourceId(spec: ManagedInstanceSpec): string {
  return `/subscriptions/${spec.subscriptionId}/resourceGroups/${spec.resourceGroup}/providers/Microsoft.Sql/managedInstances/${spec.name}`;
}

function link(view: View, truth: LinkTruth, parentId: string): Json {
  const { world } = view;
  const ids = linkIds(world, truth.link);
  const instanceLeads =
    truth.roles.instance === "PRIMARY" || (truth.roles.instance === "RESOLVING" && truth.leads === "instance");
  return {
    id: `${parentId}/distributedAvailabilityGroups/${truth.link.name}`,
    name: truth.link.name,
    type: "Microsoft.Sql/managedInstances/distributedAvailabilityGroups",
    properties: {
      distributedAvailabilityGroupName: truth.link.name,
      distributedAvailabilityGroupId: ids.distributedGroup.toLowerCase(),
      replicationMode: truth.modes.arm === "sync" ? "Sync" : "Async",
      partnerLinkRole: instanceLeads ? "Secondary" : "Primary",
      partnerAvailabilityGroupName: groupName(truth.link, "partner"),
      partnerEndpoint: endpointUrl(world, truth.link, "partner").replace(/^tcp/, "TCP"),
      instanceLinkRole: instanceLeads ? "Primary" : "Secondary",
      instanceAvailabilityGroupName: groupName(truth.link, "instance"),
      failoverMode: "Manual",
      seedingMode: "Automatic",
      databases: [database(view, truth, instanceLeads)],
    },
  };
}

/** A link that could not be made tells four fields only. */
function database(view: View, truth: LinkTruth, instanceLeads: boolean): Json {
  const { world } = view;
  const ids = linkIds(world, truth.link);
  const certificate = world.certificate(truth.link.partner);
  const least = {
    databaseName: truth.link.database,
    replicaState: truth.armState,
    ...(truth.armError === null ? {} : { mostRecentLinkError: truth.armError }),
    partnerAuthCertValidity: { certificateName: certificate.name, expiryDate: wholeSeconds(certificate.expiresAt) },
  };
  if (truth.armState.includes("Error")) return least;
  const common = {
    ...least,
    instanceReplicaId: ids.distributedReplica("instance").toLowerCase(),
    partnerReplicaId: ids.distributedReplica("partner").toLowerCase(),
    synchronizationHealth: replicaHealth(truth),
    connectedState: truth.disconnected ? "DISCONNECTED" : "CONNECTED",
  };
  if (!truth.isJoined) {
    const { copying } = truth;
    const percent = copying ? Math.floor((100 * copying.transferredBytes) / copying.databaseBytes) : 0;
    return { ...common, seedingProgress: `${percent}%` };
  }
  const positions = positionsOf(view, truth);
  const lsn = (bytes: number) => positions.flow.blockLsn(bytes).toString();
  return {
    ...common,
    seedingProgress: "100%",
    ...(instanceLeads
      ? { lastSentLsn: lsn(positions.sent), lastSentTime: iso(positions.sentAt) }
      : { lastReceivedLsn: lsn(positions.received), lastReceivedTime: iso(positions.sentAt - 30) }),
    lastCommitLsn: positions.flow.recordLsn(positions.redone).toString(),
    lastCommitTime: iso(positions.redoneAt - 150),
    lastHardenedLsn: lsn(positions.hardened),
    lastHardenedTime: iso(positions.hardenedAt),
    ...(instanceLeads && isMoving(truth)
      ? {
          instanceSendReplicationLagSeconds: Math.floor(truth.sendLagMs / 1000),
          instanceRedoReplicationLagSeconds: Math.floor(truth.redoLagMs / 1000),
        }
      : { instanceSendReplicationLagSeconds: 0, instanceRedoReplicationLagSeconds: 0 }),
  };
}

/** api-versions up to 2022: one database, no health, no certificate. */
function flatLink(view: View, truth: LinkTruth, parentId: string): Json {
  const ids = linkIds(view.world, truth.link);
  const positions = positionsOf(view, truth);
  return {
    id: `${parentId}/distributedAvailabilityGroups/${truth.link.name}`,
    name: truth.link.name,
    type: "Microsoft.Sql/managedInstances/distributedAvailabilityGroups",
    properties: {
      targetDatabase: truth.link.database,
      sourceEndpoint: endpointUrl(view.world, truth.link, "partner").replace(/^tcp/, "TCP"),
      primaryAvailabilityGroupName: groupName(truth.link, "partner"),
      secondaryAvailabilityGroupName: groupName(truth.link, "instance"),
      replicationMode: truth.modes.arm === "sync" ? "Sync" : "Async",
      distributedAvailabilityGroupId: ids.distributedGroup.toLowerCase(),
      sourceReplicaId: ids.distributedReplica("partner").toLowerCase(),
      targetReplicaId: ids.distributedReplica("instance").toLowerCase(),
      linkState: truth.isJoined ? "Catchup" : "Copying",
      ...(truth.isJoined ? { lastHardenedLsn: positions.flow.blockLsn(positions.hardened).toString() } : {}),
    },
  };
}

function trustCertificate(world: World, spec: ManagedInstanceSpec, partner: string): Json {
  const { name } = world.certificate(partner);
  const { der, thumbprint } = endpointCertificate(world, partner);
  return {
    id: `${resourceId(spec)}/serverTrustCertificates/${name}`,
    name,
    type: "Microsoft.Sql/managedInstances/serverTrustCertificates",
    properties: { publicBlob: der.toString("hex").toUpperCase(), thumbprint: `0x${thumbprint}`, certificateName: name },
  };
}

function instance(spec: ManagedInstanceSpec): Json {
  return {
    id: resourceId(spec),
    name: spec.name,
    type: "Microsoft.Sql/managedInstances",
    location: spec.location,
    tags: {},
    sku: {
      name: spec.tier === "BusinessCritical" ? "BC_Gen5" : "GP_Gen5",
      tier: spec.tier,
      family: "Gen5",
      capacity: spec.vCores,
    },
    properties: {
      provisioningState: "Succeeded",
      state: "Ready",
      fullyQualifiedDomainName: fullyQualifiedName(spec),
      dnsZone: spec.dnsZone,
      subnetId: `/subscriptions/${spec.subscriptionId}/resourceGroups/${spec.resourceGroup}/providers/Microsoft.Network/virtualNetworks/vnet-sql/subnets/mi`,
      administratorLogin: "miadmin",
      licenseType: "LicenseIncluded",
      vCores: spec.vCores,
      storageSizeInGB: spec.storageGb,
      collation: spec.collation,
      timezoneId: spec.timezoneId,
      publicDataEndpointEnabled: false,
      proxyOverride: "Redirect",
      minimalTlsVersion: "1.2",
      databaseFormat: spec.updatePolicy,
      zoneRedundant: spec.tier === "BusinessCritical",
    },
  };
}

function operation(spec: ManagedInstanceSpec): Json {
  const name = "5b1f0f38-0c5e-4f0e-9f0e-5d6f0c1a2b3c";
  return {
    id: `${resourceId(spec)}/operations/${name}`,
    name,
    type: "Microsoft.Sql/managedInstances/operations",
    properties: {
      managedInstanceName: spec.name,
      operation: "UpsertManagedServer",
      operationFriendlyName: "UPDATE MANAGED SERVER",
      percentComplete: 100,
      startTime: iso(spec.startedAt - 5_400_000),
      state: "Succeeded",
      isCancellable: false,
    },
  };
}

const iso = (at: number) => new Date(at).toISOString();
const wholeSeconds = (at: number) => iso(Math.floor(at / 1000) * 1000).replace(".000Z", "Z");
