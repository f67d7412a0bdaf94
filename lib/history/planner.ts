// Reads what a plan can start from: sizes of the connected servers' databases, and rates that seedings really reached.
import type { PlannerSnapshot } from "../domain/planner-snapshot.ts";
import type { SqlInstanceFacts } from "../domain/sample.ts";
import type { Plain } from "../domain/snapshot.ts";
import type { History } from "./pool.ts";
import { vantageCode } from "./record-judgements.ts";

const rateDays = 90;

export async function latestPlanner(history: History, isDemo: boolean, now: Date): Promise<PlannerSnapshot> {
  const [servers, rates] = await Promise.all([readServers(history), readRates(history, now)]);
  return { readAt: now.toISOString(), isDemo, servers, rates };
}

async function readServers(history: History): Promise<PlannerSnapshot["servers"]> {
  const { rows } = await history.pool.query<{ name: string; databases: Plain<SqlInstanceFacts["databases"]> }>(
    `SELECT name, facts->'databases' AS databases
     FROM source JOIN latest_instance ON source_id = id
     WHERE is_active AND kind = 'sqlserver' AND side = 'partner' ORDER BY name`,
  );
  return rows.flatMap(({ name, databases }) => {
    const sized = (databases?.value ?? []).flatMap(({ name: database, dataBytes, groupDatabaseId }) =>
      dataBytes ? [{ name: database, bytes: dataBytes, isLinked: groupDatabaseId !== null }] : [],
    );
    return databases && sized.length > 0
      ? [{ name, at: databases.at, databases: sized.sort((a, b) => b.bytes - a.bytes) }]
      : [];
  });
}

/** What goes over from one server to one instance at the same time counts together: they share the wire. */
async function readRates(history: History, now: Date): Promise<PlannerSnapshot["rates"]> {
  const { rows } = await history.pool.query<PlannerSnapshot["rates"][number]>(
    `SELECT server, instance, rates[1] AS "p10BytesPerSecond", rates[2] AS "p50BytesPerSecond",
       rates[3] AS "p90BytesPerSecond", hours, to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastAt"
     FROM (
       SELECT server, instance, percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY total) AS rates,
         count(*) / 12.0::float8 AS hours, max(at) AS last_at
       FROM (
         SELECT coalesce(source.name, partner_name) AS server, instance_name AS instance, at, sum(seeding_rate_mean) AS total
         FROM sample_5min JOIN link ON link.no = link_no LEFT JOIN source ON source.id = partner_source_id
         WHERE vantage = $1 AND seeding_rate_mean > 0 AND at > $2
         GROUP BY 1, 2, 3
       ) AS wire
       WHERE server IS NOT NULL AND instance IS NOT NULL
       GROUP BY server, instance
     ) AS pair
     ORDER BY server, instance`,
    [vantageCode("partner"), new Date(now.getTime() - rateDays * 86_400_000)],
  );
  return rows;
}
