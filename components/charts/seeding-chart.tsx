"use client";

import type { ReactNode } from "react";
import { useZone } from "../ui/clock.tsx";
import { ChartFrame, type ChartState, Key, Plot } from "./chart-frame.tsx";
import { bridgePolls, findGaps } from "./gaps.ts";
import type { Mark } from "./marks.ts";
import { axisUnit } from "./measure.ts";
import type { Fan, Level, Moment } from "./plot-types.ts";
import { sayMoment, sayTime, sayValue } from "./say.ts";
import { valueTicks } from "./ticks.ts";
import { maxOf, nearestKnown } from "./time-chart.tsx";

/** Room that the word of a moment takes, px. */
const wordWidth = 48;

export interface SeedingChartProps {
  /** Window of the measured bytes, ms since 1970. */
  from: number;
  now: number;
  bucketSeconds: number;
  at: readonly number[];
  /** Bytes at the source by bucket; null = not known. */
  transferred: readonly (number | null)[];
  databaseName: string | null;
  databaseBytes: number | null;
  /** Bytes on which the forecast ends: with compression fewer than those of the database; null: not known. */
  expectedBytes: number | null;
  /** Times of finish, ms: the even chance and the bands that hold 5 and 8 in 10. */
  forecast: { p10At: number; p25At: number; p50At: number; p75At: number; p90At: number } | null;
  /** When the instance gives up by itself. */
  cancelAt: number | null;
  /** When people plan to cut over; drawn if it lies within sight. */
  cutoverAt: number | null;
  toleranceMs: number;
  marks: Mark[];
  state: ChartState;
  note?: ReactNode;
}

/** Bytes copied so far, the size they end on, and when they are likely to get there. */
export function SeedingChart(props: SeedingChartProps) {
  const { from, now, at, transferred, databaseBytes, expectedBytes, forecast, cancelAt, cutoverAt, toleranceMs } =
    props;
  const zone = useZone();
  const sayAt = (at: number) => sayMoment(at, now, zone);
  const drawn = bridgePolls(at, transferred, toleranceMs);
  const lastIndex = transferred.findLastIndex((value) => value !== null);
  const last = lastIndex < 0 ? null : { at: at[lastIndex]!, value: transferred[lastIndex]! };
  const max = Math.max(maxOf([drawn]), databaseBytes ?? 0);
  const { unit, divisor } = axisUnit("bytes", max);
  const to = chartEnd(from, now, forecast, cancelAt);
  const fan: Fan | undefined =
    forecast && last && expectedBytes !== null
      ? {
          ...forecast,
          from: last,
          value: expectedBytes,
          words: [`done ${sayAt(forecast.p50At)}`, `8 in 10: ${sayAt(forecast.p10At)}`, `to ${sayAt(forecast.p90At)}`],
        }
      : undefined;
  const moments: Moment[] = [{ at: now, word: "now", kind: "now" }];
  if (cancelAt !== null) moments.push({ at: cancelAt, word: "cancel", kind: "limit" });
  const isCutoverSeen = cutoverAt !== null && cutoverAt >= from && cutoverAt <= to;
  const momentsAt = (width: number): Moment[] => {
    if (!isCutoverSeen) return moments;
    // Words on top of one another cannot be read; the line stands for itself then.
    const isCrowded = moments.some(({ at }) => Math.abs(at - cutoverAt) < ((to - from) * wordWidth) / width);
    return [...moments, { at: cutoverAt, word: isCrowded ? "" : "cutover", kind: "plan" }];
  };
  const size = databaseBytes === null ? null : sayValue("bytes", databaseBytes);
  const levels: Level[] = [];
  if (size && databaseBytes !== null)
    levels.push({ value: databaseBytes, words: [props.databaseName, size].filter(Boolean).join(", ") });
  if (expectedBytes !== null && expectedBytes !== databaseBytes)
    levels.push({ value: expectedBytes, words: `compressed, about ${sayValue("bytes", expectedBytes)}` });
  const done =
    last && databaseBytes ? `${sayValue("bytes", last.value)}, ${sayValue("share", last.value / databaseBytes)}` : null;
  const label = [
    `Transferred bytes, measured ${done ?? "not known"}${size ? ` of ${size}` : ""}`,
    ...(fan ? [fan.words.join(" "), `5 in 10: ${sayAt(fan.p25At)} to ${sayAt(fan.p75At)}`] : []),
    ...(isCutoverSeen ? [`cutover ${sayAt(cutoverAt)}`] : []),
  ].join(", ");

  return (
    <ChartFrame
      title={`Transferred, ${unit}`}
      note={props.note}
      height={{ wide: 420, narrow: 300 }}
      state={
        props.state.kind === "ready" && last === null
          ? { kind: "none", words: "No byte was seen in this time" }
          : props.state
      }
      legend={
        <>
          <Key look="swatchLine" colour="var(--chart-measured)">
            measured at the source
          </Key>
          {fan && (
            <>
              <Key look="swatchDash" colour="var(--progress)">
                forecast, even chance
              </Key>
              <Key look="swatch" colour="var(--chart-band-50)">
                5 in 10
              </Key>
              <Key look="swatch" colour="var(--chart-band-80)">
                8 in 10
              </Key>
            </>
          )}
          <Key look="hatch">not known</Key>
        </>
      }
      table={() => ({
        head: ["Time", "Transferred, SQL Server says"],
        rows: at
          .flatMap((start, index) =>
            typeof transferred[index] === "number"
              ? [[sayTime(start, zone), sayValue("bytes", transferred[index])]]
              : [],
          )
          .reverse(),
      })}
    >
      {({ width, height }) => (
        <Plot
          width={width}
          height={height}
          label={label}
          from={from}
          to={to}
          zone={zone}
          rows={at.map((start, index) => ({ at: start, bytes: drawn[index] ?? null }))}
          lines={[{ key: "bytes", colour: "var(--chart-measured)", endLabel: null }]}
          ticks={valueTicks(max / divisor).map((value) => ({ value: value * divisor, label: String(value) }))}
          gaps={findGaps({
            at,
            drawn: [drawn],
            bucketMs: props.bucketSeconds * 1000,
            toleranceMs,
            until: now,
            suspended: [],
            blank: [],
          })}
          marks={props.marks}
          markPlace="line"
          moments={momentsAt(width)}
          levels={levels}
          fan={fan}
          lastPoint={last && done ? { ...last, words: done } : undefined}
          readout={(index) => ({
            title: sayTime(at[index]!, zone),
            rows: [
              {
                term: "Transferred",
                value: sayKnown(nearestKnown(transferred, index, drawn[index] !== null)),
              },
            ],
            note: "counted at the source, SQL Server says",
          })}
        />
      )}
    </ChartFrame>
  );
}

function sayKnown(value: number | null): string {
  return value === null ? "not known" : sayValue("bytes", value);
}

/** The chart ends where the forecast does, without one a little after now, which leaves room for words, and reaches to the cancel date only where the band leaves little room before it. */
export function chartEnd(
  from: number,
  now: number,
  forecast: { p90At: number } | null,
  cancelAt: number | null,
): number {
  const end = forecast ? forecast.p90At + 0.3 * (forecast.p90At - from) : now + 0.16 * (now - from);
  if (cancelAt === null || cancelAt < now) return end;
  const isNear = forecast !== null && forecast.p90At - from > 0.45 * (cancelAt - from);
  return isNear ? Math.max(cancelAt + 0.02 * (cancelAt - from), forecast.p90At + 0.02 * (forecast.p90At - from)) : end;
}
