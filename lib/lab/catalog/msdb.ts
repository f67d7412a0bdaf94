// Backups and SQL Server Agent jobs, as msdb keeps them.
import { type View, view } from "./view.ts";

export const MSDB_TABLES: View[] = [
  view(
    "msdb.dbo.backupset",
    {},
    `
    backup_set_id int not null
    backup_set_uuid uniqueidentifier not null
    media_set_id int not null
    first_family_number tinyint
    first_media_number smallint
    last_family_number tinyint
    last_media_number smallint
    catalog_family_number tinyint
    catalog_media_number smallint
    position int
    expiration_date datetime
    software_vendor_id int
    name nvarchar(128)
    description nvarchar(255)
    user_name nvarchar(128)
    software_major_version tinyint
    software_minor_version tinyint
    software_build_version smallint
    time_zone smallint
    mtf_minor_version tinyint
    first_lsn numeric(25,0)
    last_lsn numeric(25,0)
    checkpoint_lsn numeric(25,0)
    database_backup_lsn numeric(25,0)
    database_creation_date datetime
    backup_start_date datetime
    backup_finish_date datetime
    type char(1)
    sort_order smallint
    code_page smallint
    compatibility_level tinyint
    database_version int
    backup_size numeric(20,0)
    database_name nvarchar(128)
    server_name nvarchar(128)
    machine_name nvarchar(128)
    flags int
    unicode_locale int
    unicode_compare_style int
    collation_name nvarchar(128)
    Is_password_protected bit
    recovery_model nvarchar(60)
    has_bulk_logged_data bit
    is_snapshot bit
    is_readonly bit
    is_single_user bit
    has_backup_checksums bit
    is_damaged bit
    begins_log_chain bit
    has_incomplete_metadata bit
    is_force_offline bit
    is_copy_only bit
    first_recovery_fork_guid uniqueidentifier
    last_recovery_fork_guid uniqueidentifier
    fork_point_lsn numeric(25,0)
    database_guid uniqueidentifier
    family_guid uniqueidentifier
    differential_base_lsn numeric(25,0)
    differential_base_guid uniqueidentifier
    compressed_backup_size numeric(20,0)
    key_algorithm nvarchar(32)
    encryptor_thumbprint varbinary(20)
    encryptor_type nvarchar(32)
    last_valid_restore_time datetime since 16
    compression_algorithm nvarchar(32) since 16`,
  ),
  view(
    "msdb.dbo.sysjobs",
    {},
    `
    job_id uniqueidentifier not null
    originating_server_id int
    name sysname not null
    enabled tinyint not null
    description nvarchar(512)
    start_step_id int
    category_id int
    owner_sid varbinary(85)
    notify_level_eventlog int
    notify_level_email int
    notify_level_netsend int
    notify_level_page int
    notify_email_operator_id int
    notify_netsend_operator_id int
    notify_page_operator_id int
    delete_level int
    date_created datetime
    date_modified datetime
    version_number int`,
  ),
  view(
    "msdb.dbo.sysjobs_view",
    {},
    `
    job_id uniqueidentifier not null
    originating_server_id int
    name sysname not null
    enabled tinyint not null
    description nvarchar(512)
    start_step_id int
    category_id int
    owner_sid varbinary(85)
    notify_level_eventlog int
    notify_level_email int
    notify_level_netsend int
    notify_level_page int
    notify_email_operator_id int
    notify_netsend_operator_id int
    notify_page_operator_id int
    delete_level int
    date_created datetime
    date_modified datetime
    version_number int`,
  ),
  view(
    "msdb.dbo.sysjobhistory",
    {},
    `
    instance_id int not null
    job_id uniqueidentifier not null
    step_id int not null
    step_name sysname not null
    sql_message_id int
    sql_severity int
    message nvarchar(4000)
    run_status int
    run_date int
    run_time int
    run_duration int
    operator_id_emailed int
    operator_id_netsent int
    operator_id_paged int
    retries_attempted int
    server sysname`,
  ),
  view(
    "msdb.dbo.sysjobactivity",
    {},
    `
    session_id int
    job_id uniqueidentifier not null
    run_requested_date datetime
    run_requested_source nvarchar(128)
    queued_date datetime
    start_execution_date datetime
    last_executed_step_id int
    last_executed_step_date datetime
    stop_execution_date datetime
    job_history_id int
    next_scheduled_run_date datetime`,
  ),
  view(
    "msdb.dbo.sysjobstepslogs",
    {},
    `
    log_id int not null
    log nvarchar(max)
    date_created datetime
    date_modified datetime
    log_size int
    step_uid uniqueidentifier not null`,
  ),
  view(
    "msdb.dbo.sysjobsteps",
    {},
    `
    job_id uniqueidentifier not null
    step_id int not null
    step_name sysname not null
    subsystem nvarchar(40) not null
    command nvarchar(max)
    flags int not null
    on_success_action tinyint not null
    on_fail_action tinyint not null
    database_name sysname
    last_run_outcome int not null
    last_run_duration int not null
    last_run_date int not null
    last_run_time int not null
    step_uid uniqueidentifier`,
  ),
];
