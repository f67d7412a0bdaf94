// Reads one link's page: its row, the whole assessment, the raw facts by voice, and its newest transitions.
import type { Assessment, LinkView, Memory, Transition } from "../domain/assessment.ts";
import { checkConfiguration } from "../domain/configuration.ts";
import { movesOf } from "../domain/forecast-move.ts";
import { ageAssessment } from "../domain/freshness.ts";
import { hearLink } from "../domain/hearing.ts";
import type { Limits } from "../domain/limits.ts";
import { reviveDates } from "../domain/revive.ts";
import type { LinkSnapshot, Plain } from "../domain/snapshot.ts";
import { timelineOf } from "../domain/telling.ts";
import type { Vantage } from "../domain/vantage.ts";
import { type Depth, type Face, faceAndDepth } from "./assessment-parts.ts";
import { readForecasts, readStalls } from "./forecasts.ts";
import { begunSeeding, readLastSeeding } from "./last-seeding.ts";
import { readLinkDate } from "./link-date.ts";
import { latestLinkRows, linkSources } from "./link-rows.ts";
import { readLinkViews } from "./link-view.ts";
import { plain } from "./plain.ts";
import type { History } from "./pool.ts";
import { latestTurn } from "./running-seedings.ts";
import { latestPollerSeenAt, latestSources } from "./source-health.ts";
import { readSourceStates } from "./source-states.ts";

const transitionCount = 100;
const moveCount = 5;
const finishCount = 200;
/** Of these rows, as one cause may write several. */
const transitionRows = 400;

/** Null if there is no such link. */
export async function latestLink(
  history: History,
  linkId: string,
  estate: { isDemo: boolean; limits: Limits },
  now: Date,
): Promise<LinkSnapshot | null> {
  const [link] = await latestLinkRows(history, linkId, estate.limits, now);
  if (!link) return null;
  const ids = Object.values(link.sourceIds).filter((id) => id !== null);
  const [known, facts, sources, transitions, forecasts, stalls, lastSeeding, cutover, pollerSeenAt] = await Promise.all(
    [
      readAssessment(history, link, estate.limits, now),
      readFacts(history, linkId),
      latestSources(history, ids, estate.limits, now),
      readTransitions(history, linkId),
      link.seeding === null ? [] : readForecasts(history, linkId, now),
      link.seeding === null ? [] : readStalls(history, linkId, estate.limits.stallSeconds, now),
      readLastSeeding(history, linkId),
      readLinkDate(history, linkId),
      latestPollerSeenAt(history),
    ],
  );
  const { assessment, memory, mates, leavers } = known;
  const isWaiting = assessment.seedingStanding?.state === "waiting";
  // Those that wait send nothing.
  const beside = link.seeding === null ? [] : mates.filter(({ startedAt }) => startedAt !== null);
  return {
    readAt: now.toISOString(),
    isDemo: estate.isDemo,
    link,
    assessment,
    facts,
    sources,
    transitions,
    seedingBeside: plain(beside.toSorted((a, b) => (a.name < b.name ? -1 : 1))),
    forecastMoves: plain(
      movesOf(forecasts, { ...ownWire(link), joiners: beside, leavers, stalls }).slice(0, moveCount),
    ),
    finishes: thinned(forecasts, finishCount).map(({ madeAt, p10Seconds, p50Seconds, p90Seconds }) => {
      const after = (seconds: number) => new Date(madeAt.getTime() + seconds * 1000).toISOString();
      return {
        madeAt: madeAt.toISOString(),
        p10At: after(p10Seconds),
        p50At: after(p50Seconds),
        p90At: after(p90Seconds),
      };
    }),
    begunSeeding: begunSeeding(memory, estate.limits),
    turn: isWaiting ? plain(await latestTurn(history, linkId, estate.limits, now)) : null,
    lastSeeding,
    cutover,
    pollerSeenAt,
  };
}

function ownWire({ partnerName, instanceName, seeding }: LinkSnapshot["link"]) {
  return { server: partnerName, instance: instanceName, isCompressed: seeding?.isCompressed === true };
}

async function readAssessment(
  history: History,
  { linkId, sourceIds }: LinkSnapshot["link"],
  limits: Limits,
  now: Date,
): Promise<
  { assessment: LinkSnapshot["assessment"]; memory: Memory["seeding"] } & Pick<LinkView, "mates" | "leavers">
> {
  const { face, depth } = await history.prisma.linkAssessment.findFirstOrThrow({
    where: { link: { id: linkId } },
    select: { face: true, depth: true },
  });
  const ids = Object.values(sourceIds).filter((id) => id !== null);
  const [states, [known]] = await Promise.all([
    readSourceStates(history.pool, ids),
    readLinkViews(history.pool, ids, linkId),
  ]);
  const assessment = reviveDates<Assessment>(
    faceAndDepth(face as unknown as Plain<Face>, depth as unknown as Plain<Depth>),
  );
  const isGone = known === undefined || assessment.phase === "removed";
  const configuration = isGone ? [] : checkConfiguration(hearLink(known.view, null, limits, now));
  const aged = ageAssessment(assessment, linkSources(sourceIds, states), limits, now);
  return {
    assessment: plain({ ...aged, configuration }),
    memory: known?.previous?.memory.seeding ?? null,
    mates: known?.view.mates ?? [],
    leavers: known?.view.leavers ?? [],
  };
}

async function readFacts(history: History, linkId: string): Promise<LinkSnapshot["facts"]> {
  const { rows } = await history.pool.query<{
    vantage: Vantage;
    observedAt: Date;
    facts: unknown;
    instanceFacts: unknown;
  }>(
    `SELECT vantage, latest_sample.observed_at AS "observedAt", latest_sample.facts, latest_instance.facts AS "instanceFacts"
     FROM link JOIN latest_sample ON link_no = no
       LEFT JOIN latest_instance ON source_id = CASE vantage WHEN 'partner' THEN partner_source_id
         WHEN 'instance' THEN instance_source_id ELSE arm_source_id END
     WHERE link.id = $1 ORDER BY array_position(ARRAY['partner', 'instance', 'arm'], vantage::text)`,
    [linkId],
  );
  return rows.map((row) => ({ ...row, observedAt: row.observedAt.toISOString() }));
}

async function readTransitions(history: History, linkId: string): Promise<Plain<Transition>[]> {
  const rows = await history.prisma.transition.findMany({
    where: { link: { id: linkId } },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: transitionRows,
    select: {
      at: true,
      subject: true,
      from: true,
      to: true,
      verdict: true,
      reason: true,
      vantage: true,
      isFirst: true,
    },
  });
  return timelineOf(rows.map((row) => ({ ...row, linkId }) as Transition))
    .slice(0, transitionCount)
    .map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Evenly fewer, the newest always among them. */
function thinned<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, index) => (all.length - 1 - index) % step === 0);
}
