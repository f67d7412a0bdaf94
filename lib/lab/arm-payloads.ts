// What Azure Resource Manager says of one managed instance and its links: the JSON bodies, in today's shape and in the flat one of 2021.
import { databaseBodies, instanceBody, type Json, operationBodies, subnetBody } from "./arm-instance.ts";
import { endpointCertificate, importedCertificate } from "./endpoint-certificates.ts";
import type { LinkTruth } from "./link-truth.ts";
import { positionsOf } from "./rows/databases.ts";
import { replicaHealth } from "./rows/groups.ts";
import { groupName, isMoving, linkIds, onePer, type View, viewOf } from "./rows/view.ts";
import { fullyQualifiedName, type LinkSpec, linkName, type ManagedInstanceSpec, type Scenario } from "./scenario.ts";
import { type World, worldAt } from "./world.ts";

/** ARM's picture of the links is refreshed this often only, unless it is set otherwise. */
const refreshSeconds = 15;

export interface ArmPayloads {
  /** Body of GET managedInstances/{name}. */
  instance: Json;
  /** Entries of the lists under it. */
  distributedAvailabilityGroups: Json[];
  endpointCertificates: Json[];
  serverTrustCertificates: Json[];
  operations: Json[];
  databases: Json[];
}

/** Body of GET on a subnet by its id; null: there is none. */
export function subnetPayloadAt(scenario: Scenario, path: string, at: number): Json | null {
  return subnetBody(worldAt(scenario, at), path);
}

/** `apiVersion`: before 2023-05-01 the links come in the old, flat shape. Throws for an instance the scenario does not have. */
export function armPayloadsAt(
  scenario: Scenario,
  instanceName: string,
  at: number,
  apiVersion = "2025-01-01",
): ArmPayloads {
  const world = worldAt(scenario, at);
  const spec = world.server(instanceName);
  if (spec.kind !== "instance") throw new Error(`${instanceName} is no managed instance`);
  const id = resourceId(spec);
  const refreshMs = (world.settingsOf(instanceName).armRefreshSeconds ?? refreshSeconds) * 1000;
  const view = viewOf(worldAt(scenario, Math.floor(at / refreshMs) * refreshMs), instanceName);
  const databases = view.world.linksOf(instanceName).filter((truth) => truth.seenBy.arm);
  const links = onePer(databases, linkName).map((first) => {
    const members = databases.filter((truth) => linkName(truth.link) === linkName(first.link));
    return apiVersion < "2023-05-01" ? flatLink(view, first, id) : link(view, members, id, apiVersion);
  });
  const partners = [...new Set(databases.map((truth) => truth.link.partner))];
  return {
    instance: instanceBody(world, spec, id),
    distributedAvailabilityGroups: links,
    endpointCertificates: ["DATABASE_MIRRORING", "SERVICE_BROKER"].map((endpointType) => ({
      id: `${id}/endpointCertificates/${endpointType}`,
      name: endpointType,
      type: "Microsoft.Sql/managedInstances/endpointCertificates",
      properties: { publicBlob: endpointCertificate(world, instanceName).der.toString("hex").toUpperCase() },
    })),
    serverTrustCertificates: partners.map((partner) => trustCertificate(world, spec, partner)),
    operations: operationBodies(world, spec, id),
    databases: databaseBodies(viewOf(world, instanceName), id),
  };
}

export function resourceId(spec: ManagedInstanceSpec): string {
  return `/subscriptions/${spec.subscriptionId}/resourceGroups/${spec.resourceGroup}/providers/Microsoft.Sql/managedInstances/${spec.name}`;
}

