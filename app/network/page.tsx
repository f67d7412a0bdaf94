import type { Metadata } from "next";
import { connection } from "next/server";
import { HistoryUnreachable } from "../../components/live/history-unreachable.tsx";
import { NetworkView } from "../../components/network/network-view.tsx";
import { readNetwork } from "../readers.ts";
import { askedPair } from "./asked-pair.ts";

export const metadata: Metadata = { title: "Network" };

/** Tests of the network and the scripts to run them; ?server=…&instance=… chooses the pair. */
export default async function NetworkPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await connection();
  const now = new Date();
  const snapshot = await readNetwork(askedPair(await searchParams), now).catch(() => null);
  return snapshot === null ? <HistoryUnreachable at={now.toISOString()} /> : <NetworkView initial={snapshot} />;
}
