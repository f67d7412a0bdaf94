import type { Metadata } from "next";
import { connection } from "next/server";
import { FactsView } from "../../components/facts/facts-view.tsx";

export const metadata: Metadata = { title: "Facts" };

/** What Linkspan reads, from whom, with which right, and what it makes of it. */
export default async function FactsPage() {
  await connection();
  return <FactsView />;
}
