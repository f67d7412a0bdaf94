import type { Metadata } from "next";
import { connection } from "next/server";
import { HistoryUnreachable } from "../../components/live/history-unreachable.tsx";
import { PlannerView } from "../../components/planner/planner-view.tsx";
import { ScorecardSection } from "../../components/planner/scorecard-section.tsx";
import { readPlanner, readScorecard } from "../readers.ts";

export const metadata: Metadata = { title: "Planner" };

/** When a migration would be done: a plan before there is a link. */
export default async function PlannerPage() {
  await connection();
  const now = new Date();
  const read = await Promise.all([readPlanner(now), readScorecard(now)]).catch(() => null);
  if (read === null) return <HistoryUnreachable at={now.toISOString()} />;
  const [snapshot, scorecard] = read;
  return (
    <>
      <PlannerView snapshot={snapshot} />
      <ScorecardSection scorecard={scorecard} />
    </>
  );
}
