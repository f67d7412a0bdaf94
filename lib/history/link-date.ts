// When people plan to cut a link over: writes it down, takes it away, reads it.
import type { LinkSnapshot } from "../domain/snapshot.ts";
import type { History } from "./pool.ts";

export interface LinkDate {
  cutoverAt: Date;
  /** One line, at most 200 characters; empty: none. */
  note: string;
  changedAt: Date;
  changedBy: string | null;
}

/** False if there is no such link. */
export async function writeLinkDate(
  { pool }: History,
  linkId: string,
  { cutoverAt, note, changedAt, changedBy }: LinkDate,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO link_date (link_no, cutover_at, note, changed_at, changed_by)
     SELECT no, $2, $3, $4, $5 FROM link WHERE id = $1
     ON CONFLICT (link_no) DO UPDATE SET cutover_at = excluded.cutover_at, note = excluded.note,
       changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [linkId, cutoverAt, note, changedAt, changedBy],
  );
  return rowCount === 1;
}

/** A link without one, or no link at all, is as it should be. */
export async function removeLinkDate({ pool }: History, linkId: string): Promise<void> {
  await pool.query("DELETE FROM link_date USING link WHERE link_no = no AND id = $1", [linkId]);
}

/** Null if none is set. */
export async function readLinkDate({ prisma }: History, linkId: string): Promise<LinkSnapshot["cutover"]> {
  const row = await prisma.linkDate.findFirst({ where: { link: { id: linkId } } });
  return row && { at: row.cutoverAt.toISOString(), note: row.note, changedAt: row.changedAt.toISOString() };
}
