"use client";

import type { BandWindow, LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { phaseWords, verdictWords } from "../../lib/format/words.ts";
import type { BandSegment } from "../charts/band-segments.ts";
import { Key } from "../charts/chart-frame.tsx";
import { type Band, HealthBands } from "../charts/health-bands.tsx";
import type { Mark } from "../charts/marks.ts";
import { Panel, Section } from "../ui/panel.tsx";
import styles from "./synchronization.module.css";

const labels: Record<BandWindow["bands"][number]["subject"], string> = {
  verdict: "Linkspan's verdict",
  phase: "Phase",
  "health.partner": "SQL Server says",
  "health.instance": "Managed instance says",
  "health.arm": "ARM says",
  connection: "Connection",
};

const order = ["verdict", "phase", "health.partner", "health.instance", "health.arm", "connection"] as const;

function wordOf(subject: string, segment: BandSegment): string | null {
  if (segment.value === null) return null;
  if (subject === "verdict") return verdictWords[segment.value as keyof typeof verdictWords] ?? segment.value;
  if (subject === "phase") return phaseWords[segment.value as keyof typeof phaseWords] ?? segment.value;
  return segment.value;
}

/** A band per voice, Linkspan's verdict on top; letters name the same events as on the charts below. */
export function HealthOverTime({
  window,
  snapshot,
  marks,
  reading,
}: {
  window: BandWindow | null;
  snapshot: LinkSnapshot;
  marks: Mark[];
  /** What is being read, "24 hours"; shown until there is a first picture. */
  reading: string;
}) {
  const bands: Band[] = order.flatMap((subject) => {
    const band = window?.bands.find((one) => one.subject === subject);
    return band && band.segments.length > 0
      ? [
          {
            key: subject,
            label: labels[subject],
            isVerdict: subject === "verdict",
            segments: band.segments,
            word: (segment) => wordOf(subject, segment),
          },
        ]
      : [];
  });
  return (
    <Section id="health" title="Health over time" note="HEALTHY says that log flows; it says nothing about redo.">
      <Panel>
        {window === null ? (
          <p className={styles.reading}>Reading {reading}</p>
        ) : (
          <HealthBands
            bands={bands}
            from={Date.parse(window.from)}
            to={Date.parse(window.to)}
            marks={marks}
            label={`Verdict and health of ${snapshot.link.name} over ${reading}, a band per voice; now ${verdictWords[snapshot.link.verdict]}`}
            legend={
              <>
                <Key look="swatch" colour="var(--ok-band)">
                  OK, HEALTHY
                </Key>
                <Key look="swatch" colour="var(--progress-band)">
                  in progress
                </Key>
                <Key look="swatch" colour="var(--attention-band)">
                  attention
                </Key>
                <Key look="swatch" colour="var(--problem-band)">
                  problem, NOT_HEALTHY
                </Key>
                <Key look="stripes">suspended</Key>
                <Key look="hatch">not known</Key>
              </>
            }
          />
        )}
      </Panel>
    </Section>
  );
}
