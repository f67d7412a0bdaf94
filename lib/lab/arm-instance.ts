// What Azure Resource Manager says of one managed instance beside its links: itself, what is done to it, its databases, its subnet.
import { guid } from "./dice.ts";
import { isLost, onePer, type View } from "./rows/view.ts";
import { fullyQualifiedName, type ManagedInstanceSpec, type Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

export type Json = Record<string, unknown>;

/** How long Azure thinks that an operation takes. */
const operationMs = 90 * 60_000;

/** Body of GET managedInstances/{name}. */
export function instanceBody(world: World, spec: ManagedInstanceSpec, id: string): Json {
  const state = world.settingsOf(spec.name).armState ?? "Ready";
  return {
    id,
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
      provisioningState: /ing$/.test(state) ? "InProgress" : "Succeeded",
      state,
      fullyQualifiedDomainName: fullyQualifiedName(spec),
      dnsZone: spec.dnsZone,
      subnetId: subnetId(spec),
      administratorLogin: "miadmin",
      licenseType: "LicenseIncluded",
      vCores: spec.vCores,
      storageSizeInGB: spec.storageGb,
      collation: spec.collation,
      timezoneId: spec.timezoneId,
      publicDataEndpointEnabled: false,
      proxyOverride: "Redirect",
      minimalTlsVersion: "1.2",
      maintenanceConfigurationId: `/subscriptions/${spec.subscriptionId}/providers/Microsoft.Maintenance/publicMaintenanceConfigurations/SQL_Default`,
      databaseFormat: spec.updatePolicy,
      zoneRedundant: spec.tier === "BusinessCritical",
    },
  };
}

/** The one that made the instance, and the one it is told to be at. */
export function operationBodies(world: World, spec: ManagedInstanceSpec, id: string): Json[] {
  const { operation } = world.settingsOf(spec.name);
  const since = world.settingSince(spec.name, "operation");
  const body = (startedAt: number, properties: Json) => {
    const name = guid(world.scenario.seed, spec.name, "operation", startedAt).toLowerCase();
    return {
      id: `${id}/operations/${name}`,
      name,
      type: "Microsoft.Sql/managedInstances/operations",
      properties: { managedInstanceName: spec.name, startTime: iso(startedAt), isCancellable: false, ...properties },
    };
  };
  const created = body(spec.startedAt - operationMs, {
    operation: "UpsertManagedServer",
    operationFriendlyName: "CREATE MANAGED SERVER",
    percentComplete: 100,
    state: "Succeeded",
  });
  if (operation === undefined || operation === null || since === null) return [created];
  const { friendlyName, state, percentComplete, errorCode, errorDescription } = operation;
  return [
    created,
    body(since, {
      operation: "UpsertManagedServer",
      operationFriendlyName: friendlyName,
      percentComplete,
      state,
      ...(errorCode === undefined ? {} : { errorCode, errorDescription, errorSeverity: 16, isUserError: false }),
      ...(state === "InProgress" ? { estimatedCompletionTime: iso(since + operationMs), isCancellable: true } : {}),
    }),
  ];
}

/** Those that came by a link: being restored until they are joined, and left behind where somebody left them. */
export function databaseBodies(view: View, id: string): Json[] {
  const begun = view.links.filter((truth) => (truth.isJoined || truth.copying !== null) && !isLost(view, truth.link));
  return onePer([...begun, ...view.unlinked], (link) => link.database).map((truth) => ({
    id: `${id}/databases/${truth.link.database}`,
    name: truth.link.database,
    type: "Microsoft.Sql/managedInstances/databases",
    properties: {
      status: truth.isJoined || truth.leads === "instance" ? "Online" : "Restoring",
      creationDate: iso(truth.attempts[0]?.startedAt ?? truth.since),
      defaultSecondaryLocation: null,
    },
  }));
}

export function subnetId(spec: ManagedInstanceSpec): string {
  return `/subscriptions/${spec.subscriptionId}/resourceGroups/${spec.resourceGroup}/providers/Microsoft.Network/virtualNetworks/vnet-sql/subnets/${spec.name}`;
}

/** Body of GET on a subnet's id, written in any case; null: no managed instance lies in it. */
export function subnetBody(world: World, path: string): Json | null {
  const spec = world.scenario.managedInstances.find((one) => subnetId(one).toLowerCase() === path.toLowerCase());
  if (spec === undefined) return null;
  return {
    id: subnetId(spec),
    name: spec.name,
    type: "Microsoft.Network/virtualNetworks/subnets",
    properties: { provisioningState: "Succeeded", addressPrefix: subnetPrefix(world, spec) },
  };
}

/** "10.48.2.0/24" for the first instance, the next range for each one after it. */
export function subnetPrefix(world: World, spec: ManagedInstanceSpec): string {
  const place = 2 + indexOf(world.scenario, spec);
  return world.settingsOf(spec.name).subnetPrefix ?? `10.${48 + Math.floor(place / 256)}.${place % 256}.0/24`;
}

function indexOf({ managedInstances }: Scenario, { name }: ManagedInstanceSpec): number {
  return managedInstances.findIndex((one) => one.name === name);
}

const iso = (at: number) => new Date(at).toISOString();
