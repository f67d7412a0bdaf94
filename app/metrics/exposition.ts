// The history's numbers in Prometheus' words; made anew for every scrape, so that every process tells the same.
import { Counter, Gauge, Registry } from "prom-client";
import type { EstateHealth } from "../../components/health/estate-health.ts";
import type { CertificateSnapshot } from "../../lib/domain/certificate-inventory.ts";
import type { Scorecard } from "../../lib/domain/scorecard.ts";
import { verdicts } from "../../lib/domain/verdict.ts";
import type { Counts } from "../../lib/history/counts.ts";

/** Text of /metrics at `now`. What is not known has no sample; it is never 0. */
export function exposition(
  counts: Counts,
  health: EstateHealth,
  certificates: CertificateSnapshot["certificates"],
  scorecard: Scorecard,
  now: Date,
): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ["source", "kind"], registers });

  const links = gauge("linkspan_links", "Links by verdict", ["verdict"]);
  for (const verdict of verdicts) links.set({ verdict }, 0);
  for (const { verdict, count } of counts.links) links.set({ verdict }, count);
  gauge("linkspan_poller_up", "1 if a living worker polls").set(health.pollerSeenAt === null ? 0 : 1);
  gauge("linkspan_transitions_undelivered", "Changes that nobody was told of yet").set(counts.undelivered);

  const bySource = ["source", "kind"];
  const up = gauge("linkspan_source_up", "1 if the last poll of the source was answered", bySource);
  const age = gauge("linkspan_source_last_answer_age_seconds", "Time since the source answered last", bySource);
  const polls = counter("linkspan_source_polls_total", "Polls of the source");
  const failures = counter("linkspan_source_poll_failures_total", "Polls of the source that failed");
  const duration = gauge("linkspan_source_poll_duration_seconds", "How long the last poll took", bySource);
  for (const source of counts.sources) {
    const labels = { source: source.id, kind: source.kind };
    if (source.lastAnsweredAt !== null || source.isFailing) up.set(labels, source.isFailing ? 0 : 1);
    if (source.lastAnsweredAt !== null) age.set(labels, (now.getTime() - source.lastAnsweredAt.getTime()) / 1000);
    polls.inc(labels, source.polls);
    failures.inc(labels, source.failures);
    if (source.lastDurationSeconds !== null) duration.set(labels, source.lastDurationSeconds);
  }
  const lateness = gauge(
    "linkspan_source_poll_lateness_p95_seconds",
    "How late polls began, 95th percentile of the last hour",
    bySource,
  );
  const cost = gauge("linkspan_source_server_ms_per_minute", "Time that polling costs the monitored server", bySource);
  for (const source of health.sources) {
    const labels = { source: source.id, kind: source.kind };
    if (source.latenessMsP95 !== null) lateness.set(labels, source.latenessMsP95 / 1000);
    if (source.serverMsPerMinute !== null) cost.set(labels, source.serverMsPerMinute);
  }
  const expiry = gauge("linkspan_certificate_expires_timestamp_seconds", "When a certificate of links expires", [
    "thumbprint",
    "kind",
    "name",
  ]);
  for (const { thumbprint, kind, name, expiresAt } of certificates)
    if (thumbprint !== null && expiresAt !== null)
      expiry.set({ thumbprint, kind, name }, Math.floor(Date.parse(expiresAt) / 1000));
  scoreMetrics(gauge, scorecard);
  return registry.metrics();
}

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

/** Of every seeding that is over; `source` "all" for the whole estate. */
function scoreMetrics(gauge: MakeGauge, { overall, sources }: Scorecard): void {
  const said = "of the time left, forecasts of finished seedings";
  const error = gauge("linkspan_forecast_error_median_ratio", `Median error of the even chance, as a share ${said}`, [
    "source",
  ]);
  const coverage = gauge(
    "linkspan_forecast_coverage_ratio",
    "Share of finished seedings' forecasts whose band held the truth",
    ["source"],
  );
  const width = gauge("linkspan_forecast_width_ratio", `Mean width of the band, as a share ${said}`, ["source"]);
  const runs = gauge("linkspan_forecast_runs", "Finished seedings that were scored", ["source"]);
  for (const line of [...(overall === null ? [] : [{ source: "all", ...overall }]), ...sources]) {
    const labels = { source: line.source };
    error.set(labels, line.medianError);
    coverage.set(labels, line.coverage);
    width.set(labels, line.width);
    runs.set(labels, line.runs);
  }
}
