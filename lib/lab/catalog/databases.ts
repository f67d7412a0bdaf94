// Databases, their files and their logs.
import { type View, view } from "./view.ts";

export const DATABASE_VIEWS: View[] = [
  view(
    "sys.databases",
    {},
    `
    name sysname not null
    database_id int not null
    source_database_id int
    owner_sid varbinary(85)
    create_date datetime not null
    compatibility_level tinyint
    collation_name sysname
    user_access tinyint
    user_access_desc nvarchar(60)
    is_read_only bit
    is_auto_close_on bit
    is_auto_shrink_on bit
    state tinyint not null
    state_desc nvarchar(60) not null
    is_in_standby bit
    is_cleanly_shutdown bit
    is_supplemental_logging_enabled bit
    snapshot_isolation_state tinyint
    snapshot_isolation_state_desc nvarchar(60)
    is_read_committed_snapshot_on bit
    recovery_model tinyint
    recovery_model_desc nvarchar(60)
    page_verify_option tinyint
    page_verify_option_desc nvarchar(60)
    is_auto_create_stats_on bit
    is_auto_create_stats_incremental_on bit
    is_auto_update_stats_on bit
    is_auto_update_stats_async_on bit
    is_ansi_null_default_on bit
    is_ansi_nulls_on bit
    is_ansi_padding_on bit
    is_ansi_warnings_on bit
    is_arithabort_on bit
    is_concat_null_yields_null_on bit
    is_numeric_roundabort_on bit
    is_quoted_identifier_on bit
    is_recursive_triggers_on bit
    is_cursor_close_on_commit_on bit
    is_local_cursor_default bit
    is_fulltext_enabled bit
    is_trustworthy_on bit
    is_db_chaining_on bit
    is_parameterization_forced bit
    is_master_key_encrypted_by_server bit
    is_query_store_on bit
    is_published bit
    is_subscribed bit
    is_merge_published bit
    is_distributor bit
    is_sync_with_backup bit
    service_broker_guid uniqueidentifier
    is_broker_enabled bit
    log_reuse_wait tinyint
    log_reuse_wait_desc nvarchar(60)
    is_date_correlation_on bit
    is_cdc_enabled bit
    is_encrypted bit
    is_honor_broker_priority_on bit
    replica_id uniqueidentifier
    group_database_id uniqueidentifier
    resource_pool_id int
    default_language_lcid smallint
    default_language_name nvarchar(128)
    default_fulltext_language_lcid int
    default_fulltext_language_name nvarchar(128)
    is_nested_triggers_on bit
    is_transform_noise_words_on bit
    two_digit_year_cutoff smallint
    containment tinyint not null
    containment_desc nvarchar(60) not null
    target_recovery_time_in_seconds int
    delayed_durability int
    delayed_durability_desc nvarchar(60)
    is_memory_optimized_elevate_to_snapshot_on bit
    is_federation_member bit
    is_remote_data_archive_enabled bit
    is_mixed_page_allocation_on bit
    is_temporal_retention_enabled bit
    catalog_collation_type int
    catalog_collation_type_desc nvarchar(60)
    physical_database_name nvarchar(128) since 15 -- the version is not certain`,
  ),
  view(
    "sys.dm_db_log_space_usage",
    {},
    `
    database_id smallint not null
    total_log_size_in_bytes bigint
    used_log_space_in_bytes bigint
    used_log_space_in_percent real
    log_space_in_bytes_since_last_backup bigint`,
  ),
  view(
    "sys.dm_change_feed_log_scan_sessions",
    { since: 16 },
    `
    session_id int not null
    start_time datetime not null
    end_time datetime
    duration int
    batch_processing_phase nvarchar(200)
    error_count int
    batch_start_lsn nvarchar(23)
    currently_processed_lsn nvarchar(23)
    batch_end_lsn nvarchar(23)
    tran_count bigint
    currently_processed_commit_lsn nvarchar(23)
    currently_processed_commit_time datetime
    log_record_count bigint
    schema_change_count int
    command_count bigint
    latency int
    empty_scan_count int
    failed_sessions_count int`,
  ),
  view(
    "sys.dm_change_feed_errors",
    { since: 16 },
    `
    session_id int not null
    source_task tinyint
    table_id int
    table_group_id uniqueidentifier
    capture_phase_number int
    entry_time datetime
    error_number int
    error_severity int
    error_state int
    error_message nvarchar(1024)
    batch_start_lsn nvarchar(23)
    batch_end_lsn nvarchar(23)
    tran_begin_lsn nvarchar(23)
    tran_commit_lsn nvarchar(23)
    sequence_value nvarchar(23)
    command_id int`,
  ),
  view(
    "sys.master_files",
    {},
    `
    database_id int not null
    file_id int not null
    type tinyint not null
    type_desc nvarchar(60)
    name sysname not null
    physical_name nvarchar(260) not null
    state tinyint
    state_desc nvarchar(60)
    size int not null
    max_size int not null
    growth int not null`,
  ),
];
