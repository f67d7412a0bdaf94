"use client";

import NextLink from "next/link";
import { type EstateHealth, healthKey, healthUrl } from "../health/estate-health.ts";
import { useLive } from "../live/use-live.ts";
import { freshnessOf } from "../ui/age.tsx";
import { useTicking } from "../ui/clock.tsx";
import styles from "./top-bar.module.css";

type Freshness = ReturnType<typeof freshnessOf>;

/** Above this many, ticks would push the clock off the bar; shares of one bar say the same. */
const mostTicks = 36;

/** One tick per source: fresh, late (short), silent (hatched), and the count in words. */
export function SourceTicks({ initial }: { initial: EstateHealth }) {
  const { sources } = useLive<EstateHealth>(healthKey, healthUrl, initial).data;
  const states = useTicking((now) => sources.map((source) => freshnessAt(source, now)).join(" "));
  const each = states === "" ? [] : (states.split(" ") as Freshness[]);
  const fresh = each.filter((state) => state === "fresh").length;
  const words = each.length === 0 ? "no source yet" : `${fresh} of ${each.length} sources fresh`;
  return (
    <NextLink className={styles.ticks} href="/health" title="Health of Linkspan itself">
      {each.length > mostTicks ? <Shares states={each} /> : <Ticks states={each} />}
      {words}
    </NextLink>
  );
}

function freshnessAt(
  { lastAnsweredAt, intervalSeconds }: { lastAnsweredAt: string | null; intervalSeconds: number },
  now: number,
): Freshness {
  if (lastAnsweredAt === null) return "silent";
  return freshnessOf((now - Date.parse(lastAnsweredAt)) / 1000, intervalSeconds);
}

function Ticks({ states }: { states: readonly Freshness[] }) {
  const width = states.length * 6;
  return (
    <svg width={width} height="16" viewBox={`0 0 ${width} 16`} preserveAspectRatio="none" aria-hidden="true">
      {states.map((state, index) => {
        const x = index * 6 + 1;
        // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
        if (state === "fresh") return <rect key={index} x={x} y="2" width="3" height="12" fill="var(--text-3)" />;
        // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
        if (state === "late") return <rect key={index} x={x} y="8" width="3" height="6" fill="var(--attention)" />;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
            key={index}
            x={x - 0.5}
            y="1.5"
            width="4"
            height="13"
            fill="url(#hatch-small)"
            stroke="var(--unknown)"
          />
        );
      })}
    </svg>
  );
}

function Shares({ states }: { states: readonly Freshness[] }) {
  const share = (state: Freshness) => (states.filter((each) => each === state).length / states.length) * 96;
  const late = share("late");
  const silent = share("silent");
  return (
    <svg width="96" height="16" viewBox="0 0 96 16" preserveAspectRatio="none" aria-hidden="true">
      <rect y="2" width={96 - late - silent} height="12" fill="var(--text-3)" />
      <rect x={96 - late - silent} y="8" width={late} height="6" fill="var(--attention)" />
      {silent > 0 && (
        <rect x={96 - silent} y="2" width={silent} height="12" fill="url(#hatch-small)" stroke="var(--unknown)" />
      )}
    </svg>
  );
}
