import type { NextRequest } from "next/server";
import { linkIdOf, parseMetrics, parseRange, readSeries } from "../../../links/read-windows.ts";

/** A chart's window: ?range=1h…90d|seeding&metrics=a,b. At most about 500 points a series. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ linkId: string }> },
): Promise<Response> {
  const range = parseRange(request.nextUrl.searchParams.get("range"));
  const metrics = parseMetrics(request.nextUrl.searchParams.get("metrics"));
  if (range === null || metrics === null) return Response.json({ error: "Unknown range or metric" }, { status: 400 });
  try {
    const window = await readSeries(linkIdOf((await params).linkId), range, metrics, new Date());
    if (window === null) return Response.json({ error: "There is no such link" }, { status: 404 });
    return Response.json(window, { headers: { "cache-control": "private, max-age=4" } });
  } catch {
    return Response.json({ error: "Linkspan cannot read its database" }, { status: 503 });
  }
}
