// The server itself: identity, counters, requests, services, and its own catalog of views and types.
import { type View, view } from "./view.ts";

export const SERVER_VIEWS: View[] = [
  view(
    "sys.dm_os_performance_counters",
    {},
    `
    object_name nchar(128) not null
    counter_name nchar(128) not null
    instance_name nchar(128)
    cntr_value bigint not null
    cntr_type int not null`,
  ),
  view(
    "sys.dm_exec_requests",
    {},
    `
    session_id smallint not null
    request_id int not null
    start_time datetime not null
    status nvarchar(30) not null
    command nvarchar(32) not null
    sql_handle varbinary(64)
    statement_start_offset int
    statement_end_offset int
    plan_handle varbinary(64)
    database_id smallint not null
    user_id int not null
    connection_id uniqueidentifier
    blocking_session_id smallint
    wait_type nvarchar(60)
    wait_time int not null
    last_wait_type nvarchar(60) not null
    wait_resource nvarchar(256) not null
    open_transaction_count int not null
    open_resultset_count int not null
    transaction_id bigint not null
    context_info varbinary(128)
    percent_complete real not null
    estimated_completion_time bigint not null
    cpu_time int not null
    total_elapsed_time int not null
    scheduler_id int
    task_address varbinary(8)
    reads bigint not null
    writes bigint not null
    logical_reads bigint not null
    text_size int not null
    language nvarchar(128)
    date_format nvarchar(3)
    date_first smallint not null
    quoted_identifier bit not null
    arithabort bit not null
    ansi_null_dflt_on bit not null
    ansi_defaults bit not null
    ansi_warnings bit not null
    ansi_padding bit not null
    ansi_nulls bit not null
    concat_null_yields_null bit not null
    transaction_isolation_level smallint not null
    lock_timeout int not null
    deadlock_priority int not null
    row_count bigint not null
    prev_error int not null
    nest_level int not null
    granted_query_memory int not null
    executing_managed_code bit not null
    group_id int not null
    query_hash binary(8)
    query_plan_hash binary(8)
    statement_sql_handle varbinary(64)
    statement_context_id bigint
    dop int
    parallel_worker_count int
    external_script_request_id uniqueidentifier
    is_resumable bit since 14
    page_resource binary(8) since 15
    dist_statement_id uniqueidentifier not null since 16`,
  ),
  view(
    "sys.dm_os_server_diagnostics_log_configurations",
    {},
    `
    is_enabled bit -- type not documented
    path nvarchar(512) -- type not documented
    max_size int -- type not documented
    max_files int -- type not documented`,
  ),
  view(
    "sys.dm_os_sys_info",
    {},
    `
    cpu_ticks bigint not null
    ms_ticks bigint not null
    cpu_count int not null
    hyperthread_ratio int not null
    physical_memory_kb bigint not null
    virtual_memory_kb bigint not null
    committed_kb bigint not null
    committed_target_kb bigint not null
    max_workers_count int not null
    scheduler_count int not null
    sqlserver_start_time_ms_ticks bigint not null
    sqlserver_start_time datetime not null
    container_type int since 15
    container_type_desc nvarchar(60) since 15`,
  ),
  view(
    "sys.dm_os_host_info",
    { since: 14 },
    `
    host_platform nvarchar(256) not null
    host_distribution nvarchar(256) not null
    host_release nvarchar(256) not null
    host_service_pack_level nvarchar(256) not null
    host_sku int
    os_language_version int not null
    host_architecture nvarchar(256) not null since 15`,
  ),
  view(
    "sys.objects",
    {},
    `
    name sysname not null
    object_id int not null
    principal_id int
    schema_id int not null
    parent_object_id int not null
    type char(2)
    type_desc nvarchar(60)
    create_date datetime not null
    modify_date datetime not null
    is_ms_shipped bit not null
    is_published bit not null
    is_schema_published bit not null`,
  ),
  view(
    "sys.procedures",
    {},
    `
    name sysname not null
    object_id int not null
    principal_id int
    schema_id int not null
    parent_object_id int not null
    type char(2)
    type_desc nvarchar(60)
    create_date datetime not null
    modify_date datetime not null
    is_ms_shipped bit not null
    is_published bit not null
    is_schema_published bit not null`,
  ),
  view(
    "sys.dm_server_services",
    {},
    `
    servicename nvarchar(256) not null
    startup_type int
    startup_type_desc nvarchar(256) not null
    status int
    status_desc nvarchar(256) not null
    process_id int
    last_startup_time datetimeoffset(7)
    service_account nvarchar(256) not null`,
  ),
  view(
    "sys.configurations",
    {},
    `
    configuration_id int not null
    name nvarchar(35) not null
    value sql_variant
    minimum sql_variant
    maximum sql_variant
    value_in_use sql_variant
    description nvarchar(255) not null
    is_dynamic bit not null
    is_advanced bit not null`,
  ),
  view(
    "sys.all_objects",
    {},
    `
    name sysname not null
    object_id int not null
    principal_id int
    schema_id int not null
    parent_object_id int not null
    type char(2)
    type_desc nvarchar(60)
    is_ms_shipped bit not null`,
  ),
  view(
    "sys.all_columns",
    {},
    `
    object_id int not null
    name sysname
    column_id int not null
    system_type_id tinyint not null
    user_type_id int not null
    max_length smallint not null
    precision tinyint not null
    scale tinyint not null
    is_nullable bit`,
  ),
  view(
    "sys.schemas",
    {},
    `
    name sysname not null
    schema_id int not null
    principal_id int`,
  ),
  view(
    "sys.types",
    {},
    `
    name sysname not null
    system_type_id tinyint not null
    user_type_id int not null
    schema_id int not null
    principal_id int
    max_length smallint not null
    precision tinyint not null
    scale tinyint not null
    is_nullable bit
    is_user_defined bit not null`,
  ),
];
