import type { Metadata } from "next";
import { connection } from "next/server";
import { HistoryUnreachable } from "../../components/live/history-unreachable.tsx";
import { ForecastView } from "../../components/planner/forecast-view.tsx";
import { PlannerView } from "../../components/planner/planner-view.tsx";
import { readForecast, readPlanner } from "../readers.ts";

export const metadata: Metadata = { title: "Planner" };

/** When a migration would be done, when what seeds now is, and how good such forecasts were. */
export default async function PlannerPage() {
  await connection();
  const now = new Date();
  const read = await Promise.all([readPlanner(now), readForecast(now)]).catch(() => null);
  if (read === null) return <HistoryUnreachable at={now.toISOString()} />;
  const [snapshot, forecast] = read;
  return (
    <>
      <PlannerView snapshot={snapshot} />
      <ForecastView initial={forecast} />
    </>
  );
}
