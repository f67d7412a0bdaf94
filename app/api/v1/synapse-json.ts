// Synapse Links as other programs read them: a documented, stable shape, apart from what our page needs. Times ISO 8601; null always means not known.
import type { SynapseLinkRow } from "../../../lib/domain/synapse-snapshot.ts";

/** An entry of GET /api/v1/synapse. */
export function synapseLinkJson({ id, workspaceName, linkConnectionName, observedAt, facts, ...row }: SynapseLinkRow) {
  const { assessment, transitions } = row;
  const { failover } = assessment;
  return {
    id,
    workspace: workspaceName,
    name: linkConnectionName,
    verdict: assessment.verdict,
    verdictSince: assessment.verdictSince,
    headline: assessment.headline,
    status: { displayed: facts.status, concluded: assessment.conclusion },
    source: { ...facts.source, style: failover.style },
    failover: {
      certainty: failover.certainty,
      group: facts.failoverGroup,
      primaryServer: failover.primaryServer,
      isFedByPrimary: facts.isFedByPrimary,
      signs: failover.signs,
      toldAt: facts.failoverToldAt,
    },
    tables: { toldAt: facts.tablesToldAt, entries: facts.tablesToldAt === null ? null : facts.tables },
    landingZoneCredentialExpiresAt: facts.landingZoneCredentialExpiresAt,
    findings: assessment.findings,
    steps: assessment.steps,
    transitions,
    untold: facts.untold,
    observedAt,
  };
}
