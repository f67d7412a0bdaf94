import type { NextRequest } from "next/server";
import { linkIdOf } from "../../../links/read-windows.ts";
import { readLink } from "../../../readers.ts";

/** The snapshot behind a link's page, for the open page itself. */
export async function GET(
  _request: NextRequest,
  { params }: { params: Promise<{ linkId: string }> },
): Promise<Response> {
  const linkId = linkIdOf((await params).linkId);
  try {
    const snapshot = await readLink(linkId, new Date());
    if (snapshot === null) return Response.json({ error: "There is no such link" }, { status: 404 });
    return Response.json(snapshot, { headers: { "cache-control": "private, no-store" } });
  } catch {
    return Response.json({ error: "Linkspan cannot read its database" }, { status: 503 });
  }
}
