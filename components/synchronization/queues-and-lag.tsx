"use client";

import type { BandWindow, LinkSnapshot, Metric, SeriesWindow } from "../../lib/domain/snapshot.ts";
import type { Vantage } from "../../lib/domain/vantage.ts";
import type { ChartState } from "../charts/chart-frame.tsx";
import type { Span } from "../charts/gaps.ts";
import type { Mark } from "../charts/marks.ts";
import type { Measure } from "../charts/measure.ts";
import { type ChartLine, TimeChart } from "../charts/time-chart.tsx";
import { type PickedSeries, pickSeries, valuesOf } from "../link/pick-series.ts";
import { Panel, Section } from "../ui/panel.tsx";
import { speakerWords, VantageMark } from "../ui/vantage-mark.tsx";
import { phaseSpans } from "./phase-spans.ts";
import styles from "./synchronization.module.css";

const colours: Record<Vantage, string> = {
  partner: "var(--series-partner)",
  instance: "var(--series-instance)",
  arm: "var(--series-3)",
};

interface Plan {
  title: string;
  measure: Measure;
  /** SQL Server counts queues and rates in KB. */
  factor: number;
  lines: { metric: Metric; word: string }[];
}

const plans: Plan[] = [
  {
    title: "Log send queue",
    measure: "bytes",
    factor: 1024,
    lines: [{ metric: "logSendQueueKb", word: "log send queue" }],
  },
  { title: "Redo queue", measure: "bytes", factor: 1024, lines: [{ metric: "redoQueueKb", word: "redo queue" }] },
  {
    title: "Rates",
    measure: "bytesPerSecond",
    factor: 1024,
    lines: [
      { metric: "logSendRateKbPerSecond", word: "log send" },
      { metric: "redoRateKbPerSecond", word: "redo" },
    ],
  },
  {
    title: "Lag",
    measure: "seconds",
    factor: 1,
    lines: [
      { metric: "sendLagSeconds", word: "send" },
      { metric: "redoLagSeconds", word: "redo" },
    ],
  },
];

/** Queues, rates and the two lags over time; what was suspended or silent stays empty and is never 0. */
export function QueuesAndLag({
  window,
  bands,
  snapshot,
  state,
  marks,
  toleranceMs,
}: {
  window: SeriesWindow | null;
  bands: BandWindow | null;
  snapshot: LinkSnapshot;
  state: ChartState;
  marks: Mark[];
  toleranceMs: number;
}) {
  const at = window?.at.map((time) => Date.parse(time)) ?? [];
  const readAt = Date.parse(snapshot.readAt);
  const from = window ? Date.parse(window.from) : readAt - 1;
  const suspended: Span[] = phaseSpans(bands, ["suspended"], readAt);
  const blank: Span[] = phaseSpans(
    bands,
    ["waiting-to-seed", "seeding", "seeding-stalled", "seeding-restarted", "seeding-failed"],
    readAt,
  );
  const said = snapshot.assessment.numbers;
  return (
    <Section
      id="queues"
      title="Queues and lag"
      note={said.why ?? "Nothing is computed while suspended or silent: those hours stay empty, they are not 0."}
    >
      <div className={styles.grid}>
        {plans.map((plan) => {
          const picked = plan.lines.map((line) =>
            pickSeries(window, line.metric, [
              said[line.metric as keyof typeof said & Metric]?.vantage,
              "partner",
              "instance",
            ]),
          );
          return (
            <Panel key={plan.title}>
              <TimeChart
                title={plan.title}
                measure={plan.measure}
                from={from}
                to={readAt}
                bucketSeconds={window?.bucketSeconds ?? 1}
                at={at}
                lines={window === null ? [] : linesOf(plan, picked, at.length)}
                toleranceMs={toleranceMs}
                suspended={suspended}
                blank={blank}
                marks={marks}
                state={state}
                note={plan.lines.length === 1 && picked[0] ? <VantageMark vantage={picked[0].vantage} /> : undefined}
                source={window ? bucketWords(window.bucketSeconds) : ""}
              />
            </Panel>
          );
        })}
      </div>
    </Section>
  );
}

function linesOf(plan: Plan, picked: (PickedSeries | null)[], count: number): ChartLine[] {
  const isSameVoice = picked.length > 1 && picked[0]?.vantage === picked[1]?.vantage;
  return plan.lines.map((line, index) => {
    const vantage = picked[index]?.vantage;
    const who = vantage ? `${speakerWords[vantage]} says` : "not known";
    return {
      key: line.metric,
      label: `${line.word}, ${who}`,
      // A side's colour names its voice; two lines of one voice need ink beside it, and a line alone is ink.
      colour:
        !vantage || plan.lines.length === 1 || (isSameVoice && index > 0) ? "var(--chart-measured)" : colours[vantage],
      values: valuesOf(picked[index] ?? null, count, plan.factor),
    };
  });
}

function bucketWords(seconds: number): string {
  const span = seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
  return `${span} mean`;
}
