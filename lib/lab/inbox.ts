// An inbox for webhooks, so that a test or a demo can say "and the on-call was told".
import { type HttpAnswer, type HttpFace, listenHttp } from "./http-face.ts";

export interface InboxMessage {
  receivedAt: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed if it is JSON, else the text. */
  body: unknown;
}

const mostMessages = 1000;

/** POST to any path is kept; GET /messages lists, oldest first; DELETE /messages empties. */
export function listenInbox(options: { host: string; port: number }): Promise<HttpFace> {
  const messages: InboxMessage[] = [];
  return listenHttp({
    ...options,
    handle({ method, url, headers, body }): HttpAnswer {
      if (method === "POST") {
        messages.push({ receivedAt: new Date().toISOString(), path: url.pathname, headers, body: parsed(body) });
        if (messages.length > mostMessages) messages.shift();
        return { status: 202, body: { kept: messages.length } };
      }
      if (url.pathname !== "/messages")
        return { status: 404, body: { error: "GET or DELETE /messages, or POST anywhere" } };
      if (method === "DELETE") messages.length = 0;
      return { status: 200, body: messages };
    },
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
