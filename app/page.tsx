import type { Metadata } from "next";
import { connection } from "next/server";
import { EstateView } from "../components/estate/estate-view.tsx";
import { HistoryUnreachable } from "../components/live/history-unreachable.tsx";
import { readEstate } from "./readers.ts";

export const metadata: Metadata = { title: "Estate" };

/** The estate at a glance, from history; it never waits for a source. */
export default async function EstatePage() {
  await connection();
  const now = new Date();
  const snapshot = await readEstate(now).catch(() => null);
  return snapshot === null ? <HistoryUnreachable at={now.toISOString()} /> : <EstateView initial={snapshot} />;
}
