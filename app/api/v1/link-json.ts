// Links as other programs read them: a documented, stable shape, apart from what our pages need. Times ISO 8601, LSNs text.
import type { LinkRow, LinkSnapshot } from "../../../lib/domain/snapshot.ts";

/** An entry of GET /api/v1/links. Null always means not known. */
export function linkJson(link: LinkRow) {
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
    seeding: link.seeding,
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

/** GET /api/v1/links/{id}: the entry, and what the link's own page knows beyond it. */
export function linkDetailJson({ readAt, link, assessment, facts, transitions }: LinkSnapshot) {
  return {
    readAt,
    ...linkJson(link),
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
