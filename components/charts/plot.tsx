"use client";

import { ComposedChart, Line, Tooltip, XAxis, YAxis, ZIndexLayer } from "recharts";
import styles from "./chart.module.css";
import { PlotFan } from "./plot-fan.tsx";
import { PlotFrame } from "./plot-frame.tsx";
import { PlotBars, PlotGaps, PlotMarks } from "./plot-layers.tsx";
import type { PlotProps, Readout } from "./plot-types.ts";

/** Of the 11 px figures on the axes, on the wide side. */
const letterWidth = 6.2;

/** One plot in exact pixels. Axes are drawn by us from ticks that are already round; recharts scales, follows the pointer and answers the keyboard. */
export default function Plot(props: PlotProps) {
  const { rows, lines, ticks, from, to, readout } = props;
  const endWords = [...lines.map((line) => line.endLabel ?? ""), props.endRoomLike ?? ""];
  const endRoom = 12 + letterWidth * longest(endWords);
  const startRoom = 12 + letterWidth * Math.max(3, longest(ticks.map((tick) => tick.label)));
  const hasTopRow = (props.moments?.length ?? 0) > 0 || (props.markPlace !== "line" && (props.marks?.length ?? 0) > 0);
  return (
    <ComposedChart
      className={styles.plot}
      width={props.width}
      height={props.height}
      data={rows}
      margin={{
        top: hasTopRow ? 22 : 8,
        right: endRoom,
        bottom: props.hasTimeLabels === false ? 8 : 24,
        left: startRoom,
      }}
      syncId={props.syncId}
      syncMethod="value"
      aria-label={props.label}
      role="application"
      tabIndex={0}
    >
      <XAxis hide dataKey="at" type="number" domain={[from, to]} allowDataOverflow />
      <YAxis hide width={0} type="number" domain={[0, ticks.at(-1)?.value ?? 1]} allowDataOverflow />
      <PlotFrame {...props} />
      {props.bars && <PlotBars bars={props.bars} colours={props.barColours ?? []} />}
      {props.gaps && <PlotGaps gaps={props.gaps} from={from} to={to} />}
      {props.fan && <PlotFan fan={props.fan} />}
      {lines.map((line) => (
        <Line
          key={line.key}
          dataKey={line.key}
          type="linear"
          stroke={line.colour}
          strokeWidth={line.colour === "none" ? 0 : 1.75}
          strokeLinejoin="round"
          dot={false}
          activeDot={line.colour === "none" ? false : { r: 3.5, fill: line.colour, stroke: "var(--surface-panel)" }}
          isAnimationActive={false}
        />
      ))}
      <ZIndexLayer zIndex={1500}>
        <PlotMarks {...props} />
      </ZIndexLayer>
      <Tooltip
        isAnimationActive={false}
        offset={14}
        cursor={{ stroke: "var(--text-2)", strokeWidth: 1 }}
        wrapperClassName={styles.tipBox}
        content={({ active, label }) => {
          const index = rows.findIndex((row) => row.at === label);
          return active && readout && index >= 0 ? <Tip {...readout(index)} /> : null;
        }}
      />
    </ComposedChart>
  );
}

function Tip({ title, rows, note }: Readout) {
  return (
    <div className={styles.tip}>
      <b>{title}</b>
      <dl>
        {rows.map((row) => (
          <div key={row.term}>
            <dt>{row.term}</dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
      {note && <p>{note}</p>}
    </div>
  );
}

function longest(words: string[]): number {
  return Math.max(0, ...words.map((word) => word.length));
}
