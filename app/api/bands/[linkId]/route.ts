import type { NextRequest } from "next/server";
import { linkIdOf, parseRange, readBands } from "../../../links/read-windows.ts";

/** Verdict and health over a window, and the moments worth a letter: ?range=1h…90d|seeding. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ linkId: string }> },
): Promise<Response> {
  const range = parseRange(request.nextUrl.searchParams.get("range"));
  if (range === null) return Response.json({ error: "Unknown range" }, { status: 400 });
  try {
    const window = await readBands(linkIdOf((await params).linkId), range, new Date());
    if (window === null) return Response.json({ error: "There is no such link" }, { status: 404 });
    return Response.json(window, { headers: { "cache-control": "private, max-age=4" } });
  } catch {
    return Response.json({ error: "Linkspan cannot read its database" }, { status: 503 });
  }
}
