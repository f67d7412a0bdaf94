// Reads how good the forecasts of finished seedings were: overall, by SQL Server, by link.
import type { Scorecard, ScoreLine } from "../domain/scorecard.ts";
import type { History } from "./pool.ts";

const mean = (column: string) => `sum(${column} * asked) / sum(asked)`;
const figures = `count(*)::int AS runs, sum(asked)::int AS asked, ${mean("median_error")} AS "medianError",
  ${mean("p90_error")} AS "p90Error", ${mean("coverage")} AS coverage, ${mean("width")} AS width,
  ${mean("interval_score")} AS "intervalScore",
  to_char(max(finished_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastFinishedAt"`;
const scores = `forecast_score JOIN link ON link.no = link_no LEFT JOIN source ON source.id = partner_source_id`;

export async function latestScorecard(history: History, now: Date): Promise<Scorecard> {
  const read = async <T>(columns: string, group: string) =>
    (await history.pool.query<T & ScoreLine>(`SELECT ${columns}${figures} FROM ${scores} ${group}`)).rows;
  const [overall, sources, links] = await Promise.all([
    read("", "HAVING count(*) > 0"),
    read<{ source: string }>("coalesce(source.name, partner_name, '') AS source, ", "GROUP BY 1 ORDER BY 1"),
    read<Scorecard["links"][number]>(
      'link.id AS "linkId", link.name AS name, coalesce(source.name, partner_name) AS source, ',
      "GROUP BY 1, 2, 3 ORDER BY max(finished_at) DESC LIMIT 200",
    ),
  ]);
  return { readAt: now.toISOString(), overall: overall[0] ?? null, sources, links };
}