/** `members`: its databases, each with a truth of its own; more than one in the multiple-database mode only. */
function link(view: View, members: LinkTruth[], parentId: string, apiVersion: string): Json {
  const { world } = view;
  const [truth] = members as [LinkTruth];
  const name = linkName(truth.link);
  const { armLeads, armFailoverMode } = world.linkSettings(truth.link.name);
  const instanceLeads = armLeads == null ? members.every(isInstanceLeading) : armLeads === "instance";
  return {
    id: `${parentId}/distributedAvailabilityGroups/${name}`,
    name,
    type: "Microsoft.Sql/managedInstances/distributedAvailabilityGroups",
    properties: {
      distributedAvailabilityGroupName: name,
      distributedAvailabilityGroupId: linkIds(world, truth.link).distributedGroup.toLowerCase(),
      replicationMode: truth.modes.arm === "sync" ? "Sync" : "Async",
      partnerLinkRole: instanceLeads ? "Secondary" : "Primary",
      partnerAvailabilityGroupName: groupName(truth.link, "partner"),
      partnerEndpoint: partnerEndpoint(world, truth.link),
      instanceLinkRole: instanceLeads ? "Primary" : "Secondary",
      instanceAvailabilityGroupName: groupName(truth.link, "instance"),
      failoverMode: armFailoverMode ?? "Manual",
      seedingMode: "Automatic",
      ...(apiVersion < "2026-08-01" ? {} : { linkMode: truth.link.memberOf ? "MultiDatabase" : "SingleDatabase" }),
      databases: members.map((member) => database(view, member, instanceLeads)),
    },
  };
}

function isInstanceLeading({ roles, leads }: LinkTruth): boolean {
  return roles.instance === "PRIMARY" || (roles.instance === "RESOLVING" && leads === "instance");
}

/** As it was given when the link was made, whatever the distributed group says by now. */
function partnerEndpoint(world: World, { partner }: LinkSpec): string {
  const spec = world.server(partner);
  return `TCP://${fullyQualifiedName(spec)}:${spec.kind === "sqlserver" ? spec.endpointPort : 5022}`;
}

/** A link that could not be made tells four fields only. */
function database(view: View, truth: LinkTruth, instanceLeads: boolean): Json {
  const { world } = view;
  const ids = linkIds(world, truth.link);
  const set = world.linkSettings(truth.link.name);
  const certificate = world.copyOfCertificate(truth.link.instance, truth.link.partner);
  const replicaState = set.armReplicaState ?? truth.armState;
  const error = set.armError ?? truth.armError;
  const setAt = world.linkSettingSince(truth.link.name, "armCertificateExpiresInDays");
  const expiresAt =
    setAt === null ? certificate.expiresAt : setAt + (set.armCertificateExpiresInDays ?? 0) * 86_400_000;
  const least = {
    databaseName: truth.link.database,
    replicaState,
    ...(error === null ? {} : { mostRecentLinkError: error }),
    partnerAuthCertValidity: { certificateName: certificate.name, expiryDate: wholeSeconds(expiresAt) },
  };
  if (replicaState.includes("Error")) return least;
  const common = {
    ...least,
    instanceReplicaId: ids.distributedReplica("instance").toLowerCase(),
    partnerReplicaId: ids.distributedReplica("partner").toLowerCase(),
    synchronizationHealth: set.armHealth ?? replicaHealth(truth),
    connectedState: set.armConnectedState ?? (truth.disconnected ? "DISCONNECTED" : "CONNECTED"),
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
    id: `${parentId}/distributedAvailabilityGroups/${linkName(truth.link)}`,
    name: linkName(truth.link),
    type: "Microsoft.Sql/managedInstances/distributedAvailabilityGroups",
    properties: {
      targetDatabase: truth.link.database,
      sourceEndpoint: partnerEndpoint(view.world, truth.link),
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
  const { name } = world.copyOfCertificate(spec.name, partner);
  const { der, thumbprint } = importedCertificate(world, spec.name, partner);
  return {
    id: `${resourceId(spec)}/serverTrustCertificates/${name}`,
    name,
    type: "Microsoft.Sql/managedInstances/serverTrustCertificates",
    properties: { publicBlob: der.toString("hex").toUpperCase(), thumbprint: `0x${thumbprint}`, certificateName: name },
  };
}

const iso = (at: number) => new Date(at).toISOString();
const wholeSeconds = (at: number) => iso(Math.floor(at / 1000) * 1000).replace(".000Z", "Z");
