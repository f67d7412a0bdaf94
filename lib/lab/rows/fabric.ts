// Rows of the fabric under a managed instance: undocumented, and with another primary node every few days.
import { between } from "../dice.ts";
import { fullyQualifiedName, type ManagedInstanceSpec, type ServerSpec } from "../scenario.ts";
import type { Row } from "../sql/catalog.ts";
import type { World } from "../world.ts";
import type { View } from "./view.ts";

export const fabricHadrPort = 11_002;
const movesEveryMs = 3.3 * 86_400_000;
const partition = "6F3C1B62-0000-4000-A000-000000000001";

/** When the primary last came to its node by itself: half a move before the lab's first start, and every few days. */
export function lastFabricMoveAt({ epoch }: World["scenario"], at: number): number {
  const origin = epoch - movesEveryMs / 2;
  return origin + Math.floor((at - origin) / movesEveryMs) * movesEveryMs;
}

/** The node that is primary at a time; a node that is set stays until it is set back. */
function fabricNode(world: World, spec: ManagedInstanceSpec, at: number): string {
  const { fabricNode: set } = world.settingsOf(spec.name);
  const setSince = world.settingSince(spec.name, "fabricNode");
  if (set && setSince !== null && at >= setSince) return set;
  return `DB${Math.floor(between(10, 99, world.scenario.seed, spec.name, lastFabricMoveAt(world.scenario, at)))}C`;
}

function clusterName({ location }: ManagedInstanceSpec): string {
  return `tr1207.${location}1-a.worker.database.windows.net`;
}

/** Host that the HADR port was to be tested on at a time. */
export function fabricAddress(world: World, spec: ServerSpec, at: number): string {
  return spec.kind === "instance" ? `${fabricNode(world, spec, at)}.${clusterName(spec)}` : spec.host;
}

/** Rows of a managed instance and its node now; a SQL Server has no fabric. */
function ofInstance(view: View, rows: (spec: ManagedInstanceSpec, node: string) => Row[]): Row[] {
  const { spec, world, at } = view;
  return spec.kind === "instance" ? rows(spec, fabricNode(world, spec, at)) : [];
}

const serviceName = ({ dnsZone }: ManagedInstanceSpec) => `fabric:/Worker.ISO.Premium/ManagedServer/a${dnsZone}`;

export function fabricConfigParameters(view: View): Row[] {
  const row = (section_name: string, parameter_name: string, value: string): Row => ({
    section_name,
    parameter_name,
    value,
  });
  return ofInstance(view, (spec) => [
    row("SQL", "DnsRecordName", fullyQualifiedName(spec)),
    row("SQL", "ClusterName", clusterName(spec)),
    row("SQL", "HadrPort", String(fabricHadrPort)),
    row("SQL", "InstanceName", `a${spec.dnsZone}`),
  ]);
}

export function fabricPartitions(view: View): Row[] {
  return ofInstance(view, (spec) => [
    {
      partition_id: partition,
      service_name: serviceName(spec),
      partition_kind_desc: "INT64_RANGE",
      partition_health_state_desc: "OK",
    },
  ]);
}

export function fabricReplicas(view: View): Row[] {
  return ofInstance(view, (spec, node) => [
    {
      partition_id: partition,
      node_name: node,
      replica_address: `${node}\\a${spec.dnsZone},${fabricHadrPort}`,
      replica_role: 2,
      replica_role_desc: "PRIMARY",
      service_kind_desc: "STATEFUL",
      replica_status_desc: "READY",
      replica_health_state_desc: "OK",
    },
  ]);
}

export function fabricNodes(view: View): Row[] {
  return ofInstance(view, (_spec, node) => [{ node_name: node, ip_address_or_fqdn: "10.48.2.19" }]);
}

export function fabricServices(view: View): Row[] {
  return ofInstance(view, (spec) => [{ service_name: serviceName(spec), service_type_name: "SQL.ManagedServer" }]);
}

export function fabricPartitionStates(view: View): Row[] {
  return ofInstance(view, (spec, node) => [
    {
      partition_id: partition,
      service_name: serviceName(spec),
      primary_replica_server_name: `${node}\\a${spec.dnsZone}`,
      service_type_desc: "STATEFUL",
      service_uri: serviceName(spec),
    },
  ]);
}
