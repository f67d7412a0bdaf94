"use client";

import { moveWords } from "../../lib/domain/forecast-move.ts";
import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { formatDayAndTime, formatMoment } from "../../lib/format/moment.ts";
import { FinishChart } from "../charts/finish-chart.tsx";
import { useZone } from "../ui/clock.tsx";
import { Moment } from "../ui/moment.tsx";
import { Panel, PanelHead } from "../ui/panel.tsx";
import styles from "./seeding.module.css";
import { steadyWords } from "./steady-words.ts";

/** Whether one can rely on the date: how it moved, and why. */
export function ForecastMoves({
  finishes,
  moves,
  cutover,
  now,
}: {
  finishes: LinkSnapshot["finishes"];
  moves: LinkSnapshot["forecastMoves"];
  cutover: LinkSnapshot["cutover"];
  now: string;
}) {
  const zone = useZone();
  const times = finishes.map(({ madeAt, p10At, p50At, p90At }) => ({
    madeAt: Date.parse(madeAt),
    p10At: Date.parse(p10At),
    p50At: Date.parse(p50At),
    p90At: Date.parse(p90At),
  }));
  return (
    <section className={styles.columns} aria-label="How the forecast moved">
      <Panel>
        <PanelHead title="Why the finish moved" />
        {moves.length === 0 ? (
          <p className="quiet">{steadyWords(times, now, zone)}</p>
        ) : (
          <ol className={styles.moves}>
            {moves.map((move) => (
              <li key={move.at}>
                <Moment at={move.at} />
                <span>
                  {moveWords(move)}, to {formatDayAndTime(move.toFinish, now, zone)}:{" "}
                  {move.changedAt !== null && `at ${formatMoment(move.changedAt, now, zone)} `}
                  {move.because}.
                </span>
              </li>
            ))}
          </ol>
        )}
      </Panel>
      <Panel>
        <FinishChart finishes={times} cutoverAt={cutover ? Date.parse(cutover.at) : null} now={Date.parse(now)} />
      </Panel>
    </section>
  );
}
