import type { Metadata } from "next";
import { connection } from "next/server";
import { cache } from "react";
import { causesOf } from "../components/estate/causes.ts";
import { EstateView } from "../components/estate/estate-view.tsx";
import { tabTitle } from "../components/estate/headline.ts";
import { HistoryUnreachable } from "../components/live/history-unreachable.tsx";
import { readEstate } from "./readers.ts";

/** Title and page come from one reading. Null: the history cannot be read. */
const readOnce = cache(async () => {
  await connection();
  return readEstate(new Date()).catch(() => null);
});

export async function generateMetadata(): Promise<Metadata> {
  const snapshot = await readOnce();
  return { title: { absolute: tabTitle(snapshot === null ? 0 : causesOf(snapshot.links).length) } };
}

/** The estate at a glance, from history; it never waits for a source. */
export default async function EstatePage() {
  const snapshot = await readOnce();
  return snapshot === null ? <HistoryUnreachable at={new Date().toISOString()} /> : <EstateView initial={snapshot} />;
}
