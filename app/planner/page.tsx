import type { Metadata } from "next";
import { connection } from "next/server";
import { HistoryUnreachable } from "../../components/live/history-unreachable.tsx";
import { PlannerView } from "../../components/planner/planner-view.tsx";
import { readPlanner } from "../readers.ts";

export const metadata: Metadata = { title: "Planner" };

/** When a migration would be done: a plan before there is a link. */
export default async function PlannerPage() {
  await connection();
  const now = new Date();
  const snapshot = await readPlanner(now).catch(() => null);
  return snapshot === null ? <HistoryUnreachable at={now.toISOString()} /> : <PlannerView snapshot={snapshot} />;
}
