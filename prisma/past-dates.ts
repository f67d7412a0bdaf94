// The cutover dates that people of the demo have set: one with room before it, one that is tight.
import type { KeptForecast } from "../lib/domain/kept-forecast.ts";
import { readForecasts } from "../lib/history/forecasts.ts";
import { writeLinkDate } from "../lib/history/link-date.ts";
import type { History } from "../lib/history/pool.ts";

const halfHour = 30 * 60_000;
const day = 86_400_000;

/** Seconds from the newest forecast to the date. */
const plans: { name: string; note: string; seconds: (forecast: KeptForecast) => number }[] = [
  { name: "erp-history", note: "CHG-3107, history moves first", seconds: ({ p90Seconds }) => 1.5 * p90Seconds },
  {
    name: "fin-ledger",
    note: "CHG-3120, with the month-end freeze",
    seconds: ({ p50Seconds, p90Seconds }) => p50Seconds + 0.4 * (p90Seconds - p50Seconds),
  },
];

/** A link that is not there, or has no forecast, gets none. */
export async function setCutoverDates(history: History, now: Date): Promise<void> {
  for (const { name, note, seconds } of plans) {
    const { rows } = await history.pool.query<{ id: string }>("SELECT id FROM link WHERE name = $1", [name]);
    const linkId = rows[0]?.id;
    const forecast = linkId && (await readForecasts(history, linkId, now)).at(-1);
    if (!forecast) continue;
    const at = forecast.madeAt.getTime() + seconds(forecast) * 1000;
    const cutoverAt = new Date(Math.ceil(at / halfHour) * halfHour);
    const changedAt = new Date(now.getTime() - 4 * day);
    await writeLinkDate(history, linkId, { cutoverAt, note, changedAt, changedBy: null });
  }
}
