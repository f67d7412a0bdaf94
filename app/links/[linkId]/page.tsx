import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { cache } from "react";
import { LinkView } from "../../../components/link/link-view.tsx";
import { HistoryUnreachable } from "../../../components/live/history-unreachable.tsx";
import { readLink } from "../../readers.ts";
import { linkIdOf } from "../read-windows.ts";

type Params = { params: Promise<{ linkId: string }> };

/** Title and page come from one reading. Null: the history cannot be read. */
const readOnce = cache(async (linkId: string) => {
  await connection();
  const at = new Date();
  const read = readLink(linkId, at).then((snapshot) => ({ snapshot }));
  return { at, read: await read.catch(() => null) };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { read } = await readOnce(linkIdOf((await params).linkId));
  return { title: read === null ? "Link" : (read.snapshot?.link.name ?? "No such link") };
}

/** One link, from history; charts are read after the page stands. */
export default async function LinkPage({ params }: Params) {
  const { at, read } = await readOnce(linkIdOf((await params).linkId));
  if (read === null) return <HistoryUnreachable at={at.toISOString()} />;
  if (read.snapshot === null) notFound();
  return <LinkView initial={read.snapshot} />;
}
