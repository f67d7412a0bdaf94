// Certificates, endpoints, principals and keys.
import { type View, view } from "./view.ts";

export const SECURITY_VIEWS: View[] = [
  view(
    "sys.certificates",
    {},
    `
    name sysname not null
    certificate_id int not null
    principal_id int not null
    pvt_key_encryption_type char(2)
    pvt_key_encryption_type_desc nvarchar(60)
    is_active_for_begin_dialog bit
    issuer_name nvarchar(442)
    cert_serial_number nvarchar(64)
    sid varbinary(85)
    string_sid nvarchar(128)
    subject nvarchar(4000)
    expiry_date datetime
    start_date datetime
    thumbprint varbinary(32)
    attested_by nvarchar(260)
    pvt_key_last_backup_date datetime`,
  ),
  view(
    "sys.endpoints",
    {},
    `
    name sysname not null
    endpoint_id int not null
    principal_id int
    protocol tinyint not null
    protocol_desc nvarchar(60)
    type tinyint not null
    type_desc nvarchar(60)
    state tinyint
    state_desc nvarchar(60)
    is_admin_endpoint bit not null`,
  ),
  view(
    "sys.database_mirroring_endpoints",
    {},
    `
    name sysname not null
    endpoint_id int not null
    principal_id int
    protocol tinyint not null
    protocol_desc nvarchar(60)
    type tinyint not null
    type_desc nvarchar(60)
    state tinyint
    state_desc nvarchar(60)
    is_admin_endpoint bit not null
    role tinyint
    role_desc nvarchar(60)
    is_encryption_enabled bit
    connection_auth tinyint
    connection_auth_desc nvarchar(60)
    certificate_id int not null
    encryption_algorithm tinyint
    encryption_algorithm_desc nvarchar(60)`,
  ),
  view(
    "sys.tcp_endpoints",
    {},
    `
    name sysname not null
    endpoint_id int not null
    principal_id int
    protocol tinyint not null
    protocol_desc nvarchar(60)
    type tinyint not null
    type_desc nvarchar(60)
    state tinyint
    state_desc nvarchar(60)
    is_admin_endpoint bit not null
    port int not null
    is_dynamic_port bit not null
    ip_address nvarchar(45)`,
  ),
  view(
    "sys.server_principals",
    {},
    `
    name sysname not null
    principal_id int not null
    sid varbinary(85)
    type char(1) not null
    type_desc nvarchar(60)
    is_disabled bit
    create_date datetime not null
    modify_date datetime not null
    default_database_name sysname`,
  ),
  view(
    "sys.symmetric_keys",
    {},
    `
    name sysname not null
    principal_id int
    symmetric_key_id int not null
    key_length int not null
    key_algorithm char(2) not null
    algorithm_desc nvarchar(60)
    create_date datetime not null
    modify_date datetime not null
    key_guid uniqueidentifier`,
  ),
];
