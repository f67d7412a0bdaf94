// Reads every link that seeds or waits to seed, as it was last judged and as it stands now.
import type { Assessment, SeedingStanding } from "../domain/assessment.ts";
import { ageAssessment, type LinkSources } from "../domain/freshness.ts";
import type { Limits } from "../domain/limits.ts";
import { reviveDates } from "../domain/revive.ts";
import { outlookOf, type RunningSeedings } from "../domain/running-seedings.ts";
import type { Plain } from "../domain/snapshot.ts";
import type { Vantage } from "../domain/vantage.ts";
import { type SeedingNow, turnsOf, type WaitingTurn } from "../domain/waiting-turn.ts";
import type { Face } from "./assessment-parts.ts";
import { linkSources } from "./link-rows.ts";
import type { History } from "./pool.ts";
import { readSourceStates } from "./source-states.ts";
import { linkEndSources, linkEnds } from "./wires.ts";

interface Row {
  id: string;
  name: string;
  server: string | null;
  instance: string | null;
  sourceIds: Record<Vantage, string | null>;
  face: Plain<Face>;
  databaseBytes: number | null;
  cutoverAt: Date | null;
}

export async function latestRunningSeedings(history: History, limits: Limits, now: Date): Promise<RunningSeedings> {
  return outlookOf(await readSeedingsNow(history, limits, now), now);
}

/** Of a link that waits; null: it does not. */
export async function latestTurn(
  history: History,
  linkId: string,
  limits: Limits,
  now: Date,
): Promise<WaitingTurn | null> {
  return turnsOf(await readSeedingsNow(history, limits, now), now).get(linkId) ?? null;
}

/** Two statements however many. */
async function readSeedingsNow(history: History, limits: Limits, now: Date): Promise<SeedingNow[]> {
  const { rows } = await history.pool.query<Row>(
    `SELECT link.id, link.name, face, cutover_at AS "cutoverAt",
       ${linkEnds},
       CASE WHEN face->>'seeding' IS NULL THEN (
         SELECT CASE WHEN count(*) = json_array_length(face->'databases') THEN sum((one->>'dataBytes')::float8) END
         FROM json_array_elements(latest_instance.facts->'databases'->'value') AS one
         WHERE one->>'dataBytes' IS NOT NULL AND one->>'name' IN (SELECT json_array_elements_text(face->'databases'))
       ) END AS "databaseBytes"
     FROM link JOIN assessment ON assessment.link_no = link.no
       LEFT JOIN link_date ON link_date.link_no = link.no
       ${linkEndSources}
       LEFT JOIN latest_instance ON latest_instance.source_id = partner_source_id
     WHERE phase IN ('waiting-to-seed', 'seeding', 'seeding-stalled', 'seeding-restarted', 'seeding-failed')
       OR (phase <> 'removed' AND face->>'seedingStanding' IS NOT NULL)
       -- Of one that waited nothing is remembered but that it did.
       OR (phase = 'not-known' AND 'waiting-to-seed' = (
         SELECT "from" FROM transition WHERE link_no = link.no AND subject = 'phase' ORDER BY at DESC LIMIT 1))`,
  );
  const states = await readSourceStates(history.pool, null);
  return rows.map((row) => seedingNow(row, linkSources(row.sourceIds, states), limits, now));
}

function seedingNow({ face, ...row }: Row, sources: LinkSources, limits: Limits, now: Date): SeedingNow {
  const { id: linkId, name, server, instance, databaseBytes, cutoverAt } = row;
  const known = { linkId, name, server, instance, databaseBytes, cutoverAt };
  // Ageing looks at what the table of links shows and at nothing else.
  const aged = ageAssessment(reviveDates<Assessment>(face), sources, limits, now);
  if (sources.partner === null && sources.instance === null)
    return { ...known, standing: unasked(aged), progress: null };
  return { ...known, standing: standingNow(aged), progress: aged.seeding };
}

/** Both SQL sides left the estate: what was judged of them last is not so for ever. */
function unasked({ assessedAt }: Assessment): SeedingStanding {
  return { state: "not-known", reason: "Neither side is asked any more.", since: assessedAt };
}

/** Where nobody tells, who is silent says more than that. */
function standingNow({ seedingStanding, findings, headline, phaseSince }: Assessment): SeedingStanding {
  if (seedingStanding && seedingStanding.state !== "not-known") return seedingStanding;
  const reach = findings.find(({ key }) => key.startsWith("reach."));
  const reason = reach?.reason ?? seedingStanding?.reason ?? headline;
  return { state: "not-known", reason, since: seedingStanding?.since ?? phaseSince };
}
