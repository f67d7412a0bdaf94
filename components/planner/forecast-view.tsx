"use client";

import type { ForecastSnapshot } from "../../lib/domain/running-seedings.ts";
import { StaleNotice } from "../live/stale-notice.tsx";
import { useLive } from "../live/use-live.ts";
import { ScorecardSection } from "./scorecard-section.tsx";
import { SeedingsNow } from "./seedings-now.tsx";

/** What seeds now, and how good such forecasts were; both kept fresh. */
export function ForecastView({ initial }: { initial: ForecastSnapshot }) {
  const live = useLive<ForecastSnapshot>(["forecast"], "/api/v1/forecast", initial);
  return (
    <>
      <StaleNotice live={live} />
      <SeedingsNow forecast={live.data} />
      <ScorecardSection scorecard={live.data.scorecard} />
    </>
  );
}
