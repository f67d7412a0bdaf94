// Takes from a link what the estate's table shows: at a thousand links every byte of a row is read, sent and parsed each few seconds.
import type { RemainingTime } from "./assessment.ts";
import type { EstateRow, LinkRow, Plain } from "./snapshot.ts";

export function estateRow(link: LinkRow): EstateRow {
  const { partner, instance, numbers, seeding } = link;
  return {
    linkId: link.linkId,
    name: link.name,
    databases: link.databases,
    partnerName: link.partnerName,
    instanceName: link.instanceName,
    partnerVersion: link.partnerVersion,
    seenBy: link.seenBy,
    verdict: link.verdict,
    headline: link.headline,
    phase: link.phase,
    phaseSince: link.phaseSince,
    splitBrain: link.splitBrain,
    findings: link.findings,
    certificateDays: link.certificateDays,
    observedAt: link.observedAt,
    sourceIds: link.sourceIds,
    spark: link.spark && { ...link.spark, points: link.spark.points.map(threeFigures) },
    partner: { role: bare(partner.role), availabilityMode: bare(partner.availabilityMode) },
    instance: { role: bare(instance.role), availabilityMode: bare(instance.availabilityMode) },
    numbers: {
      sendLagSeconds: bare(numbers.sendLagSeconds),
      redoLagSeconds: bare(numbers.redoLagSeconds),
      logSendQueueKb: bare(numbers.logSendQueueKb),
      redoQueueKb: bare(numbers.redoQueueKb),
      why: numbers.why,
    },
    seeding: seeding && {
      fraction: seeding.fraction,
      rateBytesPerSecond: seeding.rateBytesPerSecond,
      movedAt: seeding.movedAt,
      attempt: seeding.attempt,
      forecast: seeding.forecast && timesOf(seeding.forecast),
      forecastMissing: seeding.forecastMissing,
    },
  };
}

/** Its grounds are told on the link's own page. */
function timesOf({ grounds: _, ...times }: Plain<RemainingTime>): Plain<RemainingTime> {
  return times;
}

function bare<T>(said: { value: T } | null): { value: T } | null {
  return said && { value: said.value };
}

/** As many as a sparkline can show and its caption says. */
function threeFigures(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}
