// The cutover dates that people of the demo have set: one with room before it, one that is tight.
import { writeLinkDate } from "../lib/history/link-date.ts";
import type { History } from "../lib/history/pool.ts";

const hour = 3_600_000;

/** By what the demo's seedings need: the one has about 21 hours to go, the other about 42. */
const dates = [
  { name: "erp-history", inHours: 60, note: "CHG-3107, history moves first" },
  { name: "fin-ledger", inHours: 46, note: "CHG-3120, with the month-end freeze" },
];

/** A link that is not there gets none. */
export async function setCutoverDates(history: History, now: number): Promise<void> {
  const changedAt = new Date(now - 4 * 24 * hour);
  for (const { name, inHours, note } of dates) {
    const { rows } = await history.pool.query<{ id: string }>("SELECT id FROM link WHERE name = $1", [name]);
    const cutoverAt = new Date((Math.ceil(now / hour) + inHours) * hour);
    for (const { id } of rows) await writeLinkDate(history, id, { cutoverAt, note, changedAt, changedBy: null });
  }
}
