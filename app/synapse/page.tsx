import type { Metadata } from "next";
import { connection } from "next/server";
import { HistoryUnreachable } from "../../components/live/history-unreachable.tsx";
import { SynapseView } from "../../components/synapse/synapse-view.tsx";
import { readSynapse } from "../readers.ts";

export const metadata: Metadata = { title: "Synapse" };

/** Every Azure Synapse Link: its status as displayed, and what it really does. */
export default async function SynapsePage() {
  await connection();
  const now = new Date();
  const snapshot = await readSynapse(now).catch(() => null);
  return snapshot === null ? <HistoryUnreachable at={now.toISOString()} /> : <SynapseView initial={snapshot} />;
}
