"use client";

import { usePlotArea, useXAxisScale, useYAxisScale } from "recharts";
import styles from "./chart.module.css";
import type { PlotProps } from "./plot-types.ts";
import { timeTicks } from "./ticks.ts";

/** The scales of the plot it stands in, as plain functions; null until recharts has measured. */
export function usePlotScales() {
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!area || !x || !y) return null;
  return { area, x: (at: number) => Number(x(at)), y: (value: number) => Number(y(value)) };
}

/** Hairlines for values, round hours along the foot, a hairline through every midnight, and horizontal limits. */
export function PlotFrame({ from, to, zone, ticks, levels = [], hasTimeLabels = true }: PlotProps) {
  const scales = usePlotScales();
  if (!scales) return null;
  const { area, x, y } = scales;
  const [left, right, top, bottom] = [area.x, area.x + area.width, area.y, area.y + area.height];
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick.value}>
          <line className={styles.grid} x1={left} x2={right} y1={y(tick.value)} y2={y(tick.value)} />
          <text x={left - 8} y={y(tick.value) + 3.5} textAnchor="end">
            {tick.label}
          </text>
        </g>
      ))}
      {timeTicks(from, to, area.width, zone).map((tick) => (
        <g key={tick.at}>
          {tick.isDay && <line className={styles.grid} x1={x(tick.at)} x2={x(tick.at)} y1={top} y2={bottom} />}
          {hasTimeLabels && (
            <>
              <line className={styles.axis} x1={x(tick.at)} x2={x(tick.at)} y1={bottom} y2={bottom + 4} />
              <text className={tick.isDay ? styles.day : undefined} x={x(tick.at)} y={bottom + 16} textAnchor="middle">
                {tick.label}
              </text>
            </>
          )}
        </g>
      ))}
      <line className={styles.axis} x1={left} x2={right} y1={bottom} y2={bottom} />
      {levels.map(({ words, value }) => (
        <line key={words} className={styles.level} x1={left} x2={right} y1={y(value)} y2={y(value)} />
      ))}
    </g>
  );
}
