// The Service Fabric views of a managed instance. Undocumented: columns are those seen in public queries.
import { type View, view } from "./view.ts";

export const FABRIC_VIEWS: View[] = [
  view(
    "sys.dm_hadr_fabric_config_parameters",
    { platform: "mi" },
    `
    section_name nvarchar(512) -- type not documented
    parameter_name nvarchar(512) -- type not documented
    value nvarchar(512) -- type not documented`,
  ),
  view(
    "sys.dm_hadr_fabric_partitions",
    { platform: "mi" },
    `
    partition_id nvarchar(512) -- type not documented
    service_name nvarchar(512) -- type not documented
    partition_kind_desc nvarchar(512) -- type not documented
    partition_health_state_desc nvarchar(512) -- type not documented`,
  ),
  view(
    "sys.dm_hadr_fabric_replicas",
    { platform: "mi" },
    `
    partition_id nvarchar(512) -- type not documented
    node_name nvarchar(512) -- type not documented
    replica_address nvarchar(512) -- type not documented
    replica_role int -- type not documented; Microsoft compares it with 2
    replica_role_desc nvarchar(512) -- type not documented
    service_kind_desc nvarchar(512) -- type not documented
    replica_status_desc nvarchar(512) -- type not documented
    replica_health_state_desc nvarchar(512) -- type not documented`,
  ),
  view(
    "sys.dm_hadr_fabric_nodes",
    { platform: "mi" },
    `
    node_name nvarchar(512) -- type not documented
    ip_address_or_FQDN nvarchar(512) -- type not documented`,
  ),
  view(
    "sys.dm_hadr_fabric_services",
    { platform: "mi" },
    `
    service_name nvarchar(512) -- type not documented
    service_type_name nvarchar(512) -- type not documented`,
  ),
  view(
    "sys.dm_hadr_fabric_partition_states",
    { platform: "mi" },
    `
    partition_id nvarchar(512) -- type not documented
    service_name nvarchar(512) -- type not documented
    primary_replica_server_name nvarchar(512) -- type not documented
    service_type_desc nvarchar(512) -- type not documented
    service_uri nvarchar(512) -- type not documented
    database_name nvarchar(512) -- type not documented`,
  ),
];
