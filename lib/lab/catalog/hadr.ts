// Availability groups, replicas, database states and seeding: the views a Managed Instance link shows itself in.
import { type View, view } from "./view.ts";

export const HADR_VIEWS: View[] = [
  view(
    "sys.availability_groups",
    {},
    `
    group_id uniqueidentifier not null
    name sysname not null
    resource_id nvarchar(40)
    resource_group_id nvarchar(40)
    failure_condition_level int
    health_check_timeout int
    automated_backup_preference tinyint
    automated_backup_preference_desc nvarchar(60)
    version smallint
    basic_features bit
    dtc_support bit
    db_failover bit
    is_distributed bit
    cluster_type tinyint since 14
    cluster_type_desc nvarchar(60) since 14
    required_synchronized_secondaries_to_commit int since 14
    sequence_number bigint since 14
    is_contained bit since 15`,
  ),
  view(
    "sys.availability_replicas",
    {},
    `
    replica_id uniqueidentifier not null
    group_id uniqueidentifier not null
    replica_metadata_id int not null
    replica_server_name nvarchar(256)
    owner_sid varbinary(85)
    endpoint_url nvarchar(128)
    availability_mode tinyint
    availability_mode_desc nvarchar(60)
    failover_mode tinyint
    failover_mode_desc nvarchar(60)
    session_timeout int
    primary_role_allow_connections tinyint
    primary_role_allow_connections_desc nvarchar(60)
    secondary_role_allow_connections tinyint
    secondary_role_allow_connections_desc nvarchar(60)
    create_date datetime
    modify_date datetime
    backup_priority int
    read_only_routing_url nvarchar(256)
    seeding_mode tinyint
    seeding_mode_desc nvarchar(60)
    read_write_routing_url nvarchar(256) since 15`,
  ),
  view(
    "sys.dm_hadr_availability_group_states",
    {},
    `
    group_id uniqueidentifier not null
    primary_replica varchar(128)
    primary_recovery_health tinyint
    primary_recovery_health_desc nvarchar(60)
    secondary_recovery_health tinyint
    secondary_recovery_health_desc nvarchar(60)
    synchronization_health tinyint
    synchronization_health_desc nvarchar(60)`,
  ),
  view(
    "sys.dm_hadr_availability_replica_states",
    {},
    `
    replica_id uniqueidentifier not null
    group_id uniqueidentifier not null
    is_local bit not null
    role tinyint
    role_desc nvarchar(60)
    operational_state tinyint
    operational_state_desc nvarchar(60)
    connected_state tinyint
    connected_state_desc nvarchar(60)
    recovery_health tinyint
    recovery_health_desc nvarchar(60)
    synchronization_health tinyint
    synchronization_health_desc nvarchar(60)
    last_connect_error_number int
    last_connect_error_description nvarchar(1024)
    last_connect_error_timestamp datetime
    write_lease_remaining_ticks bigint since 14
    current_configuration_commit_start_time_utc datetime since 15
    is_internal bit since 17`,
  ),
  view(
    "sys.dm_hadr_database_replica_states",
    {},
    `
    database_id int not null
    group_id uniqueidentifier not null
    replica_id uniqueidentifier not null
    group_database_id uniqueidentifier not null
    is_local bit
    is_primary_replica bit
    synchronization_state tinyint
    synchronization_state_desc nvarchar(60)
    is_commit_participant bit
    synchronization_health tinyint
    synchronization_health_desc nvarchar(60)
    database_state tinyint
    database_state_desc nvarchar(60)
    is_suspended bit
    suspend_reason tinyint
    suspend_reason_desc nvarchar(60)
    recovery_lsn numeric(25,0)
    truncation_lsn numeric(25,0)
    last_sent_lsn numeric(25,0)
    last_sent_time datetime
    last_received_lsn numeric(25,0)
    last_received_time datetime
    last_hardened_lsn numeric(25,0)
    last_hardened_time datetime
    last_redone_lsn numeric(25,0)
    last_redone_time datetime
    log_send_queue_size bigint
    log_send_rate bigint
    redo_queue_size bigint
    redo_rate bigint
    filestream_send_rate bigint
    end_of_log_lsn numeric(25,0)
    last_commit_lsn numeric(25,0)
    last_commit_time datetime
    low_water_mark_for_ghosts bigint
    secondary_lag_seconds bigint
    quorum_commit_lsn numeric(25,0) since 15
    quorum_commit_time datetime since 15
    is_internal bit since 17`,
  ),
  view(
    "sys.dm_hadr_database_replica_cluster_states",
    {},
    `
    replica_id uniqueidentifier not null
    group_database_id uniqueidentifier not null
    database_name sysname not null
    is_failover_ready bit not null
    is_pending_secondary_suspend bit
    is_database_joined bit
    recovery_lsn numeric(25,0)
    truncation_lsn numeric(25,0)`,
  ),
  view(
    "sys.dm_hadr_physical_seeding_stats",
    {},
    `
    local_physical_seeding_id uniqueidentifier not null
    remote_physical_seeding_id uniqueidentifier
    local_database_id int
    local_database_name nvarchar(256) -- length not documented
    remote_machine_name nvarchar(256) -- length not documented
    role_desc nvarchar(60) -- length not documented
    internal_state_desc nvarchar(60) -- length not documented
    transfer_rate_bytes_per_second bigint
    transferred_size_bytes bigint -- an older page misspells it transfered_size_bytes
    database_size_bytes bigint
    start_time_utc datetime
    end_time_utc datetime
    estimate_time_complete_utc datetime
    total_disk_io_wait_time_ms bigint
    total_network_wait_time_ms bigint
    failure_code int
    failure_message nvarchar(4000) -- length not documented
    failure_time_utc datetime
    is_compression_enabled bit`,
  ),
  view(
    "sys.dm_hadr_automatic_seeding",
    {},
    `
    start_time datetime not null
    completion_time datetime
    ag_id uniqueidentifier not null
    ag_db_id uniqueidentifier not null
    ag_remote_replica_id uniqueidentifier
    operation_id uniqueidentifier not null
    is_source bit not null
    current_state nvarchar(60) -- documented as bit; it holds text
    performed_seeding bit
    failure_state int
    failure_state_desc nvarchar(256) -- documented as ncharvar, without a length
    error_code int
    number_of_attempts int`,
  ),
  view(
    "sys.dm_hadr_auto_page_repair",
    {},
    `
    database_id int not null
    file_id int not null
    page_id bigint
    error_type int
    page_status int
    modification_time datetime`,
  ),
  view(
    "sys.dm_hadr_internal_availability_groups",
    { since: 16, isOfInternalGroups: true },
    `
    distributed_availability_group_id uniqueidentifier
    group_id uniqueidentifier not null
    name sysname not null
    resource_id nvarchar(40)
    resource_group_id nvarchar(40)
    failure_condition_level int
    health_check_timeout int
    automated_backup_preference tinyint
    automated_backup_preference_desc nvarchar(60)
    version smallint
    basic_features bit
    dtc_support bit
    db_failover bit
    is_distributed bit
    cluster_type tinyint
    cluster_type_desc nvarchar(60)
    required_synchronized_secondaries_to_commit int
    sequence_number bigint
    is_contained bit`,
  ),
  view(
    "sys.dm_hadr_internal_availability_replicas",
    { since: 16, isOfInternalGroups: true },
    `
    distributed_availability_group_id uniqueidentifier -- columns not documented; as sys.availability_replicas
    group_id uniqueidentifier not null
    replica_id uniqueidentifier not null
    replica_server_name nvarchar(256)
    endpoint_url nvarchar(128)
    availability_mode tinyint
    availability_mode_desc nvarchar(60)
    seeding_mode tinyint
    seeding_mode_desc nvarchar(60)`,
  ),
];
