// How our interfaces answer: JSON with an ETag, or a reason in {error}.
import { createHash } from "node:crypto";

/** 200, or 304 when the caller already has it. `maxAgeSeconds` 0: ask again every time, but cheaply. */
export function answerJson(request: Request, body: unknown, maxAgeSeconds = 0): Response {
  const text = JSON.stringify(body);
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const headers = {
    "cache-control": maxAgeSeconds === 0 ? "private, no-cache" : `private, max-age=${maxAgeSeconds}`,
    etag,
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": "application/json; charset=utf-8" } });
}

/** `error` is for people: what is so, and what follows. */
export function answerError(status: 400 | 404 | 503, error: string): Response {
  return Response.json({ error }, { status, headers: { "cache-control": "no-store" } });
}

/** Runs a reader; a history that cannot be read is 503, and says nothing of how it is reached. */
export async function answerFrom(read: () => Promise<Response>): Promise<Response> {
  try {
    return await read();
  } catch (error) {
    console.error("the history cannot be read:", error instanceof Error ? error.message : error);
    return answerError(503, "Linkspan cannot read its database");
  }
}
