// Reads links as the estate table shows them.
import type { Assessment, SourceState } from "../domain/assessment.ts";
import { ageAssessment, type LinkSources } from "../domain/freshness.ts";
import { reachOfSource } from "../domain/hearing.ts";
import type { Limits } from "../domain/limits.ts";
import { reviveDates } from "../domain/revive.ts";
import type { LinkRow, Plain } from "../domain/snapshot.ts";
import { type Vantage, vantages } from "../domain/vantage.ts";
import type { Face } from "./assessment-parts.ts";
import { plain } from "./plain.ts";
import type { History } from "./pool.ts";
import { readSourceStates } from "./source-states.ts";

interface Row {
  id: string;
  name: string;
  partnerName: string | null;
  instanceName: string | null;
  partnerSource: string | null;
  instanceSource: string | null;
  partnerServer: { productVersion: string | null; productUpdateLevel: string | null } | null;
  observedAt: Partial<Record<Vantage, string>> | null;
  sourceIds: Record<Vantage, string | null>;
  face: Plain<Face>;
  sparkWhat: "seeding-rate" | "redo-lag" | "send-lag" | null;
  sparkPoints: (number | null)[] | null;
}

/** Every assessed link, or the one with `linkId`, as it stands at `now`. Two statements. */
export async function latestLinkRows(
  history: History,
  linkId: string | null,
  limits: Limits,
  now: Date,
): Promise<LinkRow[]> {
  const { rows } = await history.pool.query<Row>(
    `SELECT link.id, link.name, partner_name AS "partnerName", instance_name AS "instanceName", face,
       partner.name AS "partnerSource", coalesce(instance.name, arm.name) AS "instanceSource",
       CASE WHEN latest_instance.facts IS NOT NULL THEN json_build_object(
         'productVersion', latest_instance.facts->'productVersion',
         'productUpdateLevel', latest_instance.facts->'productUpdateLevel') END AS "partnerServer",
       json_build_object('partner', partner.id, 'instance', instance.id, 'arm', arm.id) AS "sourceIds",
       (SELECT json_object_agg(vantage, to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        FROM latest_sample WHERE link_no = link.no) AS "observedAt",
       spark.what AS "sparkWhat", spark.points AS "sparkPoints"
     FROM link JOIN assessment ON assessment.link_no = link.no
       LEFT JOIN source partner ON partner.id = partner_source_id AND partner.is_active
       LEFT JOIN source instance ON instance.id = instance_source_id AND instance.is_active
       LEFT JOIN source arm ON arm.id = arm_source_id AND arm.is_active
       LEFT JOIN latest_instance ON latest_instance.source_id = partner.id
       LEFT JOIN spark ON spark.link_no = link.no
     WHERE $1::text IS NULL OR link.id = $1
     ORDER BY lower(link.name), link.id`,
    [linkId],
  );
  const states = await readSourceStates(history.pool, null);
  return rows.map((row) =>
    toLinkRow({ ...row, face: ageFace(row.face, linkSources(row.sourceIds, states), limits, now) }),
  );
}

/** The state of the source behind each voice. */
export function linkSources(ids: Row["sourceIds"], states: Map<string, SourceState>): LinkSources {
  return byVantage((vantage) => states.get(ids[vantage] ?? "") ?? null);
}

/** Only where somebody fell silent is the picture taken apart: a thousand links are read in one go. */
function ageFace(face: Plain<Face>, sources: LinkSources, limits: Limits, now: Date): Plain<Face> {
  const isHeard = Object.values(sources).every(
    (source: SourceState | null) => source === null || reachOfSource(source, limits, now) !== "silent",
  );
  // Ageing looks at what the table shows and at nothing else.
  return isHeard ? face : plain<Face>(ageAssessment(reviveDates<Assessment>(face), sources, limits, now));
}

/** Adds to the face in place: copying a thousand of them would cost more than reading them. */
function toLinkRow(row: Row): LinkRow {
  return Object.assign(row.face, {
    linkId: row.id,
    name: row.name,
    partnerName: row.partnerSource ?? row.partnerName,
    instanceName: row.instanceSource ?? row.instanceName,
    partnerVersion: versionWords(row.partnerServer),
    seenBy: vantages.filter((vantage) => row.observedAt?.[vantage]),
    observedAt: byVantage((vantage) => row.observedAt?.[vantage] ?? null),
    sourceIds: row.sourceIds,
    spark: row.sparkWhat && {
      what: row.sparkWhat,
      unit: row.sparkWhat === "seeding-rate" ? ("bytes/s" as const) : ("s" as const),
      points: row.sparkPoints ?? [],
    },
  });
}

function byVantage<T>(value: (vantage: Vantage) => T): Record<Vantage, T> {
  return { partner: value("partner"), instance: value("instance"), arm: value("arm") };
}

const releases: Record<string, string> = { 13: "2016", 14: "2017", 15: "2019", 16: "2022", 17: "2025" };

/** "SQL Server 2022 CU18"; an unknown release by its number. */
function versionWords(server: Row["partnerServer"]): string | null {
  if (!server?.productVersion) return null;
  const release = releases[server.productVersion.split(".")[0] ?? ""] ?? server.productVersion;
  return ["SQL Server", release, server.productUpdateLevel].filter(Boolean).join(" ");
}
