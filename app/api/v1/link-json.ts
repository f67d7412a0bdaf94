// Links as other programs read them: a documented, stable shape, apart from what our pages need. Times ISO 8601, LSNs text.
import { chanceBefore, finishTimes, firstFullLog } from "../../../components/seeding/deadline.ts";
import type { LinkRow, LinkSnapshot } from "../../../lib/domain/snapshot.ts";
import type { SeedingDeadlines } from "../../../lib/history/seeding-deadlines.ts";

/** An entry of GET /api/v1/links at `now` (ms). Null always means not known, or that there is none. */
export function linkJson(link: LinkRow, { cutover, log }: SeedingDeadlines, now: number) {
  return {
    id: link.linkId,
    name: link.name,
    databases: link.databases,
    verdict: link.verdict,
    headline: link.headline,
    phase: link.phase,
    phaseSince: link.phaseSince,
    splitBrain: link.splitBrain,
    seenBy: link.seenBy,
    partner: sideJson(link.partnerName, link.partner),
    instance: sideJson(link.instanceName, link.instance),
    cutover: cutover && { at: cutover.at, note: cutover.note },
    seedingStanding: link.seedingStanding ?? null,
    seeding: link.seeding && seedingJson(link.seeding, { cutover, log }, now),
    numbers: link.numbers,
    certificateDays: link.certificateDays,
    findings: link.findings,
    observedAt: link.observedAt,
    href: `/api/v1/links/${encodeURIComponent(link.linkId)}`,
  };
}

function sideJson(name: string | null, { side, name: _, ...state }: LinkRow["partner"]) {
  return { side, name, ...state };
}

type Seeding = NonNullable<LinkRow["seeding"]>;

/** Chances (0 to 0.99) are of being over by then; null without a forecast, or where no such time is known. */
function seedingJson(seeding: Seeding, { cutover, log }: SeedingDeadlines, now: number) {
  const { forecast, cancelAt } = seeding;
  const logFullAt = firstFullLog(log, now)?.fullAt ?? null;
  const chance = (limit: string | null | undefined) =>
    forecast && limit ? chanceBefore(Date.parse(limit), forecast, now) : null;
  return {
    ...seeding,
    forecast: forecast && forecastJson(forecast),
    logFullAt,
    chanceInTime: { cancel: chance(cancelAt), cutover: chance(cutover?.at), logFull: chance(logFullAt) },
  };
}

function forecastJson(forecast: NonNullable<Seeding["forecast"]>) {
  const { p10At, p50At, p90At } = finishTimes(forecast);
  const iso = (at: number) => new Date(at).toISOString();
  return { ...forecast, p10At: iso(p10At), p50At: iso(p50At), p90At: iso(p90At) };
}

/** GET /api/v1/links/{id}: the entry, and what the link's own page knows beyond it. */
export function linkDetailJson({ readAt, link, assessment, cutover, lastSeeding, facts, transitions }: LinkSnapshot) {
  return {
    readAt,
    ...linkJson(link, { cutover, log: assessment.log }, Date.parse(readAt)),
    lastSeeding,
    findings: assessment.findings,
    ladder: assessment.ladder,
    certificates: assessment.certificates,
    log: assessment.log,
    configuration: assessment.configuration,
    network: assessment.network,
    errors: assessment.errors,
    blind: assessment.blind,
    facts,
    transitions,
  };
}
