// Table-valued functions and the types of their parameters.
import type { SqlType } from "../sql/result.ts";
import { type View, view } from "./view.ts";

export const TABLE_FUNCTIONS: { view: View; parameters: SqlType[] }[] = [
  {
    parameters: [{ name: "int" }],
    // From 2016 SP2: the lab holds every 2016 for that.
    view: view(
      "sys.dm_db_log_stats",
      {},
      `
    database_id int not null
    recovery_model nvarchar(60)
    log_min_lsn nvarchar(24)
    log_end_lsn nvarchar(24)
    current_vlf_sequence_number bigint
    current_vlf_size_mb float
    total_vlf_count bigint
    total_log_size_mb float
    active_vlf_count bigint
    active_log_size_mb float
    log_truncation_holdup_reason nvarchar(60)
    log_backup_time datetime
    log_backup_lsn nvarchar(24)
    log_since_last_log_backup_mb float
    log_checkpoint_lsn nvarchar(24)
    log_since_last_checkpoint_mb float
    log_recovery_lsn nvarchar(24)
    log_recovery_size_mb float
    recovery_vlf_count bigint`,
    ),
  },
];
