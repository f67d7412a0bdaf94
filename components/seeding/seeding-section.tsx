"use client";

import type { LinkSnapshot, Metric, SeriesWindow } from "../../lib/domain/snapshot.ts";
import type { ChartState } from "../charts/chart-frame.tsx";
import type { Mark } from "../charts/marks.ts";
import { RateChart } from "../charts/rate-chart.tsx";
import { SeedingChart } from "../charts/seeding-chart.tsx";
import { pickSeries, valuesOf } from "../link/pick-series.ts";
import { Panel } from "../ui/panel.tsx";
import { finishTimes } from "./deadline.ts";
import { ForecastPanel } from "./forecast-panel.tsx";
import { ProgressTable } from "./progress-table.tsx";
import styles from "./seeding.module.css";

/** A seeding: the forecast beside its curve, and below how fast it goes and what it waits for; of one that never began the panel alone. */
export function SeedingSection({
  snapshot,
  sourceSide,
  window,
  state,
  marks,
  toleranceMs,
  onCutover,
}: {
  snapshot: LinkSnapshot;
  /** The side the bytes leave; its counts are drawn. */
  sourceSide: "partner" | "instance";
  window: SeriesWindow | null;
  state: ChartState;
  marks: Mark[];
  toleranceMs: number;
  onCutover: () => void;
}) {
  const { assessment, begunSeeding, cutover, readAt } = snapshot;
  const { seeding } = assessment;
  const run = seeding ?? begunSeeding;
  const at = window?.at.map((time) => Date.parse(time)) ?? [];
  const to = Date.parse(readAt);
  const from = window ? Date.parse(window.from) : to - 1;
  const values = (metric: Metric) => valuesOf(pickSeries(window, metric, [sourceSide]), at.length);
  const transferred = values("transferredBytes");
  const rate = values("seedingRateBytesPerSecond");
  // The window is read less often than the newest count, which would else stand beside a chart that denies it.
  const stateOf = (drawn: readonly (number | null)[]): ChartState =>
    seeding !== null && state.kind === "ready" && drawn.every((value) => value === null)
      ? { kind: "none", words: "The first readings are not drawn yet" }
      : state;
  const bucketSeconds = window?.bucketSeconds ?? 1;
  return (
    <>
      <section className={styles.columns} id="seeding" aria-label="Seeding forecast">
        <ForecastPanel snapshot={snapshot} isAlone={run === null} onCutover={onCutover} />
        {run && (
          <Panel>
            <SeedingChart
              from={from}
              now={to}
              bucketSeconds={bucketSeconds}
              at={at}
              transferred={transferred}
              databaseName={seeding?.databaseName ?? null}
              databaseBytes={seeding?.databaseBytes ?? null}
              expectedBytes={seeding?.expectedBytes ?? seeding?.databaseBytes ?? null}
              forecast={seeding?.forecast ? finishTimes(seeding.forecast) : null}
              cancelAt={run.cancelAt ? Date.parse(run.cancelAt) : null}
              cutoverAt={cutover && Date.parse(cutover.at)}
              toleranceMs={toleranceMs}
              marks={marks}
              state={stateOf(transferred)}
            />
            <ProgressTable snapshot={snapshot} run={run} />
          </Panel>
        )}
      </section>
      {run && (
        <section className={styles.rate} aria-label="Seeding rate and waits">
          <Panel>
            <RateChart
              from={from}
              to={to}
              bucketSeconds={bucketSeconds}
              at={at}
              rate={rate}
              networkShare={values("networkWaitShare")}
              diskShare={values("diskWaitShare")}
              toleranceMs={toleranceMs}
              marks={marks}
              state={stateOf(rate)}
              source="from bytes between polls, at the source"
            />
          </Panel>
        </section>
      )}
    </>
  );
}
