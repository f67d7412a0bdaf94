"use client";

import styles from "./chart.module.css";
import type { Gap } from "./gaps.ts";
import { lonePoints } from "./gaps.ts";
import { spreadMarks } from "./marks.ts";
import { usePlotScales } from "./plot-frame.tsx";
import type { PlotProps, StackBar } from "./plot-types.ts";

/** Hatch where nothing was known, stripes where the link was suspended. */
export function PlotGaps({ gaps, from, to }: { gaps: Gap[]; from: number; to: number }) {
  const scales = usePlotScales();
  if (!scales) return null;
  const { area, x } = scales;
  return gaps.map((gap) => {
    const left = x(Math.max(gap.from, from));
    const width = x(Math.min(gap.to, to)) - left;
    if (!(width > 0)) return null;
    return (
      <rect
        key={`${gap.kind}${gap.from}`}
        x={left}
        y={area.y}
        width={Math.max(2, width)}
        height={area.height}
        fill={gap.kind === "unknown" ? "url(#hatch)" : "url(#stripes)"}
      />
    );
  });
}

/** Shares of one whole, stacked from the foot. */
export function PlotBars({ bars, colours }: { bars: StackBar[]; colours: string[] }) {
  const scales = usePlotScales();
  if (!scales) return null;
  const { x, y } = scales;
  return bars.map((bar) => {
    const width = Math.max(1, x(bar.to) - x(bar.from) - 1);
    let below = 0;
    return bar.parts.map((part, index) => {
      if (part === null) return null;
      const foot = below;
      below += part;
      const height = y(foot) - y(below);
      return (
        <rect key={colours[index]} x={x(bar.from)} y={y(below)} width={width} height={height} fill={colours[index]} />
      );
    });
  });
}

/** What lies above the lines: the words of limits, lone points, ends with their words, moments, and the letters of events. */
export function PlotMarks(props: PlotProps) {
  const { rows, lines, levels = [], moments = [], marks = [], markPlace = "top", lastPoint, from, to } = props;
  const scales = usePlotScales();
  if (!scales) return null;
  const { area, x, y } = scales;
  const [top, bottom, right] = [area.y, area.y + area.height, area.x + area.width];

  const shown = marks.filter((mark) => mark.at >= from && mark.at <= to);
  const circles = spreadMarks(
    shown.map((mark) => x(mark.at)),
    area.x,
    right,
  );
  const heightAt = (at: number) => {
    const key = lines[0]?.key;
    const near = key === undefined ? undefined : rows.findLast((row) => row.at <= at && typeof row[key] === "number");
    return near === undefined ? bottom : y(Number(near[key!]));
  };
  const ends = lines.flatMap((line) => {
    const last = rows.findLast((row) => typeof row[line.key] === "number");
    return line.endLabel && last ? [{ ...line, x: x(last.at), y: y(Number(last[line.key])) }] : [];
  });
  const labelYs = spreadMarks(
    ends.map((end) => end.y).sort((a, b) => a - b),
    top,
    bottom + 4,
    13,
  );
  ends.sort((a, b) => a.y - b.y);

  return (
    <g>
      {levels.map(({ words, value }) => (
        <text key={words} className={styles.explains} x={area.x + 6} y={y(value) - 5}>
          {words}
        </text>
      ))}
      {moments
        .filter((moment) => moment.at >= from && moment.at <= to)
        .map((moment) => {
          const at = x(moment.at);
          const anchor = right - at < 24 ? "end" : at - area.x < 24 ? "start" : "middle";
          return (
            <g key={moment.word} className={styles[moment.kind]}>
              <line x1={at} x2={at} y1={top} y2={bottom} />
              <text x={anchor === "end" ? right + 8 : at} y={top - 6} textAnchor={anchor}>
                {moment.word}
              </text>
            </g>
          );
        })}
      {lines.map((line) =>
        lonePoints(rows.map((row) => row[line.key] ?? null)).map((index) => (
          <circle
            key={`${line.key}${index}`}
            cx={x(rows[index]!.at)}
            cy={y(Number(rows[index]![line.key]))}
            r={1.5}
            fill={line.colour}
          />
        )),
      )}
      {ends.map((end, index) => (
        <g key={end.key}>
          <circle cx={end.x} cy={end.y} r={2.5} fill={end.colour} />
          <text className={styles.end} x={right + 8} y={labelYs[index]! + 3.5} style={{ fill: end.colour }}>
            {end.endLabel}
          </text>
        </g>
      ))}
      {lastPoint && (
        <LastPoint x={x(lastPoint.at)} y={y(lastPoint.value)} right={right} bottom={bottom} words={lastPoint.words} />
      )}
      {shown.map((mark, index) => {
        const at = x(mark.at);
        const centre = circles[index]!;
        const cy = markPlace === "top" ? 9 : Math.max(top + 8, heightAt(mark.at) - 20);
        return (
          <g key={mark.letter}>
            {markPlace === "top" ? (
              <line className={styles.level} x1={at} x2={at} y1={17} y2={bottom} />
            ) : (
              <line className={styles.tether} x1={centre} x2={at} y1={cy + 7.5} y2={heightAt(mark.at)} />
            )}
            <circle className={styles.mark} cx={centre} cy={cy} r="7.5" />
            <text className={styles.letter} x={centre} y={cy + 3.8} textAnchor="middle">
              {mark.letter}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** The newest point; its words stand below the line, on the side that has room, and never among the ticks of the axis. */
function LastPoint({
  x,
  y,
  right,
  bottom,
  words,
}: {
  x: number;
  y: number;
  right: number;
  bottom: number;
  words: string;
}) {
  const hasRoom = right - x > 6.2 * words.length + 12;
  return (
    <g>
      <circle className={styles.point} cx={x} cy={y} r="3.5" />
      <text
        className={styles.pointWords}
        x={hasRoom ? x + 9 : x}
        y={Math.min(y + (hasRoom ? 14 : 20), bottom - 4)}
        textAnchor={hasRoom ? "start" : "end"}
      >
        {words}
      </text>
    </g>
  );
}
