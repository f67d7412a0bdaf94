import { notFound } from "next/navigation";
import { connection } from "next/server";
import { LinkView } from "../../../components/link/link-view.tsx";
import { HistoryUnreachable } from "../../../components/live/history-unreachable.tsx";
import { readLink } from "../../readers.ts";
import { linkIdOf } from "../read-windows.ts";

/** One link, from history; charts are read after the page stands. */
export default async function LinkPage({ params }: { params: Promise<{ linkId: string }> }) {
  await connection();
  const now = new Date();
  const linkId = linkIdOf((await params).linkId);
  const read = await readLink(linkId, now).then(
    (snapshot) => ({ snapshot }),
    () => null,
  );
  if (read === null) return <HistoryUnreachable at={now.toISOString()} />;
  if (read.snapshot === null) notFound();
  return <LinkView initial={read.snapshot} />;
}
