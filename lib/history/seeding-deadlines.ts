// Reads what the seedings of all links are held against: the cutover dates that people set, and logs that fill.
import type { LogState } from "../domain/assessment.ts";
import type { LinkSnapshot, Plain } from "../domain/snapshot.ts";
import type { History } from "./pool.ts";

export interface SeedingDeadlines {
  cutover: LinkSnapshot["cutover"];
  /** While it seeds; else empty. */
  log: Plain<LogState>[];
}

/** By link id; every link is there. */
export async function readSeedingDeadlines({ pool }: History): Promise<Map<string, SeedingDeadlines>> {
  const { rows } = await pool.query<{ id: string; log: Plain<LogState>[] | null } & Cutover>(
    `SELECT id, cutover_at AS "cutoverAt", note, changed_at AS "changedAt",
       CASE WHEN phase LIKE 'seeding%' THEN depth->'log' END AS log
     FROM link JOIN assessment ON assessment.link_no = no LEFT JOIN link_date ON link_date.link_no = no`,
  );
  return new Map(rows.map(({ id, log, ...cutover }) => [id, { cutover: cutoverOf(cutover), log: log ?? [] }]));
}

type Cutover = { cutoverAt: Date; note: string; changedAt: Date } | { cutoverAt: null; note: null; changedAt: null };

function cutoverOf({ cutoverAt, note, changedAt }: Cutover): SeedingDeadlines["cutover"] {
  return cutoverAt && { at: cutoverAt.toISOString(), note, changedAt: changedAt.toISOString() };
}
