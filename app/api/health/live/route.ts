export const dynamic = "force-dynamic";

/** The process runs; nothing more. Whoever restarts it on a failure asks here. */
export function GET(): Response {
  return Response.json({ live: true }, { headers: { "cache-control": "no-store" } });
}
