import type { Metadata } from "next";
import { connection } from "next/server";
import { HealthView } from "../../components/health/health-view.tsx";
import { HistoryUnreachable } from "../../components/live/history-unreachable.tsx";
import { readEstateHealth } from "../readers.ts";

export const metadata: Metadata = { title: "Health" };

/** Linkspan about itself: whom it asks, who answers, and what asking costs. */
export default async function HealthPage() {
  await connection();
  const now = new Date();
  const health = await readEstateHealth(now).catch(() => null);
  return health === null ? <HistoryUnreachable at={now.toISOString()} /> : <HealthView initial={health} />;
}
