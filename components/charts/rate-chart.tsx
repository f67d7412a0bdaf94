"use client";

import { useId } from "react";
import { useZone } from "../ui/clock.tsx";
import { ChartFrame, type ChartState, Key, Plot } from "./chart-frame.tsx";
import { bridgePolls, findGaps } from "./gaps.ts";
import type { Mark } from "./marks.ts";
import { axisUnit } from "./measure.ts";
import { sayTime, sayValue } from "./say.ts";
import { stackBars } from "./stack-bars.ts";
import { valueTicks } from "./ticks.ts";
import { maxOf, nearestKnown } from "./time-chart.tsx";

const waits = [
  { key: "network", word: "Waiting for network", colour: "var(--series-5)" },
  { key: "disk", word: "Waiting for disk", colour: "var(--series-4)" },
] as const;

const waitsHeight = 108;

/** How fast a seeding copies, and under it on the same time axis what it waited for. Times are ms since 1970. */
export function RateChart({
  from,
  to,
  bucketSeconds,
  at,
  rate,
  networkShare,
  diskShare,
  toleranceMs,
  marks,
  state,
  source,
}: {
  from: number;
  to: number;
  bucketSeconds: number;
  at: readonly number[];
  /** Bytes per second by bucket; null = not known. */
  rate: readonly (number | null)[];
  /** Share of time spent waiting, 0 to 1. */
  networkShare: readonly (number | null)[];
  diskShare: readonly (number | null)[];
  toleranceMs: number;
  marks: Mark[];
  state: ChartState;
  source: string;
}) {
  const zone = useZone();
  const syncId = useId();
  const bucketMs = bucketSeconds * 1000;
  const drawn = bridgePolls(at, rate, toleranceMs);
  const max = maxOf([drawn]);
  const { unit, divisor } = axisUnit("bytesPerSecond", max);
  const shares = [networkShare, diskShare];
  const hasWaits = shares.some((values) => values.some((value) => value !== null));
  const gaps = findGaps({ at, drawn: [drawn], bucketMs, toleranceMs, until: to, suspended: [], blank: [] });
  const last = rate.findLast((value) => value !== null);
  const say = (value: number | null) => (value === null ? "not known" : sayValue("bytesPerSecond", value));
  const sayShare = (value: number | null | undefined) =>
    value === null || value === undefined ? "not known" : sayValue("share", value);
  const isEmpty = last === undefined;

  return (
    <ChartFrame
      title={`Rate, ${unit}`}
      note={source}
      height={{ wide: 304, narrow: 264 }}
      state={state.kind === "ready" && isEmpty ? { kind: "none", words: "No rate was measured in this time" } : state}
      legend={
        hasWaits && (
          <>
            <span>Share of time spent waiting, %</span>
            <Key look="swatch" colour="var(--series-5)">
              network
            </Key>
            <Key look="swatch" colour="var(--series-4)">
              disk
            </Key>
            <Key look="hatch">not known</Key>
          </>
        )
      }
      table={() => ({
        head: ["Time", "Rate", ...waits.map((wait) => wait.word)],
        rows: at
          .flatMap((start, index) =>
            rate[index] === null || rate[index] === undefined
              ? []
              : [[sayTime(start, zone), say(rate[index]), ...shares.map((values) => sayShare(values[index]))]],
          )
          .reverse(),
      })}
    >
      {({ width, height }) => (
        <>
          <Plot
            width={width}
            height={hasWaits ? height - waitsHeight : height}
            label={`Seeding rate, last ${last === undefined ? "not known" : say(last)}`}
            from={from}
            to={to}
            zone={zone}
            rows={at.map((start, index) => ({ at: start, rate: drawn[index] ?? null }))}
            lines={[{ key: "rate", colour: "var(--chart-measured)", endLabel: last === undefined ? null : say(last) }]}
            ticks={valueTicks(max / divisor).map((value) => ({ value: value * divisor, label: String(value) }))}
            hasTimeLabels={!hasWaits}
            gaps={gaps}
            marks={marks}
            markPlace="top"
            syncId={syncId}
            readout={(index) => ({
              title: sayTime(at[index]!, zone),
              rows: [
                { term: "Rate", value: say(nearestKnown(rate, index, drawn[index] !== null)) },
                ...waits.map((wait, part) => ({
                  term: wait.word,
                  value: sayShare(nearestKnown(shares[part]!, index, drawn[index] !== null)),
                })),
              ],
              note: source,
            })}
          />
          {hasWaits && (
            <Plot
              width={width}
              height={waitsHeight}
              label="Share of time the seeding waited for network and disk"
              from={from}
              to={to}
              zone={zone}
              rows={at.map((start, index) => ({ at: start, waits: networkShare[index] ?? null }))}
              lines={[{ key: "waits", colour: "none", endLabel: null }]}
              endRoomLike={last === undefined ? null : say(last)}
              ticks={[0, 0.5, 1].map((value) => ({ value, label: String(value * 100) }))}
              gaps={gaps}
              bars={stackBars(at, shares, bucketMs, Math.floor(width / 14))}
              barColours={waits.map((wait) => wait.colour)}
              syncId={syncId}
              readout={null}
            />
          )}
        </>
      )}
    </ChartFrame>
  );
}
