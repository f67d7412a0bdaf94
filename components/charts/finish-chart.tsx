"use client";

import { useZone } from "../ui/clock.tsx";
import { ChartFrame, Key, Plot } from "./chart-frame.tsx";
import { sayMoment, sayTime } from "./say.ts";
import { timeTicks } from "./ticks.ts";

export interface Finish {
  /** ms since 1970. */
  madeAt: number;
  p10At: number;
  p50At: number;
  p90At: number;
}

const lines = [
  { key: "p90", word: "9 in 10 sooner", colour: "var(--chart-band-50)" },
  { key: "p50", word: "even chance", colour: "var(--chart-forecast)" },
  { key: "p10", word: "1 in 10 sooner", colour: "var(--chart-band-50)" },
] as const;

/** How the predicted finish moved: its clock time upwards, by when it was said, against the date that people set. */
export function FinishChart({
  finishes,
  cutoverAt,
  now,
}: {
  finishes: readonly Finish[];
  /** When people plan to cut over; drawn if it lies among the finishes that were told. */
  cutoverAt: number | null;
  now: number;
}) {
  const zone = useZone();
  const first = Math.min(...finishes.map(({ p10At }) => p10At));
  const last = Math.max(...finishes.map(({ p90At }) => p90At));
  // An axis of times has no zero: it begins at the earliest finish that was ever told.
  const base = first - (last - first) * 0.05;
  const ticks = timeTicks(base, last, 240, zone, 60);
  const newest = finishes.at(-1);
  const isCutoverSeen = cutoverAt !== null && cutoverAt > base && cutoverAt <= last;
  const saidAt = (at: number) => sayTime(at, zone);
  return (
    <ChartFrame
      title="Predicted finish, clock time"
      note={lines.map(({ key, word, colour }) => (
        <Key key={key} look="swatchLine" colour={colour}>
          {word}
        </Key>
      ))}
      height={{ wide: 168, narrow: 168 }}
      state={
        finishes.length < 2
          ? { kind: "none", words: "Two forecasts make a line; the first is there" }
          : { kind: "ready" }
      }
      table={() => ({
        head: ["Said at", "1 in 10 sooner", "Even chance", "9 in 10 sooner"],
        rows: finishes.map(({ madeAt, p10At, p50At, p90At }) => [madeAt, p10At, p50At, p90At].map(saidAt)).reverse(),
      })}
    >
      {({ width, height }) => (
        <Plot
          width={width}
          height={height}
          label={`Predicted finish, now ${newest ? saidAt(newest.p50At) : "not known"}`}
          from={finishes[0]?.madeAt ?? now - 1}
          to={now}
          zone={zone}
          rows={finishes.map(({ madeAt, p10At, p50At, p90At }) => ({
            at: madeAt,
            p10: p10At - base,
            p50: p50At - base,
            p90: p90At - base,
          }))}
          lines={lines.map(({ key, colour }) => ({
            key,
            colour,
            endLabel: key === "p50" && newest ? sayMoment(newest.p50At, now, zone) : null,
          }))}
          ticks={[
            { value: 0, label: "" },
            ...ticks.map(({ at, label }) => ({ value: at - base, label })),
            { value: last - base, label: "" },
          ]}
          levels={
            isCutoverSeen ? [{ value: cutoverAt - base, words: `cutover, ${sayMoment(cutoverAt, now, zone)}` }] : []
          }
          readout={(index) => {
            const one = finishes[index] as Finish;
            return {
              title: saidAt(one.madeAt),
              rows: [
                { term: "Even chance", value: saidAt(one.p50At) },
                { term: "8 in 10", value: `${saidAt(one.p10At)} to ${saidAt(one.p90At)}` },
              ],
              note: "Linkspan's forecast at that time",
            };
          }}
        />
      )}
    </ChartFrame>
  );
}
