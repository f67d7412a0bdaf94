"use client";

import styles from "./chart.module.css";
import { usePlotScales } from "./plot-frame.tsx";
import type { Fan } from "./plot-types.ts";

/** The forecast: the band of 8 in 10, in it that of 5 in 10, and the even chance dashed through both, ending on the size of the database. */
export function PlotFan({ fan }: { fan: Fan }) {
  const scales = usePlotScales();
  if (!scales) return null;
  const { area, x, y } = scales;
  const start = `${x(fan.from.at)} ${y(fan.from.value)}`;
  const [even, late, level] = [x(fan.p50At), x(fan.p90At), y(fan.value)];
  const band = (from: number, to: number) => `M${start}L${x(from)} ${level}H${x(to)}Z`;
  const right = area.x + area.width;
  const wordsWidth = 6 * Math.max(...fan.words.map((line) => line.length));
  // Right of the band if there is room, else left of it, else inside the foot of the plot.
  const isRoomRight = right - late > wordsWidth + 12;
  const place = isRoomRight ? { x: late + 8, anchor: "start" as const } : { x: right - 16, anchor: "end" as const };
  const top = level + Math.min(area.height * 0.42, 90);
  return (
    <g>
      <path className={styles.band80} d={band(fan.p10At, fan.p90At)} />
      <path className={styles.band50} d={band(fan.p25At, fan.p75At)} />
      <path className={styles.forecast} d={`M${start}L${even} ${level}`} />
      <circle className={styles.finish} cx={even} cy={level} r="4" />
      <text
        className={styles.forecastWords}
        x={place.x}
        y={isRoomRight ? level + 26 : Math.max(top, area.y + area.height - 44)}
        textAnchor={place.anchor}
      >
        {fan.words.map((line, index) => (
          <tspan key={line} x={place.x} dy={index === 0 ? 0 : 15} className={index === 0 ? styles.strong : undefined}>
            {line}
          </tspan>
        ))}
      </text>
    </g>
  );
}
