import type { Metadata } from "next";
import { connection } from "next/server";
import { InventoryView } from "../../components/certificates/inventory-view.tsx";
import { HistoryUnreachable } from "../../components/live/history-unreachable.tsx";
import { readCertificates } from "../readers.ts";

export const metadata: Metadata = { title: "Certificates" };

/** Every certificate the links stand on, the first to expire on top. */
export default async function CertificatesPage() {
  await connection();
  const now = new Date();
  const snapshot = await readCertificates(now).catch(() => null);
  return snapshot === null ? <HistoryUnreachable at={now.toISOString()} /> : <InventoryView initial={snapshot} />;
}
