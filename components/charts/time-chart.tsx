"use client";

import type { ReactNode } from "react";
import { useZone } from "../ui/clock.tsx";
import { ChartFrame, type ChartState, Key, Plot } from "./chart-frame.tsx";
import { bridgePolls, findGaps, type Span } from "./gaps.ts";
import type { Mark } from "./marks.ts";
import { axisUnit, type Measure } from "./measure.ts";
import type { Level, Moment, PlotRow } from "./plot-types.ts";
import { sayTime, sayValue } from "./say.ts";
import { valueTicks } from "./ticks.ts";

export interface ChartLine {
  key: string;
  /** "log send, SQL Server says": what and whose word. */
  label: string;
  colour: string;
  /** Raw values by bucket; null = not known. */
  values: readonly (number | null)[];
}

/** One axis of amounts over time. Nothing here fetches; times are ms since 1970. */
export interface TimeChartProps {
  /** Without the unit; the axis chooses it. */
  title: string;
  measure: Measure;
  from: number;
  to: number;
  bucketSeconds: number;
  at: readonly number[];
  lines: readonly ChartLine[];
  /** A silence up to this long lies between two polls. */
  toleranceMs: number;
  suspended?: readonly Span[];
  /** Times in which there was nothing to measure. */
  blank?: readonly Span[];
  marks?: Mark[];
  moments?: Moment[];
  levels?: Level[];
  state: ChartState;
  note?: ReactNode;
  /** What the numbers are: "5 min mean, from bytes between polls". */
  source: string;
}

const none: readonly Span[] = [];

export function TimeChart(props: TimeChartProps) {
  const { title, measure, at, lines, from, to, suspended = none, blank = none } = props;
  const zone = useZone();
  const drawn = lines.map((line) => bridgePolls(at, line.values, props.toleranceMs));
  const max = maxOf(drawn);
  const { unit, divisor } = axisUnit(measure, max);
  const gaps = findGaps({
    at,
    drawn,
    bucketMs: props.bucketSeconds * 1000,
    toleranceMs: props.toleranceMs,
    until: to,
    suspended,
    blank,
  });
  const rows: PlotRow[] = at.map((start, index) => ({
    at: start,
    ...Object.fromEntries(lines.map((line, number) => [line.key, drawn[number]![index] ?? null])),
  }));
  const say = (value: number | null | undefined) =>
    value === null || value === undefined ? "not known" : sayValue(measure, value);
  const ends = lines.map((line) => line.values.findLast((value) => value !== null));
  const isEmpty = lines.every((line) => line.values.every((value) => value === null));

  return (
    <ChartFrame
      title={`${title}, ${unit}`}
      note={props.note ?? (lines.length > 1 && <LineKeys lines={lines} />)}
      height={{ wide: 168, narrow: 168 }}
      state={
        props.state.kind === "ready" && isEmpty
          ? { kind: "none", words: "Nothing was measured in this time" }
          : props.state
      }
      table={() => ({
        head: ["Time", ...lines.map((line) => line.label)],
        rows: rows
          .flatMap((row, index) =>
            lines.some((line) => line.values[index] !== null)
              ? [[sayTime(row.at, zone), ...lines.map((line) => say(line.values[index]))]]
              : [],
          )
          .reverse(),
      })}
    >
      {({ width, height }) => (
        <Plot
          width={width}
          height={height}
          label={`${title}: ${lines.map((line, index) => `${line.label}, last ${say(ends[index])}`).join("; ")}`}
          from={from}
          to={to}
          zone={zone}
          rows={rows}
          lines={lines.map((line, index) => ({
            key: line.key,
            colour: line.colour,
            endLabel: ends[index] === undefined ? null : say(ends[index]),
          }))}
          ticks={valueTicks(max / divisor).map((value) => ({ value: value * divisor, label: String(value) }))}
          gaps={gaps}
          marks={props.marks}
          moments={props.moments}
          levels={props.levels}
          readout={(index) => ({
            title: sayTime(at[index]!, zone),
            rows: lines.map((line, number) => ({
              term: line.label,
              value: say(nearestKnown(line.values, index, drawn[number]![index] !== null)),
            })),
            note: props.source,
          })}
        />
      )}
    </ChartFrame>
  );
}

export function LineKeys({ lines }: { lines: readonly ChartLine[] }) {
  return lines.map((line) => (
    <Key key={line.key} look="swatchLine" colour={line.colour}>
      {line.label}
    </Key>
  ));
}

/** The value of the nearest poll where a line runs between two of them; null where it breaks. */
export function nearestKnown(values: readonly (number | null)[], index: number, isDrawn: boolean): number | null {
  if (!isDrawn) return null;
  for (let away = 0; away < values.length; away++) {
    const value = values[index - away] ?? values[index + away];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

export function maxOf(drawn: readonly (readonly (number | null)[])[]): number {
  let max = 0;
  for (const values of drawn) for (const value of values) if (value !== null && value > max) max = value;
  return max;
}
