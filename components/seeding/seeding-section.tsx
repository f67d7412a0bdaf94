"use client";

import type { SeedingProgress } from "../../lib/domain/assessment.ts";
import type { LinkSnapshot, Plain, SeriesWindow } from "../../lib/domain/snapshot.ts";
import type { ChartState } from "../charts/chart-frame.tsx";
import type { Mark } from "../charts/marks.ts";
import { RateChart } from "../charts/rate-chart.tsx";
import { SeedingChart } from "../charts/seeding-chart.tsx";
import { pickSeries, valuesOf } from "../link/pick-series.ts";
import { Panel } from "../ui/panel.tsx";
import { finishTimes } from "./deadline.ts";
import { ForecastPanel } from "./forecast-panel.tsx";
import styles from "./seeding.module.css";

/** A seeding: the forecast beside its curve, and below how fast it goes and what it waits for. */
export function SeedingSection({
  snapshot,
  seeding,
  sourceSide,
  beside,
  isMoving,
  window,
  state,
  marks,
  now,
  toleranceMs,
  onCutover,
}: {
  snapshot: LinkSnapshot;
  seeding: Plain<SeedingProgress>;
  /** The side the bytes leave; its counts are drawn. */
  sourceSide: "partner" | "instance";
  /** Names of the other links that seed over the same wire now. */
  beside: readonly string[];
  isMoving: boolean;
  window: SeriesWindow | null;
  state: ChartState;
  marks: Mark[];
  now: string;
  toleranceMs: number;
  onCutover: () => void;
}) {
  const at = window?.at.map((time) => Date.parse(time)) ?? [];
  const from = window ? Date.parse(window.from) : Date.parse(now) - 1;
  const to = Date.parse(now);
  const values = (metric: Parameters<typeof pickSeries>[1]) =>
    valuesOf(pickSeries(window, metric, [sourceSide]), at.length);
  const bucketSeconds = window?.bucketSeconds ?? 1;
  return (
    <>
      <section className={styles.columns} id="seeding" aria-label="Seeding forecast">
        <ForecastPanel
          snapshot={snapshot}
          seeding={seeding}
          cancelAt={cancelAt(seeding)}
          beside={beside}
          now={now}
          isMoving={isMoving}
          onCutover={onCutover}
        />
        <Panel>
          <SeedingChart
            from={from}
            now={to}
            bucketSeconds={bucketSeconds}
            at={at}
            transferred={values("transferredBytes")}
            databaseName={seeding.databaseName}
            databaseBytes={seeding.databaseBytes}
            forecast={seeding.forecast ? finishTimes(seeding.forecast) : null}
            cancelAt={cancelAt(seeding)}
            cutoverAt={snapshot.cutover ? Date.parse(snapshot.cutover.at) : null}
            toleranceMs={toleranceMs}
            marks={marks}
            state={state}
          />
        </Panel>
      </section>
      <section className={styles.rate} aria-label="Seeding rate and waits">
        <Panel>
          <RateChart
            from={from}
            to={to}
            bucketSeconds={bucketSeconds}
            at={at}
            rate={values("seedingRateBytesPerSecond")}
            networkShare={values("networkWaitShare")}
            diskShare={values("diskWaitShare")}
            toleranceMs={toleranceMs}
            marks={marks}
            state={state}
            source="from bytes between polls, at the source"
          />
        </Panel>
      </section>
    </>
  );
}

/** ms since 1970; null: no start is known, or an older version judged it. */
function cancelAt(seeding: Plain<SeedingProgress>): number | null {
  return seeding.cancelAt ? Date.parse(seeding.cancelAt) : null;
}
