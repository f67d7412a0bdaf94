"use client";

import { formatDuration } from "../../lib/format/duration.ts";
import { keepUnits } from "../../lib/format/words.ts";
import { useTicking } from "./clock.tsx";

/** How long something has lasted, in two units and ticking: "1 h 39 min". `since` ISO. */
export function Elapsed({ since }: { since: string }) {
  return <>{useTicking((now) => keepUnits(formatDuration(Math.max(0, (now - Date.parse(since)) / 1000))))}</>;
}
