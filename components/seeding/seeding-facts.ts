// A database's latest seeding attempt as each side says it: every column of the two views, in the order they are asked.
import type { SqlLinkFacts, SqlSeedingFacts } from "../../lib/domain/sample.ts";
import { decodeFailure } from "../../lib/domain/seeding-failure.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { formatMs } from "../../lib/format/duration.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { formatBytes } from "../../lib/format/size.ts";

type Attempt = Plain<SqlSeedingFacts>;
type Physical = NonNullable<Attempt["physical"]>;

/** `at` is a time; both null: that side does not say it, and `missing` says how that is to be read. */
export interface SeedingCell {
  text: string | null;
  at: string | null;
  missing: string;
}

export interface SeedingFactRow {
  /** The column, as SQL Server spells it. */
  column: string;
  /** Something to know of the column; null: it speaks for itself. */
  note: string | null;
  partner: SeedingCell;
  instance: SeedingCell;
}

export interface DatabaseSeeding {
  databaseName: string;
  /** Bytes go over now; otherwise the second view has nothing to say. */
  isRunning: boolean;
  rows: SeedingFactRow[];
}

/** One entry per database that any side has an attempt of; empty: no side tells one. */
export function databaseSeedings(
  partner: Plain<SqlLinkFacts> | null,
  instance: Plain<SqlLinkFacts> | null,
): DatabaseSeeding[] {
  const nameOf = namesBy([partner, instance]);
  const sides = [newestAttempts(partner, nameOf), newestAttempts(instance, nameOf)] as const;
  const names = [...new Set(sides.flatMap((attempts) => [...attempts.keys()]))].sort();
  return names.map((databaseName) => {
    const [left, right] = sides.map((attempts) => attempts.get(databaseName) ?? null) as [
      Attempt | null,
      Attempt | null,
    ];
    const isRunning = left?.physical != null || right?.physical != null;
    return {
      databaseName,
      isRunning,
      rows: [
        ...attemptColumns.map((column) => factRow(column, left, right, "no attempt is told", "not told")),
        ...(isRunning
          ? physicalColumns.map((column) =>
              factRow(column, left?.physical ?? null, right?.physical ?? null, "told only while it runs", "not told"),
            )
          : []),
      ],
    };
  });
}

interface Column<T> {
  column: string;
  note?: string;
  text?: (of: T) => string | null;
  at?: (of: T) => string | null;
  /** How an empty value is to be read, where "not told" would be wrong. */
  empty?: string;
}

/** sys.dm_hadr_automatic_seeding. */
const attemptColumns: Column<Attempt>[] = [
  { column: "current_state", text: (one) => one.currentState },
  { column: "is_source", text: (one) => yesNo(one.isSource) },
  { column: "number_of_attempts", text: (one) => number(one.numberOfAttempts) },
  { column: "start_time", at: (one) => one.startedAt },
  { column: "completion_time", at: (one) => one.completedAt, empty: "not over" },
  { column: "performed_seeding", text: (one) => yesNo(one.performedSeeding) },
  { column: "failure_state", text: failureText, empty: "none" },
  { column: "error_code", text: (one) => (one.errorCode === 0 ? null : number(one.errorCode)), empty: "none" },
];

/** sys.dm_hadr_physical_seeding_stats. */
const physicalColumns: Column<Physical>[] = [
  { column: "role_desc", text: (one) => one.roleDesc },
  { column: "internal_state_desc", text: (one) => one.internalStateDesc },
  { column: "database_size_bytes", text: (one) => bytes(one.databaseSizeBytes) },
  { column: "transferred_size_bytes", text: (one) => bytes(one.transferredSizeBytes) },
  {
    column: "transfer_rate_bytes_per_second",
    text: (one) => (one.transferRateBytesPerSecond === null ? null : formatRate(one.transferRateBytesPerSecond)),
  },
  { column: "total_disk_io_wait_time_ms", text: (one) => wait(one.totalDiskIoWaitTimeMs) },
  { column: "total_network_wait_time_ms", text: (one) => wait(one.totalNetworkWaitTimeMs) },
  { column: "is_compression_enabled", text: (one) => yesNo(one.isCompressionEnabled) },
  { column: "start_time_utc", at: (one) => one.startedAt },
  {
    column: "estimate_time_complete_utc",
    at: (one) => one.estimatedCompletionAt,
    note: "later than it will be: it counts uncompressed bytes",
  },
  { column: "failure_code", text: (one) => (one.failureCode === 0 ? null : number(one.failureCode)), empty: "none" },
  { column: "failure_message", text: (one) => one.failureMessage || null, empty: "none" },
];

function factRow<T>(
  { column, note, text, at, empty }: Column<T>,
  left: T | null,
  right: T | null,
  untold: string,
  missing: string,
): SeedingFactRow {
  const cell = (of: T | null): SeedingCell => ({
    text: of === null ? null : (text?.(of) ?? null),
    at: of === null ? null : (at?.(of) ?? null),
    missing: of === null ? untold : (empty ?? missing),
  });
  return { column, note: note ?? null, partner: cell(left), instance: cell(right) };
}

/** The link's own attempts by database; a managed instance's seedings of its local replicas are not the link's. */
function newestAttempts(facts: Plain<SqlLinkFacts> | null, nameOf: (attempt: Attempt) => string): Map<string, Attempt> {
  const rows = (facts?.seedings ?? []).filter((row) => !/^forwarder$/i.test(row.physical?.roleDesc ?? ""));
  const newest = new Map<string, Attempt>();
  for (const row of [...rows].sort((a, b) => (a.startedAt ?? "").localeCompare(b.startedAt ?? "")))
    newest.set(nameOf(row), row);
  return newest;
}

/** A side whose copy failed may not know its name; the other side does, by the same id, or as the only one of the link. */
function namesBy(sides: readonly (Plain<SqlLinkFacts> | null)[]): (attempt: Attempt) => string {
  const told = sides.flatMap((facts) => [...(facts?.seedings ?? []), ...(facts?.databases ?? [])]);
  const byId = new Map(told.flatMap((row) => (row.databaseName ? [[row.groupDatabaseId, row.databaseName]] : [])));
  const names = new Set(byId.values());
  const only = names.size === 1 ? [...names][0] : undefined;
  return ({ databaseName, groupDatabaseId }) => databaseName ?? byId.get(groupDatabaseId) ?? only ?? "name not told";
}

/** "121, Seeding Check Message Timeout: on the source". */
function failureText(attempt: Attempt): string | null {
  const failure = decodeFailure(attempt);
  if (failure === null || (failure.code === 0 && !attempt.failureStateDesc)) return null;
  const said = [attempt.failureState, attempt.failureStateDesc].filter(Boolean).join(", ");
  return failure.where === null ? said : `${said}: on the ${failure.where}`;
}

function yesNo(value: boolean | null): string | null {
  return value === null ? null : value ? "yes" : "no";
}

function number(value: number | null): string | null {
  return value === null ? null : String(value);
}

function bytes(value: number | null): string | null {
  return value === null ? null : formatBytes(value);
}

function wait(ms: number | null): string | null {
  return ms === null ? null : formatMs(ms);
}
