"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";

/** Ticks once a second, in step with the server's clock, so that ages are right on a machine whose own clock is wrong. */
interface Clock {
  /** ms since 1970 on the server's clock. */
  now(): number;
  subscribe(onTick: () => void): () => void;
  /** Sets it right with a fresh reading. Only ever forward: an answer that travelled long is not news, a machine that slept is. */
  correct(readAt: string): void;
}

function createClock(readAt: string): Clock {
  let base = Date.parse(readAt);
  let baseAt = performance.now();
  let now = base;
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  const tick = () => {
    now = base + (performance.now() - baseAt);
    for (const listener of listeners) listener();
  };
  return {
    now: () => now,
    subscribe(onTick) {
      listeners.add(onTick);
      timer ??= setInterval(tick, 1000);
      return () => {
        listeners.delete(onTick);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    correct(next) {
      const told = Date.parse(next);
      if (told <= base + (performance.now() - baseAt)) return;
      base = told;
      baseAt = performance.now();
    },
  };
}

const ClockContext = createContext<Clock | null>(null);

/** Gives every age below it the time of the server. `readAt` = ISO time at which the page was rendered. */
export function ClockProvider({ readAt, children }: { readAt: string; children: ReactNode }) {
  const [clock] = useState(() => createClock(readAt));
  return <ClockContext value={clock}>{children}</ClockContext>;
}

export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error("an age needs a ClockProvider above it");
  return clock;
}

/** What `read` makes of the present; re-renders only when that changes, so many ages cost little. */
export function useTicking<T extends string | number | boolean>(read: (now: number) => T): T {
  const clock = useClock();
  const snapshot = () => read(clock.now());
  return useSyncExternalStore(clock.subscribe, snapshot, snapshot);
}

const neverChanges = () => () => {};

/** The reader's time zone; "UTC" on the server and while hydrating, so that both render the same. */
export function useZone(): string {
  return useSyncExternalStore(
    neverChanges,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}
